"""What to do, with the turn in hand, about copies of the app that were killed while they had it."""

from contextlib import suppress

import docker
import requests
from docker.errors import DockerException

from walkthrough.engine.killed_sessions import remove_left_by
from walkthrough.measure.turn import Turn


def remove_left_by_killed(client: docker.APIClient, turn: Turn) -> None:
    """Remove what they left on the engine; where that fails, the next turn tries again."""
    with suppress(DockerException, requests.RequestException):
        for session in turn.killed:
            remove_left_by(client, session)
        turn.forget_killed()
