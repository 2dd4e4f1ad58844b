"""The images that walkthrough's own builds leave on the engine."""

from contextlib import suppress
from typing import Any

import docker
from docker.errors import APIError, ImageNotFound

from walkthrough.engine.naming import IMAGE_PREFIX, SESSION_LABEL


def image_id_of(client: docker.APIClient, reference: str) -> str | None:
    """The id of the image that has this name now, None where there is none."""
    daemon: Any = client
    try:
        return str(daemon.inspect_image(reference)["Id"])
    except ImageNotFound:
        return None


def remove_own_name(client: docker.APIClient, name: str) -> None:
    """Take one of our names off its image; an image without another name goes with it.

    Its parents stay (`noprune`): what a base was derived from is the user's, named or not.
    """
    daemon: Any = client
    assert name.startswith(IMAGE_PREFIX)
    with suppress(ImageNotFound):
        daemon.remove_image(name, noprune=True)


def remove_own_image(client: docker.APIClient, image_id: str) -> bool:
    """Remove an image that an earlier build of ours made and that a newer one has replaced.

    It stays where it is not ours, has got a name since, or is in use; tells whether it is gone. Its
    parents stay in any case.
    """
    daemon: Any = client
    try:
        found = daemon.inspect_image(image_id)
        labels = found["Config"].get("Labels") or {}
        if found.get("RepoTags") or SESSION_LABEL not in labels:
            return False
        daemon.remove_image(image_id, noprune=True)
    except (ImageNotFound, APIError):
        return False
    return True
