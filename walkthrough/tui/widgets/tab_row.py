"""One row of tabs; the open one has the panel's ground, so that it grows out of it."""

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import FAINT, MUTED
from walkthrough.tui.lines import line

TABS = tuple(
    (title.lower(), str(number), title)
    for number, title in enumerate(("Page", "Dockerfile", "Build", "Compare", "Inside"))
)
SPACED_FROM = 64


class TabRow(Drawn):
    """The tabs; `with_page` where the page has no column of its own.

    Their numbers are shown as long as they are keys: not while they are typed into a text.
    """

    active: reactive[str] = reactive("dockerfile")
    with_page: reactive[bool] = reactive(False)

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, tabs: Sequence[tuple[str, str, str]] = TABS) -> None:
        super().__init__(classes="tabs")
        self._tabs = tabs
        self._ends: list[tuple[int, str]] = []

    def on_mount(self) -> None:
        self.watch(self.screen, "focused", self.redraw, init=False)

    def watch_active(self) -> None:
        self.redraw()

    def watch_with_page(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        row = Content("")
        self._ends = []
        for tab, number, title in self._tabs:
            if number == "0" and not self.with_page:
                continue
            key = " " if self._is_typed(number) else number
            if tab == self.active:
                row = line(
                    row,
                    (f" {key} ", "$text-accent on $surface"),
                    (title, "bold underline $text-accent on $surface"),
                    (" ", "on $surface"),
                )
            else:
                row = line(row, (f" {key} ", FAINT), (title, MUTED), " ")
            row = line(row, " " if width > SPACED_FROM else "")
            self._ends.append((row.cell_length, tab))
        return [row]

    def _is_typed(self, number: str) -> bool:
        focused = self.screen.focused
        return focused is not None and focused.check_consume_key(number, number)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        tab = next((tab for end, tab in self._ends if offset and offset.x < end), None)
        if tab is not None:
            self.post_message(self.Chosen(tab))
