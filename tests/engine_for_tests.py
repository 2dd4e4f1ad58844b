"""The engine that tests use: the one that is found, as a user's would be.

Where none runs, a private one is started for the tests (installed first as root on Debian) and
removed at the end. There is no skipping: without an engine these tests fail.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from walkthrough.engine import private
from walkthrough.engine.engine import Engine
from walkthrough.engine.install import (
    can_install,
    ensure_engine,
    install_packages,
    missing_packages,
)

PACKAGES = ("busybox-static", "docker-registry")


@contextmanager
def engine_for_tests() -> Iterator[Engine]:
    """The engine until the block ends; processes that begin meanwhile find the same."""
    was_there = private.status().state
    if can_install():
        install_packages(missing_packages(PACKAGES), say)
    found = ensure_engine(say)
    is_private = found.endpoint.source == "private"
    if is_private:
        os.environ["DOCKER_HOST"] = found.endpoint.host
    try:
        yield found
    finally:
        found.close()
        if is_private:
            del os.environ["DOCKER_HOST"]
            if was_there == "absent":
                private.delete(say)
            elif was_there == "stopped":
                private.stop(say)


def say(text: str) -> None:
    """Tell who runs the tests what is done for them."""
    sys.stderr.write(f"{text}\n")
