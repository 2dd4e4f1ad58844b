"""A list of which only the rows on screen are drawn, however many there are; one is selected.

It takes no keys itself: its pane moves the selection.
"""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from walkthrough.tui.drawn import SMALLEST
from walkthrough.tui.ink import HERE_GROUND, KEY
from walkthrough.tui.lines import ground, line, pad

MARK_CELLS = 2
WHEEL_ROWS = 3


class Rows(Widget):
    """A head that stays and rows that scroll below it. A subclass says what they are."""

    DEFAULT_CSS = "Rows { width: 1fr; height: 1fr; }"

    class Chosen(Message):
        """A row was clicked; `again` where it was selected already."""

        def __init__(self, rows: "Rows", again: bool) -> None:
            super().__init__()
            self.rows = rows
            self.again = again

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.selected = 0
        self.active = False
        self._top = 0
        self._head_rows = 0

    def head(self, width: int) -> Sequence[Content]:
        """What stands above the rows."""
        raise NotImplementedError

    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row(self, place: int, width: int, chosen: bool) -> Content:
        """One row, at most that wide."""
        raise NotImplementedError

    def foot(self, width: int) -> Sequence[Content]:
        """What stands below the rows where there is room for all of it."""
        return ()

    def redraw(self) -> None:
        """Draw again, because what is shown has changed."""
        self.selected = max(0, min(self.selected, self.count() - 1))
        self.refresh(layout=True)

    def move(self, rows: int) -> bool:
        """Select the row so many below, or above; whether another one is selected now."""
        return self.select(self.selected + rows)

    def move_page(self, pages: int) -> bool:
        """Select the row a screenful below, or above."""
        return self.move(pages * max(1, self._window - 1))

    def select(self, place: int) -> bool:
        """Select this row, or the last one before it; whether it is another one."""
        before = self.selected
        self.selected = max(0, min(place, self.count() - 1))
        self.refresh()
        return self.selected != before

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.head(max(SMALLEST, width))) + max(1, self.count())

    def render(self) -> Content:
        width = max(SMALLEST, self.content_size.width)
        head = self.head(width)
        self._head_rows = len(head)
        self._keep_in_view()
        shown = range(self._top, min(self.count(), self._top + self._window))
        rows = [*head, *(self._marked(place, width) for place in shown)]
        foot = self.foot(width)
        fits = len(rows) + len(foot) <= self.content_size.height
        return Content("\n").join([*rows, *foot] if fits else rows)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        place = self._top + offset.y - self._head_rows if offset is not None else -1
        if offset is not None and offset.y >= self._head_rows and place < self.count():
            again = not self.select(place)
            self.post_message(self.Chosen(self, again))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-WHEEL_ROWS)

    @property
    def _window(self) -> int:
        return max(1, self.content_size.height - self._head_rows)

    def _keep_in_view(self) -> None:
        lowest_top = max(0, self.count() - self._window)
        self._top = max(self.selected - self._window + 1, min(self._top, self.selected, lowest_top))

    def _marked(self, place: int, width: int) -> Content:
        chosen = place == self.selected
        row = pad(self.row(place, width - MARK_CELLS, chosen), width - MARK_CELLS)
        if not chosen:
            return line(" " * MARK_CELLS, row)
        marked = line(("▌" if self.active else "▏", KEY), " ", row)
        return ground(marked, width, HERE_GROUND) if self.active else marked
