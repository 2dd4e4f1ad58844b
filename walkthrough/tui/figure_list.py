"""A list of figures on a page, set as a table beside the bar that marks the reader's own. Pure."""

from collections.abc import Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode
from msgspec import Struct
from textual.content import Content

from walkthrough.tui.ink import FAINT, NEW, STRONG
from walkthrough.tui.lines import line, pad, wrap

BAR = ("▎ ", NEW)
GAP = 3
UNMEASURED = "·"
UNMEASURED_NOTE = "· not measured yet"


class FigureItem(Struct, frozen=True):
    """An item `label: **figure**`; the figure is None where it is not measured yet."""

    label: tuple[SyntaxTreeNode, ...]
    figure: str | None


def figures_of(node: SyntaxTreeNode) -> list[FigureItem] | None:
    """The list's items, if every one of them ends, after a colon, in a figure."""
    found = [_figure_item(item) for item in node.children]
    figures = [one for one in found if one is not None]
    return figures if len(figures) == len(found) else None


def figure_rows(
    labels: Sequence[Content], figures: Sequence[str | None], width: int
) -> Iterator[Content]:
    """A row for each label with its figure on the right; a long label takes more rows."""
    shown = [one if one is not None else UNMEASURED for one in figures]
    room = width - len(BAR[0])
    figure_cells = max(len(one) for one in shown)
    label_cells = max(one.cell_length for one in labels)
    label_cells = min(label_cells + GAP, room - figure_cells)
    for label, figure in zip(labels, shown, strict=True):
        *first, last = wrap(label, label_cells - 1)
        for row in first:
            yield line(BAR, row)
        value = line((figure, FAINT if figure == UNMEASURED else STRONG))
        yield line(BAR, pad(last, label_cells), pad(value, figure_cells, right=True))
    if None in figures:
        yield line(BAR, (UNMEASURED_NOTE, FAINT))


def _figure_item(item: SyntaxTreeNode) -> FigureItem | None:
    if len(item.children) != 1 or item.children[0].type != "paragraph":
        return None
    inline = item.children[0].children[0].children
    *label, last = [one for one in inline if one.type != "text" or one.content]
    if last.type not in ("strong", "em") or not label or label[-1].type != "text":
        return None
    lead = label[-1].content
    if not lead.endswith(": "):
        return None
    label[-1] = _shortened(label[-1], lead.removesuffix(": "))
    figure = "".join(one.content for one in last.children)
    return FigureItem(tuple(label), figure if last.type == "strong" else None)


def _shortened(node: SyntaxTreeNode, text: str) -> SyntaxTreeNode:
    """The text node with other text."""
    assert node.token is not None
    return SyntaxTreeNode([node.token.copy(content=text)], create_root=False)
