"""The Dockerfile tab's parts: head, code, where the time went, ignore file, a line in words."""

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive

from walkthrough.tui.dockerfile.code_rows import code_rows
from walkthrough.tui.dockerfile.head import one_row, two_rows
from walkthrough.tui.dockerfile.ignore_rows import ignore_rows
from walkthrough.tui.dockerfile.line_rows import line_rows
from walkthrough.tui.dockerfile.shown import Shown
from walkthrough.tui.dockerfile.time_spent import time_spent
from walkthrough.tui.drawn import Drawn


class DockerfileHead(Drawn):
    """Which variant it is and what its build took; two rows where `tall`."""

    shown: reactive[Shown | None] = reactive(None)
    tall: reactive[bool] = reactive(True)

    def watch_shown(self) -> None:
        self.redraw()

    def watch_tall(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self.shown is None:
            return []
        return two_rows(self.shown, width) if self.tall else one_row(self.shown, width)


class DockerfileCode(Drawn):
    """The code with its gutter; a click on a line tells which."""

    shown: reactive[Shown | None] = reactive(None)
    cursor: reactive[int | None] = reactive(None)

    class Clicked(Message):
        """A line was clicked: its number."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__(classes="code")
        self._numbers: list[int] = []

    def watch_shown(self) -> None:
        self.redraw()

    def watch_cursor(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self.shown is None:
            return []
        rows = list(code_rows(self.shown, self.cursor, width))
        self._numbers = [number for number, _ in rows]
        return [row for _, row in rows]

    def region_of(self, first: int, last: int) -> Region:
        """Where these lines are, within the widget."""
        rows = [row for row, number in enumerate(self._numbers) if first <= number <= last]
        return Region(0, rows[0], 1, len(rows)) if rows else Region(0, 0, 1, 1)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y < len(self._numbers):
            self.post_message(self.Clicked(self._numbers[offset.y]))


class TimeSpent(Drawn):
    """Where the time went."""

    shown: reactive[Shown | None] = reactive(None)

    def __init__(self) -> None:
        super().__init__(classes="time-spent")

    def watch_shown(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        return [] if self.shown is None else time_spent(self.shown, width)


class IgnoreFile(Drawn):
    """What of the folder the build does not get."""

    shown: reactive[Shown | None] = reactive(None)

    def __init__(self) -> None:
        super().__init__(classes="ignore-file")

    def watch_shown(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        return [] if self.shown is None else ignore_rows(self.shown, width)


class LineView(Drawn):
    """The line under the cursor in words."""

    shown: reactive[Shown | None] = reactive(None)
    cursor: reactive[int | None] = reactive(None)

    def __init__(self) -> None:
        super().__init__(classes="line-words")

    def watch_shown(self) -> None:
        self.redraw()

    def watch_cursor(self) -> None:
        self.display = self.cursor is not None
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self.shown is None or self.cursor is None:
            return []
        return line_rows(self.shown, self.cursor, width)
