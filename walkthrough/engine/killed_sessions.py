"""Removes from an engine what a session that was killed can no longer remove itself: containers
that still run, images of attempts, images that never got a name. Variants' images stay."""

from typing import Any

import docker
from docker.errors import APIError, NotFound

from walkthrough.engine.images import remove_own_image, remove_own_name
from walkthrough.engine.naming import CONTAINER_LABEL, EXERCISE_IMAGE_PREFIX, SESSION_LABEL


def remove_left_by(client: docker.APIClient, session: str) -> None:
    """Remove what the session with this id left behind; it must have ended.

    What is in use stays, and so does a container that somebody started from an image of ours: it
    has the image's label of the session, but not that of our containers. Raises DockerException or
    RequestException where no engine answers.
    """
    daemon: Any = client
    label = {"label": f"{SESSION_LABEL}={session}"}
    for container in daemon.containers(all=True, filters=label):
        if not container["Labels"].get(CONTAINER_LABEL):
            continue
        try:
            daemon.remove_container(container["Id"], force=True, v=True)
        except (NotFound, APIError):
            continue
    for image in daemon.images(filters=label):
        names = [one for one in image.get("RepoTags") or [] if one != "<none>:<none>"]
        for name in names:
            if name.startswith(EXERCISE_IMAGE_PREFIX):
                remove_own_name(client, name)
        if not names:
            remove_own_image(client, image["Id"])
