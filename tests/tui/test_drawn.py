"""What changes while it is hidden is shown anew, even where its screen is looked at in between."""

import asyncio
from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from walkthrough.tui.drawn import Drawn


class Told(Drawn):
    """Draws what it was told."""

    words: tuple[str, ...] = ("one",)

    def lines(self, width: int) -> Sequence[Content]:
        return [Content(word) for word in self.words]

    def tell(self, *words: str) -> None:
        self.words = words
        self.redraw()


class TwoPanes(App[None]):
    """The drawn widget, and another in its place."""

    def compose(self) -> ComposeResult:
        with ContentSwitcher(initial="told"):
            with VerticalScroll(id="told"):
                yield Told()
            with VerticalScroll(id="another"):
                yield Static("\n".join(f"line {number}" for number in range(100)))

    def shown(self) -> list[str]:
        """The screen's lines that are not empty."""
        rows = self.screen._compositor.render_strips()
        return [row.text.strip() for row in rows if row.text.strip()]


def test_it_is_drawn_anew_when_it_is_looked_for_before_it_is_laid_out() -> None:
    async def story() -> None:
        app = TwoPanes()
        async with app.run_test() as pilot:
            told, switcher = app.query_one(Told), app.query_one(ContentSwitcher)
            another = app.query_one("#another", VerticalScroll)
            assert app.shown() == ["one"]
            for words in (("two",), ("three", "four")):
                switcher.current = "another"
                await pilot.pause()
                told.tell(*words)
                await pilot.pause()
                assert len(app.shown()) == app.size.height
                another.scroll_relative(y=1, animate=False)
                await pilot.pause()
                switcher.current = "told"
                app.screen.find_widget(told)
                await pilot.pause()
                assert app.shown() == list(words)

    asyncio.run(story())
