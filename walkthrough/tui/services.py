"""What screens may ask of the rest of the app. Screens never talk to an engine: this does."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from walkthrough.course.model import Course, Lesson
from walkthrough.learn.progress import Progress
from walkthrough.measure.model import Conditions
from walkthrough.measure.results import VariantResult
from walkthrough.report.story import Wanted

if TYPE_CHECKING:
    from walkthrough.measure.archive import OtherRuns
    from walkthrough.measure.expectation import RunCost
    from walkthrough.measure.progress import RunEvent
    from walkthrough.measure.replay import RecordedTime
    from walkthrough.tui.exercises import Exercises
    from walkthrough.tui.images import Images
    from walkthrough.tui.upkeep import Upkeep


class Services(Protocol):
    """A course, what was measured of it, and the way to measure more.

    `load`, `connect`, `run`, `recorded_time` and `as_recorded` take their time and are called
    from threads; the others answer at once.
    """

    @property
    def course(self) -> Course:
        """The lessons."""
        ...

    @property
    def progress(self) -> Progress:
        """What the reader has reached."""
        ...

    @property
    def upkeep(self) -> "Upkeep":
        """The care of the engine, its bases and the disk."""
        ...

    @property
    def exercises(self) -> "Exercises":
        """The course's exercises and the reader's own."""
        ...

    @property
    def images(self) -> "Images":
        """The images that were measured, to look into."""
        ...

    @property
    def is_recorded(self) -> bool:
        """Whether runs are replayed instead of measured."""
        ...

    def load(self) -> None:
        """Read what was measured before. Raises BadInputError."""
        ...

    def connect(self) -> Conditions:
        """Find the engine and its bases: the conditions of what is measured from now on.

        Raises NoUsableEngineError where something is missing.
        """
        ...

    def conditions(self) -> Conditions | None:
        """Under what the present results were measured, None where there are none."""
        ...

    def results(self) -> Mapping[str, VariantResult]:
        """What was measured of each variant, by its id."""
        ...

    def elsewhere(self, lesson: Lesson) -> "tuple[OtherRuns, ...]":
        """What was measured of the lesson under other conditions, which is never shown with it."""
        ...

    def cost(self, lesson: Lesson, wanted: Wanted) -> "RunCost | None":
        """What `run` would build and about how long that takes; None where it cannot."""
        ...

    def recorded_time(self, lesson: Lesson) -> "RecordedTime | None":
        """What the lesson's missing builds took where the course was recorded; None where that is
        not known, or a replay is all there is."""
        ...

    def lacking(self, lesson: Lesson) -> frozenset[tuple[str, str]]:
        """The lesson's builds, as variant and scenario, that `run` has not and cannot make."""
        ...

    def as_recorded(self) -> "Services":
        """The same course and progress with recorded runs. Raises BadInputError."""
        ...

    def run(self, lesson: Lesson, wanted: Wanted) -> "Iterator[RunEvent]":
        """Bring every variant of the lesson to the runs that are wanted in every scenario.

        Raises BuildError, NoUsableEngineError or CancelledError.
        """
        ...

    def cancel(self) -> None:
        """End what `run` does; safe from any thread, harmless when nothing runs."""
        ...

    def pace(self) -> float:
        """Seconds of a build that pass in one second: above 1 in a quick replay."""
        ...

    def quicken(self) -> float:
        """Take the next pace, if there is a choice, and tell it."""
        ...
