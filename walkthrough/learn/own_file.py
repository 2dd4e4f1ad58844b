"""One text of the reader's, read and written inside their folder and nowhere else."""

import os
import shutil
from pathlib import Path

from walkthrough.errors import BadInputError

LARGEST_TEXT_BYTES = 1 << 20


def read_own_text(folder: Path, name: str) -> str | None:
    """The text with its line ends as they are, None where there is no such file.

    Raises BadInputError for a link, what is no file, one over a megabyte, and what is no text.
    """
    path = folder / name
    if not os.path.lexists(path):
        return None
    _refuse_other_than_a_file(path, name)
    try:
        if path.stat().st_size > LARGEST_TEXT_BYTES:
            raise BadInputError(
                f"{name} is too large to be edited here.",
                f"It has more than {LARGEST_TEXT_BYTES >> 20} MB.",
                "Edit it in an editor of yours, or make it smaller.",
            )
        return path.read_bytes().decode()
    except OSError as error:
        raise BadInputError(
            f"{name} cannot be read.", f"{error.strerror}.", "See who may read it."
        ) from error
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{name} is not UTF-8.",
            f"Byte {error.start} does not belong to a text.",
            "Save it as UTF-8 in an editor of yours.",
        ) from error


def write_own_text(folder: Path, name: str, text: str) -> None:
    """Replace the text in one step, so that nobody ever reads half of it.

    Raises BadInputError where it cannot be written, or is a link or no file.
    """
    path = folder / name
    beside = path.with_name(f".{path.name}.walkthrough")
    try:
        if os.path.lexists(path):
            _refuse_other_than_a_file(path, name)
        beside.unlink(missing_ok=True)
        beside.write_bytes(text.encode())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BadInputError(
            f"{name} cannot be saved.", f"{error.strerror}.", "Your text is still here."
        ) from error


def _refuse_other_than_a_file(path: Path, name: str) -> None:
    if path.is_symlink() or not path.is_file():
        raise BadInputError(
            f"{name} is no ordinary file.",
            "It is a link, a folder or a device; nothing outside your folder is touched.",
            "Put a file in its place.",
        )
