"""Source code as styled lines, and what changed from one Dockerfile to another. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from pygments.token import Token
from textual.content import Content
from textual.highlight import HighlightTheme, highlight

Change = Literal["", "+", "~"]
ALIKE_FROM = 0.5


_STYLES = {
    Token.Comment: "italic $foreground 60%",
    Token.Keyword: "bold $text-primary",
    Token.Literal.String: "$text-primary",
    Token.Literal.String.Double: "$text-primary",
    Token.Name: "$foreground",
    Token.Name.Attribute: "$foreground",
    Token.Name.Builtin: "$foreground",
    Token.Name.Variable: "italic $foreground",
    Token.Operator: "$foreground 70%",
    Token.Punctuation: "$foreground 70%",
}


class CodeTheme(HighlightTheme):
    """Green, amber and the accent keep their meanings: code has weight and one cool tone."""

    STYLES = _STYLES


def highlighted(source: str, language: str) -> list[Content]:
    """The source's lines, coloured; a language that is not known stays plain."""
    lexer = {"dockerfile": "docker"}.get(language, language)
    return highlight(source, language=lexer, theme=CodeTheme).split("\n", allow_blank=True)


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """For each line of `after`: new, changed, or as it was.

    Where lines were replaced, one counts as changed that is like one of those before it.
    """
    marks: list[Change] = [""] * len(after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, from_start, from_end, start, end in matcher.get_opcodes():
        if kind in ("insert", "replace"):
            marks[start:end] = _marks(before[from_start:from_end], after[start:end])
    return marks


def _marks(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """The marks of lines that stand where other lines stood, in the same order."""
    marks: list[Change] = []
    taken = 0
    for text in after:
        alike = [_likeness(one, text) for one in before[taken:]]
        best = max(alike, default=0.0)
        if best >= ALIKE_FROM:
            taken += alike.index(best) + 1
        marks.append("~" if best >= ALIKE_FROM else "+")
    return marks


def _likeness(one: str, other: str) -> float:
    """From 0 to 1: how many of their words are the same, in the same order."""
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
