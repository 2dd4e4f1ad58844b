"""One line to look for a file in: its field, and whether it was found."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.getters import query_one
from textual.widgets import Input, Static

from walkthrough.tui.ink import FAINT, KEY, MUTED, WORSE
from walkthrough.tui.lines import line


class FindBar(Horizontal):
    """Hidden until it is opened; its field's messages reach the Inside tab."""

    _field = query_one(Input)
    _told = query_one(".find-told", Static)

    def compose(self) -> ComposeResult:
        yield Static(line(("Find  ", MUTED)), classes="find-word")
        yield Input(compact=True, placeholder="part of a path", id="find-field")
        yield Static("", classes="find-told")

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._field.value

    def open(self) -> None:
        """Show the field and give it the keys."""
        self.add_class("-open")
        self._told.update(line(("enter", KEY), (" find", FAINT), ("  esc", KEY), (" close", FAINT)))
        self._field.focus()

    def close(self) -> None:
        """Hide the field; what was looked for stays for the next time."""
        self.remove_class("-open")

    def tell(self, found: bool) -> None:
        """Say whether the text was found."""
        words = ("found", MUTED) if found else ("not found", WORSE)
        self._told.update(
            line(words, ("  n", KEY), (" next", FAINT), ("  esc", KEY), (" close", FAINT))
        )
