"""What an image's archive holds, layer by layer: the archive that `docker save` writes.

Read once as it streams by. Both layouts are understood: the older one (`<layer>/layer.tar`) and
the OCI one (`blobs/sha256/...`), whose layers may be compressed. What is a layer is seen from its
content, because in the older layout the manifest comes last.
"""

import itertools
import posixpath
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor

import msgspec
from msgspec import Struct

from walkthrough.engine.compression import CompressedSize, Pieces, compression_of, unpacked
from walkthrough.engine.image_archive import (
    BLOCK,
    BrokenArchiveError,
    ByteStream,
    TarMember,
    is_header,
    members,
)
from walkthrough.engine.model import ImageFacts, LayerFacts

LARGEST_DOCUMENT = 4 << 20
WHITEOUT = b".wh."


class LayerSize(Struct, frozen=True):
    """What one layer of an archive weighs, not yet known as which layer of the image."""

    unpacked_bytes: int
    files: int
    download_bytes: int
    download_estimated: bool


class _ManifestEntry(Struct, frozen=True):
    config: str = msgspec.field(name="Config")
    layers: tuple[str, ...] = msgspec.field(name="Layers")


class _RootFileSystem(Struct, frozen=True):
    diff_ids: tuple[str, ...] = ()


class _HistoryEntry(Struct, frozen=True):
    created_by: str = ""
    empty_layer: bool = False


class _Configuration(Struct, frozen=True):
    rootfs: _RootFileSystem = _RootFileSystem()
    history: tuple[_HistoryEntry, ...] = ()


class ExportedImage(Struct, frozen=True):
    """What an image's archive holds: sizes of what is a layer, and its JSON documents, by path."""

    layers: dict[str, LayerSize]
    documents: dict[str, bytes]


def read_exported_image(pieces: Iterator[bytes]) -> ExportedImage:
    """Read an image's archive (the output of `docker save`) once, forwards.

    Raises BrokenArchiveError.
    """
    layers: dict[str, LayerSize] = {}
    documents: dict[str, bytes] = {}
    links: dict[str, str] = {}
    outer = ByteStream(pieces)
    with ThreadPoolExecutor(1, thread_name_prefix="layer-compression") as executor:
        for member in members(outer):
            path = posixpath.normpath(member.path.decode("utf-8", "replace"))
            if member.link:
                target = member.link.decode("utf-8", "replace")
                links[path] = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            elif member.regular:
                head = outer.read_up_to(min(BLOCK, member.stored_bytes))
                if compression_of(head) or is_header(head):
                    layers[path] = _layer_size(outer, member, head, executor)
                elif head[:1] in (b"{", b"[") and member.stored_bytes <= LARGEST_DOCUMENT:
                    documents[path] = head + outer.read(member.stored_bytes - len(head))
    layers |= {path: layers[target] for path, target in links.items() if target in layers}
    return ExportedImage(layers, documents)


def facts_of(image_id: str, exported: ExportedImage) -> ImageFacts:
    """The facts of an image, put together in its manifest's order. Raises BrokenArchiveError."""
    try:
        manifest = msgspec.json.decode(
            exported.documents["manifest.json"], type=tuple[_ManifestEntry, ...]
        )[0]
        configuration = msgspec.json.decode(
            exported.documents[posixpath.normpath(manifest.config)], type=_Configuration
        )
        sizes = [exported.layers[posixpath.normpath(path)] for path in manifest.layers]
    except (KeyError, IndexError, msgspec.MsgspecError) as error:
        raise BrokenArchiveError(f"It is not an image's archive: {error}.") from error
    digests = configuration.rootfs.diff_ids
    if len(digests) != len(sizes):
        raise BrokenArchiveError(f"It has {len(sizes)} layers, its configuration {len(digests)}.")
    makers = [one.created_by for one in configuration.history if not one.empty_layer]
    if len(makers) != len(sizes):
        makers = [""] * len(sizes)
    return summed(
        image_id,
        [
            LayerFacts(
                digest=digest,
                created_by=created_by,
                unpacked_bytes=size.unpacked_bytes,
                download_bytes=size.download_bytes,
                download_estimated=size.download_estimated,
                files=size.files,
            )
            for digest, created_by, size in zip(digests, makers, sizes, strict=True)
        ],
    )


def summed(image_id: str, layers: Sequence[LayerFacts]) -> ImageFacts:
    """An image's facts from its layers'. A blob that serves as several layers downloads once."""
    blobs = {layer.digest: layer.download_bytes for layer in layers}
    return ImageFacts(
        image_id=image_id,
        unpacked_bytes=sum(layer.unpacked_bytes for layer in layers),
        download_bytes=sum(blobs.values()),
        download_estimated=any(layer.download_estimated for layer in layers),
        layers=tuple(layers),
    )


def _layer_size(outer: ByteStream, member: TarMember, head: bytes, executor: Executor) -> LayerSize:
    following = outer.pieces(member.stored_bytes - len(head))
    content: Pieces = itertools.chain[bytes | memoryview]([head], following)
    compression = compression_of(head)
    if compression:
        total, files = _regular_files(unpacked(compression, content))
        return LayerSize(total, files, member.stored_bytes, download_estimated=False)
    download = CompressedSize(executor, member.stored_bytes)
    total, files = _regular_files(_shown_to(download, content))
    return LayerSize(total, files, download.result(), download_estimated=True)


def _regular_files(content: Pieces) -> tuple[int, int]:
    """The sum of a layer's regular files in bytes, and how many there are.

    A whiteout only says that a lower layer's file is gone: it is not one of the layer's files.
    """
    layer = ByteStream(content)
    total = files = 0
    for member in members(layer):
        if member.regular and not member.path.rpartition(b"/")[2].startswith(WHITEOUT):
            total += member.bytes
            files += 1
    for _ in layer.rest():
        pass
    return total, files


def _shown_to(download: CompressedSize, content: Pieces) -> Pieces:
    for piece in content:
        view = memoryview(piece)
        download.add(view)
        yield view
