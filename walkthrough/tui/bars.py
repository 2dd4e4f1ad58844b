"""What is drawn from block characters: bars, ranges, progress lines. Pure functions.

The only place that reckons with widths.
"""

from collections.abc import Sequence

from textual.content import Content
from textual.renderables.digits import DIGITS, DIGITS3X3_BOLD

from walkthrough.tui.ink import NEW, RULE, STRONG
from walkthrough.tui.lines import line

EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")


def bar(value: float, scale: float, width: int, colour: str = NEW) -> Content:
    """A bar with a tip of eighths; anything above zero shows at least one eighth."""
    eighths = round(value / scale * width * 8) if scale > 0 else 0
    eighths = min(max(eighths, 1 if value > 0 else 0), width * 8)
    full, part = divmod(eighths, 8)
    text = "█" * full + EIGHTHS[part]
    return line((text, colour), " " * (width - len(text)))


def row_bar(value: float, scale: float, width: int, colour: str = NEW) -> Content:
    """A bar of whole cells, lower than its row: for charts without a gap between rows."""
    cells = max(1, min(width, round(value / scale * width))) if value > 0 and scale > 0 else 0
    return line(("▆" * cells, colour), " " * (width - cells))


def range_bar(ends: tuple[float, float], scale: float, width: int, colour: str = NEW) -> Content:
    """A row bar from one value to another; one without an end reaches the right edge."""
    low, high = (min(width, round(min(end, scale) / scale * width)) for end in ends)
    cells = max(1, high - low)
    low = min(low, width - cells)
    return line(" " * low, ("▆" * cells, colour), " " * (width - low - cells))


def split_bar(
    part: float, whole: float, scale: float, width: int, colours: tuple[str, str]
) -> Content:
    """A row bar of `whole` in which `part` has its own colour."""
    cells = max(1, min(width, round(whole / scale * width))) if whole > 0 and scale > 0 else 0
    own = min(cells, round(part / whole * cells)) if whole > 0 else 0
    return line(("▆" * own, colours[0]), ("▆" * (cells - own), colours[1]), " " * (width - cells))


def empty_bar(width: int) -> Content:
    """A thin line where a bar will be."""
    return line(("─" * width, RULE))


def progress_line(share: float, width: int, colour: str = NEW) -> Content:
    """A thin line that fills in steps of half a cell; `share` from 0 to 1."""
    halves = round(min(max(share, 0.0), 1.0) * width * 2)
    full, half = divmod(halves, 2)
    text = "━" * full + "╸" * half
    return line((text, colour), ("━" * (width - len(text)), RULE))


def whisker(
    low: float, middle: float, high: float, scale: tuple[float, float], width: int, colour: str
) -> Content:
    """A range with its median as `├──●──┤`, on the scale from `scale[0]` to `scale[1]`."""
    start, end = scale
    extent = end - start

    def column(value: float) -> int:
        return round((value - start) / extent * (width - 1)) if extent > 0 else 0

    left, dot, right = column(low), column(middle), column(high)
    cells = [" "] * width
    cells[left : right + 1] = "─" * (right + 1 - left)
    cells[left], cells[right] = "├", "┤"
    before, after = "".join(cells[:dot]), "".join(cells[dot + 1 :])
    return line((before, colour), ("●", f"{STRONG} {colour}"), (after, colour))


def large(text: str) -> tuple[str, str, str]:
    """A number in figures of three rows, with the glyphs of textual's `Digits`."""
    rows = ["", "", ""]
    for character in text:
        place = DIGITS.find(character) * 3
        parts = DIGITS3X3_BOLD[place : place + 3] if place >= 0 else ["", "", character]
        wide = max(len(part) for part in parts)
        rows = [row + f"{part:<{wide}}" for row, part in zip(rows, parts, strict=True)]
    return rows[0], rows[1], rows[2]


def dots(
    values: Sequence[float],
    middle: float,
    scale: tuple[float, float],
    width: int,
    colour: str,
    from_start: bool,
) -> Content:
    """Each value as `○`, the one nearest to the middle as `●`, on a line through all of them.

    The line begins at the scale's start where `from_start` says that it is nought.
    """
    start, end = scale
    extent = end - start

    def column(value: float) -> int:
        return round((value - start) / extent * (width - 1)) if extent > 0 else 0

    places = [column(value) for value in values]
    cells = [" "] * width
    first = 0 if from_start else min(places)
    cells[first : max(places) + 1] = "─" * (max(places) + 1 - first)
    for place in places:
        cells[place] = "○"
    centre = column(middle)
    before, after = "".join(cells[:centre]), "".join(cells[centre + 1 :])
    return line((before, colour), ("●", f"{STRONG} {colour}"), (after, colour))
