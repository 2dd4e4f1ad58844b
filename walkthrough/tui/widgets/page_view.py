"""A page of the lesson, scrolled where it is longer than the screen."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive

from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import FAINT
from walkthrough.tui.lines import line
from walkthrough.tui.page_text import page_lines


class PageText(Drawn):
    """The page itself, and below it where it stands among the step's pages."""

    text: reactive[str] = reactive("")
    place: reactive[str] = reactive("")

    def watch_text(self) -> None:
        self.redraw()

    def watch_place(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        place = [Content(""), line((self.place, FAINT))] if self.place else []
        return [*page_lines(self.text, width), *place]


class PageView(VerticalScroll):
    """Holds a page; scrolls with the arrow keys and the wheel."""

    can_focus = True

    def compose(self) -> ComposeResult:
        yield PageText()

    def show(self, text: str, place: str) -> None:
        """Show this Markdown from its top; the same text keeps its place."""
        page = self.query_one(PageText)
        if page.text != text:
            self.scroll_home(animate=False)
        page.text, page.place = text, place
