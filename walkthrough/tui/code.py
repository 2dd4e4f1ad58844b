"""Source code as styled lines, and what changed from one Dockerfile to another. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

from pygments.token import Token
from textual.content import Content
from textual.highlight import HighlightTheme, highlight

Change = Literal["", "+", "~"]


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
    """For each line of `after`: new, changed, or as it was."""
    marks: list[Change] = [""] * len(after)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, from_start, from_end, start, end in matcher.get_opcodes():
        replaced = from_end - from_start if kind == "replace" else 0
        for number in range(start, end):
            if kind == "insert":
                marks[number] = "+"
            elif kind == "replace":
                marks[number] = "~" if number - start < replaced else "+"
    return marks
