"""The line under the cursor in words, and what its step took in each build. Pure."""

from textual.content import Content

from walkthrough.report.causes import why_words
from walkthrough.report.explained.lines import LineWords, explained
from walkthrough.report.explained.phrases import Words
from walkthrough.tui.dockerfile.shown import Shown
from walkthrough.tui.dockerfile.step_times import StepTimes
from walkthrough.tui.ink import MUTED, STRONG
from walkthrough.tui.lines import line, pad, rule, wrap
from walkthrough.tui.run_state import clean

BODY = "$foreground 88%"
LABEL_CELLS = 12
LABELLED_FROM = 66
UNMEASURED = "Its time appears here with your first build."


def line_rows(shown: Shown, number: int, width: int) -> list[Content]:
    """What the line does, when its step runs again, why it did, and its times."""
    words = explained(shown.variant)[number - 1]
    took = StepTimes(shown, words.step_line)
    rows = [rule(words.title, took.now(), width)]
    rows += _labelled("Does", _content(words.does), width)
    rows += _labelled("Runs again", _content(words.again), width)
    if why := _why(shown, words):
        rows += _labelled(shown.scenario.title, line((why, BODY)), width)
    if words.step_line is None:
        return rows
    if not shown.samples:
        return [*rows, *_labelled("Took", line((UNMEASURED, MUTED)), width)]
    table = took.table(LABEL_CELLS) if width >= LABELLED_FROM else []
    if table and table[0].cell_length <= width:
        return [*rows, *table]
    return [*rows, *_labelled("Took", took.sentence(), width)]


def _labelled(label: str, text: Content, width: int) -> list[Content]:
    """The label before its text; in a column of its own where there is room for one."""
    if width < LABELLED_FROM:
        return wrap(line((f"{label}  ", MUTED), text), width)
    first, *rest = wrap(text, width - LABEL_CELLS)
    head = pad(line((label, MUTED)), LABEL_CELLS)
    return [line(head, first), *(line(" " * LABEL_CELLS, one) for one in rest)]


def _content(words: Words) -> Content:
    """Quotations stand out by weight alone."""
    return line(
        *((clean(piece.text), f"{STRONG} {BODY}" if piece.is_code else BODY) for piece in words)
    )


def _why(shown: Shown, words: LineWords) -> str:
    """Why the step was not cached in the build whose times are shown."""
    causes = () if shown.sample is None else shown.sample.causes
    told = [why_words(one) for one in causes if words.first <= one.line <= words.last]
    return clean(told[0]) if told else ""
