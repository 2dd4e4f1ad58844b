"""The running build: its steps as they go, the log below, and what to try where it failed."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Log

from walkthrough.course.model import Course, Lesson
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
from walkthrough.tui.lines import cut, ground, line, pad, rule, spread, wrap
from walkthrough.tui.run_state import RunState, StepRow
from walkthrough.tui.widgets.builds_list import BuildsList

STATE_CELLS = 11
TIME_CELLS = 8
MOST_LOG_LINES = 10_000
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


class LogTitle(Drawn):
    """A rule above the log that says whether it follows the build."""

    following = True

    def lines(self, width: int) -> list[Content]:
        words = "following" if self.following else "staying here, end follows"
        return [rule("Log", line((words, MUTED)), width)]


class BuildLog(Log):
    """The builds' output: foreign text, shown as it is, selectable.

    Follows the build until the reader scrolls up, then stays where they read, also when old lines
    are thrown away; it follows again from its end on.
    """

    can_focus = True
    following: reactive[bool] = reactive(True)

    class FollowingChanged(Message):
        """The log follows the build from now on, or does not."""

    def watch_following(self) -> None:
        self.post_message(self.FollowingChanged())

    def add(self, lines: Sequence[str]) -> None:
        """More of the output."""
        before = len(self.lines)
        self.write_lines(lines, scroll_end=False)
        thrown_away = before + len(lines) - len(self.lines)
        if self.following:
            self.follow()
        elif thrown_away:
            self.scroll_to(y=max(0, self.scroll_y - thrown_away), animate=False, force=True)

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following = True
        self.call_after_refresh(self.scroll_end, animate=False, x_axis=False)

    def on_resize(self) -> None:
        if self.following:
            self.follow()

    def on_mouse_scroll_up(self) -> None:
        self._stay()

    def action_scroll_up(self) -> None:
        self._stay()
        super().action_scroll_up()

    def action_page_up(self) -> None:
        self._stay()
        super().action_page_up()

    def action_scroll_home(self) -> None:
        self._stay()
        super().action_scroll_home()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.is_vertical_scrollbar_grabbed:
            self.following = self.is_vertical_scroll_end
        elif new_value > old_value and self.is_vertical_scroll_end:
            self.following = True

    def _stay(self) -> None:
        self.following = self.max_scroll_y == 0


class BuildView(Vertical):
    """The build that runs now, or what will be built."""

    def __init__(self, course: Course, lesson: Lesson) -> None:
        super().__init__(id="build")
        self._course = course
        self._lesson = lesson

    def compose(self) -> ComposeResult:
        yield RunningBuild(self._course)
        yield BuildsList(self._course, self._lesson)
        yield LogTitle(classes="log-title")
        yield BuildLog(max_lines=MOST_LOG_LINES, classes="log")

    def show(self, run: RunState | None, pace: float, log: list[str]) -> None:
        """Show this run, with these lines more in its log."""
        self.set_class(run is not None, "-begun")
        self.query_one(RunningBuild).show(run, pace)
        self.query_one(BuildsList).show(run, pace)
        output = self.query_one(BuildLog)
        if log:
            output.add(log)
        self.set_class(output.line_count > 0, "-logged")

    @property
    def log_widget(self) -> BuildLog:
        """The log, which takes the keys that scroll."""
        return self.query_one(BuildLog)

    def follow(self) -> None:
        """Go to the log's end."""
        self.query_one(BuildLog).follow()

    def on_build_log_following_changed(self) -> None:
        title = self.query_one(LogTitle)
        title.following = self.query_one(BuildLog).following
        title.redraw()


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
