"""Lines of styled text: joined, padded, spread over a width, wrapped. Pure functions."""

import re
from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from walkthrough.tui.ink import RULE, STRONG

UNIT = re.compile(r"(?<=\d) (?=(?:[kMG]?B|s|CPUs?)\b)")
Part = str | Content | tuple[str, str | Style]


def line(*parts: Part) -> Content:
    """One line from plain strings, other lines and (text, style) pairs."""
    return Content.assemble(*parts)


def pad(content: Content | str, width: int, right: bool = False) -> Content:
    """The line filled with blanks up to the width, behind it or (`right`) before it."""
    own = line(content)
    space = " " * max(0, width - own.cell_length)
    return line(space, own) if right else line(own, space)


def cut(content: Content, width: int) -> Content:
    """The line, shortened with an ellipsis where it is longer than the width."""
    return content if content.cell_length <= width else content.truncate(width, ellipsis=True)


def cut_at_word(content: Content, width: int) -> Content:
    """The line, where it is longer ended after a whole word with an ellipsis."""
    if content.cell_length <= width:
        return content
    end = content.plain.rfind(" ", 0, width - 1)
    return line(content[: end if end > 0 else width - 2].rstrip(" ,:;"), " …")


def spread(left: Content, right: Content, width: int) -> Content:
    """Both ends of a line of this width; what is on the right stays whole."""
    left = cut(left, max(1, width - right.cell_length - 1))
    gap = max(1, width - left.cell_length - right.cell_length)
    return line(left, " " * gap, right)


def fit(options: Iterable[Content], width: int) -> Content:
    """The first of the options that is no longer than the width, else the last one, cut."""
    last = Content("")
    for last in options:
        if last.cell_length <= width:
            return last
    return cut(last, width)


def ground(content: Content, width: int, style: str) -> Content:
    """The line padded to the width, with a background under all of it."""
    return pad(content, width).stylize_before(style)


def joined(text: str) -> str:
    """The text with each number joined to its unit, so that no line ends between them."""
    return UNIT.sub("\u00a0", text)


def rule(title: Content | str, right: Content | str, width: int) -> Content:
    """A title, a thin line, and a fact at its end."""
    head = line((title, STRONG)) if isinstance(title, str) else title
    tail = line(right)
    ends = head.cell_length + tail.cell_length + (2 if tail.cell_length else 1)
    gap = " " if tail.cell_length else ""
    return line(head, " ", ("─" * max(0, width - ends), RULE), gap, tail)


def wrap(text: Content, width: int, indent: str = "") -> list[Content]:
    """The text in lines of at most this width, each after the indent.

    Lines end at blanks only, never at a no-break space; a longer word is cut into pieces.
    """
    room = max(4, width - len(indent))
    lines: list[Content] = []
    start = end = 0
    for word in re.finditer("[^ ]+", text.plain):
        if cell_len(text.plain[start : word.end()]) > room and end > start:
            lines.append(text[start:end])
            start = word.start()
        end = word.end()
    lines.append(text[start:end])
    return [line(indent, piece) for one in lines for piece in one.fold(room)]
