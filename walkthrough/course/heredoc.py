"""Here-documents of a Dockerfile line: which ones it opens and what ends each.

The rules are those of BuildKit's parser: `<<` begins a word of its own, may be followed by `-`
(leading tabs do not count) and blanks, and a quoted word keeps the content from being expanded.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

_BLANKS = " \t\r\n\v\f"
_HEREDOC = re.compile(r"(\d*)<<(-?)\s*([^<]+)")


class HeredocStart(Struct, frozen=True):
    """A here-document as its opening word announces it."""

    name: str
    chomp: bool
    expand: bool
    file_descriptor: int

    def ends_at(self, line: str) -> bool:
        """Whether this physical line is the terminator."""
        bare = line.rstrip("\r\n")
        return (bare.lstrip("\t") if self.chomp else bare) == self.name


def heredoc_starts(line: str) -> tuple[HeredocStart, ...]:
    """The here-documents that an instruction opens, in their order; none where a quote is open.

    Raises ValueError where a here-document's own word has an open quote.
    """
    try:
        words = list(_words(line))
    except ValueError:
        return ()
    return tuple(start for word in words if (start := _start(word)) is not None)


def _start(word: str) -> HeredocStart | None:
    match = _HEREDOC.fullmatch(word)
    if match is None:
        return None
    descriptor, chomp, rest = match.groups()
    name, quoted = _unquoted(rest)
    return HeredocStart(name, chomp == "-", not quoted, int(descriptor or 0)) if name else None


def _words(line: str) -> Iterator[str]:
    """The line's words with their quotes; blanks after `<<` do not end a word."""
    word = ""
    rest = line
    while rest:
        piece = _piece(rest)
        rest = rest[len(piece) :]
        if piece not in _BLANKS:
            word += piece
        elif word:
            yield word
            word = ""
    if word:
        yield word


def _piece(rest: str) -> str:
    """The next character, escaped character, quoted part or `<<` with its blanks."""
    first = rest[0]
    if first in "'\"":
        return rest[: _quote_end(rest)]
    if first == "\\":
        return rest[:2]
    if rest.startswith("<<"):
        after = rest[2:]
        dash = after.startswith("-")
        blanks = len(after[dash:]) - len(after[dash:].lstrip(" \t"))
        return rest[: 2 + dash + blanks]
    return first


def _quote_end(text: str) -> int:
    quote = text[0]
    position = 1
    while position < len(text):
        if text[position] == quote:
            return position + 1
        position += 2 if quote == '"' and text[position] == "\\" else 1
    raise ValueError(f"a {quote} is never closed")


def _unquoted(word: str) -> tuple[str, bool]:
    """The word without quotes and escapes, and whether a part of it was quoted."""
    name = ""
    quoted = False
    rest = word
    while rest:
        piece = _piece(rest)
        rest = rest[len(piece) :]
        if piece[0] in "'\"":
            quoted = True
            name += re.sub(r"\\([\"\\$])", r"\1", piece[1:-1]) if piece[0] == '"' else piece[1:-1]
        else:
            name += piece[1:] if piece[0] == "\\" else piece
    return name, quoted
