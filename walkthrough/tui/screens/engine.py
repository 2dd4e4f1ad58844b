"""The engine: which one is used, what is missing, and setting it up with its progress shown.

Handles `Said` from the thread that sets up; the app is told when it is done.
"""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen

from walkthrough.errors import WalkthroughError
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.engine_state import EngineState
from walkthrough.tui.ink import DONE, FAILED, FAINT, KEY, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import line, wrap
from walkthrough.tui.services import Services

MOST_LINES = 12
EXPLANATION = (
    "Every figure in the course is measured by real builds on a Docker engine, from base images "
    "that are on this machine. Setting up looks for an engine; as root on Debian or Ubuntu it "
    "installs and starts one of its own if there is none. Then it gets the base images: pulled, "
    "or made here as stand-ins where that is not possible. `walkthrough clean` takes away what "
    "was made."
)


class Said(Message):
    """A line of what is being done, or the end of it."""

    def __init__(self, text: str, ended: bool = False, error: WalkthroughError | None = None):
        super().__init__()
        self.text = text
        self.ended = ended
        self.error = error


class EngineSheet(Drawn):
    """What is known of the engine, and the end of what the set-up said."""

    state = EngineState()
    said: tuple[str, ...] = ()
    busy = False

    def lines(self, width: int) -> list[Content]:
        rows = [line(("Engine and bases", STRONG)), Content("")]
        found = self.state.conditions
        if found is not None:
            rows += wrap(self.state.line(), width)
            for base in found.bases:
                kind = "a stand-in made here" if base.kind == "stand-in" else "the real image"
                note = f", {base.note}" if base.note else ""
                rows.append(line((f"  {base.reference:<24}", PLAIN), (f"{kind}{note}", MUTED)))
        elif self.state.error:
            rows += wrap(line(("○ ", FAILED), (self.state.error, STRONG)), width)
            rows += [*wrap(line((self.state.why, MUTED)), width), Content("")]
            rows += wrap(line((EXPLANATION, PLAIN)), width)
        else:
            rows.append(line(("Looking for an engine.", MUTED)))
        if self.said:
            rows.append(Content(""))
            for text in self.said[-MOST_LINES:]:
                rows += wrap(line((text, MUTED)), width)
        return [*rows, Content(""), self._keys()]

    def _keys(self) -> Content:
        if self.busy:
            return line(("Setting up.", KEY), ("   esc", KEY), (" leaves it running", FAINT))
        close = line(("esc", KEY), (" close", MUTED))
        if self.state.needs_set_up:
            return line(
                (" enter ", "bold $text on $accent"),
                (" set up ", f"{KEY} on $accent 18%"),
                "   ",
                close,
            )
        if found := self.state.conditions:
            done = "Recorded runs need no engine.   " if found.recorded_on else "Ready.   "
            return line((done, DONE), close)
        return close


class EngineScreen(ModalScreen[bool]):
    """Over the other screens; its result is whether something was set up."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "set_up", "set up", show=False),
        Binding("escape,q,e", "close", "close", show=False),
    ]

    def __init__(self, services: Services, state: EngineState) -> None:
        super().__init__()
        self._services = services
        self._state = state
        self._changed = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"), VerticalScroll():
            yield EngineSheet()

    def on_mount(self) -> None:
        sheet = self.query_one(EngineSheet)
        sheet.state = self._state
        sheet.redraw()

    def action_set_up(self) -> None:
        """Set up what is missing, unless that is being done."""
        sheet = self.query_one(EngineSheet)
        if self._state.needs_set_up and not sheet.busy:
            sheet.busy = True
            sheet.redraw()
            self._set_up()

    def action_close(self) -> None:
        """Close; what is being set up goes on."""
        self.dismiss(self._changed)

    @work(thread=True, exclusive=True)
    def _set_up(self) -> None:
        try:
            self._services.set_up(lambda text: self._tell(Said(text)))
        except WalkthroughError as error:
            self._tell(Said(f"{error.what} {error.why} {error.next_step}", True, error))
        else:
            self._tell(Said("The engine and the base images are there.", True))

    def _tell(self, message: Said) -> None:
        self.post_message(message)

    def on_said(self, message: Said) -> None:
        sheet = self.query_one(EngineSheet)
        place = message.text.partition(": ")[0]
        before = (
            sheet.said[:-1] if sheet.said and _is_progress(sheet.said[-1], place) else sheet.said
        )
        sheet.said = (*before, message.text)
        if message.ended:
            sheet.busy = False
            self._changed = message.error is None
            if self._changed:
                self.dismiss(True)
                return
        sheet.redraw()


def _is_progress(text: str, place: str) -> bool:
    return text.startswith(f"{place}: ") and text.endswith(" MB")
