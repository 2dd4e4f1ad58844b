"""Reads an image's archive once, as it streams by, into an index of its files.

A path is only a name, whatever it holds. An image with more files than `MOST_FILES`, or longer
names than `MOST_NAME_BYTES` in all, is read to its end and the rest of it is only counted.
"""

import itertools
import posixpath
from array import array
from collections.abc import Callable, Iterator

import msgspec

from walkthrough.engine.compression import Pieces
from walkthrough.engine.image_archive import ByteStream, TarMember, members
from walkthrough.engine.image_files_columns import SEPARATOR, IndexColumns, Kind, LayerColumns
from walkthrough.engine.image_files_hidden import hiders
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.engine.image_files_secret import may_hold_secret
from walkthrough.engine.saved_image import (
    WHITEOUT,
    ArchivedLayer,
    Runtime,
    SavedImage,
    read_saved_image,
)

MOST_FILES = 250_000
MOST_NAME_BYTES = 32 << 20
LONGEST_PATH = 4096
LARGEST_FILE = 1 << 44
"""A header may claim more than numbers of 8 bytes can sum up; no file system holds that much."""
MOST_TEXTS = 16
LARGEST_TEXT = 4 << 10
OPAQUE = b".wh..wh..opq"
KINDS = {b"1": Kind.HARD_LINK, b"2": Kind.SYMLINK, b"5": Kind.FOLDER}
Told = Callable[[int], None]


class Allowance:
    """How much may still be listed of an image."""

    def __init__(self) -> None:
        self._files = MOST_FILES
        self._name_bytes = MOST_NAME_BYTES

    def grants(self, name_bytes: int) -> bool:
        """Whether one entry more may be listed; takes it off what is left."""
        if name_bytes > LONGEST_PATH or not self._files or self._name_bytes < name_bytes:
            return False
        self._files -= 1
        self._name_bytes -= name_bytes
        return True


def read_image_files(
    pieces: Iterator[bytes], image_id: str, on_progress: Told = lambda _bytes: None
) -> ImageFiles:
    """Read an image's archive (the output of `docker save`) once, forwards.

    `on_progress` is told the unpacked bytes of layers so far, a piece at a time; what it raises
    ends the reading. Raises BrokenArchiveError.
    """
    allowance = Allowance()
    told = _counter(on_progress)

    def columns(layer: ArchivedLayer) -> LayerColumns:
        return _columns(layer.path, told(layer.content), allowance)

    return _image_files(image_id, read_saved_image(pieces, columns))


def path_in_image(path: bytes) -> bytes:
    """A path as the index has it: without a slash before it, `.` and empty parts.

    `..` stays as a name: nothing is ever opened by it.
    """
    parts = [part for part in path.partition(SEPARATOR)[0].split(b"/") if part not in (b"", b".")]
    return b"/".join(parts)


def _counter(on_progress: Told) -> Callable[[Pieces], Pieces]:
    passed = 0

    def counted(content: Pieces) -> Pieces:
        nonlocal passed
        for piece in content:
            passed += len(piece)
            on_progress(passed)
            yield piece

    return counted


def _columns(archive_path: str, content: Pieces, allowance: Allowance) -> LayerColumns:
    """A layer's entries, sorted; of two at the same path the later one counts."""
    paths: list[bytes] = []
    sizes = array("Q")
    kinds = bytearray()
    links: dict[int, bytes] = {}
    texts: dict[bytes, bytes] = {}
    unlisted_files = unlisted_bytes = 0
    layer = ByteStream(content)
    for member in members(layer):
        path, kind = _entry(member)
        size = min(member.bytes, LARGEST_FILE) if kind == Kind.FILE else 0
        if path and allowance.grants(len(path) + len(member.link)):
            if member.link:
                links[len(paths)] = _link(member)
            paths.append(path)
            sizes.append(size)
            kinds.append(kind)
            if kind == Kind.FILE and may_hold_secret(path) and len(texts) < MOST_TEXTS:
                texts[path] = layer.read(min(LARGEST_TEXT, member.stored_bytes))
        elif path and kind == Kind.FILE:
            unlisted_files += 1
            unlisted_bytes += size
    for _ in layer.rest():
        pass
    order = _order(paths, kinds)
    ends = array("I", itertools.accumulate(len(paths[place]) + 1 for place in order))
    return LayerColumns(
        digest="",
        created_by="",
        archive_path=archive_path,
        paths=SEPARATOR.join(paths[place] for place in order),
        ends=array("I", (end - 1 for end in ends)).tobytes(),
        sizes=array("Q", (sizes[place] for place in order)).tobytes(),
        kinds=bytes(kinds[place] for place in order),
        hidden_by=b"",
        links={now: links[place] for now, place in enumerate(order) if place in links},
        texts=texts,
        unlisted_files=unlisted_files,
        unlisted_bytes=unlisted_bytes,
    )


def _entry(member: TarMember) -> tuple[bytes, Kind]:
    """A member's path and kind; an empty path for what is no entry of the image."""
    path = path_in_image(member.path)
    folder, slash, name = path.rpartition(b"/")
    if name == OPAQUE:
        return folder + slash, Kind.EMPTIED
    if name.startswith(WHITEOUT * 2):
        return b"", Kind.GONE
    if name.startswith(WHITEOUT):
        return folder + slash + name.removeprefix(WHITEOUT), Kind.GONE
    if member.regular:
        return path, Kind.FILE
    kind = KINDS.get(bytes([member.kind]))
    if kind == Kind.FOLDER or (kind is None and member.path.endswith(b"/")):
        return path + b"/" if path else b"", Kind.FOLDER
    return path, Kind.DEVICE if kind is None else kind


def _link(member: TarMember) -> bytes:
    return path_in_image(member.link) if member.kind == ord("1") else member.link


def _order(paths: list[bytes], kinds: bytearray) -> list[int]:
    """The places in the order of paths, the last of equal ones; what a layer puts somewhere counts
    before what it takes away there, and a folder that it empties stays emptied."""

    def weight(place: int) -> tuple[bytes, bool, bool]:
        kind = kinds[place]
        return paths[place], kind != Kind.GONE, kind == Kind.EMPTIED

    order = sorted(range(len(paths)), key=weight)
    return [
        place
        for place, following in itertools.zip_longest(order, order[1:])
        if following is None or paths[place] != paths[following]
    ]


def _image_files(image_id: str, saved: SavedImage[LayerColumns]) -> ImageFiles:
    named = tuple(
        msgspec.structs.replace(
            layer.read,
            digest=layer.digest,
            created_by=layer.created_by,
            hidden_by=hidden.tobytes(),
        )
        for layer, hidden in zip(
            saved.layers, hiders([layer.read for layer in saved.layers]), strict=True
        )
    )
    folder = path_in_image((saved.runtime.working_dir or "").encode())
    columns = IndexColumns(image_id, b"", folder + b"/" if folder else b"", named)
    return _with_program(columns, saved.runtime)


def _with_program(columns: IndexColumns, runtime: Runtime) -> ImageFiles:
    """The index with the file that the image starts, if that is one."""
    command = [*(runtime.entrypoint or ()), *(runtime.cmd or ())][:1]
    image = ImageFiles(columns)
    for name in command:
        inside = posixpath.normpath(posixpath.join("/", runtime.working_dir or "", name))
        path = path_in_image(inside.encode("utf-8", "surrogateescape"))
        node = image.seen(path)
        if "/" in name and node is not None and node.kind == Kind.FILE:
            return ImageFiles(msgspec.structs.replace(columns, program=path))
    return image
