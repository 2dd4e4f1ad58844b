"""The output of the builds: foreign text, bounded, selectable, following until the reader scrolls.

Lines are counted from the run's first one on, so that a selection and a search stay where they are
when old lines are thrown away.
"""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip

from walkthrough.tui.log_search import LogSearch
from walkthrough.tui.run_log import BUILD_MARK, MOST_LOG_LINES, STEP_MARK, TIME_CELLS


class BuildLog(ScrollView, can_focus=True):
    """Follows the build until the reader scrolls up, then stays where they read.

    It stays there also when old lines are thrown away; it follows again from its end on.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "build-log--build",
        "build-log--step",
        "build-log--time",
        "build-log--match",
        "build-log--here",
    }
    ALLOW_SELECT = True

    following: reactive[bool] = reactive(True)

    class FollowingChanged(Message):
        """The log follows the build from now on, or does not."""

    def __init__(
        self, *, max_lines: int = MOST_LOG_LINES, id: str | None = None, classes: str = ""
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._most = max_lines
        self._lines: list[str] = []
        self._first = 0
        self._widest = 0
        self._search: LogSearch | None = None
        self._plain = Style()
        self._inks: dict[str, Style] = {}

    @property
    def allow_select(self) -> bool:
        return True

    @property
    def line_count(self) -> int:
        """How many lines it holds."""
        return len(self._lines)

    @property
    def text(self) -> str:
        """All that it holds."""
        return "\n".join(self._lines)

    @property
    def search_words(self) -> str:
        """How many lines the search has found, and which of them is shown."""
        return self._search.words if self._search is not None else ""

    def watch_following(self) -> None:
        self.post_message(self.FollowingChanged())

    def add(self, lines: Sequence[str], left_out: int = 0) -> None:
        """More of the output, after so many lines that were left out."""
        if not lines:
            return
        before = self._first
        if left_out:
            self._drop(len(self._lines))
            self._first += left_out
        number = self._first + len(self._lines)
        self._lines += lines
        self._widest = max(self._widest, max(map(_cells, lines)))
        if self._search is not None:
            self._search.add(lines, number)
        self._drop(len(self._lines) - self._most)
        gone = self._first - before
        self.virtual_size = Size(self._widest, len(self._lines))
        if self.following:
            self._to_end()
        elif gone:
            self.scroll_to(y=max(0, self.scroll_y - gone), animate=False, force=True)
        self.refresh()

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following = True
        self.call_after_refresh(self._to_end)

    def search(self, needle: str) -> None:
        """Highlight a text, and show its first line from what is on the screen on."""
        self._search = LogSearch(needle)
        self._search.add(self._lines, self._first)
        self._show_line(self._search.start_at(self._top))

    def search_next(self) -> None:
        """Show the next line with the text."""
        if self._search is not None:
            self._show_line(self._search.following(self._top))

    def search_previous(self) -> None:
        """Show the line with the text before."""
        if self._search is not None:
            self._show_line(self._search.previous(self._top))

    def end_search(self) -> None:
        """Highlight nothing more."""
        self._search = None
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What is selected, of what is still there."""
        chosen = []
        for number, text in enumerate(self._lines, self._first):
            span = selection.get_span(number)
            if span is not None:
                start, end = span
                chosen.append(text[start : len(text) if end == -1 else end])
        return "\n".join(chosen), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Look the styles up once for all lines of a frame."""
        self._plain = self.rich_style
        self._inks = {
            name: self.get_component_rich_style(name, partial=True)
            for name in self.COMPONENT_CLASSES
        }
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        scroll_x, scroll_y = self.scroll_offset
        index = scroll_y + y
        width = self.size.width
        style = self._plain
        if index >= len(self._lines):
            return Strip.blank(width, style)
        text = self._styled(self._lines[index], self._first + index)
        strip = Strip(text.render(self.app.console))
        strip = strip.crop_extend(scroll_x, scroll_x + width, style)
        return strip.apply_offsets(scroll_x, self._first + index)

    def on_resize(self) -> None:
        if self.following:
            self.follow()

    def on_mouse_scroll_up(self) -> None:
        self._stay()

    def action_scroll_up(self) -> None:
        self._stay()
        super().action_scroll_up()

    def action_page_up(self) -> None:
        self._stay()
        super().action_page_up()

    def action_scroll_end(self) -> None:
        self.follow()

    def action_scroll_home(self) -> None:
        self._stay()
        super().action_scroll_home()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.is_vertical_scrollbar_grabbed:
            self.following = self.is_vertical_scroll_end
        elif new_value > old_value and self.is_vertical_scroll_end:
            self.following = True

    @property
    def _top(self) -> int:
        return self._first + self.scroll_offset.y

    def _to_end(self) -> None:
        """Where the end is, is known once there is a size: `on_resize` comes back here."""
        if self.following and self.size:
            self.scroll_end(animate=False, immediate=True, x_axis=False)

    def _stay(self) -> None:
        self.following = self.max_scroll_y == 0

    def _drop(self, count: int) -> None:
        if count > 0:
            del self._lines[:count]
            self._first += count
            if self._search is not None:
                self._search.forget(self._first)

    def _show_line(self, number: int | None) -> None:
        """Bring the line to the middle, and the found text into sight."""
        self.refresh()
        if number is None or self._search is None:
            return
        self.following = False
        index = number - self._first
        start, end = self._search.spans(self._lines[index])[0]
        height, width = self.size.height, self.size.width
        across = 0 if cell_len(self._lines[index][:end]) <= width else max(0, start - width // 4)
        self.scroll_to(x=across, y=max(0, index - height // 2), animate=False, force=True)

    def _styled(self, line: str, number: int) -> Text:
        text = Text(line, self._plain, no_wrap=True, end="")
        if line.startswith(BUILD_MARK):
            text.stylize(self._inks["build-log--build"])
        elif line.startswith(STEP_MARK):
            text.stylize(self._inks["build-log--step"])
        else:
            text.stylize(self._inks["build-log--time"], 0, TIME_CELLS)
        if self._search is not None:
            name = "build-log--here" if number == self._search.here else "build-log--match"
            found = self._inks[name]
            for start, end in self._search.spans(line):
                text.stylize(found, start, end)
        selection = self.text_selection
        span = None if selection is None else selection.get_span(number)
        if span is not None:
            selected = self.screen.get_component_rich_style("screen--selection")
            text.stylize(selected, span[0], len(text) if span[1] == -1 else span[1])
        return text


def _cells(line: str) -> int:
    return len(line) if line.isascii() else cell_len(line)
