"""The solution beside the reader's own texts."""

from pathlib import Path

from walkthrough.course.exercise import Exercise, Files
from walkthrough.course.exercise_reasons import Change, changes
from walkthrough.errors import BadInputError
from walkthrough.learn.reader_files import read_folder


def solution_changes(exercise: Exercise, folder: Path) -> dict[str, tuple[Change, ...]]:
    """The way from the reader's files to the solution, by file, with a reason for each line.

    Raises BadInputError where the reader's files cannot be read.
    """
    yours = reader_texts(exercise, folder)
    return {
        name: changes(name, yours.get(name, ""), text, exercise.reasons)
        for name, text in exercise.solution.items()
    }


def reader_texts(exercise: Exercise, folder: Path) -> Files:
    """The reader's text of each file of the solution; none for one that is missing or no text.

    The exercise's start where there is no folder.
    """
    if not folder.exists():
        return exercise.start
    texts: Files = {}
    for name, file in read_folder(folder).items():
        if name in exercise.solution:
            try:
                texts[name] = file.content.decode().replace("\r\n", "\n")
            except UnicodeDecodeError as error:
                raise BadInputError(
                    f"{name} is not UTF-8.",
                    f"Byte {error.start} does not belong to a text.",
                    "Save it as UTF-8.",
                ) from error
    return texts
