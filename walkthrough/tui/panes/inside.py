"""The Inside tab: what a variant's image is made of, against the better one."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one

from walkthrough.tui.commands import bindings
from walkthrough.tui.widgets.inside_view import InsideView, ShownImage


class InsidePane(VerticalScroll):
    """One variant at a time."""

    BINDINGS = bindings("inside")
    place = "inside"

    _view = query_one(InsideView)

    def __init__(self) -> None:
        super().__init__(id="inside", classes="panel")

    def compose(self) -> ComposeResult:
        yield InsideView()

    def show(self, shown: ShownImage) -> None:
        """Show this variant as it was last measured."""
        self._view.shown = shown
