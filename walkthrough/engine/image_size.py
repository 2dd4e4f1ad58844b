"""What an image weighs, as the engine's export of it shows: sizes that are the same on every
engine, while each engine's own figures mean something else (see docs/measuring.md)."""

import re
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

import docker
import msgspec
from docker.errors import ImageNotFound

from walkthrough.engine.exported_image import facts_of, summed
from walkthrough.engine.image_export import EXPORT_ERRORS, Export
from walkthrough.engine.model import ImageFacts, LayerFacts
from walkthrough.errors import BadInputError, NoUsableEngineError

# What the history says of an instruction that makes no layer; older builders wrap it in a shell.
METADATA = re.compile(
    r"(/bin/sh -c #\(nop\)\s+)?"
    r"(ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL"
    r"|STOPSIGNAL|USER|VOLUME)\b"
)


def image_facts(
    client: docker.APIClient,
    image_id: str,
    go_on: Callable[[], None] = lambda: None,
    known: Mapping[str, LayerFacts] | None = None,
) -> ImageFacts:
    """What this image weighs; memory does not grow with its size.

    `known` are layers measured before, by digest: an image of nothing else is not exported again.
    `go_on` is called several times a second, also before the engine sends anything; what it raises
    ends the export and comes out here. Raises BadInputError where the engine has no such image and
    NoUsableEngineError where its archive breaks off or cannot be understood.
    """
    daemon: Any = client
    try:
        image: dict[str, Any] = daemon.inspect_image(image_id)
        facts = _from_known_layers(daemon, image, known or {})
        if facts is None:
            with closing(Export(client, image["Id"]).pieces(go_on)) as pieces:
                facts = facts_of(image["Id"], pieces)
    except ImageNotFound as error:
        raise BadInputError(
            f"The engine has no image {image_id}.",
            "It was removed, or it is on another engine.",
            "Build it again, then repeat the command.",
        ) from error
    except EXPORT_ERRORS as error:
        raise NoUsableEngineError(
            f"The size of image {image_id} cannot be measured.",
            f"Its export from the engine failed: {error}",
            "Try again; `walkthrough doctor` shows the engine's state and the free disk.",
        ) from error
    return facts


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
