"""A page's step in a few rows: its heading, and as many of its first sentences as fit. Pure.

It stands above the Dockerfile where there is no room for the page beside it. Code is left out, as
the Dockerfile itself is there, and what asks for commands with it; a list becomes a sentence,
without figures that are not there yet.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from walkthrough.course.page import NOT_YET

ROWS = 4
LISTS = ("bullet_list", "ordered_list")
SHELL = "sh"
_SPAN = re.compile(r"`[^`]*`|\[[^\]]*\]\([^)]*\)|\{\{.*?\}\}")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"*)]*\s+(?=[\"*(]*[A-Z0-9])")
_SPACE = re.compile(r"[ \n]+")
_ENDS = (".", "!", "?", '."', ".*", ".)")


def short_form(text: str, fits: Callable[[str], bool]) -> str:
    """The step as one paragraph of Markdown, the heading run in; it ends where `fits` says no.

    An ellipsis stands for sentences that were left out. Only the heading is left where not even
    the first one fits.
    """
    tree = SyntaxTreeNode(MarkdownIt("commonmark").parse(text))
    title = next((_content(one) for one in tree.children if one.type == "heading"), "")
    short = f"**{_ended(title)}**" if title else ""
    for told in _told(tree.children):
        fitting = next((one for one in told if fits(_joined(short, one))), None)
        if fitting is not None:
            short = _joined(short, fitting)
        if fitting != told[0]:
            return f"{short} …" if fits(f"{short} …") else short
    return short


def _joined(short: str, more: str) -> str:
    return f"{short} {more}".strip()


def _told(nodes: Sequence[SyntaxTreeNode]) -> Iterator[tuple[str, ...]]:
    """What can be told one after the other; each in its forms, from the longest to the shortest."""
    lead = ""
    for node in nodes:
        led, lead = lead, ""
        if led and node.type not in LISTS and node.info != SHELL:
            yield (_ended(led),)
        match node.type:
            case "paragraph":
                text = _content(node)
                if text[:1].islower():
                    return
                *before, last = _sentences(text)
                yield from ((one,) for one in before)
                if last.endswith(":"):
                    lead = last
                else:
                    yield (last,)
            case "bullet_list" | "ordered_list":
                yield from _list(node, led)
            case "blockquote":
                yield from _told(node.children)


def _list(node: SyntaxTreeNode, lead: str) -> Iterator[tuple[str, ...]]:
    """A list as a sentence with what leads to it, or item by item where these are sentences."""
    items = [" ".join(_content(part) for part in item.children) for item in node.children]
    items = [item for item in items if not item.endswith(NOT_YET)]
    if not items:
        return
    if lead:
        yield (_ended(f"{lead} {'; '.join(items)}"),)
    elif any(len(_sentences(item)) > 1 for item in items):
        first, *more = ([one for one in _sentences(item) if one[-1] != ":"] for item in items)
        yield _ended(" ".join(first)), _ended(first[0])
        yield from ((_ended(" ".join(item)),) for item in more)
    else:
        yield (_ended("; ".join(items)),)


def _content(node: SyntaxTreeNode) -> str:
    """The block's Markdown on one line."""
    text = " ".join(one.content for one in node.children if one.type == "inline")
    return _SPACE.sub(" ", text)


def _sentences(text: str) -> list[str]:
    """The text's sentences; what stands in code, links and placeholders ends none."""
    masked = _SPAN.sub(lambda match: "X" * len(match[0]), text)
    ends = [match.end() for match in _SENTENCE_END.finditer(masked)]
    starts = [0, *ends]
    return [text[start:end].strip() for start, end in zip(starts, [*ends, None], strict=True)]


def _ended(text: str) -> str:
    text = text.rstrip(":;,")
    return text if text.endswith(_ENDS) else f"{text}."
