"""Services over runs that are made up: as many as a test wants, and more on demand."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from tests.tui.recorded_course import CONDITIONS, course, hashes, recording
from walkthrough.course.model import Lesson
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.errors import CancelledError
from walkthrough.learn.progress import Progress
from walkthrough.measure.archive import OtherRuns
from walkthrough.measure.expectation import RunCost
from walkthrough.measure.model import Conditions, Sample, StepTiming
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import BuildStarting, RunEvent, RunPlanned, SampleTaken
from walkthrough.measure.results import VariantResult
from walkthrough.report.story import Wanted
from walkthrough.tui.recorded import RecordedServices
from walkthrough.workspace.model import ContextFacts

HERE = msgspec.structs.replace(CONDITIONS, recorded_on="")
CONTEXT = ContextFacts(44_000_000, 30, ())
LONGEST_BUILD_S = 15.0
Times = Mapping[tuple[str, str], Sequence[float]]


def sample(
    variant_id: str, scenario_id: str, wall_s: float, modules: int = 0, disturbed: str = ""
) -> Sample:
    """One build of which nearly all went into `go build` on line 8."""
    compiled = StepTiming("RUN go build -o app .", "builder", 8, wall_s - 0.1, False)
    return Sample(
        variant_id=variant_id,
        variant_hash=variant_id,
        scenario=scenario_id,
        taken_at="2026-11-21T00:00:00+00:00",
        wall_s=wall_s,
        resolve_s=0.0,
        context_s=0.0,
        steps_s=wall_s - 0.1,
        export_s=0.0,
        cached_steps=1,
        total_steps=2,
        modules_downloaded=modules,
        context_bytes=44_000_000,
        steps=(compiled,),
        disturbed=disturbed,
    )


def image(megabytes: float) -> ImageFacts:
    """An image of one layer."""
    size = int(megabytes * 1e6)
    return ImageFacts("sha256:i", size, size, False, (LayerFacts("sha256:l", "", size, size, 1),))


def results_of(times: Times, disturbed: str = "") -> dict[str, VariantResult]:
    """Results with these runs by variant and scenario; the images are alike."""
    found: dict[str, dict[str, tuple[Sample, ...]]] = {}
    for (variant_id, scenario_id), walls in times.items():
        runs = tuple(sample(variant_id, scenario_id, wall, disturbed=disturbed) for wall in walls)
        found.setdefault(variant_id, {})[scenario_id] = runs
    return {
        name: VariantResult(course().variants[name], image(15.1), CONTEXT, samples)
        for name, samples in found.items()
    }


class Repeating(RecordedServices):
    """Measured services: each planned build waits until the test lets it end."""

    is_recorded = False

    def __init__(
        self,
        progress: Progress,
        times: Times,
        elsewhere: tuple[OtherRuns, ...] = (),
        disturbed: str = "",
    ) -> None:
        super().__init__(course(), progress, recording(), hashes())
        self.wanted: list[Wanted] = []
        self.may_end = threading.Semaphore(0)
        self._measured = results_of(times, disturbed)
        self._others = elsewhere
        self._cancelled = threading.Event()

    def load(self) -> None:
        """All of it is in memory."""

    def connect(self) -> Conditions:
        return HERE

    def conditions(self) -> Conditions:
        return HERE

    def results(self) -> Mapping[str, VariantResult]:
        return dict(self._measured)

    def lacking(self, lesson: Lesson) -> frozenset[tuple[str, str]]:
        return frozenset()

    def elsewhere(self, lesson: Lesson) -> tuple[OtherRuns, ...]:
        return self._others

    def cost(self, lesson: Lesson, wanted: Wanted) -> RunCost:
        return RunCost(len(self._plan(lesson)), 160.0)

    def run(self, lesson: Lesson, wanted: Wanted) -> Iterator[RunEvent]:
        self.wanted.append(wanted)
        self._cancelled.clear()
        builds = self._plan(lesson)
        yield RunPlanned(builds, 160.0, each_s=(20.0,) * len(builds))
        for number, planned in enumerate(builds, start=1):
            yield BuildStarting(number, len(builds), planned, 20.0)
            began = time.monotonic()
            while not self.may_end.acquire(timeout=0.01):
                if self._cancelled.is_set() or time.monotonic() - began > LONGEST_BUILD_S:
                    raise CancelledError("Stopped.", "You asked for it.", "Run again.")
            yield SampleTaken(planned, self._keep(planned), CONTEXT)

    def cancel(self) -> None:
        self._cancelled.set()

    def _plan(self, lesson: Lesson) -> tuple[PlannedBuild, ...]:
        return tuple(
            PlannedBuild(lesson.id, variant_id, scenario_id)
            for scenario_id in lesson.scenarios
            for variant_id in lesson.variants
        )

    def _keep(self, planned: PlannedBuild) -> Sample:
        """One run more, a tenth of a second longer than the last one."""
        one = self._measured[planned.variant_id]
        before = one.samples[planned.scenario_id]
        taken = sample(planned.variant_id, planned.scenario_id, before[-1].wall_s + 0.1)
        runs = (*before, taken)
        samples = {**one.samples, planned.scenario_id: runs}
        self._measured[planned.variant_id] = msgspec.structs.replace(one, samples=samples)
        return taken
