"""A lesson's page: its steps, and the placeholders that measured figures fill. Pure.

A `---` line starts the next step. `{{ multi-stage: image.unpacked_bytes }}` becomes that variant's
figure, `{{ simple / multi-stage: image.unpacked_bytes }}` how many times less `multi-stage` has.
"""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

NOT_MEASURED = "not measured yet"
NOT_YET = f"*{NOT_MEASURED}*"
"""Stands in the Markdown of a page where a figure will be."""

_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t#]*")
_ID = "[a-z0-9][a-z0-9-]*"
_PLACEHOLDER = re.compile(rf"\{{\{{ *(?:({_ID}) */ *)?({_ID}) *: *([a-z][a-z0-9_.-]*) *\}}\}}")


class PageStep(Struct, frozen=True):
    """One step of a page: its first heading, its text, the page's line (1-based) it starts on."""

    title: str
    text: str
    line: int


class Placeholder(Struct, frozen=True):
    """A figure that a page asks for: `metric` of `variant`, compared with `against`'s if set."""

    variant: str
    metric: str
    against: str | None = None


Lookup = Callable[[Placeholder], str | None]
"""What fills a placeholder; None where it is not measured."""


def split_page(text: str) -> tuple[PageStep, ...]:
    """The page's steps in order; `---` inside a code block starts none."""
    steps = []
    current: list[str] = []
    first = 1
    for number, (line, in_code) in enumerate(_lines(text), start=1):
        if not in_code and line.strip() == "---":
            steps.append(_step(current, first))
            current, first = [], number + 1
        else:
            current.append(line)
    steps.append(_step(current, first))
    return tuple(steps)


def _step(lines: list[str], first: int) -> PageStep:
    blank = next((count for count, line in enumerate(lines) if line.strip()), 0)
    text = "\n".join(lines[blank:]).rstrip()
    headings = (
        match[1]
        for line, in_code in _lines(text)
        if not in_code and (match := _HEADING.fullmatch(line)) is not None
    )
    return PageStep(title=next(headings, ""), text=text, line=first + blank)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines, and whether each belongs to a fenced code block."""
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if not fence and match is not None:
            fence = match[1]
            yield line, True
            continue
        yield line, bool(fence)
        if fence and match is not None and line.strip().startswith(fence):
            fence = ""


def placeholders(text: str) -> tuple[tuple[Placeholder, int], ...]:
    """The placeholders of a text, each with its line (1-based)."""
    return tuple(
        (_placeholder(match), text.count("\n", 0, match.start()) + 1)
        for match in _PLACEHOLDER.finditer(text)
    )


def fill(text: str, lookup: Lookup) -> str:
    """The text with every placeholder replaced by what `lookup` has for it.

    Where it has None the text says `not measured yet`.
    """
    return _PLACEHOLDER.sub(lambda match: lookup(_placeholder(match)) or NOT_MEASURED, text)


def _placeholder(match: re.Match[str]) -> Placeholder:
    return Placeholder(variant=match[2], metric=match[3], against=match[1])
