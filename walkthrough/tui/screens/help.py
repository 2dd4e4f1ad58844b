"""What the place that the reader is in is for, and its keys; over it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from walkthrough.tui.carry_out import changed_keys
from walkthrough.tui.command import Place
from walkthrough.tui.commands import commands_in, shown_keys
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import FAINT, KEY, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import line, pad, wrap
from walkthrough.tui.pane_help import About
from walkthrough.tui.widgets.answer_row import Answer, AnswerRow

KEY_CELLS = 13


class Keys(Drawn):
    """Each command with its keys and what it does."""

    def __init__(self, places: Sequence[Place], about: About | None) -> None:
        super().__init__()
        self._places = places
        self._about = about

    def lines(self, width: int) -> list[Content]:
        changed = changed_keys(self.app)
        rows = self._explained(width)
        rows += [line(("Keys", STRONG)), Content("")]
        for command in commands_in(*self._places):
            keys = changed.get(command.id) or shown_keys(command.keys)
            text = line((f"{command.title}. ", PLAIN), (command.tooltip, MUTED))
            first, *others = wrap(text, width - KEY_CELLS)
            rows.append(line(pad(line((keys, KEY)), KEY_CELLS), first))
            rows += [line(" " * KEY_CELLS, one) for one in others]
        mouse = "Everything works with the mouse too: lessons, tabs, and the keys in the last row."
        return [*rows, Content(""), *wrap(line((mouse, FAINT)), width)]

    def _explained(self, width: int) -> list[Content]:
        if self._about is None:
            return []
        title, text = self._about
        return [
            line((title, STRONG)),
            Content(""),
            *wrap(line((text, PLAIN)), width),
            Content(""),
        ]


class KeysScreen(ModalScreen[None]):
    """Closes with esc, ? or q."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "dismiss", "close", show=False)
    ]

    def __init__(self, places: Sequence[Place], about: About | None) -> None:
        super().__init__()
        self._places = places
        self._about = about

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            with VerticalScroll(classes="told"):
                yield Keys(self._places, self._about)
            yield AnswerRow((Answer("esc", "close", "dismiss"),))
