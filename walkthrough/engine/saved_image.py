"""An image as `docker save` writes it, read once as it streams by: its layers and its settings.

Both layouts are understood: the older one (`<layer>/layer.tar`) and the OCI one
(`blobs/sha256/...`), whose layers may be compressed. What is a layer is seen from its content,
because in the older layout the manifest comes last. Nothing is unpacked to disk.
"""

import itertools
import posixpath
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from walkthrough.engine.compression import Compression, Pieces, compression_of, unpacked
from walkthrough.engine.image_archive import (
    BLOCK,
    BrokenArchiveError,
    ByteStream,
    TarMember,
    is_header,
    members,
)

LARGEST_DOCUMENT = 4 << 20
MOST_DOCUMENT_BYTES = 16 << 20
MOST_LAYERS = 500
WHITEOUT = b".wh."
Read = TypeVar("Read")


class ArchivedLayer(Struct, frozen=True):
    """A layer as the archive has it, before it is known as which one of the image.

    `path` is where it stands in the archive, `stored_bytes` what it takes there; `content` is its
    own archive, unpacked, and passes by once.
    """

    path: str
    stored_bytes: int
    compression: Compression | None
    content: Pieces


class SavedLayer(Struct, Generic[Read], frozen=True):
    """A layer of an image: what its reader made of it, its unpacked digest, and the history's
    line that made it, empty where the history does not tell."""

    digest: str
    created_by: str
    read: Read


class Runtime(Struct, frozen=True):
    """What an image's configuration says of the program that it starts."""

    entrypoint: tuple[str, ...] | None = msgspec.field(name="Entrypoint", default=None)
    cmd: tuple[str, ...] | None = msgspec.field(name="Cmd", default=None)
    working_dir: str | None = msgspec.field(name="WorkingDir", default=None)


class SavedImage(Struct, Generic[Read], frozen=True):
    """An image's layers, the lowest first, and its settings: `configuration` is all of them as
    the archive has them."""

    layers: tuple[SavedLayer[Read], ...]
    runtime: Runtime
    configuration: bytes


class _ManifestEntry(Struct, frozen=True):
    config: str = msgspec.field(name="Config")
    layers: tuple[str, ...] = msgspec.field(name="Layers")


class _RootFileSystem(Struct, frozen=True):
    diff_ids: tuple[str, ...] = ()


class _HistoryEntry(Struct, frozen=True):
    created_by: str = ""
    empty_layer: bool = False


class _Configuration(Struct, frozen=True):
    config: Runtime | None = None
    rootfs: _RootFileSystem = _RootFileSystem()
    history: tuple[_HistoryEntry, ...] = ()


def read_saved_image(
    pieces: Iterator[bytes], on_layer: Callable[[ArchivedLayer], Read]
) -> SavedImage[Read]:
    """Read an image's archive once, forwards.

    `on_layer` reads each layer while it passes by; what it raises ends the reading. Raises
    BrokenArchiveError.
    """
    read: dict[str, Read] = {}
    documents: dict[str, bytes] = {}
    links: dict[str, str] = {}
    left = MOST_DOCUMENT_BYTES
    outer = ByteStream(pieces)
    for member in members(outer):
        path = archive_path(member.path)
        if member.link:
            links[path] = _link_target(path, member)
        elif member.regular:
            head = outer.read_up_to(min(BLOCK, member.stored_bytes))
            layer = archived_layer(outer, member, head)
            if layer is not None:
                read[path] = on_layer(layer)
            elif _is_document(head) and member.stored_bytes <= min(left, LARGEST_DOCUMENT):
                documents[path] = head + outer.read(member.stored_bytes - len(head))
                left -= member.stored_bytes
    read |= {path: read[target] for path, target in links.items() if target in read}
    return _put_together(read, documents)


def archive_path(path: bytes) -> str:
    """A member's path in its shortest form."""
    return posixpath.normpath(path.decode("utf-8", "replace"))


def archived_layer(outer: ByteStream, member: TarMember, head: bytes) -> ArchivedLayer | None:
    """The layer that the member is; None where it is none. `head` was read of it already."""
    compression = compression_of(head)
    if compression is None and not is_header(head):
        return None
    following = outer.pieces(member.stored_bytes - len(head))
    content: Pieces = itertools.chain[bytes | memoryview]([head], following)
    return ArchivedLayer(
        archive_path(member.path),
        member.stored_bytes,
        compression,
        unpacked(compression, content) if compression else content,
    )


def _link_target(path: str, member: TarMember) -> str:
    target = member.link.decode("utf-8", "replace")
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def _is_document(head: bytes) -> bool:
    return head[:1] in (b"{", b"[")


def _put_together(read: dict[str, Read], documents: dict[str, bytes]) -> SavedImage[Read]:
    """The layers in the manifest's order, with what the configuration says of them."""
    try:
        manifest = msgspec.json.decode(documents["manifest.json"], type=tuple[_ManifestEntry, ...])
        text = documents[posixpath.normpath(manifest[0].config)]
        configuration = msgspec.json.decode(text, type=_Configuration)
        found = [read[posixpath.normpath(path)] for path in manifest[0].layers[:MOST_LAYERS]]
    except (KeyError, IndexError, msgspec.MsgspecError) as error:
        raise BrokenArchiveError(f"It is not an image's archive: {error}.") from error
    count, digests = len(manifest[0].layers), configuration.rootfs.diff_ids
    if len(digests) != count or count > MOST_LAYERS:
        raise BrokenArchiveError(f"It has {count} layers, its configuration {len(digests)}.")
    makers = [one.created_by for one in configuration.history if not one.empty_layer]
    if len(makers) != count:
        makers = [""] * count
    layers = tuple(
        SavedLayer(digest, created_by, one)
        for digest, created_by, one in zip(digests, makers, found, strict=True)
    )
    return SavedImage(layers, configuration.config or Runtime(), text)
