"""The reader's own folder for an exercise: made, resumed, never overwritten.

Without `--dir` it is `walkthrough/LESSON` in the reader's documents, or `exercises/LESSON` in
`WALKTHROUGH_HOME` where that is set.
"""

import hashlib
import os
from pathlib import Path, PurePosixPath

import msgspec
import platformdirs
from msgspec import Struct

from walkthrough.course.exercise import Exercise
from walkthrough.errors import BadInputError
from walkthrough.home import data_home
from walkthrough.learn.reader_files import TASK_FILE

TASK = """\
# {title}

{task}

Edit {edits} here. The app is put beside it when it is checked.

    walkthrough check {lesson}           check once
    walkthrough check {lesson} --watch   check at each save
    walkthrough hint {lesson}            the next hint
"""


class Started(Struct, frozen=True):
    """The folder, the files that were written, and those that were there and stay as they are."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def default_folder(lesson_id: str) -> Path:
    """Where a lesson's exercise goes when the reader names no folder."""
    if os.environ.get("WALKTHROUGH_HOME"):
        return data_home() / "exercises" / lesson_id
    return platformdirs.user_documents_path() / "walkthrough" / lesson_id


def folder_beside(folder: Path) -> Path:
    """The first folder of that name with a number that is not there yet."""
    number = 2
    while folder.with_name(f"{folder.name}-{number}").exists():
        number += 1
    return folder.with_name(f"{folder.name}-{number}")


def fingerprint(exercise: Exercise) -> str:
    """Tells one state of an exercise's start and task from another."""
    content = msgspec.json.encode((exercise.task, sorted(exercise.start.items())))
    return hashlib.sha256(content).hexdigest()[:16]


def start(exercise: Exercise, folder: Path) -> Started:
    """Write what is missing of the exercise's start; a file that is there stays as it is.

    Raises BadInputError where the folder cannot be written.
    """
    task = TASK.format(
        title=exercise.title,
        task=exercise.task,
        edits=" and ".join(f"`{one}`" for one in exercise.edits),
        lesson=exercise.lesson_id,
    )
    written: list[str] = []
    kept: list[str] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in {**exercise.start, TASK_FILE: task}.items():
            (written if _written(folder, name, text) else kept).append(name)
    except OSError as error:
        raise BadInputError(
            f"The exercise cannot be started in {folder}.",
            f"{error.strerror}.",
            "Name another folder with --dir.",
        ) from error
    return Started(folder, tuple(written), tuple(kept))


def _written(folder: Path, name: str, text: str) -> bool:
    """Whether the file was not there and has been written."""
    file = folder / PurePosixPath(name)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        return False
    if text.startswith("#!"):
        file.chmod(0o755)
    return True
