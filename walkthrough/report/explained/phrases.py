"""Sentences in which what stands in the Dockerfile is told apart from the words about it. Pure."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

CODE_LENGTH = 60


class Piece(NamedTuple):
    """A stretch of a sentence; `is_code` where it is quoted from the Dockerfile."""

    text: str
    is_code: bool


Words = tuple[Piece, ...]
NOTHING: Words = ()


def code(text: str, length: int = CODE_LENGTH) -> Words:
    """A quotation on one line, ended at a word where it has more than `length` characters."""
    return (Piece(textwrap.shorten(text, length, placeholder=" …", break_on_hyphens=False), True),)


def said(template: str, *values: Words | str) -> Words:
    """The template with each `{}` replaced by the next value; a plain string is no quotation."""
    texts = template.split("{}")
    pieces = [Piece(texts[0], False)]
    for value, text in zip(values, texts[1:], strict=True):
        pieces += [Piece(value, False)] if isinstance(value, str) else value
        pieces.append(Piece(text, False))
    return tuple(piece for piece in pieces if piece.text)


def listed(items: Sequence[Words], last: str = "and") -> Words:
    """`a`, `a and b`, `a, b and c`."""
    *start, end = items
    if not start:
        return end
    joined = start[0]
    for item in start[1:]:
        joined = said("{}, {}", joined, item)
    return said(f"{{}} {last} {{}}", joined, end)


def sentences(*parts: Words) -> Words:
    """The parts that say something, with a blank between them."""
    joined: Words = ()
    for part in parts:
        joined = said("{} {}", joined, part) if joined and part else joined or part
    return joined


def plain(words: Words) -> str:
    """The text alone."""
    return "".join(piece.text for piece in words)
