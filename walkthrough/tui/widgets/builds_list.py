"""The builds of a lesson: which are measured, which one runs, which are to come."""

from collections.abc import Mapping

from textual.content import Content
from textual.reactive import reactive

from walkthrough.course.model import Course, Lesson
from walkthrough.measure.results import VariantResult
from walkthrough.report.numbers import seconds
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import DONE, FAILED, FAINT, KEY, MUTED, PLAIN, WORSE
from walkthrough.tui.lines import line, rule, spread
from walkthrough.tui.run_state import BuildRow, RunState, State

MARKS = {
    "done": ("✓", DONE),
    "running": ("●", KEY),
    "failed": ("✗", FAILED),
    "stopped": ("■", WORSE),
    "waiting": ("○", FAINT),
}
INKS = {"done": MUTED, "running": KEY, "failed": FAILED, "stopped": WORSE, "waiting": FAINT}


class BuildsList(Drawn):
    """One row for each variant and scenario of the lesson."""

    results: reactive[Mapping[str, VariantResult]] = reactive(dict)

    def __init__(self, course: Course, lesson: Lesson) -> None:
        super().__init__(classes="builds")
        self._course = course
        self._lesson = lesson
        self._run: RunState | None = None
        self._pace = 1.0

    def watch_results(self) -> None:
        self.redraw()

    def show(self, run: RunState | None, pace: float) -> None:
        """Show how far the run is."""
        self._run, self._pace = run, pace
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        rows: list[Content] = []
        measured = 0
        names = max(len(name) for name in self._lesson.variants) + 2
        for number, variant_id in enumerate(self._lesson.variants):
            rows += [Content("")] if number else []
            for place, scenario_id in enumerate(self._lesson.scenarios):
                title = self._course.scenarios[scenario_id].title.lower()
                state, took = self._state(variant_id, scenario_id)
                measured += state == "done"
                name = line((f"{variant_id if not place else '':<{names}}", PLAIN))
                left = line(name, MARKS[state], " ", (title, INKS[state]))
                rows.append(spread(left, line((took or state, INKS[state])), width))
        total = len(self._lesson.variants) * len(self._lesson.scenarios)
        count = line((f"{measured} of {total}", MUTED))
        return [
            rule("Builds of this lesson", count, width),
            Content(""),
            *rows,
        ]

    def _state(self, variant_id: str, scenario_id: str) -> tuple[State, str]:
        row = self._row(variant_id, scenario_id)
        if row is not None and row.state == "running":
            return "running", seconds(self._run.elapsed(self._pace) if self._run else 0.0)
        if row is not None and row.state in ("failed", "stopped"):
            return row.state, ""
        if row is not None and row.state == "done" and self._run is not None and self._run.running:
            return "done", seconds(row.seconds)
        result = self.results.get(variant_id)
        samples = () if result is None else result.samples.get(scenario_id, ())
        if samples:
            more = f", {len(samples)} runs" if len(samples) > 1 else ""
            return "done", f"{seconds(samples[-1].wall_s)}{more}"
        return "waiting", ""

    def _row(self, variant_id: str, scenario_id: str) -> BuildRow | None:
        """The run's row for this build: the one that runs, else the last one of several."""
        rows = [
            row
            for row in (self._run.builds if self._run is not None else [])
            if (row.planned.variant_id, row.planned.scenario_id) == (variant_id, scenario_id)
        ]
        running = [row for row in rows if row.state == "running"]
        return next(iter(running or reversed(rows)), None)
