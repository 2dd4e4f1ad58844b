"""Images, containers and builds for one test, made past walkthrough's own ways."""

import io
import json
import tarfile
from contextlib import suppress
from typing import Any

import docker
from docker.errors import APIError, NotFound

from tests.engine.tiny import TinyContext
from walkthrough.engine.naming import CONTAINER_LABEL
from walkthrough.engine.stand_in_archive import Entry, Image, image_archive


def load_image(
    client: docker.APIClient, reference: str, content: bytes, labels: dict[str, str] | None = None
) -> str:
    """Load an image of one file, `content`; returns its id."""
    daemon: Any = client
    file = Entry("content", 0o644, size_bytes=len(content), open=lambda: io.BytesIO(content))
    image = Image(reference, daemon.version()["Arch"], (file,), {"PATH": "/bin"}, labels or {})
    list(daemon.load_image(b"".join(image_archive(image))))
    return str(daemon.inspect_image(reference)["Id"])


def remove_image(client: docker.APIClient, reference: str) -> None:
    """Remove an image's name; harmless if it is gone."""
    daemon: Any = client
    with suppress(NotFound):
        daemon.remove_image(reference, noprune=True)


def build(
    client: docker.APIClient, dockerfile: str, namespace: str = "", **options: str
) -> str | None:
    """Build as any other client would, in any namespace for cache mounts; None, or the error.

    Without a tag (the option `t`) the image is removed at once.
    """
    daemon: Any = client
    arguments = {"BUILDKIT_CACHE_MOUNT_NS": namespace} if namespace else {}
    response = daemon._post(
        daemon._url("/build"),
        params={"version": "2", "buildargs": json.dumps(arguments), **options},
        data=b"".join(TinyContext(dockerfile).chunks()),
        headers={"Content-Type": "application/x-tar"},
        stream=True,
        timeout=120,
    )
    try:
        daemon._raise_for_status(response)
        lines = list(daemon._stream_helper(response, decode=True))
    except APIError as error:
        return str(error.explanation)
    images = [line["aux"]["ID"] for line in lines if line.get("id") == "moby.image.id"]
    if "t" not in options:
        for image in images:
            remove_image(client, image)
    return next((str(line["error"]) for line in lines if "error" in line), None)


def read_file(client: docker.APIClient, image: str, path: str) -> bytes:
    """What a file in an image holds."""
    daemon: Any = client
    container = daemon.create_container(image, ["/none"], labels={CONTAINER_LABEL: "test"})["Id"]
    try:
        chunks, _ = daemon.get_archive(container, path)
        with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as archive:
            member = archive.extractfile(archive.next() or "")
            assert member is not None
            return member.read()
    finally:
        daemon.remove_container(container, force=True)
