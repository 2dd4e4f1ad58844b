"""Images derived from real ones: with the host's CA bundle, or under a name that needs no mirror.

A derived image has a name of our own and our label; the real image keeps its only name. It is
committed from a container of ours, whose label of containers is emptied in it: a container that the
user starts from it is not ours.
"""

import hashlib
from typing import Any

from docker.errors import APIError

from walkthrough.engine.bases import (
    CERTIFICATES_LABEL,
    DERIVED_FROM_LABEL,
    MIRROR_LABEL,
    derived_reference,
    inspect,
    labels_of,
)
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import remove_own_image
from walkthrough.engine.naming import BASE_LABEL, BASES_SESSION, CONTAINER_LABEL, SESSION_LABEL
from walkthrough.engine.single_file import archive_of
from walkthrough.errors import NoUsableEngineError

CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"


def derive(
    engine: Engine, reference: str, real: str, mirror: str, certificates: bytes | None
) -> str:
    """Make (or keep, where nothing has changed) the derived image of `reference`; return its name.

    `real` is the engine's name or id of the real image, `mirror` the registry that it came from
    (empty for Docker Hub). Raises NoUsableEngineError if the engine
    refuses, and leaves no container behind.
    """
    name = derived_reference(reference)
    origin = inspect(engine, real)
    assert origin is not None
    labels = {
        SESSION_LABEL: BASES_SESSION,
        BASE_LABEL: name,
        DERIVED_FROM_LABEL: origin["Id"],
        MIRROR_LABEL: mirror,
        CERTIFICATES_LABEL: hashlib.sha256(certificates).hexdigest() if certificates else "",
        CONTAINER_LABEL: "",
    }
    existing = inspect(engine, name)
    if existing and labels.items() <= labels_of(existing).items():
        return name
    try:
        _commit(engine, origin["Id"], name, labels, certificates)
    except APIError as error:
        raise NoUsableEngineError(
            f"{name} could not be made from {real}.",
            f"The engine says: {error.explanation}.",
            "Run `walkthrough doctor`, then `walkthrough prepare` again.",
        ) from error
    if existing and labels_of(existing).get(BASE_LABEL) == name:
        remove_own_image(engine.client, existing["Id"])
    return name


def _commit(
    engine: Engine, origin_id: str, name: str, labels: dict[str, str], certificates: bytes | None
) -> None:
    daemon: Any = engine.client
    container = daemon.create_container(
        origin_id, labels={CONTAINER_LABEL: BASES_SESSION}, network_disabled=True
    )["Id"]
    try:
        if certificates:
            daemon.put_archive(container, "/", archive_of(CERTIFICATES, certificates))
        repository, _, tag = name.rpartition(":")
        daemon.commit(container, repository, tag, conf={"Labels": labels})
    finally:
        daemon.remove_container(container, force=True)
