"""The reader's texts that a solution is compared with."""

from pathlib import Path

from walkthrough.course.exercise import Exercise, Files
from walkthrough.errors import BadInputError
from walkthrough.learn.reader_files import read_folder


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
