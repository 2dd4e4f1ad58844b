"""The sample app's files: which of them count, and copying them into a folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

NOT_THE_APP = frozenset({".git", ".DS_Store", "__pycache__", "Dockerfile", ".dockerignore"})


def app_files(app: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The app's files and symbolic links in sorted order, as (slash-separated path, entry).

    Left out is what a variant brings itself (Dockerfile and ignore file) and what systems leave
    behind (`.DS_Store`, a stray `.git`).
    """
    yield from files_below(app, NOT_THE_APP)


def files_below(
    folder: Path, leaving_out: frozenset[str], prefix: str = ""
) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files and symbolic links below a folder, whatever is not named in `leaving_out`."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name in leaving_out:
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(Path(entry.path), leaving_out, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry


def is_executable(entry: os.DirEntry[str]) -> bool:
    """Whether the file's owner may run it."""
    return bool(entry.stat(follow_symlinks=False).st_mode & 0o100)


def copy_tree(source: Path, into: Path) -> None:
    """Copy all of `source` into the folder `into`, which may exist and hold other files.

    The copies belong to themselves alone (no hard links) and are writable, also where the source
    is not, as in a read-only installation.
    """
    into.mkdir(parents=True, exist_ok=True)
    with os.scandir(source) as entries:
        for entry in entries:
            _copy_entry(entry, into / entry.name)


def copy_app(app: Path, into: Path) -> None:
    """Copy the app's own files into the folder `into`."""
    for path, entry in app_files(app):
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_entry(entry, target)


def _copy_entry(entry: os.DirEntry[str], target: Path) -> None:
    if entry.is_symlink():
        target.symlink_to(Path(entry.path).readlink())
    elif entry.is_dir():
        copy_tree(Path(entry.path), target)
    else:
        shutil.copyfile(entry.path, target)
        target.chmod(0o755 if is_executable(entry) else 0o644)
