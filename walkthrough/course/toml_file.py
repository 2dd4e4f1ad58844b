"""One TOML file of a pack: its values, and where each stands."""

import re
import tomllib
from pathlib import Path
from typing import Any

from msgspec import Struct

from walkthrough.course.finding import Finding
from walkthrough.course.text_file import read_text

Keys = tuple[str | int, ...]


class TomlFile(Struct, frozen=True):
    """A file that is valid TOML; `name` is slash-separated below the pack."""

    name: str
    text: str
    values: dict[str, Any]

    def finding(self, keys: Keys, what: str, expected: str) -> Finding:
        """A finding at the line of this key, or of the table where it is missing."""
        from walkthrough.course.toml_lines import key_lines, line_of

        return Finding(self.name, line_of(key_lines(self.text), keys), what, expected)


def read_toml(pack: Path, name: str) -> TomlFile | Finding:
    """Read a file of the pack; what is wrong where it is missing or is no TOML."""
    text = read_text(pack, name)
    if isinstance(text, Finding):
        return text
    if text.startswith("\ufeff"):
        return Finding(name, 1, "begins with a byte order mark", "UTF-8 without one")
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return _not_toml(name, text, str(error))


def _not_toml(name: str, text: str, message: str) -> Finding:
    reason, _, place = message.partition(" (at ")
    line = re.match(r"line (\d+)", place)
    number = int(line[1]) if line else text.count("\n") + 1
    return Finding(name, number, f"is not TOML: {reason}", "valid TOML, see https://toml.io")
