"""The solution as a diff against the reader's own files, with a reason for each line."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from walkthrough.course.exercise_reasons import Change
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import ADDED_GROUND, MUTED, PLAIN, STRONG
from walkthrough.tui.lines import ground, line, pad, rule, wrap

CLOSED = (
    "The solution opens when a check has passed, or after the third hint. "
    "h gives the next hint for what fails."
)
ONE_OF_MANY = "One right answer; yours may be another."
GROUNDS = {"+": ADDED_GROUND, "-": "on $error 9%"}


class SolutionView(Drawn):
    """Closed until it is earned or the hints have come to it."""

    def __init__(self) -> None:
        super().__init__()
        self._changes: Mapping[str, Sequence[Change]] | None = None

    def show(self, changes: Mapping[str, Sequence[Change]] | None) -> None:
        """Show these changes by file, or for None that it is closed."""
        self._changes = changes
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self._changes is None:
            return wrap(line((CLOSED, MUTED)), width)
        rows = [*wrap(line((ONE_OF_MANY, MUTED)), width)]
        for name, changes in self._changes.items():
            rows += [Content(""), rule(name, Content(""), width), Content("")]
            for change in changes:
                rows += _change(change, width)
        return rows


def _change(change: Change, width: int) -> list[Content]:
    rows: list[Content] = []
    for text in change.piece.lines:
        for number, row in enumerate(wrap(line((text or " ", PLAIN)), width - 2)):
            sign = change.sign if not number else " "
            drawn = line((f"{sign} ", STRONG), row)
            style = GROUNDS.get(change.sign)
            rows.append(ground(pad(drawn, width), width, style) if style else drawn)
    if change.reason:
        rows += [line("  ▎ ", row) for row in wrap(line((change.reason, MUTED)), width - 4)]
    return rows
