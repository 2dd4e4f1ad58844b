"""One pattern of an ignore file: what it matches and below which folders it might."""

import posixpath
import re
from typing import Literal

from walkthrough.workspace.go_regexp import GoSyntaxError, UnknownScriptError, compile_go

Kind = Literal["exact", "prefix", "suffix", "expression"]

BYTE_ORDER_MARK = "\ufeff"
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
# The client means to escape `{`, `|` and `}` as well, and does not: they keep their meaning.
ESCAPED_IN_GO = frozenset(".+()$")
MAY_MATCH_ANYWHERE = frozenset("*[]?^\\")


class PatternError(ValueError):
    """A pattern that cannot be read, and why."""

    def __init__(self, pattern: str, why: str) -> None:
        super().__init__(f"{pattern!r}: {why}")
        self.pattern = pattern
        self.why = why


class IgnorePattern:
    """A pattern in its shortest form; `exception` is true where it began with `!`."""

    def __init__(self, text: str, exception: bool) -> None:
        self.text = text
        self.exception = exception
        self._kind, self._go = _go_expression(text)
        self._compiled: re.Pattern[str] | None = None

    @classmethod
    def parse(cls, line: str) -> "IgnorePattern":
        """Read a pattern. Raises PatternError where it is malformed."""
        if CONTROL_CHARACTER.search(line):
            raise _refused(line, "it has a control character")
        text = shortest_path(line)
        exception = text.startswith("!")
        text = text.removeprefix("!")
        if not text:
            raise _refused(line, "a `!` has to be followed by a pattern")
        _check(text)
        return cls(text, exception)

    def matches(self, path: str) -> bool:
        """Whether the pattern matches this very path (not a folder above it).

        Raises PatternError for what only shows here: an escape or a range without a meaning.
        """
        if self._kind == "exact":
            return path == self.text
        if self._kind == "prefix":
            return path.startswith(self.text[:-2])
        if self._kind == "suffix":
            suffix = self.text[2:]
            return path.endswith(suffix) or (suffix[0] == "/" and path == suffix[1:])
        return self._expression().search(path) is not None

    def may_match_below(self, folder: str) -> bool:
        """Whether the pattern could match a path below the folder."""
        start = self.text.removesuffix("/**").removesuffix("/*")
        if MAY_MATCH_ANYWHERE.intersection(start):
            return True
        return f"{start}/".startswith(f"{folder}/")

    def _expression(self) -> re.Pattern[str]:
        if self._compiled is None:
            try:
                self._compiled = compile_go(self._go)
            except GoSyntaxError as error:
                raise _refused(self.text, str(error)) from error
            except UnknownScriptError as error:
                raise PatternError(
                    self.text,
                    f"walkthrough does not know the Unicode script {str(error)!r}; the docker"
                    " client may.",
                ) from error
        return self._compiled


def shortest_path(path: str) -> str:
    """The path without double slashes, `.` and `..`, as Go's filepath.Clean gives it."""
    shortest = posixpath.normpath(path)
    return shortest[1:] if shortest.startswith("//") else shortest


def _refused(pattern: str, why: str) -> PatternError:
    return PatternError(pattern, f"The docker client refuses it as well: {why}.")


def _go_expression(text: str) -> tuple[Kind, str]:
    """How a pattern is matched, and the Go regular expression for the kind "expression"."""
    kind: Kind = "exact"
    expression = ""
    at = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    start = at
    while at < len(text):
        first = at == start
        character = text[at]
        at += 1
        if character == "*" and text.startswith("*", at):
            at += 2 if text.startswith("*/", at) else 1
            if at < len(text):
                expression += "(.*/)?"
                kind = "expression"
            elif kind == "exact":
                kind = "prefix"
            else:
                expression += ".*"
                kind = "expression"
            if first:
                kind = "suffix"
        elif character == "*":
            expression, kind = expression + "[^/]*", "expression"
        elif character == "?":
            expression, kind = expression + "[^/]", "expression"
        elif character == "\\" and at < len(text):
            expression, kind = expression + "\\" + text[at], "expression"
            at += 1
        elif character in "[]":
            expression, kind = expression + character, "expression"
        else:
            expression += "\\" + character if character in ESCAPED_IN_GO else character
    return kind, f"^{expression}$"


def _check(text: str) -> None:
    """Raise PatternError for a pattern that Go's filepath.Match calls malformed."""
    at = 0
    while at < len(text):
        character = text[at]
        at += 1
        if character == "\\":
            if at == len(text):
                raise _refused(text, "it ends in a backslash, which escapes nothing")
            at += 1
        elif character == "[":
            at = _end_of_class(text, at)


def _end_of_class(text: str, at: int) -> int:
    if text.startswith("^", at):
        at += 1
    start = at
    while at == start or not text.startswith("]", at):
        at = _end_of_class_character(text, at)
        if text.startswith("-", at):
            at = _end_of_class_character(text, at + 1)
    return at + 1


def _end_of_class_character(text: str, at: int) -> int:
    malformed = _refused(text, "its `[` has no proper end")
    if text[at : at + 1] in ("", "-", "]"):
        raise malformed
    if text[at] == "\\":
        at += 1
    if at + 1 >= len(text):
        raise malformed
    return at + 1
