"""The course that ships, as it was last read: kept in the data folder as Python keeps bytecode.

Reading and checking a pack is a good part of the time between the command and the first screen. The
file is zlib's at level 0: its checksum without the time to compress.
"""

import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough import __version__
from walkthrough.course.model import Course
from walkthrough.home import data_home, shipped, write_whole

FILE = "course.msgpack"
BYTECODE = "__pycache__"
CODE = Path(__file__).parent
CHECKSUM_ONLY = 0
Stamp = tuple[tuple[str, int, int], ...]


class Kept(Struct, frozen=True):
    """A course and what its files, and the code that read them, looked like then."""

    version: str
    stamp: Stamp
    course: Course


def shipped_course() -> Course:
    """What `load_course` makes of the pack that ships; read anew when something has changed.

    Raises BadInputError for a pack whose files are wrong or do not fit together.
    """
    lessons, file = shipped("lessons"), data_home() / FILE
    stamp = _stamp(lessons)
    kept = _read(file)
    if kept is not None and (kept.version, kept.stamp) == (__version__, stamp):
        return kept.course
    from walkthrough.course.load import load_course

    course = load_course(lessons)
    if stamp:
        with suppress(OSError, ValueError):
            _keep(file, Kept(__version__, stamp, course))
    return course


def _stamp(lessons: Path) -> Stamp:
    """Name, size in bytes and time of change of all that `load_course` looks at; empty where one
    of these cannot be told."""
    with suppress(OSError):
        folders = (CODE, lessons, *(one for one in lessons.iterdir() if one.is_dir()))
        return tuple(sorted(one for folder in folders for one in _entries(folder)))
    return ()


def _entries(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name != BYTECODE:
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns


def _read(file: Path) -> Kept | None:
    with suppress(OSError, ValueError, zlib.error):
        return msgspec.msgpack.decode(zlib.decompress(file.read_bytes()), type=Kept)
    return None


def _keep(file: Path, kept: Kept) -> None:
    write_whole(file, zlib.compress(msgspec.msgpack.encode(kept), CHECKSUM_ONLY))
