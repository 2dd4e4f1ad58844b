"""Reads the text files of a pack."""

from pathlib import Path

from walkthrough.course.finding import Finding


def read_text(pack: Path, name: str) -> str | Finding:
    """The text of a file of the pack, line ends as `\\n`; what is wrong where it has none."""
    try:
        return (pack / name).read_text(encoding="utf-8")
    except OSError as error:
        return Finding(name, 1, f"cannot be read: {error.strerror}", "a file of the lesson pack")
    except UnicodeDecodeError as error:
        return Finding(name, 1, f"is not UTF-8 at byte {error.start}", "a text in UTF-8")
