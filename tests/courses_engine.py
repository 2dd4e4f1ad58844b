"""An engine of its own for the course, so that it is built beside the other tests that build.

Measured builds take turns on one engine, and builds of others are found in them. Only where the
tests run on a private engine is a second one started, in the network of a container of the first.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import docker

from tests.daemon.private_room import room_with_a_way_out
from tests.engine.small_images import import_image
from tests.engine_for_tests import say
from walkthrough.engine import private
from walkthrough.engine.engine import Engine
from walkthrough.engine.naming import CONTAINER_LABEL

LESS_URGENT = ("nice", "-n", "5")


@contextmanager
def courses_engine(first: Engine) -> Iterator[str | None]:
    """The `DOCKER_HOST` of a second engine until the block ends; None where `first` is a user's."""
    if first.endpoint.source != "private":
        yield None
        return
    homes = private.engine_folder().parent
    with container_of(first.client) as process, room_with_a_way_out(process, homes) as room:
        begin = (*LESS_URGENT, sys.executable, "-m", "walkthrough", "engine", "start")
        started = room.run(*begin)
        if started.returncode != 0:
            raise RuntimeError(f"No second engine for the course: {started.stderr}")
        say(f"Started an engine for the course in {room.home}")
        yield f"unix://{room.home}/engine/docker.sock"


@contextmanager
def container_of(client: docker.APIClient) -> Iterator[int]:
    """The process of a container that does nothing but have a network."""
    daemon: Any = client
    image = import_image(client, "network", {}, '["sleep", "10000"]')
    made = daemon.create_container(image, labels={CONTAINER_LABEL: "test"})
    try:
        daemon.start(made["Id"])
        yield int(daemon.inspect_container(made["Id"])["State"]["Pid"])
    finally:
        daemon.remove_container(made["Id"], force=True)
        daemon.remove_image(image, force=True)
