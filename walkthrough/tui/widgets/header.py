"""The rows at the top: where the reader is, what results rest on, the lesson's steps."""

from collections.abc import Collection, Sequence

from textual.content import Content
from textual.reactive import reactive

from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import DONE, FAINT, KEY, MUTED, RULE, STRONG, WORSE
from walkthrough.tui.lines import fit, line, spread

WIDE = 100
NARROW = 70


class Status:
    """What results rest on, in words from long to short, and the mark before them."""

    def __init__(self, words: Sequence[str], mark: str = "●", style: str = DONE) -> None:
        self.words = tuple(words)
        self.recorded = bool(words) and words[0].startswith("recorded")
        self.mark = (f"{mark} ", WORSE if self.recorded else style)

    def options(self) -> list[Content]:
        """The forms of it, longest first; recorded runs say so in every one of them."""
        ink = WORSE if self.recorded else MUTED
        return [line(self.mark, (words, ink)) for words in self.words] or [Content("")]


class Header(Drawn):
    """One row; two under 72 columns in a lesson, where the steps have no row of their own."""

    status: reactive[Status] = reactive(lambda: Status(()))
    step: reactive[str] = reactive("")
    done: reactive[frozenset[str]] = reactive(frozenset())

    def __init__(self, crumb: str, steps: Sequence[str] = ()) -> None:
        super().__init__(classes="header")
        self._crumb = crumb
        self._steps = steps

    def watch_status(self) -> None:
        self.redraw()

    def watch_step(self) -> None:
        self.redraw()

    def watch_done(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        options = self.status.options()
        if width >= WIDE or not self.step:
            trail = line(("walkthrough", KEY), ("  ›  ", FAINT), (self._crumb, STRONG))
            short = trail if width >= NARROW else line(("walkthrough", KEY))
            return [spread(short, fit(options, width - short.cell_length - 2), width)]
        title = line((self._crumb, STRONG))
        at = line(
            step_dots(self._steps, self.step, self.done),
            (self.step, KEY),
            (f"  {self._steps.index(self.step) + 1} of {len(self._steps)}", MUTED),
        )
        if width < NARROW:
            return [spread(title, fit(options, width - title.cell_length - 2), width), at]
        room = width - title.cell_length - at.cell_length - 6
        shortest = options[-1]
        right = fit(options, room) if shortest.cell_length <= room else shortest
        return [spread(title, line(at, "    ", right), width)]


class StepsBar(Drawn):
    """The lesson's steps in words: here, done, not yet."""

    step: reactive[str] = reactive("")
    done: reactive[frozenset[str]] = reactive(frozenset())

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__(classes="steps-bar")
        self._steps = steps
        self.set_reactive(StepsBar.step, steps[0])

    def watch_step(self) -> None:
        self.redraw()

    def watch_done(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        row = Content("")
        for name in self._steps:
            joint = ("  ──  ", RULE) if row.cell_length else ""
            row = line(row, joint, self._step(name))
        place = line((f"part {self._steps.index(self.step) + 1} of {len(self._steps)}", MUTED))
        return [spread(row, place, width)]

    def _step(self, name: str) -> Content:
        if name == self.step:
            return line((f"● {name}", KEY))
        if name in self.done:
            return line(("✓ ", DONE), (name, MUTED))
        return line((f"○ {name}", FAINT))


def step_dots(steps: Sequence[str], step: str, done: Collection[str]) -> Content:
    """The steps as marks only: `✓●○○ `."""
    marks = (
        ("● ", KEY) if name == step else ("✓ ", DONE) if name in done else ("○ ", FAINT)
        for name in steps
    )
    return line(*marks)
