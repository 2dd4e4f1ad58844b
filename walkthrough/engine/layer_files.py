"""Which layers of an image have a file or a content, also where a later layer hides it."""

import contextlib
import posixpath
from collections.abc import Collection, Iterator
from typing import Any

import docker
import msgspec
import requests
import urllib3
from docker.errors import DockerException
from msgspec import Struct

from walkthrough.engine.compression import Pieces, compression_of, unpacked
from walkthrough.engine.image_archive import (
    BLOCK,
    BrokenArchiveError,
    ByteStream,
    TarMember,
    is_header,
    members,
)
from walkthrough.errors import NoUsableEngineError

CHUNK = 1 << 20
LARGEST_DOCUMENT = 4 << 20


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
    client: docker.APIClient, image: str, wanted: Wanted, without: Collection[str] = ()
) -> tuple[Match, ...]:
    """Every match in the image's layers, but for those whose digests are in `without`.

    Raises NoUsableEngineError where the image's archive breaks off or cannot be understood.
    """
    daemon: Any = client
    try:
        stream = daemon.get_image(image, chunk_size=CHUNK)
        with contextlib.closing(stream):
            found, settings = _search(stream, wanted)
        digests = layer_digests(client, image)
        return tuple(_of_image(found, settings, digests, wanted, without))
    except (
        BrokenArchiveError,
        DockerException,
        KeyError,
        msgspec.MsgspecError,
        requests.RequestException,
        urllib3.exceptions.HTTPError,
    ) as error:
        raise NoUsableEngineError(
            f"The layers of image {image} cannot be read.",
            f"Its export from the engine failed: {error}",
            "Try again; `walkthrough doctor` shows the engine's state and the free disk.",
        ) from error


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


class _Manifest(Struct, frozen=True):
    config: str = msgspec.field(name="Config")
    layers: tuple[str, ...] = msgspec.field(name="Layers")


def _search(
    pieces: Iterator[bytes], wanted: Wanted
) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    """What matches in each layer, and the archive's documents, by their paths in the archive."""
    found: dict[str, list[str]] = {}
    documents: dict[str, bytes] = {}
    links: dict[str, str] = {}
    outer = ByteStream(pieces)
    for member in members(outer):
        path = posixpath.normpath(member.path.decode("utf-8", "replace"))
        if member.link:
            target = member.link.decode("utf-8", "replace")
            links[path] = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        elif member.regular:
            head = outer.read_up_to(min(BLOCK, member.stored_bytes))
            if compression_of(head) or is_header(head):
                found[path] = list(matches_in_archive(_layer(outer, member, head), wanted))
            elif head[:1] in (b"{", b"[") and member.stored_bytes <= LARGEST_DOCUMENT:
                documents[path] = head + outer.read(member.stored_bytes - len(head))
    found |= {path: found[target] for path, target in links.items() if target in found}
    return found, documents


def _of_image(
    found: dict[str, list[str]],
    documents: dict[str, bytes],
    digests: tuple[str, ...],
    wanted: Wanted,
    without: Collection[str],
) -> Iterator[Match]:
    manifest = msgspec.json.decode(documents["manifest.json"], type=tuple[_Manifest, ...])[0]
    for digest, path in zip(digests, manifest.layers, strict=True):
        if digest not in without:
            for name in found[posixpath.normpath(path)]:
                yield Match(digest, name)
    if wanted.content and wanted.content in documents[posixpath.normpath(manifest.config)]:
        yield Match("", "")


def _layer(outer: ByteStream, member: TarMember, head: bytes) -> Pieces:
    def content() -> Iterator[bytes | memoryview]:
        yield head
        yield from outer.pieces(member.stored_bytes - len(head))

    compression = compression_of(head)
    return unpacked(compression, content()) if compression else content()


def _holds(layer: ByteStream, member: TarMember, content: bytes) -> bool:
    tail = b""
    held = False
    for piece in layer.pieces(member.stored_bytes):
        together = tail + bytes(piece)
        held = held or content in together
        tail = together[-len(content) :]
    return held
