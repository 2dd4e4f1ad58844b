"""Headers of a tar archive in GNU's format, the same for the same files on every machine."""

import os
import tarfile

BLOCK = 512
END = b"\0" * (2 * BLOCK)
LONGEST_PLAIN_NAME = 100


def file_header(path: str, size: int, executable: bool) -> bytes:
    """The header of a regular file of `size` bytes."""
    return _header(path, tarfile.REGTYPE, 0o755 if executable or os.name == "nt" else 0o644, size)


def folder_header(path: str) -> bytes:
    """The header of a folder."""
    return _header(f"{path}/", tarfile.DIRTYPE, 0o755)


def link_header(path: str, target: str) -> bytes:
    """The header of a symbolic link; `target` is what it points to, as it stands in the link."""
    return _header(path, tarfile.SYMTYPE, 0o777, target=target)


def member_bytes(name: str, size: int = 0, target: str = "") -> int:
    """What a member takes in the archive, in bytes: headers, contents and padding."""
    return sum(map(_long_name_bytes, (name, target))) + BLOCK + _whole_blocks(size)


def is_plain_name(name: str) -> bool:
    """Whether a name fits into a member's one header block."""
    return len(_encoded(name)) <= LONGEST_PLAIN_NAME


def padding(size: int) -> bytes:
    """The zero bytes that fill a file's last block."""
    return b"\0" * (-size % BLOCK)


def _header(path: str, kind: bytes, mode: int, size: int = 0, target: str = "") -> bytes:
    member = tarfile.TarInfo(path)
    member.type = kind
    member.mode = mode
    member.size = size
    member.linkname = target
    return member.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape")


def _long_name_bytes(name: str) -> int:
    return 0 if is_plain_name(name) else BLOCK + _whole_blocks(len(_encoded(name)) + 1)


def _whole_blocks(size: int) -> int:
    return size + -size % BLOCK


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")
