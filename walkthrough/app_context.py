"""The one place where the app's objects are built; commands and screens are handed them."""

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.course.model import Course, Lesson
from walkthrough.engine.bases import resolve_bases
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import ENGINE_NAMES, BaseUsed
from walkthrough.engine.naming import new_session
from walkthrough.home import data_home, shipped
from walkthrough.learn.surroundings import Surroundings
from walkthrough.measure.archive import Archive, OtherRuns, latest_archive
from walkthrough.measure.expectation import RunCost, run_cost
from walkthrough.measure.model import Conditions
from walkthrough.measure.plan import PlannedBuild, plan_builds
from walkthrough.measure.results import CourseResult, VariantResult, lesson_result, variant_result
from walkthrough.measure.runner import Runner
from walkthrough.store.database import STORE_FILE, open_database
from walkthrough.store.samples import SampleStore
from walkthrough.workspace.identity import app_hash, variant_hash

DRIVER = "engine-api"


def sample_app() -> Path:
    """The bundled Go service."""
    return shipped("sample-go-app")


def open_store(home: Path | None = None) -> SampleStore:
    """The store of samples in the app's data folder."""
    return SampleStore(open_database((home or data_home()) / STORE_FILE))


def variant_hashes(course: Course, app: Path) -> dict[str, str]:
    """What identifies each of the course's variants: the hash of all that it builds from."""
    sources = app_hash(app)
    return {name: variant_hash(one, sources) for name, one in course.variants.items()}


def conditions_of(engine: Engine, bases: tuple[BaseUsed, ...], app: Path) -> Conditions:
    """The conditions of samples taken now on this engine."""
    facts = engine.facts()
    identity = str(engine.client.info().get("ID", ""))
    return Conditions(
        engine_id=hashlib.sha256(identity.encode()).hexdigest()[:12],
        engine=ENGINE_NAMES[facts.flavour],
        engine_version=facts.version,
        image_store=facts.image_store,
        os=facts.os,
        architecture=facts.architecture,
        cpus=facts.cpus,
        memory_bytes=facts.memory_bytes,
        driver=DRIVER,
        bases=bases,
        app_hash=app_hash(app),
    )


def latest_results(course: Course) -> tuple[Conditions | None, dict[str, VariantResult]]:
    """The newest conditions and what was measured of each variant under them; needs no engine."""
    archive = latest_archive(open_store())
    if archive is None:
        return None, {}
    hashes = variant_hashes(course, sample_app())
    return archive.conditions, {
        name: variant_result(course, name, course.scenarios, archive, hashes[name])
        for name in course.variants
    }


class MeasuringContext:
    """An engine, a course and the archive of what was measured of it there."""

    def __init__(self, course: Course, engine: Engine, since: str = "") -> None:
        """Raises NoUsableEngineError where the course's bases are missing on the engine."""
        self.course = course
        self.engine = engine
        self.facts = engine.facts()
        self._app = sample_app()
        self.hashes = variant_hashes(course, self._app)
        bases = resolve_bases(engine, course.bases)
        conditions = conditions_of(engine, bases, self._app)
        self.archive = Archive(open_store(), conditions, since)

    def runner(self) -> Runner:
        """A runner that builds through the Engine API."""
        return Runner(
            self.course,
            self.engine,
            EngineApiDriver(self.engine.client),
            self.archive,
            self.hashes,
            self._app,
            data_home(),
            new_session(data_home()),
        )

    def plan(
        self,
        lessons: Sequence[Lesson],
        runs: int,
        only: Collection[str] = (),
        again: bool = False,
    ) -> tuple[PlannedBuild, ...]:
        """The builds that bring these lessons to so many runs.

        With `again` runs that were disturbed do not count: they are made once more.
        """
        taken = self.undisturbed if again else self.taken
        return plan_builds(self.course, lessons, runs, taken, only)

    def cost(self, lesson: Lesson, runs: int, again: bool = False) -> RunCost:
        """What bringing every build of the lesson to so many runs costs, as last time."""
        return run_cost(self.archive, self.hashes, self.plan([lesson], runs, again=again))

    def elsewhere(self, lesson: Lesson) -> tuple[OtherRuns, ...]:
        """What was measured of the lesson under other conditions."""
        return self.archive.elsewhere(
            [self.hashes[name] for name in lesson.variants], lesson.scenarios
        )

    def taken(self, variant_id: str, scenario_id: str) -> int:
        """How many runs of this variant in this scenario need not be made again."""
        return self.archive.taken(self.hashes[variant_id], self.course.scenarios[scenario_id])

    def undisturbed(self, variant_id: str, scenario_id: str) -> int:
        """How many runs of this variant in this scenario nothing disturbed."""
        scenario = self.course.scenarios[scenario_id]
        return self.archive.undisturbed(self.hashes[variant_id], scenario)

    def variant_results(self) -> dict[str, VariantResult]:
        """What the archive holds of each of the course's variants, by its id."""
        return {
            name: variant_result(
                self.course, name, self.course.scenarios, self.archive, self.hashes[name]
            )
            for name in self.course.variants
        }

    def result(self, lessons: Sequence[Lesson]) -> CourseResult:
        """What the archive holds of these lessons."""
        return CourseResult(
            engine=self.facts,
            endpoint=self.engine.endpoint.words,
            conditions=self.archive.conditions,
            lessons=tuple(
                lesson_result(self.course, one, self.archive, self.hashes) for one in lessons
            ),
        )


def surroundings(course: Course, engine: Engine) -> Surroundings:
    """What exercises are checked with on this engine.

    Raises NoUsableEngineError where the course's bases are missing there.
    """
    app = sample_app()
    conditions = conditions_of(engine, resolve_bases(engine, course.bases), app)
    return Surroundings(
        course=course,
        app=app,
        home=data_home(),
        engine=engine,
        engine_id=str(engine.client.info().get("ID", "")),
        driver=EngineApiDriver(engine.client),
        archive=Archive(open_store(), conditions),
        hashes=variant_hashes(course, app),
        session=new_session(data_home()),
    )
