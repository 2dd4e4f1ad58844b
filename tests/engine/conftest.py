"""What the tests that build on the engine share: images put aside, bases, the whole course."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from tests.engine.put_aside import own_images_put_aside
from tests.engine.tiny_course import tiny_course
from tests.engine.tiny_runs import Tiny, remove_images
from tests.engine_for_tests import say
from walkthrough.course.load import load_course
from walkthrough.engine.cache_mounts import remembered_cache_mounts, remove_namespace
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.prepare import prepare

BESIDE_POLL_S = 1.0


@pytest.fixture(scope="session", autouse=True)
def developers_images(client: docker.APIClient) -> Iterator[None]:
    """Images of lessons that the developer has are there afterwards as they were."""
    with own_images_put_aside(client):
        yield


@pytest.fixture(scope="session")
def bases(engine: Engine) -> tuple[BaseUsed, ...]:
    """What the course's base images resolve to, got the way a user gets them."""
    return prepare(engine, load_course().bases, "auto", None, lambda news: say(news.text))


@pytest.fixture
def tiny(engine: Engine, bases: tuple[BaseUsed, ...], tmp_path: Path) -> Iterator[Tiny]:
    """A tiny course on the engine; its images go at the end."""
    alpine = next(base for base in bases if base.reference.startswith("alpine"))
    base = next(one for one in load_course().bases if one.reference == alpine.reference)
    yield Tiny(engine, (alpine,), tiny_course(base), tmp_path)
    remove_images(engine.client)
    for namespace in remembered_cache_mounts(tmp_path, str(engine.client.info()["ID"])):
        remove_namespace(engine.client, namespace)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What builds the course comes last, when no other tests run beside."""
    items.sort(key=lambda item: "course_home" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def alone() -> None:
    """The tests that `python -m tests` started beside these have ended."""
    ended = os.environ.get("WALKTHROUGH_TESTS_BESIDE")
    while ended and not Path(ended).exists():
        time.sleep(BESIDE_POLL_S)


@pytest.fixture(scope="session")
def course_home(
    alone: None, client: docker.APIClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A data folder for the whole course: what its builds left in caches serves its exercises."""
    home = tmp_path_factory.mktemp("course")
    yield home
    for namespace in remembered_cache_mounts(home, str(client.info()["ID"])):
        remove_namespace(client, namespace)
