"""The same surroundings for every test, wherever the tests are started from.

A shell without job control starts background processes with Ctrl-C ignored, and children inherit
that; what a terminal is said to be able to do decides what is printed, and so does `CI`.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import docker
import pytest

from tests.engine_for_tests import engine_for_tests
from walkthrough.engine.engine import Engine

signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["TERM"] = "xterm-256color"
NOT_OURS = "CI NO_COLOR FORCE_COLOR COLUMNS LINES TTY_COMPATIBLE TTY_INTERACTIVE"
for name in NOT_OURS.split():
    os.environ.pop(name, None)


def pytest_xdist_auto_num_workers() -> int:
    """Two for each processor: a test of the app waits nearly half of its time."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    with engine_for_tests() as found:
        yield found


@pytest.fixture(scope="session")
def client(engine: Engine) -> docker.APIClient:
    return engine.client


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what repositories carry around is kept for all tests: making it takes seconds."""
    return tmp_path_factory.mktemp("shelf")


@pytest.fixture(autouse=True)
def carried_made_once(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test makes it anew, whatever data folder it has."""
    monkeypatch.setattr("walkthrough.workspace.carried.data_home", lambda: shelf)
