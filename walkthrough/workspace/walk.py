"""The files of a build context: a folder walked in a fixed order, without what is ignored."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from walkthrough.errors import BadInputError
from walkthrough.workspace.ignore import Ignore, Verdict

Kind = Literal["file", "folder", "link"]


class Found(NamedTuple):
    """One entry of the context: its slash-separated path and what lies there on disk."""

    path: str
    kind: Kind
    entry: os.DirEntry[str]


class _Level:
    """A folder that is being walked; `waiting` is itself while nothing below it is kept yet."""

    def __init__(
        self,
        entries: list[os.DirEntry[str]],
        prefix: str = "",
        verdict: Verdict | None = None,
        waiting: Found | None = None,
    ) -> None:
        self.entries = iter(entries)
        self.prefix = prefix
        self.verdict = verdict
        self.waiting = waiting


def walk(root: Path, ignore: Ignore) -> Iterator[Found]:
    """All that the ignore file keeps, folders before what is in them, names in sorted order.

    An ignored folder is walked only where an exception (`!…`) could bring something in it back,
    and is itself kept only where one does. Sockets, named pipes and devices are left out: a build
    cannot use them. Raises BadInputError for a folder that cannot be read.
    """
    levels = [_Level(_entries(str(root)))]
    while levels:
        level = levels[-1]
        entry = next(level.entries, None)
        if entry is None:
            levels.pop()
            continue
        kind = _kind(entry)
        if kind is None:
            continue
        found = Found(f"{level.prefix}{entry.name}", kind, entry)
        verdict = ignore.judge(found.path, level.verdict)
        if not verdict.excluded:
            yield from _waiting(levels)
            yield found
        if kind == "folder" and not (verdict.excluded and ignore.keeps_nothing_below(found.path)):
            below = _entries(entry.path, may_fail=verdict.excluded)
            waiting = found if verdict.excluded else None
            levels.append(_Level(below, f"{found.path}/", verdict, waiting))


def _waiting(levels: list[_Level]) -> Iterator[Found]:
    for level in levels:
        if level.waiting:
            yield level.waiting
            level.waiting = None


def _entries(folder: str, may_fail: bool = False) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        if may_fail and isinstance(error, PermissionError):
            return []
        raise unreadable(folder, error) from error


def _kind(entry: os.DirEntry[str]) -> Kind | None:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else None


def unreadable(path: str, error: OSError) -> BadInputError:
    """The error for something in the build context that cannot be read."""
    return BadInputError(
        f"Cannot read {path}.",
        f"{error.strerror}: the build context holds it, so the engine must be sent it.",
        "Make it readable, or leave it out with a line in .dockerignore.",
    )
