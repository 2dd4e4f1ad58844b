"""Getting the base images: already on the engine, pulled, or made as stand-ins, in that order."""

import re
from collections.abc import Callable, Sequence
from contextlib import closing

from msgspec import Struct

from walkthrough.course.model import BaseImage
from walkthrough.engine.bases import BasePreference, find_base, inspect, mirror_of, resolve_bases
from walkthrough.engine.certificates import chosen_certificates
from walkthrough.engine.derived import derive
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.pull import pull
from walkthrough.engine.pull_error import PullError
from walkthrough.engine.stand_in import make_stand_in, stand_in_download_bytes
from walkthrough.errors import BadInputError

KINDS = {"real": "the real image", "stand-in": "a stand-in"}
MIRROR = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[a-z0-9._-]+)*")


class BaseNews(Struct, frozen=True):
    """What `prepare` is doing for one base. `total_bytes` above 0 makes it a download's progress:
    such news come often, the others once each."""

    reference: str
    text: str
    current_bytes: int = 0
    total_bytes: int = 0


Tell = Callable[[BaseNews], None]


def prepare(
    engine: Engine,
    bases: Sequence[BaseImage],
    preference: BasePreference = "auto",
    mirror: str | None = None,
    progress: Tell = lambda news: None,
) -> tuple[BaseUsed, ...]:
    """Get every base that the engine does not have, telling `progress` what is done and why.

    `auto` falls back to a stand-in where a pull fails; `real` raises PullError there; `stand-in`
    pulls nothing. `mirror` is a registry (`HOST[:PORT][/PATH]`) that has Docker Hub's images.
    Safe to repeat and to interrupt, also by a `progress` that raises: bases that are complete
    stay, nothing else does.
    """
    if mirror is not None and not MIRROR.fullmatch(mirror):
        raise BadInputError(
            f"{mirror!r} names no registry.",
            "A mirror is written HOST, HOST:PORT or HOST/PATH, without https://.",
            "For example: `walkthrough prepare --mirror registry.example.org`.",
        )
    missing = [base for base in bases if find_base(engine, base.reference, preference) is None]
    for base in bases:
        if base not in missing:
            _present(engine, base, preference, progress)
    _announce(missing, preference, mirror, progress)
    registry_answers = True
    for base in missing:
        if preference == "stand-in":
            _make(engine, base, progress)
            continue
        if not registry_answers:
            progress(BaseNews(base.reference, "not pulled: the registry did not answer before"))
            _make(engine, base, progress)
            continue
        try:
            _get_real(engine, base, mirror, progress)
        except PullError as error:
            if preference == "real":
                raise
            registry_answers = error.failure != "unreachable"
            progress(BaseNews(base.reference, f"not pulled: {error.why}"))
            _make(engine, base, progress)
    return resolve_bases(engine, bases, preference)


def mirrored_reference(reference: str, mirror: str) -> str:
    """Where a mirror has an image of Docker Hub: `HOST/library/golang:1.26-alpine`."""
    return f"{mirror}/{reference if '/' in reference else f'library/{reference}'}"


def _present(engine: Engine, base: BaseImage, preference: BasePreference, tell: Tell) -> None:
    found = find_base(engine, base.reference, preference)
    assert found is not None
    if found.kind == "real" and _needs_certificates(base) and inspect(engine, found.image_id):
        _derive(engine, base, found.image_id, mirror_of(engine, base.reference), tell)
        return
    note = f" ({found.note})" if found.note else ""
    tell(BaseNews(base.reference, f"already here: {KINDS[found.kind]}{note}"))


def _announce(
    missing: Sequence[BaseImage], preference: BasePreference, mirror: str | None, tell: Tell
) -> None:
    for base in missing:
        tell(BaseNews(base.reference, download_words(base, preference, mirror)))


def download_words(base: BaseImage, preference: BasePreference, mirror: str | None = None) -> str:
    """What getting a missing base costs."""
    if preference == "stand-in":
        size = stand_in_download_bytes(base)
        what = f"about {size / 1e6:.0f} MB" if size else "nothing"
        return f"a stand-in will be made: {what} to download"
    return f"about {base.size_bytes / 1e6:.0f} MB to download from {mirror or 'Docker Hub'}"


def _get_real(engine: Engine, base: BaseImage, mirror: str | None, tell: Tell) -> None:
    reference = mirrored_reference(base.reference, mirror) if mirror else base.reference
    last = ""
    with closing(pull(engine.client, reference)) as news:
        for one in news:
            if one.total_bytes:
                tell(BaseNews(base.reference, one.status, one.current_bytes, one.total_bytes))
            elif one.status.startswith("Retrying") and not last.startswith("Retrying"):
                tell(BaseNews(base.reference, "the download broke off, the engine tries again"))
            last = one.status
    tell(BaseNews(base.reference, f"pulled from {mirror or 'Docker Hub'}"))
    if mirror or _needs_certificates(base):
        _derive(engine, base, reference, mirror or "", tell)


def _derive(engine: Engine, base: BaseImage, real: str, mirror: str, tell: Tell) -> None:
    certificates = chosen_certificates() if _needs_certificates(base) else None
    derive(engine, base.reference, real, mirror, certificates)
    found = find_base(engine, base.reference, "real")
    assert found is not None
    tell(BaseNews(base.reference, f"used as {found.resolved} ({found.note})"))


def _needs_certificates(base: BaseImage) -> bool:
    """Builds reach the network from the Go image, and only there: where the user has chosen other
    certificate authorities for this host, Go needs them too."""
    return base.stand_in == "golang" and chosen_certificates() is not None


def _make(engine: Engine, base: BaseImage, tell: Tell) -> None:
    name = make_stand_in(
        engine,
        base,
        lambda text: tell(BaseNews(base.reference, text)),
        lambda what, current, total: tell(BaseNews(base.reference, what, current, total)),
    )
    tell(BaseNews(base.reference, f"a stand-in is ready: {name}"))
