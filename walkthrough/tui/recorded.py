"""The services over a recording: builds are replayed at the pace that the reader chooses."""

import threading
import time
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

import msgspec

from walkthrough.app_context import sample_app, variant_hashes
from walkthrough.course.model import Course, Lesson
from walkthrough.errors import CancelledError
from walkthrough.learn.progress import Progress
from walkthrough.measure.archive import OtherRuns
from walkthrough.measure.expectation import RunCost
from walkthrough.measure.model import Conditions
from walkthrough.measure.progress import Building, BuildStarting, RunEvent, SampleTaken
from walkthrough.measure.recorded_files import beside
from walkthrough.measure.recording import Recording, load_recording, shipped_recording
from walkthrough.measure.replay import RecordedTime, Replay, recorded_pairs
from walkthrough.measure.results import VariantResult
from walkthrough.report.story import Wanted, builds_of, samples_of
from walkthrough.tui.exercises import Exercises, ExercisesWithoutEngine
from walkthrough.tui.images import Images, RecordedImages
from walkthrough.tui.recorded_upkeep import RecordedUpkeep
from walkthrough.tui.services import Services
from walkthrough.tui.upkeep import Upkeep

PACES = (1.0, 4.0, 16.0, 1000.0)


def shipped_services(course: Course, progress: Progress) -> "RecordedServices":
    """The services over the recording that ships with the lessons. Raises BadInputError."""
    recording = load_recording(shipped_recording())
    hashes = variant_hashes(course, sample_app())
    lists = beside(shipped_recording())
    return RecordedServices(course, progress.over_recorded_runs(), recording, hashes, lists)


class RecordedServices:
    """A course as it was measured elsewhere or earlier; needs no engine.

    What was replayed is forgotten at the end, but not that it was: at the start it is replayed
    again, at once.
    """

    is_recorded = True

    def __init__(
        self,
        course: Course,
        progress: Progress,
        recording: Recording,
        hashes: dict[str, str],
        lists: Path | None = None,
    ) -> None:
        self.course = course
        self.progress = progress
        self.images: Images = RecordedImages(lists)
        self.upkeep: Upkeep = RecordedUpkeep()
        self.exercises: Exercises = ExercisesWithoutEngine(progress.attempts)
        self._recording = recording
        self._hashes = hashes
        self._recorded = recorded_pairs(recording, hashes)
        self._results: Mapping[str, VariantResult] = {}
        self._replay: Replay | None = None
        self._pace = PACES[0]
        self._moved = threading.Condition()
        self._stopped = False

    def load(self) -> None:
        """Replay at once what the reader has seen before."""
        for lesson in self.course.lessons_and_extras:
            seen = self._builds(lesson) & self.progress.replayed(lesson.id)
            if seen:
                replay = self._new_replay()
                for _event in replay.run([lesson], (), 0.0, seen):
                    pass
                self._gather(replay, lesson)

    def connect(self) -> Conditions:
        """The conditions of the recording."""
        return self._recording.conditions

    def conditions(self) -> Conditions | None:
        """The conditions of the recording."""
        return self._recording.conditions

    def results(self) -> Mapping[str, VariantResult]:
        """What has been replayed so far."""
        return self._results

    def elsewhere(self, lesson: Lesson) -> tuple[OtherRuns, ...]:
        """A recording knows of nothing else."""
        return ()

    def cost(self, lesson: Lesson, wanted: Wanted) -> RunCost | None:
        """The builds that it replays of the lesson: it cannot run more than it has."""
        chosen = self._chosen(lesson)
        return RunCost(sum(one.planned.pair in chosen for one in self._recording.builds), None)

    def recorded_time(self, lesson: Lesson) -> RecordedTime | None:
        """The pace decides what a replay takes."""
        return None

    def lacking(self, lesson: Lesson) -> frozenset[tuple[str, str]]:
        """What was not recorded, as of an extra, or of another Dockerfile than today's."""
        return frozenset(product(lesson.variants, lesson.scenarios)) - self._recorded

    def as_recorded(self) -> Services:
        """These are recorded already."""
        return self

    def run(self, lesson: Lesson, wanted: Wanted) -> Iterator[RunEvent]:
        """Replay the lesson's builds that were not seen yet; once more, where all were.

        A recording has the samples that it has, whatever is wanted. Raises CancelledError after
        `cancel`.
        """
        self._stopped = False
        replay = self._replay = self._new_replay()
        began = 0.0
        reached_s = 0.0
        try:
            for event in replay.run([lesson], (), 0.0, self._chosen(lesson)):
                if isinstance(event, BuildStarting):
                    reached_s, began = 0.0, time.monotonic()
                if isinstance(event, Building):
                    began = self._wait(event.event.time_s, reached_s, began)
                    reached_s = event.event.time_s
                if isinstance(event, SampleTaken):
                    self._gather(replay, lesson)
                    self.progress.keep_replayed(lesson.id, *event.planned.pair)
                yield event
        finally:
            self._replay = None
            self._gather(replay, lesson)

    def cancel(self) -> None:
        """End the replay."""
        with self._moved:
            self._stopped = True
            self._moved.notify_all()
        replay = self._replay
        if replay is not None:
            replay.cancel()

    def pace(self) -> float:
        """How much quicker than recorded."""
        return self._pace

    def quicken(self) -> float:
        """The next pace, after the last one the first again."""
        with self._moved:
            self._pace = PACES[(PACES.index(self._pace) + 1) % len(PACES)]
            self._moved.notify_all()
        return self._pace

    def _wait(self, until_s: float, reached_s: float, began: float) -> float:
        """Wait until the build has come from `reached_s` (at `began`) to `until_s`; when it did."""
        with self._moved:
            while not self._stopped and reached_s < until_s:
                pace = self._pace
                self._moved.wait((until_s - reached_s) / pace)
                now = time.monotonic()
                reached_s += (now - began) * pace
                began = now
            if self._stopped:
                raise CancelledError(
                    "Stopped.", "You asked for it.", "Build again to see all of it."
                )
        return time.monotonic()

    def _chosen(self, lesson: Lesson) -> frozenset[tuple[str, str]]:
        """What a run replays of the lesson: what the reader has not seen, else all of it."""
        builds = self._builds(lesson)
        unseen = frozenset(one for one in builds if not samples_of(self._results, *one))
        return unseen or builds

    def _builds(self, lesson: Lesson) -> frozenset[tuple[str, str]]:
        return self._recorded.intersection(builds_of(lesson))

    def _new_replay(self) -> Replay:
        return Replay(self.course, self._recording, self._hashes)

    def _gather(self, replay: Replay, lesson: Lesson) -> None:
        gathered = dict(self._results)
        for one in replay.result([lesson]).lessons[0].variants:
            if not any(one.samples.values()):
                continue
            known = gathered.get(one.variant.id)
            kept = {} if known is None else known.samples
            taken = {name: samples for name, samples in one.samples.items() if samples}
            gathered[one.variant.id] = msgspec.structs.replace(
                one,
                image=one.image or (known.image if known else None),
                context=one.context or (known.context if known else None),
                samples={**kept, **taken},
            )
        self._results = gathered
