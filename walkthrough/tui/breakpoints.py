"""The widths and heights at which screens change their layout, from their first frame on."""

from typing import Any

from textual.screen import Screen

WIDTHS = [(0, "-narrow"), (72, "-normal"), (108, "-wide")]
HEIGHTS = [(0, "-short"), (30, "-tall")]


def fit_first_frame(screen: Screen[Any]) -> None:
    """Give a screen the classes of its size before it has any widgets.

    They otherwise come with its first resize event, after a frame in the layout of a wide terminal.
    """
    width, height = screen.app.size
    screen.add_class(_class_at(width, WIDTHS), _class_at(height, HEIGHTS))


def _class_at(cells: int, breakpoints: list[tuple[int, str]]) -> str:
    return max(one for one in breakpoints if one[0] <= cells)[1]
