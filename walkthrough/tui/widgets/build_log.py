"""The output of the builds: foreign text, bounded, following until the reader scrolls up."""

from collections.abc import Sequence

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Log

from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import MUTED
from walkthrough.tui.lines import line, rule

MOST_LOG_LINES = 10_000


class LogTitle(Drawn):
    """A rule above the log that says whether it follows the build."""

    following = True

    def lines(self, width: int) -> list[Content]:
        words = "following" if self.following else "staying here, end follows"
        return [rule("Log", line((words, MUTED)), width)]


class BuildLog(Log):
    """The builds' output: foreign text, shown as it is, selectable.

    Follows the build until the reader scrolls up, then stays where they read, also when old lines
    are thrown away; it follows again from its end on.
    """

    can_focus = True
    following: reactive[bool] = reactive(True)

    class FollowingChanged(Message):
        """The log follows the build from now on, or does not."""

    def watch_following(self) -> None:
        self.post_message(self.FollowingChanged())

    def add(self, lines: Sequence[str]) -> None:
        """More of the output."""
        before = len(self.lines)
        self.write_lines(lines, scroll_end=False)
        thrown_away = before + len(lines) - len(self.lines)
        if self.following:
            self.follow()
        elif thrown_away:
            self.scroll_to(y=max(0, self.scroll_y - thrown_away), animate=False, force=True)

    def follow(self) -> None:
        """Go to the end and stay there."""
        self.following = True
        self.call_after_refresh(self.scroll_end, animate=False, x_axis=False)

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

    def action_scroll_home(self) -> None:
        self._stay()
        super().action_scroll_home()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.is_vertical_scrollbar_grabbed:
            self.following = self.is_vertical_scroll_end
        elif new_value > old_value and self.is_vertical_scroll_end:
            self.following = True

    def _stay(self) -> None:
        self.following = self.max_scroll_y == 0
