"""Left of the code: a line's time with its bar, its number, its mark, and the cursor. Pure."""

from msgspec import Struct
from textual.content import Content

from walkthrough.measure.model import StepTiming
from walkthrough.report.numbers import JOIN, seconds
from walkthrough.tui.bars import bar
from walkthrough.tui.code import Change
from walkthrough.tui.format import SMALLEST_SHOWN
from walkthrough.tui.ink import FAINT, KEY, PLAIN, RULE
from walkthrough.tui.lines import line

TIME_CELLS = 7
BAR_CELLS = 5
NUMBER_CELLS = 4
CELLS = TIME_CELLS + BAR_CELLS + 2 + NUMBER_CELLS + 2
NARROW_CELLS = TIME_CELLS + 2
CODE_CELLS = 51
LONG_SHARE = 0.4
EDGES = {"+": "$success", "~": "$warning", "": RULE}
MARKS = {"+": "bold $text-success", "~": "bold $text-warning", "": ""}
CURSOR = ("▌", KEY)


class Gutter(Struct, frozen=True):
    """What stands beside one line. `step` and `works` belong to an instruction's first line.

    `whole_s` is the whole build, which a full bar stands for; `works` says that a build carries
    the line out.
    """

    number: int
    mark: Change = ""
    step: StepTiming | None = None
    whole_s: float = 0.0
    works: bool = False
    here: bool = False

    def roomy(self) -> Content:
        """Time, bar, edge, number and mark."""
        drawn = line(" " * BAR_CELLS)
        if self.step is not None and not self.step.cached:
            drawn = bar(self.step.seconds, self.whole_s, BAR_CELLS)
        edge = CURSOR if self.here else ("▎", EDGES[self.mark])
        digits = (f"{self.number:>{NUMBER_CELLS - 1}} ", KEY if self.here else FAINT)
        return line(self._time(), drawn, " ", edge, digits, self._sign(), " ")

    def narrow(self) -> Content:
        """Time and mark alone."""
        return line(self._time(), self._sign(), CURSOR if self.here else " ")

    def continued(self, is_roomy: bool) -> Content:
        """Beside the rest of a line that was too long for its row."""
        if is_roomy:
            before = " " * (TIME_CELLS + BAR_CELLS + 1)
            return line(before, ("▎", EDGES[self.mark]), " " * NUMBER_CELLS, self._sign(), " ")
        return line(" " * TIME_CELLS, self._sign(), " ")

    def _sign(self) -> tuple[str, str]:
        return self.mark or " ", MARKS[self.mark]

    def _time(self) -> Content:
        step = self.step
        if step is None:
            return line((f"{'·' if self.works else '':>{TIME_CELLS - 1}} ", FAINT))
        if step.cached:
            return line((f"{'CACHED':<{TIME_CELLS}}", FAINT))
        is_long = step.seconds > self.whole_s * LONG_SHARE
        return line(
            (f"{short_seconds(step.seconds):>{TIME_CELLS - 1}} ", KEY if is_long else PLAIN)
        )


def short_seconds(value: float) -> str:
    """`21.3 s`, `0.95 s`, and `< 0.01` for what is too short to be told in these six cells."""
    return seconds(value) if value >= SMALLEST_SHOWN else f"<{JOIN}0.01"
