"""The developer's own images of lessons, out of the way while tests build images of these names."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import docker

from walkthrough.course.load import load_course
from walkthrough.engine.images import image_id_of, remove_own_image, remove_own_name
from walkthrough.engine.naming import IMAGE_PREFIX


@contextmanager
def own_images_put_aside(client: docker.APIClient) -> Iterator[None]:
    """Within it the images have a second name, which keeps them; then they get their own again."""
    daemon: Any = client
    nonce = secrets.token_hex(4)
    aside: dict[str, str] = {}
    for variant in load_course().variants:
        name = f"{IMAGE_PREFIX}{variant}:latest"
        image = image_id_of(client, name)
        if image is not None:
            aside[name] = f"{IMAGE_PREFIX}test-aside-{nonce}-{variant}:latest"
            _tag(daemon, image, aside[name])
    try:
        yield
    finally:
        for name, second in aside.items():
            displaced = image_id_of(client, name)
            _tag(daemon, second, name)
            remove_own_name(client, second)
            if displaced is not None:
                remove_own_image(client, displaced)


def _tag(daemon: Any, image: str, name: str) -> None:
    repository, _, tag = name.rpartition(":")
    daemon.tag(image, repository, tag, force=True)
