"""Which image on this engine each of the course's base images resolves to.

Only looks: `walkthrough.engine.prepare` is what pulls and makes them.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from docker.errors import ImageNotFound

from walkthrough.course.model import BaseImage
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import BASE_LABEL, IMAGE_PREFIX
from walkthrough.errors import NoUsableEngineError

BasePreference = Literal["auto", "real", "stand-in"]
DERIVED_FROM_LABEL = "walkthrough.derived-from"
MIRROR_LABEL = "walkthrough.mirror"
CERTIFICATES_LABEL = "walkthrough.certificates"
CERTIFICATES_NOTE = "with this host's CA certificates"


def resolve_bases(
    engine: Engine, bases: Sequence[BaseImage], preference: BasePreference = "auto"
) -> tuple[BaseUsed, ...]:
    """What each base's FROM line resolves to now.

    `auto` takes the real image before a stand-in. Raises NoUsableEngineError naming those that
    are missing.
    """
    found = {base.reference: find_base(engine, base.reference, preference) for base in bases}
    missing = [reference for reference, used in found.items() if used is None]
    if missing:
        raise NoUsableEngineError(
            f"The engine has no {' and no '.join(missing)}.",
            "The lessons' Dockerfiles start from there, and nothing stands in for it yet.",
            "Run `walkthrough prepare`: it pulls what is missing, or makes a stand-in.",
        )
    return tuple(used for used in found.values() if used is not None)


def rewrites(used: Iterable[BaseUsed]) -> dict[str, str]:
    """What to write into FROM lines in place of which reference."""
    return {base.reference: base.resolved for base in used if base.resolved}


def find_base(
    engine: Engine, reference: str, preference: BasePreference = "auto"
) -> BaseUsed | None:
    """What this reference resolves to on the engine now, None if it is missing."""
    if preference != "stand-in":
        real = _real(engine, reference)
        if real is not None or preference == "real":
            return real
    name = stand_in_reference(reference)
    stand_in = inspect(engine, name)
    if stand_in is None or labels_of(stand_in).get(BASE_LABEL) != name:
        return None
    return BaseUsed(reference, "stand-in", stand_in["Id"], name)


def stand_in_reference(reference: str) -> str:
    """Our name for an image's stand-in: `walkthrough.local/golang:1.26-alpine-stand-in`."""
    return _own_reference(reference, "stand-in")


def derived_reference(reference: str) -> str:
    """Our name for what we derive from a real image: `walkthrough.local/...-derived`."""
    return _own_reference(reference, "derived")


def mirror_of(engine: Engine, reference: str) -> str:
    """The registry that this real image was pulled from instead of Docker Hub, else empty."""
    derived = inspect(engine, derived_reference(reference))
    return labels_of(derived).get(MIRROR_LABEL, "") if derived else ""


def inspect(engine: Engine, reference: str) -> dict[str, Any] | None:
    """The engine's description of an image, None if it has none of this name."""
    daemon: Any = engine.client
    try:
        found: dict[str, Any] = daemon.inspect_image(reference)
    except ImageNotFound:
        return None
    return found


def labels_of(image: dict[str, Any]) -> dict[str, str]:
    """The labels in an image's description."""
    return (image.get("Config") or {}).get("Labels") or {}


def _real(engine: Engine, reference: str) -> BaseUsed | None:
    image = inspect(engine, reference)
    name = derived_reference(reference)
    derived = inspect(engine, name)
    labels = labels_of(derived) if derived else {}
    origin = labels.get(DERIVED_FROM_LABEL, "")
    if labels.get(BASE_LABEL) == name and (image is None or image["Id"] == origin):
        return BaseUsed(reference, "real", origin, name, _note(labels))
    return BaseUsed(reference, "real", image["Id"]) if image else None


def _note(labels: dict[str, str]) -> str:
    mirror, certificates = labels.get(MIRROR_LABEL), labels.get(CERTIFICATES_LABEL)
    notes = (f"from {mirror}" if mirror else "", CERTIFICATES_NOTE if certificates else "")
    return ", ".join(filter(None, notes))


def _own_reference(reference: str, suffix: str) -> str:
    tagged, _, digest = reference.partition("@")
    folder, slash, last = tagged.rpartition("/")
    name, _, tag = last.partition(":")
    version = "-".join(filter(None, (tag or "latest", digest[-12:], suffix)))
    return f"{IMAGE_PREFIX}{folder.replace(':', '-')}{slash}{name}:{version}"
