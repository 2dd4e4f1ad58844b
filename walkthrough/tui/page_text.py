"""A page's Markdown as styled lines for a width. Pure, and quick enough for a resize."""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from textual.content import Content
from textual.style import Style

from walkthrough.tui.code import highlighted
from walkthrough.tui.figure_list import BAR, figure_rows, figures_of
from walkthrough.tui.ink import FAINT, NEW, RULE, STRONG
from walkthrough.tui.lines import line, wrap

BODY = "$foreground 88%"
CODE_INDENT = "  "
INLINE = {"strong": STRONG, "em": "italic", "s": "strike"}


def page_lines(text: str, width: int) -> list[Content]:
    """The text's headings, paragraphs, lists, quotes and code, each after an empty line.

    A list in which every item ends in a figure is set as a table of the reader's own figures.
    """
    tree = SyntaxTreeNode(MarkdownIt("commonmark").parse(text))
    return _blocks(tree.children, width, parted=True)


def _blocks(nodes: Sequence[SyntaxTreeNode], width: int, *, parted: bool) -> list[Content]:
    """The blocks one below the other, with an empty line between them where they are `parted`."""
    lines: list[Content] = []
    for node in nodes:
        block = list(_block(node, width))
        if lines and block and parted:
            lines.append(Content(""))
        lines += block
    return lines


def _block(node: SyntaxTreeNode, width: int) -> Iterator[Content]:
    match node.type:
        case "heading":
            yield from _wrapped(_text(node, STRONG), width)
        case "paragraph":
            yield from _wrapped(_text(node, BODY), width)
            for address in _addresses(node):
                yield from (line((piece, FAINT)) for piece in address_rows(address, width))
        case "bullet_list" | "ordered_list":
            yield from _list(node, width)
        case "blockquote":
            for row in _blocks(node.children, width - len(BAR[0]), parted=True):
                yield line(BAR, row)
        case "fence" | "code_block":
            yield from _code(node, width)
        case "hr":
            yield line(("─" * width, RULE))


def _list(node: SyntaxTreeNode, width: int) -> Iterator[Content]:
    figures = figures_of(node)
    if figures is not None:
        labels = [_inline(one.label, [BODY]) for one in figures]
        yield from figure_rows(labels, [one.figure for one in figures], width)
        return
    parted = not all(part.hidden for item in node.children for part in item.children[:1])
    for place, item in enumerate(node.children):
        mark = f"{item.info}{item.markup} " if item.info else "• "
        rows = _blocks(item.children, width - len(mark), parted=parted or len(item.children) > 2)
        if place and parted:
            yield Content("")
        for number, row in enumerate(rows):
            yield line((mark, NEW) if number == 0 else " " * len(mark), row)


def _wrapped(text: Content, width: int) -> list[Content]:
    return [piece for row in text.split("\n", allow_blank=True) for piece in wrap(row, width)]


def _addresses(node: SyntaxTreeNode) -> Iterator[str]:
    """Where the links of these words lead: a terminal need not know links."""
    for one in node.walk():
        if one.type == "link":
            yield str(one.attrGet("href") or "")


def address_rows(address: str, width: int) -> list[str]:
    """The address in rows of at most this width, which end after one of its parts if they can."""
    rows = [""]
    for part in re.findall(r"[^/#?]*[/#?]?", address):
        if rows[-1] and len(rows[-1]) + len(part) > width:
            rows.append("")
        rows[-1] += part
    return [row[at : at + width] for row in rows for at in range(0, len(row), width)]


def _text(node: SyntaxTreeNode, style: str) -> Content:
    return _inline([part for one in node.children for part in one.children], [style])


def _inline(nodes: Sequence[SyntaxTreeNode], styles: Sequence[str | Style]) -> Content:
    """Inline Markdown as one text; a soft line break is a blank."""
    parts = [Content("")]
    for node in nodes:
        match node.type:
            case "text":
                parts.append(_styled(node.content, styles))
            case "code_inline":
                parts.append(_styled(node.content, [*styles, STRONG]))
            case "softbreak":
                parts.append(Content(" "))
            case "hardbreak":
                parts.append(Content("\n"))
            case "link":
                link = Style(link=str(node.attrGet("href") or ""), underline=True)
                parts.append(_inline(node.children, [*styles, link]))
            case "strong" | "em" | "s":
                parts.append(_inline(node.children, [*styles, INLINE[node.type]]))
    return line(*parts)


def _styled(text: str, styles: Sequence[str | Style]) -> Content:
    content = Content(text)
    for style in styles:
        content = content.stylize(style)
    return content


def _code(node: SyntaxTreeNode, width: int) -> Iterator[Content]:
    language = node.info.strip() or "text"
    for row in highlighted(node.content.rstrip("\n"), language):
        for piece in row.fold(width - len(CODE_INDENT)) if row.cell_length else [row]:
            yield line(CODE_INDENT, piece)
