"""A widget that draws its lines from a function of its own width, once a change."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

SMALLEST = 20


class Drawn(Widget):
    """As high as its lines; a subclass says what they are for a width."""

    DEFAULT_CSS = "Drawn { height: auto; width: 1fr; }"

    _drawn: tuple[int, Sequence[Content]] | None = None
    _is_stale = False

    def lines(self, width: int) -> Sequence[Content]:
        """The lines for this width, each at most that wide."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again, if other lines come of it than those that are shown.

        What is hidden asks once to be laid out anew, and is when it comes to be shown. Textual's
        `Show` cannot be waited for: a widget that is looked for at that moment never gets it.
        """
        before = self._drawn
        self._drawn = None
        if self._is_hidden():
            if not self._is_stale:
                self._is_stale = True
                self.refresh(layout=True)
            return
        lines = () if before is None else self._lines_for(before[0])
        if before is None or len(lines) != len(before[1]):
            self.refresh(layout=True)
        elif not all(map(Content.is_same, lines, before[1])):
            self.refresh()

    def _is_hidden(self) -> bool:
        return any(not one.display for one in self.ancestors_with_self if isinstance(one, Widget))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._is_stale = False
        return max(1, len(self._lines_for(width)))

    def render(self) -> Content:
        self._is_stale = False
        return Content("\n").join(self._lines_for(self.content_size.width))

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._drawn = None

    def _lines_for(self, width: int) -> Sequence[Content]:
        width = max(SMALLEST, width)
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = (width, self.lines(width))
        return self._drawn[1]
