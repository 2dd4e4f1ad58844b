"""One line to search the log in: what is looked for, how often it is there, which keys go on."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from walkthrough.tui.ink import FAINT, KEY, MUTED, WORSE
from walkthrough.tui.lines import line


class LogSearchBar(Horizontal):
    """Hidden until it is opened; its field's messages reach the Build tab."""

    _field = query_one(Input)
    _count = query_one("#log-search-count", Static)

    _told = ("", False)

    def compose(self) -> ComposeResult:
        yield Static(line(("Find  ", MUTED)), classes="log-search-word")
        yield Input(compact=True, placeholder="a text in the log", id="log-search-field")
        yield Static("", id="log-search-count")

    def open(self) -> None:
        """Show the field and give it the keys."""
        self.add_class("-open")
        self._field.focus()
        self._field.select_all()

    def close(self) -> None:
        """Hide the field and empty it."""
        self._field.clear()
        self.remove_class("-open")

    def tell(self, words: str) -> None:
        """Show how often the text was found."""
        told = (words, self._field.has_focus)
        if told == self._told:
            return
        self._told = told
        ink = WORSE if words == "not found" else MUTED
        keys = [("  enter", KEY), (" keep", FAINT)] if self._field.has_focus else NEXT_KEYS
        self._count.update(line((words, ink), *keys) if words else Content(""))


NEXT_KEYS = [("  n N", KEY), (" next", FAINT), ("  esc", KEY), (" close", FAINT)]
