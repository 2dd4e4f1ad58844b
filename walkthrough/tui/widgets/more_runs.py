"""Above a comparison: what more runs cost, how far a run is, how it ended early."""

from msgspec import Struct
from textual.content import Content

from walkthrough.course.model import Course
from walkthrough.measure.expectation import RunCost
from walkthrough.report.numbers import seconds
from walkthrough.tui.bars import progress_line
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import about_words, plural
from walkthrough.tui.ink import FAILED, FAINT, KEY, MUTED, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import cut_at_word, line, spread, wrap
from walkthrough.tui.run_state import RunState, clean

CANCELLED = 130


class Offer(Struct, frozen=True):
    """Bringing each build to so many runs, at this cost."""

    runs: int
    cost: RunCost


class MoreRuns(Drawn):
    """Not there while there is nothing to tell."""

    def __init__(self, course: Course) -> None:
        super().__init__(classes="more-runs")
        self._course = course
        self._offer: Offer | None = None
        self._run: RunState | None = None
        self._pace = 1.0
        self.display = False

    def show(self, offer: Offer | None, run: RunState | None, pace: float) -> None:
        """Show the offer if there is one, else how far the run is."""
        before = self.display
        self._offer, self._run, self._pace = offer, run, pace
        self.display = offer is not None or (
            run is not None and (run.running or run.error is not None)
        )
        if self.display or before:
            self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self._offer is not None:
            return [*_offered(self._offer, width), Content("")]
        if self._run is None:
            return []
        if self._run.error is not None:
            return [*_ended(self._run, width), Content("")]
        return [*self._going_on(self._run, width), Content("")]

    def _going_on(self, run: RunState, width: int) -> list[Content]:
        if run.current is None:
            return [cut_at_word(line((run.note or "Preparing.", MUTED)), width)]
        planned = run.current.planned
        elapsed = run.elapsed(self._pace)
        title = self._course.scenarios[planned.scenario_id].title.lower()
        what = title if planned.measured else "to fill the cache"
        count = line((f"Build {run.number} of {run.total}", KEY))
        left = line(count, (f"  {planned.variant_id}, {what}", MUTED))
        took = f"{seconds(elapsed)}"
        if run.last_s is not None:
            took += f" of about {seconds(run.last_s)} last time"
        room = width - count.cell_length - 2
        right = line((took if len(took) <= room else seconds(elapsed), MUTED))
        rest = run.left_s(elapsed)
        to_go = f"About {about_words(rest)} to go; " if rest else ""
        stop = f"{to_go}esc stops, nothing is lost."
        return [
            spread(left if left.cell_length + len(took) < width else count, right, width),
            progress_line(run.share(elapsed), width),
            *_warned(run, width),
            *wrap(line((stop[0].upper() + stop[1:], FAINT)), width),
        ]


def _warned(run: RunState, width: int) -> list[Content]:
    words = f"{run.warning[:1].upper()}{run.warning[1:]}."
    return [cut_at_word(line((words, WORSE)), width)] if run.warning else []


def _offered(offer: Offer, width: int) -> list[Content]:
    builds, expected = offer.cost.builds, offer.cost.expected_s
    how_long = f", about {about_words(expected)}" if expected is not None else ""
    filling = offer.cost.fillings
    before = f" and {filling} to fill the cache" if filling else ""
    unknown = "" if how_long else " Not all of them were built before, so how long is not known."
    words = line(
        (f"{plural(offer.runs, 'run')} of each build", STRONG),
        (f": {plural(builds, 'build')} more{before}{how_long}.{unknown}", PLAIN),
    )
    keys = line(("enter", KEY), (" starts them, ", MUTED), ("esc", KEY), (" does not.", MUTED))
    return [*wrap(words, width), *wrap(keys, width)]


def _ended(run: RunState, width: int) -> list[Content]:
    assert run.error is not None
    where = f"in build {run.number} of {run.total}" if run.builds else ""
    if run.error.exit_code == CANCELLED:
        kept = "what was replayed is shown" if run.recorded else "what was measured is kept"
        words = f"Stopped {where}; {kept}.".replace(" ;", ";")
        return wrap(line((words, WORSE)), width)
    said = line((clean(run.error.what), FAILED), (f" {clean(run.error.next_step)}", MUTED))
    return wrap(line(said, ("  2", KEY), (" shows its log.", MUTED)), width)
