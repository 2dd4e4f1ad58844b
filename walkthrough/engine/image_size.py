"""What an image weighs, as the engine's export of it shows: sizes that are the same on every
engine, while each engine's own figures mean something else (see docs/measuring.md)."""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import docker
import msgspec
import requests
import urllib3
from docker.errors import DockerException, ImageNotFound

from walkthrough.engine.exported_image import facts_of, read_exported_image, summed
from walkthrough.engine.image_archive import BrokenArchiveError
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.errors import BadInputError, NoUsableEngineError

IDLE_SECONDS = 600
PIECE = 1 << 20
# What the history says of an instruction that makes no layer; older builders wrap it in a shell.
METADATA = re.compile(
    r"(/bin/sh -c #\(nop\)\s+)?"
    r"(ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL"
    r"|STOPSIGNAL|USER|VOLUME)\b"
)


def image_facts(
    client: docker.APIClient,
    image_id: str,
    on_progress: Callable[[int], None] | None = None,
    known: Mapping[str, LayerFacts] | None = None,
) -> ImageFacts:
    """What this image weighs; memory does not grow with its size.

    `known` are layers measured before, by digest: an image of nothing else is not exported again.
    `on_progress` is told the bytes received so far, about once a mebibyte; what it raises ends
    the export and comes out here. Raises BadInputError where the engine has no such image and
    NoUsableEngineError where its archive breaks off or cannot be understood.
    """
    daemon: Any = client
    try:
        image: dict[str, Any] = daemon.inspect_image(image_id)
        facts = _from_known_layers(daemon, image, known or {})
        if facts is None:
            with contextlib.closing(_export(daemon, image["Id"])) as response:
                pieces = response.raw.stream(PIECE, decode_content=False)
                exported = read_exported_image(_observed(pieces, on_progress))
            facts = facts_of(image["Id"], exported)
    except ImageNotFound as error:
        raise BadInputError(
            f"The engine has no image {image_id}.",
            "It was removed, or it is on another engine.",
            "Build it again, then repeat the command.",
        ) from error
    except (
        BrokenArchiveError,
        DockerException,
        requests.RequestException,
        urllib3.exceptions.HTTPError,
    ) as error:
        raise NoUsableEngineError(
            f"The size of image {image_id} cannot be measured.",
            f"Its export from the engine failed: {error}",
            "Try again; `walkthrough doctor` shows the engine's state and the free disk.",
        ) from error
    return facts


def _observed(
    pieces: Iterator[bytes], on_progress: Callable[[int], None] | None
) -> Iterator[bytes]:
    received = told = 0
    for piece in pieces:
        received += len(piece)
        if on_progress is not None and received - told >= PIECE:
            told = received
            on_progress(received)
        yield piece


def _export(daemon: Any, image_id: str) -> requests.Response:
    response: requests.Response = daemon._get(
        daemon._url("/images/{0}/get", image_id), stream=True, timeout=IDLE_SECONDS
    )
    daemon._raise_for_status(response)
    return response


def _from_known_layers(
    daemon: Any, image: dict[str, Any], known: Mapping[str, LayerFacts]
) -> ImageFacts | None:
    """The facts from layers known before; None where one is not, or where the engine's history
    does not tell which of its lines made which layer."""
    digests: list[str] = image["RootFS"].get("Layers") or []
    if not all(digest in known for digest in digests):
        return None
    history: list[dict[str, Any]] = daemon.history(image["Id"])
    lines = [str(entry["CreatedBy"]) for entry in reversed(history)]
    makers = [line for line in lines if not METADATA.match(line)]
    if len(makers) != len(digests):
        return None
    return summed(
        str(image["Id"]),
        [
            msgspec.structs.replace(known[digest], created_by=created_by)
            for digest, created_by in zip(digests, makers, strict=True)
        ],
    )
