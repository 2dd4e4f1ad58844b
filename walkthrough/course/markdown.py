"""The headings and links of a Markdown text with the lines they stand on. Pure."""

from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec import Struct


class MarkdownHeading(Struct, frozen=True):
    """A heading: 1 for `#`, its text, its line (1-based)."""

    level: int
    text: str
    line: int


class Link(Struct, frozen=True):
    """A link's or an image's target, and its line (1-based)."""

    target: str
    line: int


class Outline(Struct, frozen=True):
    """What a text links to, how it is divided, which lines (1-based) are code blocks."""

    headings: tuple[MarkdownHeading, ...]
    links: tuple[Link, ...]
    code_lines: frozenset[int]


def outline(text: str) -> Outline:
    """The headings, links and code lines of a text, in order."""
    tokens = MarkdownIt("commonmark").parse(text)
    lines = text.split("\n")
    return Outline(
        headings=tuple(_headings(tokens)),
        links=tuple(_links(tokens, lines)),
        code_lines=frozenset(_code_lines(tokens)),
    )


def _headings(tokens: list[Token]) -> Iterator[MarkdownHeading]:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.map is not None:
            yield MarkdownHeading(int(opening.tag[1:]), inline.content, opening.map[0] + 1)


def _code_lines(tokens: list[Token]) -> Iterator[int]:
    for block in tokens:
        if block.type in ("fence", "code_block") and block.map is not None:
            first, end = block.map
            yield from range(first + 1, end + 1)


def _links(tokens: list[Token], lines: list[str]) -> Iterator[Link]:
    for block in tokens:
        if block.type != "inline" or block.map is None or block.children is None:
            continue
        first, end = block.map
        for child in block.children:
            target = child.attrGet("src" if child.type == "image" else "href")
            if isinstance(target, str):
                within = (number for number in range(first, end) if target in lines[number])
                yield Link(target, next(within, first) + 1)


def anchor(heading: str) -> str:
    """The fragment that names a heading in a link: `What an edit costs` is `what-an-edit-costs`."""
    kept = (one for one in heading.lower() if one.isalnum() or one in " -_")
    return "".join(kept).strip().replace(" ", "-")
