"""Which layers of an image have a file or a content, also where a later layer hides it."""

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from typing import Any

import docker
from msgspec import Struct

from walkthrough.engine.compression import Pieces
from walkthrough.engine.image_archive import ByteStream, TarMember, members
from walkthrough.engine.image_export import EXPORT_ERRORS, Export
from walkthrough.engine.saved_image import ArchivedLayer, SavedImage, read_saved_image
from walkthrough.errors import NoUsableEngineError


class Wanted(Struct, frozen=True):
    """What is searched for: slash-separated paths, below any folder, and bytes in any file."""

    paths: tuple[str, ...] = ()
    content: bytes = b""


class Match(Struct, frozen=True):
    """A file in a layer that was searched for; `path` is empty where the image's own settings
    (ENV, ARG, the history of its commands) hold the content."""

    layer: str
    path: str


def layer_digests(client: docker.APIClient, image: str) -> tuple[str, ...]:
    """The digests of an image's unpacked layers, the lowest first."""
    daemon: Any = client
    return tuple(daemon.inspect_image(image)["RootFS"].get("Layers") or ())


def matches_in_layers(
    client: docker.APIClient,
    image: str,
    wanted: Wanted,
    without: Collection[str],
    go_on: Callable[[], None],
) -> tuple[Match, ...]:
    """Every match in the image's layers, but for those whose digests are in `without`.

    `go_on` is called again and again; what it raises ends the search and comes out here. Raises
    NoUsableEngineError where the image's archive breaks off or cannot be understood.
    """

    def found(layer: ArchivedLayer) -> tuple[str, ...]:
        return tuple(matches_in_archive(layer.content, wanted))

    try:
        with closing(Export(client, image).pieces(go_on)) as pieces:
            saved = read_saved_image(pieces, found)
    except EXPORT_ERRORS as error:
        raise NoUsableEngineError(
            f"The layers of image {image} cannot be read.",
            f"Its export from the engine failed: {error}",
            "Try again; `walkthrough doctor` shows the engine's state and the free disk.",
        ) from error
    return tuple(_of_image(saved, wanted, without))


def matches_in_archive(content: Pieces, wanted: Wanted) -> Iterator[str]:
    """The paths in a tar archive (a layer, a build context) that match."""
    layer = ByteStream(content)
    for member in members(layer):
        path = member.path.decode("utf-8", "replace")
        if path.endswith("/"):
            continue
        if any(is_below(path, one) for one in wanted.paths) or (
            wanted.content and member.regular and _holds(layer, member, wanted.content)
        ):
            yield path
    for _ in layer.rest():
        pass


def is_below(path: str, wanted: str) -> bool:
    """Whether `path` is `wanted` or lies below it, whatever folder that is in."""
    return f"/{wanted.strip('/')}/" in f"/{path.strip('/')}/"


def _of_image(
    saved: SavedImage[tuple[str, ...]], wanted: Wanted, without: Collection[str]
) -> Iterator[Match]:
    for layer in saved.layers:
        if layer.digest not in without:
            for path in layer.read:
                yield Match(layer.digest, path)
    if wanted.content and wanted.content in saved.configuration:
        yield Match("", "")


def _holds(layer: ByteStream, member: TarMember, content: bytes) -> bool:
    tail = b""
    held = False
    for piece in layer.pieces(member.stored_bytes):
        together = tail + bytes(piece)
        held = held or content in together
        tail = together[-len(content) :]
    return held
