"""Which paths of the context a step reads: the sources of COPY and ADD, and mounts of it. Pure.

BuildKit compares what the sources select, by content: of a folder all below it, of a pattern every
path that it matches, of a link what it points to.
"""

import csv
import posixpath
from collections.abc import Iterator, Sequence

from msgspec import Struct

from walkthrough.workspace.ignore_pattern import IgnorePattern
from walkthrough.workspace.manifest import Manifest

_WILDCARDS = frozenset("*?[\\")
_LONGEST_CHAIN = 40


class Mount(Struct, frozen=True):
    """A `--mount` of a RUN: its type, what it is from (empty for the context), its source."""

    type: str
    from_name: str
    source: str


def mount_of(value: str) -> Mount:
    """A mount as its flag's value describes it."""
    fields = next(csv.reader([value]), [])
    given = dict(field.partition("=")[::2] for field in fields)
    named = {name.strip().lower(): text for name, text in given.items()}
    return Mount(
        named.get("type", "bind"), named.get("from", ""), named.get("source", named.get("src", ""))
    )


def selected(files: Manifest, source: str, excluded: Sequence[str] = ()) -> Manifest:
    """What a source selects of the context, without what `--exclude` patterns leave out.

    Raises PatternError for a pattern that cannot be read.
    """
    path = posixpath.normpath(f"/{source}").lstrip("/")
    if not _WILDCARDS.intersection(path):
        return _without(_below(files, path), _start(files, path), excluded)
    pattern = IgnorePattern.parse(path)
    found: Manifest = {}
    for name in [one for one in files if pattern.matches(one)]:
        found |= _without(_below(files, name), name, excluded)
    return found


def _start(files: Manifest, path: str) -> str:
    """The folder that `--exclude` patterns are relative to."""
    entry = files.get(path)
    return posixpath.dirname(path) if entry is not None and entry.kind == "file" else path


def _below(files: Manifest, path: str) -> Manifest:
    """The path and all below it, and what links on the way to it point to."""
    if not path:
        return dict(files)
    found: Manifest = {}
    for step in _resolved(files, path):
        found |= {
            name: entry
            for name, entry in files.items()
            if name == step or name.startswith(f"{step}/")
        }
    return found


def _resolved(files: Manifest, path: str) -> Iterator[str]:
    """The path itself and, where a part of it is a link, the path that the link leads to."""
    for _ in range(_LONGEST_CHAIN):
        yield path
        parts = path.split("/")
        starts = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
        link = next((one for one in starts if one in files and files[one].kind == "link"), None)
        if link is None:
            return
        target = posixpath.join("/", posixpath.dirname(link), files[link].digest)
        path = posixpath.normpath(f"{target}{path.removeprefix(link)}").lstrip("/")


def _without(found: Manifest, start: str, excluded: Sequence[str]) -> Manifest:
    patterns = [IgnorePattern.parse(one.lstrip("/")) for one in excluded]
    if not patterns:
        return found
    return {
        path: entry
        for path, entry in found.items()
        if not _is_excluded(posixpath.relpath(path, start or "."), patterns)
    }


def _is_excluded(path: str, patterns: Sequence[IgnorePattern]) -> bool:
    parts = path.split("/")
    starts = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    out = False
    for pattern in patterns:
        if any(pattern.matches(one) for one in starts):
            out = not pattern.exception
    return out
