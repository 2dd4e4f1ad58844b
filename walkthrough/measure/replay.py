"""Replays a recording: the same events and samples as when it was made, in a store of their own.

The samples live in memory under the recording's conditions, so that none of them ever stands beside
one that was measured here.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Sequence

from msgspec import Struct

from walkthrough.build.model import BuildFailed, BuildRequest
from walkthrough.build.recorded import RecordedDriver
from walkthrough.build.timing import summarise
from walkthrough.course.model import Course, Lesson
from walkthrough.errors import BadInputError, CancelledError
from walkthrough.measure.archive import Archive
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    MissExplained,
    RunEvent,
    RunPlanned,
    SampleTaken,
)
from walkthrough.measure.recording import RecordedBuild, Recording
from walkthrough.measure.results import CourseResult, lesson_result
from walkthrough.measure.sample import now, sample_of
from walkthrough.store.database import open_database
from walkthrough.store.samples import SampleStore


class NothingToSend:
    """The context of a recorded build: it went to the engine when the recording was made."""

    def chunks(self) -> Iterator[bytes]:
        """Nothing."""
        return iter(())


def recorded_pairs(recording: Recording, hashes: dict[str, str]) -> frozenset[tuple[str, str]]:
    """The variants and scenarios of which there is a build of today's files."""
    return frozenset(
        one.planned.pair
        for one in recording.builds
        if hashes.get(one.planned.variant_id) == one.variant_hash
    )


class RecordedTime(Struct, frozen=True):
    """What builds took where the course was recorded, in seconds, and how many CPUs that had."""

    seconds: float
    cpus: int


def recorded_time(
    recording: Recording, hashes: dict[str, str], pairs: Collection[tuple[str, str]]
) -> RecordedTime | None:
    """What these builds, as variants and scenarios, took in the recording; None without one of
    them, or of none."""
    if not pairs or not recorded_pairs(recording, hashes).issuperset(pairs):
        return None
    took = {one.planned.pair: one.events[-1].time_s for one in recording.builds}
    return RecordedTime(sum(took[pair] for pair in pairs), recording.conditions.cpus)


class Replay:
    """One recording, replayed into an archive of its own.

    A build whose variant has changed since the recording was made is left out: its figures would
    be another Dockerfile's.
    """

    def __init__(self, course: Course, recording: Recording, hashes: dict[str, str]) -> None:
        self._course = course
        self._recording = recording
        self._hashes = hashes
        self._archive = Archive(SampleStore(open_database(None)), recording.conditions)
        self._stop = threading.Event()
        self._cancel_build: Callable[[], None] = lambda: None

    def cancel(self) -> None:
        """End the replay; safe to call from any thread."""
        self._stop.set()
        self._cancel_build()

    def run(
        self,
        lessons: Sequence[Lesson],
        only: Collection[str],
        speed: float,
        chosen: Collection[tuple[str, str]] | None = None,
    ) -> Iterator[RunEvent]:
        """Replay the builds that these lessons show, at once for speed 0.

        `only` names scenarios, none for all; `chosen` the variants and scenarios, None for all.
        Raises BadInputError where the recording has none of them, CancelledError after `cancel`.
        """
        builds = tuple(
            one
            for one in self._replayable(lessons, only)
            if chosen is None or one.planned.pair in chosen
        )
        yield RunPlanned(tuple(build.planned for build in builds), None, recorded=True)
        for number, build in enumerate(builds, start=1):
            yield BuildStarting(number, len(builds), build.planned, None)
            yield from self._replay(build, speed)

    def result(self, lessons: Sequence[Lesson]) -> CourseResult:
        """What was replayed of these lessons, headed as recorded."""
        return CourseResult(
            engine=self._recording.engine,
            endpoint="a recording",
            conditions=self._recording.conditions,
            lessons=tuple(
                lesson_result(self._course, one, self._archive, self._hashes) for one in lessons
            ),
        )

    def _replayable(
        self, lessons: Sequence[Lesson], only: Collection[str]
    ) -> tuple[RecordedBuild, ...]:
        recorded = self._recorded(lessons, only)
        builds = self._matching(recorded)
        if lessons and not builds:
            raise _nothing_to_replay(recorded)
        return builds

    def _recorded(
        self, lessons: Sequence[Lesson], only: Collection[str]
    ) -> tuple[RecordedBuild, ...]:
        """What the recording has of these lessons, of whatever Dockerfiles."""
        shown = {
            (variant, scenario)
            for lesson in lessons
            for variant in lesson.variants
            for scenario in lesson.scenarios
            if not only or scenario in only
        }
        return tuple(build for build in self._recording.builds if build.planned.pair in shown)

    def _matching(self, recorded: Sequence[RecordedBuild]) -> tuple[RecordedBuild, ...]:
        """Those of the Dockerfiles of today."""
        return tuple(
            build
            for build in recorded
            if self._hashes.get(build.planned.variant_id) == build.variant_hash
        )

    def _request(self, build: RecordedBuild) -> BuildRequest:
        variant = self._course.variants[build.planned.variant_id]
        return BuildRequest(
            id=f"{variant.id}-{build.planned.scenario_id}",
            dockerfile=variant.dockerfile,
            dockerfile_name=variant.dockerfile_name,
            context=NothingToSend(),
            cache_namespace="recorded",
            tag="",
        )

    def _replay(self, build: RecordedBuild, speed: float) -> Iterator[RunEvent]:
        driver = RecordedDriver(build.events, speed or None)
        request = self._request(build)
        self._cancel_build = lambda: driver.cancel(request.id)
        for event in driver.build(request):
            if isinstance(event, BuildFailed) or self._stop.is_set():
                raise CancelledError(
                    "Stopped.", "You asked for it.", "Replay it again to see it all."
                )
            yield Building(build.planned, event)
        sample = sample_of(
            summarise(build.events),
            variant_id=build.planned.variant_id,
            variant_hash=build.variant_hash,
            scenario=build.planned.scenario_id,
            taken_at=now(),
            build_cache_bytes=build.build_cache_bytes,
            disturbed=build.disturbed,
            foreign_steps=build.foreign_steps,
            causes=build.causes,
        )
        self._archive.add(sample)
        if build.planned.scenario_id == "cold":
            self._archive.keep_context(build.variant_hash, build.context)
        yield SampleTaken(build.planned, sample, build.context)
        if build.planned.scenario_id != "cold":
            yield MissExplained(build.planned, build.causes)
        facts = self._recording.images.get(build.planned.variant_id)
        if facts is not None and self._archive.image(build.variant_hash) is None:
            self._archive.keep_image(build.variant_hash, facts)
            yield ImageMeasured(build.planned.variant_id, facts)


def _nothing_to_replay(recorded: Sequence[RecordedBuild]) -> BadInputError:
    if recorded:
        return BadInputError(
            "The recording is of other Dockerfiles than these.",
            "Each of its builds that is asked for has another Dockerfile, ignore file or sample "
            "app today.",
            "Measure them with `walkthrough run`, or make a recording with `walkthrough record`.",
        )
    return BadInputError(
        "This is not recorded.",
        "The recording was made of other lessons or scenarios; extras are not part of it.",
        "Build it with an engine; `walkthrough run --recorded` prints all that is recorded.",
    )
