"""A sheet that says what would be done and asks whether to do it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import MUTED, STRONG
from walkthrough.tui.lines import line, wrap
from walkthrough.tui.widgets.answer_row import Answer, AnswerRow


class Paragraphs(Drawn):
    """A title and what it is about."""

    def __init__(self, title: str, paragraphs: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._paragraphs = tuple(paragraphs)

    def lines(self, width: int) -> list[Content]:
        rows = wrap(line((self._title, STRONG)), width)
        for text in self._paragraphs:
            rows += [Content(""), *wrap(line((text, MUTED)), width)]
        return rows


class AskScreen(ModalScreen[bool]):
    """Its result is whether to do it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "dismiss(True)", "yes", show=False),
        Binding("escape,n,q", "dismiss(False)", "no", show=False),
    ]

    def __init__(self, title: str, paragraphs: Sequence[str], yes: str, no: str) -> None:
        super().__init__()
        self._said = Paragraphs(title, paragraphs)
        self._answers = (
            Answer("enter", yes, "dismiss(True)"),
            Answer("esc", no, "dismiss(False)"),
        )

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            with VerticalScroll(classes="told"):
                yield self._said
            yield AnswerRow(self._answers)
