"""A service run once for a test: started, asked for its products, stopped."""

import docker
from msgspec import Struct

from walkthrough.engine.containers import HttpAnswer, StopResult, probe, start_service, stop


class OneLife(Struct, frozen=True):
    """A service's first answer, and its end."""

    answer: HttpAnswer
    stop: StopResult


def one_life(client: docker.APIClient, image: str, probe_image: str, session: str) -> OneLife:
    """Run an image's service, wait for its products, and stop it. Raises as `probe` does."""
    with start_service(client, image, session) as service:
        answer = probe(service, "/products", 8088, probe_image, session)
        return OneLife(answer, stop(service))
