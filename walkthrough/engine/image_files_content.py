"""Reads one file out of an image's archive as it streams by, and tells what kind of file it is.

The reading ends at the file. Nothing of it is run, unpacked or written to disk.
"""

from collections.abc import Iterator

from msgspec import Struct

from walkthrough.engine.image_archive import BLOCK, ByteStream, TarMember, members
from walkthrough.engine.image_files_archive import Told, path_in_image
from walkthrough.engine.saved_image import archive_path, archived_layer

SHOWN_BYTES = 256 << 10
PROBED_BYTES = 8 << 10
LARGEST_STRANGE_SHARE = 0.1
MAGIC = {
    b"\x7fELF": "a Linux program (ELF)",
    b"MZ": "a Windows program",
    b"\xcf\xfa\xed\xfe": "a macOS program",
    b"\xca\xfe\xba\xbe": "a macOS program",
    b"!<arch>\n": "compiled packages (an ar archive)",
    b"\x1f\x8b": "compressed with gzip",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"\xfd7zXZ\x00": "compressed with xz",
    b"BZh": "compressed with bzip2",
    b"PK\x03\x04": "a zip archive",
    b"PACK\x00": "a pack of Git objects",
    b"\xfftOc": "the index of a Git pack",
    b"DIRC": "Git's index",
    b"x\x01": "a Git object, or other data compressed with zlib",
    b"x\x9c": "data compressed with zlib",
    b"\x89PNG\r\n": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF-": "a PDF document",
    b"SQLite format 3\x00": "an SQLite database",
    b"\x00asm": "a WebAssembly program",
}
NOT_ONLY_BINARY = (b"MZ", b"BZh", b"DIRC", b"GIF8", b"%PDF-", b"x\x01", b"x\x9c")
TAR_MAGIC_AT = 257


class FileContent(Struct, frozen=True):
    """The beginning of a file; `kind` says what it is where that is no text, else it is empty."""

    path: bytes
    size_bytes: int
    shown: bytes
    kind: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all of the file is shown."""
        return len(self.shown) >= self.size_bytes


def read_file_content(
    pieces: Iterator[bytes],
    layer_path: str,
    path: bytes,
    on_progress: Told = lambda _bytes: None,
) -> FileContent | None:
    """The file that a layer has at `path`, None where the archive has none such.

    `layer_path` is where the layer stands in the archive. `on_progress` is told the bytes of the
    archive so far. Raises BrokenArchiveError.
    """
    outer = ByteStream(_told(pieces, on_progress))
    for member in members(outer):
        if member.regular and archive_path(member.path) == layer_path:
            head = outer.read_up_to(min(BLOCK, member.stored_bytes))
            layer = archived_layer(outer, member, head)
            if layer is not None:
                return _in_layer(ByteStream(layer.content), path)
    return None


def kind_of(head: bytes) -> str:
    """What a file that begins so is, empty for text."""
    is_text = _is_text(head[:PROBED_BYTES])
    for magic, kind in MAGIC.items():
        if head.startswith(magic) and not (is_text and magic in NOT_ONLY_BINARY):
            return kind
    if head[TAR_MAGIC_AT : TAR_MAGIC_AT + 5] == b"ustar":
        return "a tar archive"
    return "" if is_text else "binary data"


def _in_layer(layer: ByteStream, path: bytes) -> FileContent | None:
    for member in members(layer):
        if member.regular and path_in_image(member.path) == path:
            return _content(layer, member, path)
    return None


def _content(layer: ByteStream, member: TarMember, path: bytes) -> FileContent:
    if member.bytes != member.stored_bytes:
        return FileContent(path, member.bytes, b"", "a sparse file")
    shown = layer.read(min(SHOWN_BYTES, member.stored_bytes))
    return FileContent(path, member.bytes, shown, kind_of(shown))


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    text = head.decode("utf-8", "replace")
    strange = sum(
        letter == "\ufffd" or (letter < " " and letter not in "\t\n\r\f\x1b") for letter in text
    )
    return strange <= len(text) * LARGEST_STRANGE_SHARE


def _told(pieces: Iterator[bytes], on_progress: Told) -> Iterator[bytes]:
    received = 0
    for piece in pieces:
        received += len(piece)
        on_progress(received)
        yield piece
