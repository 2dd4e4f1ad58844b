"""Asks before a running build is stopped by quitting."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import KEY, MUTED, STRONG
from walkthrough.tui.lines import line, wrap


class Question(Drawn):
    """What quitting would do."""

    def lines(self, width: int) -> list[Content]:
        words = "It is stopped and leaves nothing; samples taken until now are kept."
        return [
            line(("A build is running.", STRONG)),
            *wrap(line((words, MUTED)), width),
            Content(""),
            line(
                (" enter ", "bold $text on $accent"),
                (" stop it and quit ", f"{KEY} on $accent 18%"),
                "   ",
                ("esc", KEY),
                (" go on building", MUTED),
            ),
        ]


class LeaveScreen(ModalScreen[bool]):
    """Its result is whether to quit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "dismiss(True)", "quit", show=False),
        Binding("escape,n,q", "dismiss(False)", "stay", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Question()
