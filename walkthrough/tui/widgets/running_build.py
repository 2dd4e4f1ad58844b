"""The running build: its place in the plan, its steps as they go, and what came of it."""

from typing import TYPE_CHECKING

from textual.content import Content

from walkthrough.course.model import Course
from walkthrough.report.causes import cause_words
from walkthrough.report.numbers import JOIN, seconds
from walkthrough.tui.bars import progress_line
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.foreign_text import harmless
from walkthrough.tui.format import recorded_words
from walkthrough.tui.ink import FAINT, KEY, MUTED, STRONG, WORSE
from walkthrough.tui.lines import cut, cut_at_word, fit, line, spread, wrap
from walkthrough.tui.run_state import RunState
from walkthrough.tui.widgets.build_problem import problem_lines
from walkthrough.tui.widgets.steps_table import steps_table

if TYPE_CHECKING:
    from walkthrough.measure.replay import RecordedTime

SHORT_ROWS = 6
TALL_ROWS = 14
LEAST_ROUNDED_S = 10
CAUSE_CELLS = 12
INVITATION = (
    "Each build appears here with its steps as the engine carries them out, and its log below. "
    "What is measured is kept, and used again."
)
REPLAYED = (
    "Each recorded build appears here with its steps as an engine carried them out, and "
    "its log below. Nothing is measured here."
)


class RunningBuild(Drawn):
    """Which build runs and since when, its steps, and what came of it."""

    def __init__(self, course: Course, recorded: bool) -> None:
        super().__init__(classes="running-build")
        self._course = course
        self._invitation = REPLAYED if recorded else INVITATION
        self._recorded: RecordedTime | None = None
        self._run: RunState | None = None
        self._pace = 1.0
        self._tall = False

    def show(self, run: RunState | None, pace: float) -> None:
        """Show this run as it is now."""
        self._run, self._pace = run, pace
        self.redraw()

    def expect(self, recorded: "RecordedTime | None") -> None:
        """Say before the first build what the builds took where the course was recorded."""
        self._recorded = recorded
        self.redraw()

    def fit(self, tall: bool) -> None:
        """Leave the log its room: fewer steps where the screen is low."""
        if tall != self._tall:
            self._tall = tall
            self.redraw()

    def lines(self, width: int) -> list[Content]:
        run = self._run
        if run is None:
            words = self._invitation
            if self._recorded is not None:
                words = f"{words} {recorded_words(self._recorded)}"
            return [*wrap(line((words, MUTED)), width), Content("")]
        problem = problem_lines(run, width, self._tall)
        if run.current is None:
            return problem or [cut(line((run.note or "Preparing.", MUTED)), width)]
        elapsed = run.elapsed(self._pace)
        head = self._head(run, elapsed, width)
        if problem and not self._tall:
            return [*head, *problem]
        most = TALL_ROWS if self._tall else SHORT_ROWS
        table = steps_table(run.steps.rows, elapsed, width, most)
        return [*head, *table, *_causes(run, width), Content(""), *problem]

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
        return [
            spread(left, right, width),
            progress_line(1.0 if run.current.state == "done" else share, width),
            _plan_line(run, elapsed, width),
            *self._caveats(run, width),
            *([Content("")] if self._tall else []),
        ]

    def _caveats(self, run: RunState, width: int) -> list[Content]:
        """That the machine is busy, that the build was disturbed: a row each on a low screen."""
        assert run.current is not None
        disturbed = run.current.disturbed if run.current.state == "done" else ""
        rows: list[Content] = []
        for words in filter(None, (run.warning, disturbed)):
            said = line((words[0].upper() + words[1:] + ".", WORSE))
            rows += wrap(said, width) if self._tall else [cut_at_word(said, width)]
        return rows


def _plan_line(run: RunState, elapsed: float, width: int) -> Content:
    """Which build of how many, about how long is left, and what happens beside the steps."""
    left_s = run.left_s(elapsed) if run.running else None
    about = f", about {_rounded(left_s)} left" if left_s is not None else ""
    place = f"build {run.number} of {run.total}"
    beside = line((run.note or run.steps.context, MUTED))
    plans = [line((f"{place}{about}", MUTED)), line((place, MUTED))]
    return fit((spread(plan, beside, width) for plan in plans), width)


def _rounded(left_s: float) -> str:
    """An estimate, without the decimals that it does not have."""
    return f"{left_s:.0f}{JOIN}s" if left_s >= LEAST_ROUNDED_S else seconds(left_s)


def _share_done(run: RunState) -> float:
    rows = run.steps.rows
    return sum(row.state not in ("waiting", "running") for row in rows) / len(rows) if rows else 0.0


def _causes(run: RunState, width: int) -> list[Content]:
    """Why steps of the build ran again."""
    lines: list[Content] = []
    for cause in run.causes:
        words = wrap(line((harmless(cause_words(cause)), MUTED)), width - CAUSE_CELLS)
        for piece in words:
            lines.append(
                line((f"{'not cached' if not lines else '':<{CAUSE_CELLS}}", FAINT), piece)
            )
    return [Content(""), *lines] if lines else []
