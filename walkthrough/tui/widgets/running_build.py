"""The running build: its steps as they go, and what to try where it failed."""

from textual.content import Content

from walkthrough.course.model import Course
from walkthrough.report.numbers import seconds
from walkthrough.tui.bars import progress_line
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import (
    DONE,
    FAILED,
    FAINT,
    HERE_GROUND,
    KEY,
    MUTED,
    PLAIN,
    STRONG,
    WORSE,
)
from walkthrough.tui.lines import cut, ground, line, pad, spread, wrap
from walkthrough.tui.run_state import RunState, StepRow

STATE_CELLS = 11
TIME_CELLS = 8
STATES = {"running": KEY, "done": DONE, "failed": FAILED, "stopped": WORSE}
TEXTS = {"running": STRONG, "failed": STRONG, "CACHED": MUTED, "waiting": FAINT}
INVITATION = (
    "Each build appears here with its steps as the engine carries them out, and its log below. "
    "What is measured is kept: nothing is built twice."
)


class RunningBuild(Drawn):
    """Which build runs and since when, its steps, and why it failed."""

    def __init__(self, course: Course) -> None:
        super().__init__(classes="running-build")
        self._course = course
        self._run: RunState | None = None
        self._pace = 1.0

    def show(self, run: RunState | None, pace: float) -> None:
        """Show this run as it is now."""
        self._run, self._pace = run, pace
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        run = self._run
        if run is None:
            return [*wrap(line((INVITATION, MUTED)), width), Content("")]
        if run.current is None:
            return [*_problem(run, width), cut(line((run.note or "Preparing.", MUTED)), width)]
        elapsed = run.elapsed(self._pace)
        return [
            *self._head(run, elapsed, width),
            *_table(run, elapsed, width),
            Content(""),
            *_problem(run, width),
        ]

    def _head(self, run: RunState, elapsed: float, width: int) -> list[Content]:
        assert run.current is not None
        planned = run.current.planned
        title = self._course.scenarios[planned.scenario_id].title.lower()
        said = title if planned.measured else "to fill the cache, not measured"
        running = run.current.state == "running"
        left = line((planned.variant_id, STRONG), (f"  {said}", MUTED))
        if running:
            ink, words = KEY, ""
            if run.last_s is not None:
                words = f"  of about {seconds(run.last_s)} last time"
        else:
            ink, words = STRONG, f"  {run.current.state}"
        faster = f"  at {self._pace:.0f}× the pace" if running and self._pace > 1 else ""
        right = line((seconds(elapsed), ink), (words + faster, MUTED))
        share = elapsed / run.last_s if run.last_s else _share_done(run)
        return [spread(left, right, width), progress_line(share, width), Content("")]


def _share_done(run: RunState) -> float:
    over = sum(row.state not in ("waiting", "running") for row in run.steps)
    return over / len(run.steps) if run.steps else 0.0


def _table(run: RunState, elapsed: float, width: int) -> list[Content]:
    """The steps; the stage's name stands at its first one, and goes first where it is narrow."""
    longest = max((len(row.stage) for row in run.steps), default=0)
    stage_cells = min(12, longest + 2) if width >= 60 else 0
    room = width - stage_cells - 6 - STATE_CELLS - TIME_CELLS
    head = line(
        (f"{'stage':<{stage_cells}}" if stage_cells else "", FAINT),
        (f"{'line':>4}  {'step':<{room}}{'state':<{STATE_CELLS}}{'time':>{TIME_CELLS}}", FAINT),
    )
    rows = [head]
    stage = ""
    for row in run.steps:
        name = row.stage if row.stage != stage else ""
        stage = row.stage
        rows.append(_step(row, name, (stage_cells, room, width), elapsed))
    return rows


def _step(row: StepRow, stage: str, cells: tuple[int, int, int], elapsed: float) -> Content:
    stage_cells, room, width = cells
    taken = elapsed - row.began_s if row.state == "running" else row.seconds
    timed = row.state in ("running", "done", "failed", "stopped") and not (
        row.text.startswith("FROM") and taken < 0.05
    )
    took = seconds(taken) if timed else ""
    text = f"{row.text}  {row.part}" if row.part and row.state == "running" else row.text
    drawn = line(
        pad(cut(line((stage, MUTED)), stage_cells - 1), stage_cells) if stage_cells else "",
        (f"{row.line:>4}  ", FAINT),
        pad(cut(line((text, TEXTS.get(row.state, PLAIN))), room - 1), room),
        (f"{row.state:<{STATE_CELLS}}", STATES.get(row.state, FAINT)),
        (f"{took:>{TIME_CELLS}}", KEY if row.state == "running" else PLAIN),
    )
    return ground(drawn, width, HERE_GROUND) if row.state == "running" else drawn


def _problem(run: RunState, width: int) -> list[Content]:
    """What happened, why, and what to try, where the run ended early."""
    error = run.error
    if error is None:
        return []
    stopped = error.exit_code == 130
    place = f"Line {run.failed_line}: " if run.failed_line is not None else ""
    lines = wrap(line((f"{place}{error.what}", WORSE if stopped else FAILED)), width)
    for word, text in (("why", error.why), ("next", error.next_step)):
        for number, row in enumerate(text.splitlines() or [""]):
            label = f"{word if not number else '':<6}"
            wrapped = wrap(line((row, PLAIN)), width - 6)
            lines.append(line((label, FAINT), wrapped[0]))
            lines += [line(" " * 6, more) for more in wrapped[1:]]
    return [*lines, Content("")]
