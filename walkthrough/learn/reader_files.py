"""The reader's folder, read once into memory and never followed out of.

What is read is what is judged: a save meanwhile changes nothing of a running check. Links out of
the folder, named pipes, devices, huge files and a Dockerfile that is no text are refused with a
sentence each; nothing outside the folder is read and nothing at all is written.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from walkthrough.course.exercise import DOCKERFILE, Files
from walkthrough.errors import BadInputError

LARGEST_FILE_BYTES = 50 << 20
LARGEST_FOLDER_BYTES = 100 << 20
MOST_FILES = 2000
TASK_FILE = "TASK.md"
LEFT_OUT = frozenset({".git", ".DS_Store", ".idea", ".vscode", "__pycache__", TASK_FILE})


class ReaderFile(Struct, frozen=True):
    """A file of the reader's: its bytes, and whether it may be run."""

    content: bytes
    executable: bool = False


ReaderFiles = dict[str, ReaderFile]


def read_folder(folder: Path) -> ReaderFiles:
    """All files of the reader's folder by slash-separated path.

    Left out are the task, what version control and editors leave there. Raises BadInputError.
    """
    if not folder.is_dir():
        raise BadInputError(
            f"There is no exercise in {folder}.",
            "It is not a folder." if folder.exists() else "There is no such folder.",
            "Start it with `walkthrough exercise start LESSON`, or name its folder with --dir.",
        )
    found: ReaderFiles = {}
    total = 0
    for path in _files_below(folder):
        name = path.relative_to(folder).as_posix()
        found[name] = _read(folder, path, name)
        total += len(found[name].content)
        if len(found) > MOST_FILES or total > LARGEST_FOLDER_BYTES:
            raise BadInputError(
                f"{folder} is too large for an exercise.",
                f"It has more than {MOST_FILES} files or {LARGEST_FOLDER_BYTES >> 20} MB.",
                "Move what the exercise does not need out of it.",
            )
    return found


def reader_files(texts: Files) -> ReaderFiles:
    """A pack's texts as files; one that begins with `#!` may be run."""
    return {name: ReaderFile(text.encode(), text.startswith("#!")) for name, text in texts.items()}


def dockerfile_text(files: ReaderFiles) -> str:
    """The Dockerfile's text. Raises BadInputError where there is none, or it is no plain text."""
    if DOCKERFILE not in files:
        raise BadInputError(
            "The exercise's folder has no Dockerfile.",
            "It was removed or has another name; the check builds the one named Dockerfile.",
            "Put it back: `walkthrough exercise start LESSON` writes what is missing.",
        )
    content = files[DOCKERFILE].content
    if not content.strip():
        raise _bad_dockerfile("is empty", "A Dockerfile begins with FROM and an image.", "Write it")
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        why = "Its first bytes are a byte order mark, which builders take for a part of FROM."
        raise _bad_dockerfile("begins with a byte order mark", why, "Save it as UTF-8 without BOM")
    if b"\0" in content:
        raise _bad_dockerfile("is not a text", "It has zero bytes.", "Save it as a plain text")
    if b"\r" in content:
        why = "Its lines end with CR LF; the CR would become part of a script or a name."
        raise _bad_dockerfile("has Windows line ends", why, "Save it with LF line ends")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        why = f"Byte {error.start} does not belong to a text in UTF-8."
        raise _bad_dockerfile("is not UTF-8", why, "Save it as UTF-8") from error


def _bad_dockerfile(what: str, why: str, next_step: str) -> BadInputError:
    return BadInputError(f"The Dockerfile {what}.", why, f"{next_step}, then check again.")


def _files_below(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(folder, error) from error
    for entry in found:
        if entry.name in LEFT_OUT or _is_editors(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(Path(entry.path))
        else:
            yield Path(entry.path)


def _is_editors(name: str) -> bool:
    """A backup or a swap file that an editor leaves beside the file that it edits."""
    return name.endswith("~") or (name.startswith(".") and name.endswith((".swp", ".swo", ".swx")))


def _read(folder: Path, path: Path, name: str) -> ReaderFile:
    target = path
    if path.is_symlink():
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(folder.resolve()):
            raise BadInputError(
                f"{name} is a link out of the exercise's folder.",
                f"It points to {path.readlink()}; a check reads nothing outside of the folder.",
                "Put a copy of the file in its place.",
            )
    try:
        status = target.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    if not stat.S_ISREG(status.st_mode):
        raise BadInputError(
            f"{name} is no file.",
            "It is a link to a folder, a named pipe, a socket or a device; a build cannot use it.",
            "Remove it from the exercise's folder.",
        )
    if status.st_size > LARGEST_FILE_BYTES:
        raise BadInputError(
            f"{name} is too large for an exercise.",
            f"It has {status.st_size / 1e6:,.0f} MB; at most {LARGEST_FILE_BYTES >> 20} are read.",
            "Move it out of the exercise's folder.",
        )
    try:
        with target.open("rb") as opened:
            content = opened.read(LARGEST_FILE_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    return ReaderFile(content, bool(status.st_mode & 0o100))


def _unreadable(path: Path, error: OSError) -> BadInputError:
    return BadInputError(
        f"Cannot read {path}.",
        f"{error.strerror}.",
        "Correct its permissions, or move it out of the exercise's folder.",
    )
