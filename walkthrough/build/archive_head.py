"""Changes the Dockerfile in a context's archive while the archive streams by."""

import tarfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

_BLOCK = tarfile.BLOCKSIZE


def with_dockerfile(pieces: Iterable[bytes], name: str, text: str) -> Iterator[bytes]:
    """The archive with this text as its first member, which must be the Dockerfile `name`.

    Only that member is held in memory. Raises ValueError where another one comes first.
    """
    stream = iter(pieces)
    head = _at_least(_BLOCK, b"", stream)
    member = tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    if PurePosixPath(member.name) != PurePosixPath(name) or not member.isfile():
        raise ValueError(f"the context's first member is {member.name}, not {name}")
    end = _BLOCK + _padded(member.size)
    head = _at_least(end, head, stream)
    data = text.encode("utf-8", "surrogateescape")
    member.size = len(data)
    header = member.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")
    yield header + data.ljust(_padded(len(data)), b"\0")
    yield head[end:]
    yield from stream


def _at_least(size: int, head: bytes, stream: Iterator[bytes]) -> bytes:
    read = bytearray(head)
    while len(read) < size:
        read += next(stream)
    return bytes(read)


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK
