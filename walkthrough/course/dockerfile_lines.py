"""A Dockerfile's physical lines as logical ones: directives, comments, continued lines. Pure."""

import re
from collections.abc import Callable

from msgspec import Struct

_DIRECTIVE = re.compile(r"#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*")
_DIRECTIVES = frozenset({"syntax", "check", "escape"})


class Directive(Struct, frozen=True):
    """A parser directive: its name in lower case, its value, its line (1-based)."""

    name: str
    value: str
    line: int


class LogicalLine(Struct, frozen=True):
    """An instruction's text with continued lines joined, and its first line (1-based)."""

    text: str
    line: int


class SourceLines:
    """The lines of one file, read once from first to last.

    `number` is the last line read, `escape` the file's escape character, `directives` what stood
    at its top. `refuse` makes the error for a line and a reason.
    """

    def __init__(self, text: str, refuse: Callable[[int, str], Exception]) -> None:
        lines = text.removeprefix("\ufeff").split("\n")
        self._lines = lines if lines[-1] else lines[:-1]
        self._refuse = refuse
        self._at_top = True
        self.number = 0
        self.escape = "\\"
        self.directives: list[Directive] = []

    def next_instruction(self) -> LogicalLine | None:
        """The next instruction, None at the end. Its here-documents are read with `until`."""
        while (line := self._next()) is not None:
            first = self.number
            line = line.lstrip()
            if self._is_directive(line) or _is_comment(line):
                continue
            text, continued = self._without_continuation(line)
            if not text and not continued:
                continue
            return LogicalLine(self._joined(text, continued), first)
        return None

    def until(self, ends: Callable[[str], bool]) -> str | None:
        """The text up to the line for which `ends` is true, None where there is no such line."""
        content = ""
        while self.number < len(self._lines):
            line = self._lines[self.number]
            self.number += 1
            if ends(line):
                return content
            content += line + "\n"
        return None

    def _joined(self, text: str, continued: bool) -> str:
        parts = [text]
        while continued and (line := self._next()) is not None:
            if _is_comment(line) or not line.strip():
                continue
            part, continued = self._without_continuation(line)
            parts.append(part)
        return "".join(parts)

    def _next(self) -> str | None:
        if self.number >= len(self._lines):
            return None
        self.number += 1
        return self._lines[self.number - 1].rstrip("\r")

    def _without_continuation(self, line: str) -> tuple[str, bool]:
        """The line without an escape character at its end, and whether there was one.

        Two escape characters at the end are one escaped, not a continuation.
        """
        bare = line.rstrip(" \t")
        if not bare.endswith(self.escape) or bare.endswith(self.escape * 2):
            return line, False
        return bare[:-1], True

    def _is_directive(self, line: str) -> bool:
        match = _DIRECTIVE.fullmatch(line) if self._at_top else None
        if match is None or match[1].lower() not in _DIRECTIVES:
            self._at_top = False
            return False
        name, value = match[1].lower(), match[2]
        if any(one.name == name for one in self.directives):
            raise self._refuse(self.number, f"there is a second `# {name}=` line")
        if name == "escape":
            if value not in ("\\", "`"):
                raise self._refuse(self.number, f"the escape character cannot be {value!r}")
            self.escape = value
        self.directives.append(Directive(name, value, self.number))
        return True


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
