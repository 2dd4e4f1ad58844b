"""One pattern of an ignore file: what it matches and below which folders it might."""

import posixpath
import re
from typing import Literal

from walkthrough.workspace.go_regexp import GoSyntaxError, compile_go

Kind = Literal["exact", "prefix", "suffix", "expression"]

ESCAPED_IN_GO = frozenset(".+()|{}$")
MAY_MATCH_ANYWHERE = frozenset("*[]?^\\")


class PatternError(ValueError):
    """A pattern that the docker client refuses, and why."""

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
        text = shortest_path(line)
        exception = text.startswith("!")
        text = text.removeprefix("!")
        if not text:
            raise PatternError(line, "A `!` has to be followed by a pattern.")
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
        return self._expression().match(path) is not None

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
                raise PatternError(self.text, f"It is malformed: {error}.") from error
        return self._compiled


def shortest_path(path: str) -> str:
    """The path without double slashes, `.` and `..`, as Go's filepath.Clean gives it."""
    shortest = posixpath.normpath(path)
    return shortest[1:] if shortest.startswith("//") else shortest


def _go_expression(text: str) -> tuple[Kind, str]:
    """How a pattern is matched, and the Go regular expression for the kind "expression"."""
    kind: Kind = "exact"
    expression = ""
    at = 0
    while at < len(text):
        first = at == 0
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
                raise PatternError(text, "It ends in a backslash, which escapes nothing.")
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
    malformed = PatternError(text, "Its `[` has no proper end.")
    if text[at : at + 1] in ("", "-", "]"):
        raise malformed
    if text[at] == "\\":
        at += 1
    if at + 1 >= len(text):
        raise malformed
    return at + 1
