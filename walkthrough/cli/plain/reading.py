"""A page's Markdown as plain lines for a width: what is code is said to be, links tell where.

Pure. No sign stands for anything: a screen reader says every character.
"""

import textwrap
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

CODE_INDENT = "  "
LIST_INDENT = "  "
NAMED_LANGUAGES = {"dockerfile": "Dockerfile", "sh": "Commands"}


def page_lines(text: str, width: int) -> list[str]:
    """The page's lines, blocks parted by an empty one; only words longer than a line stick out."""
    lines: list[str] = []
    lists: list[str] = []
    marker = ""
    for token in MarkdownIt("commonmark").parse(text):
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if not lists:
                    _part(lines)
                lists.append(LIST_INDENT)
            case "bullet_list_close" | "ordered_list_close":
                lists.pop()
                if not lists:
                    _part(lines)
            case "list_item_open":
                marker = f"{token.info}. " if token.info else "- "
            case "heading_open" | "paragraph_open" | "blockquote_open" if not lists:
                _part(lines)
            case "inline":
                lines += _wrapped(_inline(token.children or []), width, lists, marker)
                marker = ""
            case "fence" | "code_block":
                _part(lines)
                lines += _code(token, "".join(lists))
                _part(lines)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _part(lines: list[str]) -> None:
    if lines and lines[-1]:
        lines.append("")


def _wrapped(text: str, width: int, lists: Sequence[str], marker: str) -> list[str]:
    outer = "".join(lists[:-1])
    inner = outer + (LIST_INDENT if lists else "")
    first = outer + marker if marker else inner
    return [
        line
        for number, row in enumerate(text.split("\n"))
        for line in textwrap.wrap(
            row,
            width,
            initial_indent=inner if number else first,
            subsequent_indent=inner,
            break_long_words=False,
            break_on_hyphens=False,
        )
    ]


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_pieces(tokens))


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    targets: list[str] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                yield token.content
            case "softbreak":
                yield " "
            case "hardbreak":
                yield "\n"
            case "link_open":
                targets.append(str(token.attrGet("href") or ""))
            case "link_close":
                yield f" ({targets.pop()})"


def _code(token: Token, indent: str) -> list[str]:
    name = NAMED_LANGUAGES.get(token.info.strip(), "Text")
    rows = token.content.rstrip("\n").split("\n")
    return [f"{indent}{name}:", *(f"{indent}{CODE_INDENT}{row}".rstrip() for row in rows)]
