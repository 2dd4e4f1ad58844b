"""Carries out a plan: build after build, each becoming a sample that is kept at once.

The runner is an iterator of what happens. It measures one build at a time, holds the engine's turn
meanwhile, and leaves behind the samples, one image for each variant and the caches of its own
namespaces.
"""

import functools
import threading
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from walkthrough.build.model import BuildDriver, BuildEvent, BuildFailed, BuildRequest
from walkthrough.build.timing import BuildSummary, summarise
from walkthrough.course.dockerfile import parse
from walkthrough.course.model import Course
from walkthrough.engine.bases import rewrites
from walkthrough.engine.build_cache import cache_records, settled_cache_records
from walkthrough.engine.cache_mounts import cache_mount_ids, remember_cache_mounts
from walkthrough.engine.containers import run_once
from walkthrough.engine.engine import Engine
from walkthrough.engine.image_size import image_facts
from walkthrough.engine.images import image_id_of, remove_own_image
from walkthrough.engine.other_work import busy_warning
from walkthrough.errors import CancelledError
from walkthrough.measure.archive import Archive
from walkthrough.measure.disturbance import (
    disturbance,
    foreign_steps,
    left_behind,
    mounts_left,
    not_cold_words,
)
from walkthrough.measure.expectation import expectations, last_wall_s, total_s
from walkthrough.measure.failure import failed_build
from walkthrough.measure.inputs import inputs_of
from walkthrough.measure.killed_sessions import remove_left_by_killed
from walkthrough.measure.model import CachesLeft
from walkthrough.measure.plan import PlannedBuild, measured_count
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasured,
    ImageMeasuring,
    MachineBusy,
    MissExplained,
    ProgramRan,
    RunEvent,
    RunPlanned,
    SampleTaken,
    WaitingForOther,
)
from walkthrough.measure.sample import now, sample_of
from walkthrough.measure.series import Series
from walkthrough.measure.turn import Turn
from walkthrough.measure.usable import TRIES


class Runner:
    """Builds a plan's variants on one engine and keeps what it measures."""

    def __init__(
        self,
        course: Course,
        engine: Engine,
        driver: BuildDriver,
        archive: Archive,
        hashes: dict[str, str],
        app: Path,
        home: Path,
        session: str,
    ) -> None:
        self._course = course
        self._engine = engine
        self._driver = driver
        self._archive = archive
        self._hashes = hashes
        self._app = app
        self._home = home
        self._workspaces = home / "workspaces"
        self._engine_id = str(engine.client.info().get("ID", ""))
        self._turn = Turn(home, self._engine_id, session)
        self._session = session
        self._bases = rewrites(archive.conditions.bases)
        self._series: dict[str, Series] = {}
        self._building = ""
        self._stop = threading.Event()

    def cancel(self) -> None:
        """End the running build and the run; safe to call from any thread, at any time."""
        self._stop.set()
        if self._building:
            self._driver.cancel(self._building)

    def run(self, builds: Sequence[PlannedBuild]) -> Generator[RunEvent, None, None]:
        """Carry out the builds in order.

        Raises BuildError for the first build that fails and CancelledError after `cancel`; samples
        taken until then are kept.
        """
        each_s = expectations(self._archive, self._hashes, builds)
        yield RunPlanned(tuple(builds), total_s(each_s), each_s=each_s)
        if not builds:
            return
        if warning := busy_warning(self._engine.endpoint):
            yield MachineBusy(warning)
        try:
            for owner in self._turn.take():
                self._check_stop()
                yield WaitingForOther(owner)
            remove_left_by_killed(self._engine.client, self._turn)
            total = measured_count(builds)
            for place, planned in enumerate(builds):
                self._check_stop()
                number = measured_count(builds[:place]) + 1
                last_s = last_wall_s(self._archive, self._hashes, planned)
                yield BuildStarting(number, total, planned, last_s)
                for _ in range(TRIES):
                    disturbed = yield from self._carry_out(planned)
                    if not disturbed:
                        break
        finally:
            for series in self._series.values():
                series.remove()
            self._series.clear()
            self._turn.give_back()

    def _carry_out(self, planned: PlannedBuild) -> Generator[RunEvent, None, bool]:
        """Build once; tells whether the sample was disturbed."""
        scenario = self._course.scenarios[planned.scenario_id]
        cold = scenario.cache == "fresh"
        series = self._series_for(planned, renew=cold)
        if planned.measured and scenario.edit is not None:
            series.edit(scenario.edit)
        context = series.context()
        request = series.request(context, self._session, self._bases, no_cache=cold)
        image_id = functools.partial(image_id_of, self._engine.client)
        inputs = inputs_of(request, context, image_id)
        variant_hash = self._hashes[planned.variant_id]
        self._archive.keep_caches(variant_hash, None)
        previous_image = image_id(request.tag)
        before = settled_cache_records(self._engine.client)
        taken_at = now()
        summary = yield from self._build(planned, request)
        after = cache_records(self._engine.client)
        left_to_others = foreign_steps(series.variant, summary.steps) if cold else 0
        causes = series.explain(inputs, summary)
        disturbed = (
            not_cold_words(left_to_others)
            if left_to_others
            else disturbance(series.mounts_left, before, after, causes)
        )
        series.mounts_left = mounts_left(series.mounts_left, before, after)
        if previous_image and previous_image != summary.image_id:
            remove_own_image(self._engine.client, previous_image)
        left = None if disturbed else series.left
        if not planned.measured:
            self._archive.keep_filling(variant_hash, summary.wall_s)
            self._archive.keep_caches(variant_hash, left)
            return False
        sample = sample_of(
            summary,
            variant_id=planned.variant_id,
            variant_hash=variant_hash,
            scenario=planned.scenario_id,
            taken_at=taken_at,
            build_cache_bytes=left_behind(before, after) if cold else None,
            disturbed=disturbed,
            foreign_steps=left_to_others,
            causes=causes,
        )
        facts = context.facts()
        if cold:
            self._archive.keep_context(variant_hash, facts)
        self._archive.add(sample)
        self._archive.keep_caches(variant_hash, left)
        yield SampleTaken(planned, sample, facts)
        if not cold:
            yield MissExplained(planned, causes)
        if cold:
            yield from self._measure_image(planned.variant_id, summary.image_id)
        return bool(disturbed)

    def _build(
        self, planned: PlannedBuild, request: BuildRequest
    ) -> Generator[RunEvent, None, BuildSummary]:
        events: list[BuildEvent] = []
        self._building = request.id
        try:
            for event in self._driver.build(request):
                self._check_stop()
                events.append(event)
                yield Building(planned, event)
        finally:
            self._building = ""
        last = events[-1]
        if isinstance(last, BuildFailed):
            self._check_stop()
            raise failed_build(planned, last, events, self._archive.conditions.bases)
        return summarise(events)

    def _measure_image(self, variant_id: str, image_id: str) -> Iterator[RunEvent]:
        variant_hash = self._hashes[variant_id]
        facts = self._archive.image(variant_hash)
        if facts is None:
            yield ImageMeasuring(variant_id)
            facts = image_facts(
                self._engine.client,
                image_id,
                known=self._archive.layers(),
                go_on=self._check_stop,
            )
            self._archive.keep_image(variant_hash, facts)
        yield ImageMeasured(variant_id, facts)
        if not self._course.variants[variant_id].serves:
            client = self._engine.client
            ran = run_once(client, image_id, self._session, go_on=self._check_stop)
            yield ProgramRan(variant_id, ran.output, ran.seconds)

    def _series_for(self, planned: PlannedBuild, renew: bool) -> Series:
        series = self._series.get(planned.variant_id)
        if series is not None and not renew:
            return series
        if series is not None:
            series.remove()
        variant = self._course.variants[planned.variant_id]
        dockerfile = parse(variant.dockerfile)
        left = None if renew else self._caches_left(variant.id, cache_mount_ids(dockerfile))
        series = Series(variant, self._app, self._workspaces, left)
        self._series[planned.variant_id] = series
        if left is None:
            remember_cache_mounts(self._home, self._engine_id, series.namespace, dockerfile)
        return series

    def _caches_left(self, variant_id: str, mount_ids: Sequence[str]) -> CachesLeft | None:
        """What the variant's last series left, where all of it is there still."""
        left = self._archive.caches(self._hashes[variant_id])
        there = cache_records(self._engine.client)
        return left if left is not None and left.serve(mount_ids, there) else None

    def _check_stop(self) -> None:
        if self._stop.is_set():
            raise CancelledError(
                "Stopped.",
                "You asked for it; the samples taken so far are kept.",
                "Build again to go on where it stopped.",
            )
