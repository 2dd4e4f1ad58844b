"""The Dockerfile tab: a variant's lines, what each took, and what the one under the cursor does.

Tells the screen with `Changed` that a line, or the ignore file, has been opened or closed.
"""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.getters import query_one
from textual.message import Message

from walkthrough.report.explained.lines import explained
from walkthrough.tui.commands import bindings
from walkthrough.tui.dockerfile.ignore_rows import brings_ignore_file
from walkthrough.tui.dockerfile.shown import Shown
from walkthrough.tui.widgets.dockerfile_view import (
    DockerfileCode,
    DockerfileHead,
    IgnoreFile,
    LineView,
    TimeSpent,
)


class DockerfilePane(Vertical, can_focus=True):
    """One variant at a time. There is no cursor until the reader asks for a line."""

    BINDINGS = bindings("dockerfile")
    place = "dockerfile"

    _head = query_one(DockerfileHead)
    _code = query_one(DockerfileCode)
    _spent = query_one(TimeSpent)
    _ignore = query_one(IgnoreFile)
    _words = query_one(LineView)
    _scrolled = query_one(".code-scroll", VerticalScroll)

    class Changed(Message):
        """A line's words or the ignore file were opened or closed."""

    def __init__(self) -> None:
        super().__init__(id="dockerfile", classes="panel")
        self._shown: Shown | None = None

    def compose(self) -> ComposeResult:
        yield DockerfileHead()
        with VerticalScroll(classes="code-scroll", can_focus=False):
            yield DockerfileCode()
            yield TimeSpent()
            yield IgnoreFile()
        with VerticalScroll(classes="words-scroll", can_focus=False):
            yield LineView()

    @property
    def leave_words(self) -> str:
        """What `esc` does first; empty where it leaves the lesson."""
        if self.has_class("-ignore"):
            return "the Dockerfile"
        return "close" if self._code.cursor is not None else ""

    @property
    def keys(self) -> str:
        """Which keys the footer shows: by whether there is an ignore file, and a new one."""
        if self._shown is None or not self._shown.variant.ignore:
            return "dockerfile"
        return "dockerfile new" if brings_ignore_file(self._shown) else "dockerfile ignored"

    def show(self, shown: Shown) -> None:
        """Show this variant as it was last measured; another one begins at its top."""
        before, self._shown = self._shown, shown
        for part in (self._head, self._code, self._spent, self._ignore, self._words):
            part.shown = shown
        if not shown.variant.ignore:
            self._show_ignore_file(False)
        if before is not None and before.variant != shown.variant:
            self._scrolled.scroll_home(animate=False)
            if self._code.cursor is not None:
                self._open(shown.telling_line())

    def fit(self, wide: bool) -> None:
        """Follow the screen's width: beside the page there is room for a head of two rows."""
        self._head.tall = wide

    def step_out(self) -> bool:
        """Close the line's words or the ignore file; whether any were open."""
        if self.has_class("-ignore"):
            self._show_ignore_file(False)
            return True
        if self._code.cursor is None:
            return False
        self._open(None)
        return True

    def on_dockerfile_code_clicked(self, message: DockerfileCode.Clicked) -> None:
        self._open(None if message.number == self._code.cursor else message.number)

    def action_move(self, lines: int) -> None:
        """Go so many lines down; the first time, to the line that tells most."""
        if self._shown is None:
            return
        now = self._code.cursor
        last = len(self._shown.source())
        self._open(self._shown.telling_line() if now is None else max(1, min(last, now + lines)))

    def action_go(self, end: str) -> None:
        """Go to the first or the last line."""
        if self._shown is not None:
            self._open(1 if end == "first" else len(self._shown.source()))

    def action_show_ignore_file(self) -> None:
        """Show the ignore file in the Dockerfile's place, or the Dockerfile again."""
        if self._shown is not None and self._shown.variant.ignore:
            self._open(None)
            self._show_ignore_file(not self.has_class("-ignore"))

    def _show_ignore_file(self, wanted: bool) -> None:
        if wanted != self.has_class("-ignore"):
            self.set_class(wanted, "-ignore")
            self._scrolled.scroll_home(animate=False)
            self.post_message(self.Changed())

    def _open(self, number: int | None) -> None:
        if number is not None:
            self._show_ignore_file(False)
        was_open = self._code.cursor is not None
        self._code.cursor = self._words.cursor = number
        self.set_class(number is not None, "-explaining")
        if was_open != (number is not None):
            self.post_message(self.Changed())
        if number is not None:
            self.call_after_refresh(self._keep_in_sight, number)

    def _keep_in_sight(self, number: int) -> None:
        """Scroll as little as it takes to show the whole instruction, its first lines at least."""
        if self._shown is None:
            return
        words = explained(self._shown.variant)[number - 1]
        for region in (
            self._code.region_of(words.first, words.last),
            self._code.region_of(number, number),
        ):
            self._scrolled.scroll_to_region(region, animate=False)
