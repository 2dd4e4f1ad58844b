"""The services over a real engine, each made when it is first asked for.

The course and the reader's progress are all that the first screen needs: exercises, images, the
engine's care and its libraries are loaded after it.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from walkthrough.course.model import Course, Lesson
from walkthrough.errors import BadInputError, NoUsableEngineError
from walkthrough.learn.progress import Progress
from walkthrough.measure.model import Conditions
from walkthrough.measure.results import VariantResult
from walkthrough.report.story import Wanted, missing_builds
from walkthrough.tui.services import Services

if TYPE_CHECKING:
    from walkthrough.app_context import MeasuringContext
    from walkthrough.learn.surroundings import Surroundings
    from walkthrough.measure.archive import OtherRuns
    from walkthrough.measure.expectation import RunCost
    from walkthrough.measure.progress import RunEvent
    from walkthrough.measure.replay import RecordedTime
    from walkthrough.measure.runner import Runner
    from walkthrough.tui.exercises import Exercises
    from walkthrough.tui.images import Images
    from walkthrough.tui.upkeep import Upkeep

Read = TypeVar("Read")


class MeasuredServices:
    """A course measured on the reader's own engine."""

    is_recorded = False

    def __init__(self, course: Course, progress: Progress) -> None:
        self.course = course
        self.progress = progress
        self._measuring: MeasuringContext | None = None
        self._runner: Runner | None = None
        self._before: Conditions | None = None
        self._results: Mapping[str, VariantResult] = {}

    @cached_property
    def exercises(self) -> "Exercises":
        """Exercises, checked on the engine."""
        from walkthrough.tui.exercises import MeasuredExercises

        return MeasuredExercises(self.progress.attempts, self._surroundings)

    @cached_property
    def images(self) -> "Images":
        """The images on the engine."""
        from walkthrough.tui.images import EngineImages

        return EngineImages(
            lambda: None if self._measuring is None else self._measuring.engine.client
        )

    @cached_property
    def upkeep(self) -> "Upkeep":
        """The care of the engine."""
        from walkthrough.tui.engine_upkeep import EngineUpkeep

        return EngineUpkeep(
            self.course.bases,
            lambda: None if self._measuring is None else self._measuring.engine,
            lambda: self._runner is not None or self.exercises.is_checking,
        )

    def load(self) -> None:
        """Read the results under the newest conditions."""
        from walkthrough.app_context import latest_results

        self._before, self._results = self._read(
            lambda: latest_results(self.course), (self._before, self._results)
        )

    def _surroundings(self) -> "Surroundings | None":
        """What a check is carried out with, None while there is no engine."""
        from walkthrough.app_context import surroundings

        measuring = self._measuring
        return None if measuring is None else surroundings(self.course, measuring.engine)

    def connect(self) -> Conditions:
        """Find the engine and its bases. Raises NoUsableEngineError."""
        from walkthrough.app_context import MeasuringContext
        from walkthrough.engine.engine import find_engine, require_buildkit

        engine = find_engine()
        try:
            require_buildkit(engine.facts())
            self._measuring = MeasuringContext(self.course, engine)
        except NoUsableEngineError:
            engine.close()
            raise
        return self._measuring.archive.conditions

    def conditions(self) -> Conditions | None:
        """The engine's, or those of the newest results until there is one."""
        if self._measuring is not None:
            return self._measuring.archive.conditions
        return self._before

    def results(self) -> Mapping[str, VariantResult]:
        """What the archive holds under the present conditions."""
        if self._measuring is not None:
            self._results = self._read(self._measuring.variant_results, self._results)
        return self._results

    def elsewhere(self, lesson: Lesson) -> "tuple[OtherRuns, ...]":
        """What the archive holds of the lesson under other conditions."""
        measuring = self._measuring
        return () if measuring is None else self._read(lambda: measuring.elsewhere(lesson), ())

    def cost(self, lesson: Lesson, wanted: Wanted) -> "RunCost | None":
        """What the runs that are wanted cost, as last time; None without an engine."""
        measuring = self._measuring
        if measuring is None:
            return None
        return self._read(lambda: measuring.cost(lesson, wanted.runs, wanted.again), None)

    def lacking(self, lesson: Lesson) -> frozenset[tuple[str, str]]:
        """An engine makes all of them."""
        return frozenset()

    def _read(self, read: Callable[[], Read], before: Read) -> Read:
        """What is read of the store; where it cannot be used, what was known before."""
        try:
            return read()
        except sqlite3.Error as error:
            self.progress.meet(error)
            return before

    def recorded_time(self, lesson: Lesson) -> "RecordedTime | None":
        """What the lesson's missing builds took in the recording that ships with the lessons."""
        from walkthrough.app_context import sample_app, variant_hashes
        from walkthrough.measure.recording import load_recording, shipped_recording
        from walkthrough.measure.replay import recorded_time

        missing = missing_builds(self.course, lesson, self.results())
        with suppress(BadInputError):
            recording = load_recording(shipped_recording())
            return recorded_time(recording, variant_hashes(self.course, sample_app()), missing)
        return None

    def as_recorded(self) -> Services:
        """The recording that ships with the lessons."""
        from walkthrough.tui.recorded import shipped_services

        return shipped_services(self.course, self.progress)

    def run(self, lesson: Lesson, wanted: Wanted) -> "Iterator[RunEvent]":
        """Measure what is missing of the runs that are wanted."""
        measuring = self._measuring
        if measuring is None:
            raise NoUsableEngineError(
                "There is no engine to build with.",
                "It was not found, or its base images are missing.",
                "Press e: it says what is missing and sets it up.",
            )
        builds = measuring.plan([lesson], wanted.runs, again=wanted.again)
        self._runner = measuring.runner()
        try:
            yield from self._runner.run(builds)
        finally:
            self._runner = None

    def cancel(self) -> None:
        """End the running build."""
        runner = self._runner
        if runner is not None:
            runner.cancel()

    def pace(self) -> float:
        """A measured build takes the time it takes."""
        return 1.0

    def quicken(self) -> float:
        """There is no choice."""
        return 1.0
