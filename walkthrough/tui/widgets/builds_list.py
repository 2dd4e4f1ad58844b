"""The builds of a lesson: which are measured, which one runs, which are to come."""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct
from textual.content import Content
from textual.reactive import reactive

from walkthrough.course.model import Course, Lesson
from walkthrough.measure.model import Sample
from walkthrough.measure.results import VariantResult
from walkthrough.measure.usable import disturbance_of, usable
from walkthrough.report.numbers import seconds
from walkthrough.report.story import builds_of, disturbed_builds, runs_made, samples_of
from walkthrough.report.words import sample_words
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import DONE, FAILED, FAINT, KEY, MUTED, PLAIN, WORSE
from walkthrough.tui.lines import line, rule, spread, wrap
from walkthrough.tui.run_state import BuildRow, RunState, State

MARKS = {
    "done": ("✓", DONE),
    "running": ("●", KEY),
    "failed": ("✗", FAILED),
    "stopped": ("■", WORSE),
    "waiting": ("○", FAINT),
}
NOT_COLD = "not cold"
UNSOUND = ("!", WORSE)
INKS = {"done": MUTED, "running": KEY, "failed": FAILED, "stopped": WORSE, "waiting": FAINT}


class Told(Struct, frozen=True):
    """What a build's row says; `done` as plans count it. `unsound` is the word for a time that was
    not taken as it should be, and stands behind it where there is room."""

    state: State
    words: str
    done: bool
    ink: str
    unsound: str = ""


class BuildsList(Drawn):
    """One row for each variant and scenario of the lesson."""

    results: reactive[Mapping[str, VariantResult]] = reactive(dict)

    def __init__(
        self,
        course: Course,
        lesson: Lesson,
        recorded: bool,
        lacking: Collection[tuple[str, str]] = (),
    ) -> None:
        """`lacking` are the variants and scenarios that a recording does not have."""
        super().__init__(classes="builds")
        self._lacking = lacking
        self._course = course
        self._lesson = lesson
        self._recorded = recorded
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
        done = 0
        names = max(len(name) for name in self._lesson.variants) + 2
        for number, variant_id in enumerate(self._lesson.variants):
            rows += [Content("")] if number else []
            for place, scenario_id in enumerate(self._lesson.scenarios):
                title = self._course.scenarios[scenario_id].title.lower()
                told = self._told(variant_id, scenario_id)
                done += told.done
                name = line((f"{variant_id if not place else '':<{names}}", PLAIN))
                mark = UNSOUND if told.unsound else MARKS[told.state]
                left = line(name, mark, " ", (title, INKS[told.state]))
                words = ", ".join(filter(None, (told.words, told.unsound)))
                is_roomy = left.cell_length + len(words) < width
                shown = words if is_roomy or not told.words else told.words
                rows.append(spread(left, line((shown, told.ink)), width))
        count = line((f"{done} of {len(builds_of(self._lesson))}", MUTED))
        return [
            rule("Builds of this lesson", count, width),
            Content(""),
            *rows,
            *self._disturbances(width),
        ]

    def _told(self, variant_id: str, scenario_id: str) -> Told:
        row = self._row(variant_id, scenario_id)
        done = runs_made(self._course, self.results, variant_id, scenario_id) > 0
        samples = samples_of(self.results, variant_id, scenario_id)
        if row is not None and self._run is not None and row.state == "running":
            return Told("running", seconds(self._run.elapsed(self._pace)), done, KEY)
        if row is not None and self._run is not None and row.state == "done" and self._run.running:
            ink = WORSE if row.disturbed else MUTED
            return Told("done", seconds(row.seconds), True, ink, _briefly(row.disturbed))
        if row is not None and (row.state == "failed" or (row.state == "stopped" and not done)):
            return Told(row.state, _stopped_words(row), done, INKS[row.state])
        if done:
            return _measured(samples)
        if samples:
            return Told("waiting", "once more", False, WORSE)
        is_lacking = (variant_id, scenario_id) in self._lacking
        return Told("waiting", "not recorded" if is_lacking else "waiting", False, FAINT)

    def _disturbances(self, width: int) -> list[Content]:
        """What disturbed builds that have nothing better, and the key that makes those again."""
        reasons = {
            sample_words(samples_of(self.results, *one)[-1]): None
            for one in disturbed_builds(self._lesson, self.results)
        }
        if not reasons:
            return []
        again = "" if self._recorded else " b measures such builds once more."
        words = f"{'; '.join(reasons)}.{again}"
        said = line(UNSOUND, " ", (words[0].upper() + words[1:], WORSE))
        return [Content(""), *wrap(said, width)]

    def _row(self, variant_id: str, scenario_id: str) -> BuildRow | None:
        """The run's row for this build: the one that runs, else the last one of several."""
        rows = [
            row
            for row in (self._run.builds if self._run is not None else [])
            if row.planned.pair == (variant_id, scenario_id)
        ]
        running = [row for row in rows if row.state == "running"]
        return next(iter(running or reversed(rows)), None)


def _measured(samples: Sequence[Sample]) -> Told:
    """The last of the times that figures rest on, and of how many runs."""
    rested = usable(samples)
    if not rested:
        return Told("done", "", True, WORSE, NOT_COLD)
    took = seconds(rested[-1].wall_s)
    if disturbance_of(samples):
        return Told("done", took, True, WORSE, "disturbed")
    more = f", {len(rested)} runs" if len(rested) > 1 else ""
    return Told("done", f"{took}{more}", True, MUTED)


def _briefly(disturbed: str) -> str:
    """Whether a sample was disturbed, without by what."""
    return NOT_COLD if disturbed.startswith(NOT_COLD) else "disturbed" if disturbed else ""


def _stopped_words(row: BuildRow) -> str:
    return f"stopped after {seconds(row.seconds)}" if row.seconds else row.state
