"""The answers to a question in a sheet: the filled one is what enter does. A click answers too."""

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.content import Content

from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import KEY, MUTED
from walkthrough.tui.lines import line


class Answer(Struct, frozen=True):
    """A key, what it does in words, and the screen's action for it."""

    key: str
    words: str
    action: str


class AnswerRow(Drawn):
    """The first answer is filled."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        super().__init__(classes="answers")
        self._answers = tuple(answers)
        self._ends: list[tuple[int, int, str]] = []

    def show(self, answers: Sequence[Answer]) -> None:
        """Show other answers."""
        self._answers = tuple(answers)
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        rows = [Content("")]
        self._ends = []
        for number, answer in enumerate(self._answers):
            item = (
                line((f" {answer.key} ", "bold $text on $accent"), self._filled(answer.words))
                if number == 0
                else line((answer.key, KEY), (f" {answer.words}", MUTED))
            )
            if rows[-1].cell_length and rows[-1].cell_length + 3 + item.cell_length > width:
                rows.append(Content(""))
            gap = "   " if rows[-1].cell_length else ""
            rows[-1] = line(rows[-1], gap, item)
            self._ends.append((len(rows) - 1, rows[-1].cell_length, answer.action))
        return rows

    def _filled(self, words: str) -> tuple[str, str]:
        return (f" {words} ", f"{KEY} on $accent 18%")

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        for row, end, action in self._ends:
            if offset.y == row and offset.x < end:
                await self.screen.run_action(action)
                return
