"""Images that a registry has and the engine does not."""

import os
from typing import Any

import docker

from tests.engine.throwaway import load_image, remove_image

LAYER_BYTES = 4_000_000


def push(client: docker.APIClient, host: str, name: str) -> None:
    """Put a fresh image of 4 MB into a registry; the engine does not keep it."""
    daemon: Any = client
    reference = f"{host}/{name}:1"
    load_image(client, reference, os.urandom(LAYER_BYTES))
    try:
        lines = list(daemon.push(f"{host}/{name}", "1", stream=True, decode=True))
        assert not [line for line in lines if "error" in line], lines
    finally:
        remove_image(client, reference)
