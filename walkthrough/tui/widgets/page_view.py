"""A page of the lesson, scrolled where it is longer than the screen; or a few rows of it."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive

from walkthrough.course.short_form import ROWS, short_form
from walkthrough.tui.carry_out import changed_keys
from walkthrough.tui.commands import BY_ID
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import FAINT, KEY, MUTED
from walkthrough.tui.lines import line, spread, wrap
from walkthrough.tui.page_text import page_lines

WHOLE = BY_ID["lesson.page"]


class PageText(Drawn):
    """The page itself, and below it its place: which of the step's pages it is."""

    text: reactive[str] = reactive("")
    place: reactive[str] = reactive("")

    def watch_text(self) -> None:
        self.redraw()

    def watch_place(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        place = [Content(""), *wrap(line((self.place, FAINT)), width)] if self.place else []
        return [*page_lines(self.text, width), *place]


class ShortPage(Drawn):
    """The page in four rows at most, for a screen where the Dockerfile stands below it; a row
    below them says where the whole page is."""

    text: reactive[str] = reactive("")
    place: reactive[str] = reactive("")

    def watch_text(self) -> None:
        self.redraw()

    def watch_place(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        short = short_form(self.text, lambda text: len(page_lines(text, width)) <= ROWS)
        key = changed_keys(self.app).get(WHOLE.id, WHOLE.shown)
        whole = line((key, KEY), (" the whole page", MUTED))
        return [*page_lines(short, width), spread(line((self.place, FAINT)), whole, width)]


class PageView(VerticalScroll):
    """Holds a page; scrolls with the arrow keys and the wheel. Style sheets choose the form."""

    can_focus = True

    def compose(self) -> ComposeResult:
        yield PageText()
        yield ShortPage()

    def show(self, text: str, place: str) -> None:
        """Show this Markdown from its top; the same text keeps its place."""
        page = self.query_one(PageText)
        if page.text != text:
            self.scroll_home(animate=False)
        short = self.query_one(ShortPage)
        page.text, page.place = text, place
        short.text, short.place = text, place
