"""The keys of the place that the reader is in, over it."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from walkthrough.tui.commands import Place, commands_in
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import FAINT, KEY, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import line, pad, wrap

KEY_CELLS = 13
NAMES = {"question_mark": "?", "escape": "esc", "up": "↑", "down": "↓"}


class Keys(Drawn):
    """Each command with its keys and what it does."""

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self._places = places

    def lines(self, width: int) -> list[Content]:
        rows = [line(("Keys", STRONG)), Content("")]
        for command in commands_in(*self._places):
            keys = " ".join(NAMES.get(key, key) for key in command.keys.split(","))
            text = line((f"{command.title}. ", PLAIN), (command.tooltip, MUTED))
            first, *others = wrap(text, width - KEY_CELLS)
            rows.append(line(pad(line((keys, KEY)), KEY_CELLS), first))
            rows += [line(" " * KEY_CELLS, one) for one in others]
        mouse = "Everything works with the mouse too: lessons, tabs, and the keys in the last row."
        return [*rows, Content(""), *wrap(line((mouse, FAINT)), width)]


class KeysScreen(ModalScreen[None]):
    """Closes with esc, ? or q."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "dismiss", "close", show=False)
    ]

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"), VerticalScroll():
            yield Keys(self._places)
