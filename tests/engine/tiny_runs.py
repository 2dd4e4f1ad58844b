"""A tiny course with what its runs need, for tests of runs."""

from collections.abc import Iterator
from pathlib import Path

import docker

from tests.engine.tiny_course import tiny_app
from walkthrough.app_context import conditions_of, variant_hashes
from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.course.model import Course
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import SESSION_LABEL
from walkthrough.measure.archive import Archive
from walkthrough.measure.plan import PlannedBuild, plan_builds
from walkthrough.measure.progress import RunEvent, SampleTaken
from walkthrough.measure.runner import Runner
from walkthrough.store.database import open_database
from walkthrough.store.samples import SampleStore

SESSION = "test-runner"


class Tiny:
    """A tiny course with its archive and runners in a folder of its own."""

    def __init__(self, engine: Engine, bases: tuple[BaseUsed, ...], course: Course, home: Path):
        self.course = course
        self.home = home
        self._engine = engine
        self._app = tiny_app(home)
        self.hashes = variant_hashes(course, self._app)
        conditions = conditions_of(engine, bases, self._app)
        self.archive = Archive(SampleStore(open_database(home / "store.sqlite3")), conditions)

    def runner(self) -> Runner:
        driver = EngineApiDriver(self._engine.client)
        return Runner(
            self.course,
            self._engine,
            driver,
            self.archive,
            self.hashes,
            self._app,
            self.home,
            SESSION,
        )

    def plan(self, runs: int = 1) -> tuple[PlannedBuild, ...]:
        return plan_builds(
            self.course,
            self.course.lessons,
            runs,
            lambda variant, name: self.archive.taken(
                self.hashes[variant], self.course.scenarios[name]
            ),
        )

    def sample_events(self, events: Iterator[RunEvent]) -> dict[tuple[str, str], SampleTaken]:
        taken = (event for event in events if isinstance(event, SampleTaken))
        return {(one.planned.variant_id, one.planned.scenario_id): one for one in taken}


def remove_images(client: docker.APIClient) -> None:
    """Remove the images that the runs left."""
    for image in client.images(filters={"label": f"{SESSION_LABEL}={SESSION}"}):
        client.remove_image(image["Id"], force=True)


def images_of(client: docker.APIClient) -> list[str]:
    """The names of the images that the runs left."""
    found = client.images(filters={"label": f"{SESSION_LABEL}={SESSION}"})
    return sorted(image["RepoTags"][0] for image in found)
