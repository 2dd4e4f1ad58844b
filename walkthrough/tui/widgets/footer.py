"""The row at the bottom: the filled key is what to do next, the others follow by use."""

from collections.abc import Sequence

from textual import events
from textual.content import Content

from walkthrough.tui.carry_out import carry_out, changed_keys
from walkthrough.tui.command import Command
from walkthrough.tui.commands import BY_ID
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import FAINT, KEY, MUTED
from walkthrough.tui.lines import line, pad

HELP = BY_ID["app.help"]
HELP_WHILE_TYPING = "f1"


class Footer(Drawn):
    """Shows keys as long as there is room; the key of the help stays. A click does what it says."""

    def __init__(self) -> None:
        super().__init__(classes="footer")
        self._primary: tuple[str, str, Command] = ("", "", HELP)
        self._waiting = False
        self._typing = False
        self._commands: Sequence[tuple[Command, str]] = ()
        self._ends: list[tuple[int, Command | None]] = []

    def show(
        self,
        key: str,
        words: str,
        command: Command,
        commands: Sequence[tuple[Command, str]],
        waiting: bool = False,
        typing: bool = False,
    ) -> None:
        """The filled key with where it leads (grey while `waiting`), and the commands beside it,
        each with its words; while `typing` a letter is none of them."""
        self._primary, self._commands = (key, words, command), commands
        self._waiting, self._typing = waiting, typing
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        key, words, primary = self._primary
        changed = changed_keys(self.app)
        key = changed.get(primary.id, key)
        ground = "$foreground {}%" if self._waiting else "$accent {}%"
        styles = (
            (f"{FAINT} on $foreground 14%", f"{FAINT} on $foreground 7%")
            if self._waiting
            else ("bold $text on $accent", f"{KEY} on {ground.format(18)}")
        )
        row = line((f" {key} ", styles[0]), (f" {words} ", styles[1]))
        self._ends = [(row.cell_length, primary)]
        own = HELP_WHILE_TYPING if self._typing else HELP.shown
        shown = changed.get(HELP.id, own)
        last = line((shown, KEY), (f" {HELP.words}", MUTED))
        for command, said in self._commands:
            item = line("   ", (changed.get(command.id, command.shown), KEY), (f" {said}", MUTED))
            if row.cell_length + item.cell_length + 3 + last.cell_length > width:
                break
            row = line(row, item)
            self._ends.append((row.cell_length, command))
        self._ends.append((width - last.cell_length - 1, None))
        self._ends.append((width, HELP))
        return [line(pad(row, width - last.cell_length), last)]

    async def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        command = next((command for end, command in self._ends if offset.x < end), None)
        if command is not None:
            await carry_out(self.screen, command)
