"""The checks of an exercise: expected, seen, and why a failed one matters and what to try."""

from textual.content import Content

from walkthrough.report.causes import cause_words
from walkthrough.report.numbers import seconds
from walkthrough.tui.bars import progress_line
from walkthrough.tui.check_state import CheckRow, CheckState
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.ink import DONE, FAILED, FAINT, HERE_GROUND, KEY, MUTED, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import cut, ground, line, pad, spread, wrap
from walkthrough.tui.run_state import clean

BESIDE_FROM = 66
MARK_CELLS = 2
INDENT = 6
MOST_DETAIL_LINES = 8
FAILED_GROUND = "on $error 9%"
MARKS = {"passed": ("✓", DONE), "failed": ("✗", FAILED), "blocked": ("·", FAINT)}


class ChecksView(Drawn):
    """The newest check, or what a check will look at."""

    def __init__(self) -> None:
        super().__init__()
        self._state = CheckState()
        self._attempts = 0
        self._before: tuple[str, ...] = ()

    def show(self, state: CheckState, attempts: int, before: tuple[str, ...]) -> None:
        """Show this check, the how manieth attempt it is, and until there is one these lines."""
        self._state, self._attempts, self._before = state, attempts, before
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        state = self._state
        if state.error is not None:
            return _problem(state, width)
        if not state.rows:
            return [row for text in self._before for row in _paragraph(text, width)]
        rows = [*self._head(state, width), Content("")]
        for row in state.rows:
            rows += _check(row, width)
        return rows

    def _head(self, state: CheckState, width: int) -> list[Content]:
        count = len(state.rows)
        left_over = count - state.passing
        words = line((f"{state.passing} of {count} checks pass", STRONG))
        if state.finished and left_over:
            words = line(words, (f"   {left_over} to go", MUTED))
        if state.running:
            right = line(("checking  ", KEY), (seconds(state.elapsed_s), KEY))
        elif state.stopped:
            right = line(("stopped", WORSE))
        else:
            right = line((f"attempt {self._attempts}, in {seconds(state.seconds)}", MUTED))
        bar = progress_line(state.passing / count, width, "$success")
        note = [cut(line((state.note, MUTED)), width)] if state.running else []
        return [spread(words, right, width), bar, *note]


def _paragraph(text: str, width: int) -> list[Content]:
    return [*wrap(line((text, MUTED)), width), Content("")]


def _check(row: CheckRow, width: int) -> list[Content]:
    result = row.result
    if result is None:
        mark = ("●", KEY) if row.looking else ("○", FAINT)
        words = line(mark, " ", (row.planned.id, STRONG if row.looking else MUTED))
        drawn = _columns(words, row.planned.expected, "looking" if row.looking else "", width)
        return (
            [ground(pad(one, width), width, HERE_GROUND) for one in drawn] if row.looking else drawn
        )
    failed = result.state == "failed"
    words = line(MARKS[result.state], " ", (result.id, STRONG if failed else PLAIN))
    drawn = _columns(words, result.expected, result.seen, width, FAILED if failed else MUTED)
    if failed:
        detail = clean_lines(result.detail)[-MOST_DETAIL_LINES:]
        causes = [cause_words(one) for one in result.causes]
        labelled = (
            ("", detail),
            ("cause", causes),
            ("why", [result.why]),
            ("next", [result.next_step]),
        )
        for label, texts in labelled:
            for text in filter(None, texts):
                drawn += _labelled(label, text, width)
                label = ""
        drawn = [ground(pad(one, width), width, FAILED_GROUND) for one in drawn]
    return drawn


def clean_lines(text: str) -> list[str]:
    """Foreign text, line by line, without control characters."""
    return [clean(one) for one in text.splitlines()]


def _columns(
    words: Content, expected: str, seen: str, width: int, ink: str = MUTED
) -> list[Content]:
    """Check, expected and seen beside each other where there is room, else below."""
    if width < BESIDE_FROM:
        rows = [cut(words, width)]
        rows += _labelled("want", expected, width)
        return rows + (_labelled("seen", seen, width, ink) if seen else [])
    first = width // 4
    second = (width - first) // 2
    columns = (
        [words],
        wrap(line((expected, MUTED)), second - 2),
        wrap(line((clean(seen), ink)), width - first - second),
    )
    count = max(len(one) for one in columns)
    cells = (first, second, width - first - second)
    return [
        line(
            *(
                pad(one[number] if number < len(one) else Content(""), room)
                for one, room in zip(columns, cells, strict=True)
            )
        )
        for number in range(count)
    ]


def _labelled(label: str, text: str, width: int, ink: str = PLAIN) -> list[Content]:
    first, *others = wrap(line((clean(text), ink)), width - MARK_CELLS - INDENT)
    rows = [line(" " * MARK_CELLS, (f"{label:<{INDENT}}", FAINT), first)]
    return [*rows, *(line(" " * (MARK_CELLS + INDENT), one) for one in others)]


def _problem(state: CheckState, width: int) -> list[Content]:
    error = state.error
    assert error is not None
    rows = wrap(line((clean(error.what), FAILED)), width)
    for label, text in (("why", error.why), ("next", error.next_step)):
        for number, one in enumerate(text.splitlines() or [""]):
            rows += _labelled("" if number else label, one, width)
    return rows
