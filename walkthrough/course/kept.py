"""The course that ships, as it was last read: kept in the data folder as Python keeps bytecode.

To read and check a pack takes longer than anything else between the command and the first screen.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.course.model import Course
from walkthrough.home import data_home, shipped

FILE = "course.msgpack"
BYTECODE = "__pycache__"
READER = Path(__file__).parent
Stamp = tuple[tuple[str, int, int], ...]


class Kept(Struct, frozen=True):
    """A course and what its files, and the code that read them, looked like then."""

    stamp: Stamp
    course: Course


def shipped_course() -> Course:
    """What `load_course` makes of the pack that ships; read anew when something has changed.

    Raises BadInputError for a pack whose files are wrong or do not fit together.
    """
    lessons, file = shipped("lessons"), data_home() / FILE
    stamp = tuple(sorted(_stamps(lessons)))
    with suppress(OSError, msgspec.MsgspecError):
        kept = msgspec.msgpack.decode(file.read_bytes(), type=Kept)
        if kept.stamp == stamp:
            return kept.course
    from walkthrough.course.load import load_course

    course = load_course(lessons)
    with suppress(OSError):
        _keep(file, Kept(stamp, course))
    return course


def _stamps(lessons: Path) -> Iterator[tuple[str, int, int]]:
    """Name, size in bytes and time of change of all that `load_course` looks at."""
    for folder in (READER, lessons, *(one for one in lessons.iterdir() if one.is_dir())):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name != BYTECODE:
                    found = entry.stat()
                    yield entry.path, found.st_size, found.st_mtime_ns


def _keep(file: Path, kept: Kept) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.urandom(4).hex()}")
    try:
        draft.write_bytes(msgspec.msgpack.encode(kept))
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
