"""The engine that the tests in this folder use: the one that is found, as a user's would be.

There is no skipping: without an engine these tests fail.
"""

from collections.abc import Iterator

import docker
import pytest

from walkthrough.engine.engine import Engine, find_engine


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    found = find_engine()
    yield found
    found.close()


@pytest.fixture(scope="session")
def client(engine: Engine) -> docker.APIClient:
    return engine.client
