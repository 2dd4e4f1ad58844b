"""The Dockerfile tab: a variant's lines, what changed in them and what each took."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one

from walkthrough.tui.commands import bindings
from walkthrough.tui.widgets.dockerfile_view import DockerfileView, Shown


class DockerfilePane(VerticalScroll):
    """One variant at a time."""

    BINDINGS = bindings("dockerfile")
    place = "dockerfile"

    _view = query_one(DockerfileView)

    def __init__(self) -> None:
        super().__init__(id="dockerfile", classes="panel")

    def compose(self) -> ComposeResult:
        yield DockerfileView()

    def show(self, shown: Shown) -> None:
        """Show this variant as it was last measured."""
        self._view.shown = shown
