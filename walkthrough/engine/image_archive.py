"""Reads tar archives as they stream by: what each member is and how large, bytes only skipped.

The standard library's reader takes many times longer over an image's tens of thousands of files,
and looks at one archive at a time; here an archive's member can be read as an archive itself.
Formats as in POSIX pax and the GNU tar manual, "Basic Tar Format"; where they leave a choice, the
one that Go's archive/tar takes, because that is what engines read layers with.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct

BLOCK = 512
EMPTY_BLOCK = bytes(BLOCK)
REGULAR_TYPES = b"0\x007S"
LINK_TYPES = b"12"
WITHOUT_BODY = b"123456"
LARGEST_NAME = 1 << 20


class BrokenArchiveError(ValueError):
    """What streams by is not a tar archive, or ends in its middle."""


class ByteStream:
    """Bytes that arrive in pieces and are read once, forwards, without being joined."""

    def __init__(self, pieces: Iterable[bytes | memoryview]) -> None:
        self._pieces = iter(pieces)
        self._piece = memoryview(b"")
        self._at = 0
        self.position = 0

    def take(self, limit: int) -> memoryview:
        """The next bytes that are at hand: at least one and at most `limit`, none at the end."""
        while self._at == len(self._piece):
            piece = next(self._pieces, None)
            if piece is None:
                return memoryview(b"")
            self._piece = memoryview(piece)
            self._at = 0
        taken = self._piece[self._at : self._at + limit]
        self._at += len(taken)
        self.position += len(taken)
        return taken

    def read_up_to(self, count: int) -> bytes:
        """The next `count` bytes, fewer only at the end of the stream."""
        first = self.take(count)
        if len(first) == count:
            return bytes(first)
        parts = [first]
        missing = count - len(first)
        while missing and (part := self.take(missing)):
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def read(self, count: int) -> bytes:
        """The next `count` bytes. Raises BrokenArchiveError where the stream ends before."""
        found = self.read_up_to(count)
        if len(found) < count:
            raise BrokenArchiveError(f"It ends after {self.position} bytes, inside a member.")
        return found

    def pieces(self, count: int) -> Iterator[memoryview]:
        """The next `count` bytes in pieces. Raises BrokenArchiveError as `read` does."""
        while count:
            piece = self.take(count)
            if not piece:
                raise BrokenArchiveError(f"It ends after {self.position} bytes, inside a member.")
            count -= len(piece)
            yield piece

    def skip(self, count: int) -> None:
        """Pass over `count` bytes. Raises BrokenArchiveError as `read` does."""
        for _ in self.pieces(count):
            pass

    def rest(self) -> Iterator[memoryview]:
        """All that is left, in pieces."""
        while piece := self.take(1 << 30):
            yield piece


class TarMember(Struct, frozen=True, gc=False):
    """One member of an archive.

    `stored_bytes` of content follow in the archive; `bytes` is the size of the file they unpack
    to, which is larger for a sparse file. `regular` is false for a folder, a link (a hard link
    too: its content is counted with the file that it names) or a device. `kind` is the header's
    type flag.
    """

    path: bytes
    link: bytes
    regular: bool
    bytes: int
    stored_bytes: int
    kind: int = REGULAR_TYPES[0]


def members(stream: ByteStream) -> Iterator[TarMember]:
    """The archive's members in its order.

    Between two members the caller may read a member's content from the stream, wholly or in part;
    what it leaves is skipped. Ends at the archive's end mark or the stream's end. Raises
    BrokenArchiveError.
    """
    overrides: dict[str, bytes] = {}
    general: dict[str, bytes] = {}
    while (header := stream.read_up_to(BLOCK)) and header != EMPTY_BLOCK:
        check_header(header)
        kind = header[156]
        stored = 0 if kind in WITHOUT_BODY else number(header[124:136])
        if kind in b"LKxg":
            content = _described(stream, stored)
            if kind == ord("L"):
                overrides["path"] = content.rstrip(b"\0")
            elif kind == ord("K"):
                overrides["linkpath"] = content.rstrip(b"\0")
            else:
                (overrides if kind == ord("x") else general).update(pax_records(content))
            continue
        member = _member(stream, header, {**general, **overrides} if general else overrides)
        overrides = {}
        end = stream.position + member.stored_bytes + -member.stored_bytes % BLOCK
        yield member
        stream.skip(end - stream.position)


def is_header(block: bytes) -> bool:
    """Whether an archive may start with this block: a member's header, or the end mark."""
    try:
        check_header(block)
    except BrokenArchiveError:
        return block == EMPTY_BLOCK
    return True


def check_header(block: bytes) -> None:
    """Raise BrokenArchiveError unless the block's checksum is right.

    Old writers summed signed bytes; both sums count.
    """
    if len(block) < BLOCK:
        raise BrokenArchiveError("It ends inside a header.")
    claimed = number(block[148:156])
    unsigned = sum(block) - sum(block[148:156]) + 8 * ord(" ")
    if claimed == unsigned:
        return
    above_ascii = sum(byte > 127 for byte in block[:148]) + sum(byte > 127 for byte in block[156:])
    if claimed != unsigned - 256 * above_ascii:
        raise BrokenArchiveError("A header's checksum is wrong.")


def number(field: bytes) -> int:
    """A header's number: octal digits, or base 256 where the first bit is set (GNU)."""
    if field[0] & 0x80:
        if field[0] & 0x40:
            raise BrokenArchiveError("A size is negative.")
        return int.from_bytes(bytes([field[0] & 0x3F]) + field[1:], "big")
    digits = field.partition(b"\0")[0].strip()
    if not digits:
        return 0
    if digits.translate(None, b"01234567"):
        raise BrokenArchiveError(f"{digits!r} is not an octal number.")
    return int(digits, 8)


def pax_records(content: bytes) -> dict[str, bytes]:
    """The records of a PAX header: `length keyword=value` lines, the length counting itself."""
    records: dict[str, bytes] = {}
    at = 0
    while at < len(content):
        length, space, _ = content[at : at + 20].partition(b" ")
        if not space or not length.isdigit() or int(length) < len(length) + 3:
            raise BrokenArchiveError("A PAX header has a record without a length.")
        record = content[at + len(length) + 1 : at + int(length)]
        keyword, equals, value = record.partition(b"=")
        if not equals or not value.endswith(b"\n"):
            raise BrokenArchiveError("A PAX header has a record without a value.")
        records[keyword.decode("utf-8", "replace")] = value[:-1]
        at += int(length)
    return records


def _described(stream: ByteStream, count: int) -> bytes:
    """The content of a member that describes the next one."""
    if count > LARGEST_NAME:
        raise BrokenArchiveError(f"A header of {count} bytes is longer than any.")
    content = stream.read(count)
    stream.skip(-count % BLOCK)
    return content


def _member(stream: ByteStream, header: bytes, overrides: dict[str, bytes]) -> TarMember:
    path = overrides.get("GNU.sparse.name") or overrides.get("path") or _path(header)
    kind = header[156]
    regular = kind in REGULAR_TYPES and not (kind in b"0\0" and path.endswith(b"/"))
    stored = 0 if kind in WITHOUT_BODY else _decimal(overrides, "size", number(header[124:136]))
    size = _decimal(overrides, "GNU.sparse.size", stored)
    size = _decimal(overrides, "GNU.sparse.realsize", size)
    if kind == ord("S"):
        size = number(header[483:495])
        more = header[482]
        while more:
            more = stream.read(BLOCK)[504]
    link = overrides.get("linkpath") or header[157:257].partition(b"\0")[0]
    return TarMember(path, link if kind in LINK_TYPES else b"", regular, size, stored, kind)


def _path(header: bytes) -> bytes:
    name = header[:100].partition(b"\0")[0]
    if header[257:263] != b"ustar\0":
        return name
    prefix = header[345:500].partition(b"\0")[0]
    return prefix + b"/" + name if prefix else name


def _decimal(overrides: dict[str, bytes], keyword: str, otherwise: int) -> int:
    value = overrides.get(keyword)
    if value is None:
        return otherwise
    if not value.isdigit():
        raise BrokenArchiveError(f"A PAX header's {keyword} is {value!r}.")
    return int(value)
