"""The line under the cursor in words, and what its step took in each build. Pure."""

from collections.abc import Iterator

from textual.content import Content

from walkthrough.measure.model import StepTiming
from walkthrough.report.causes import why_words
from walkthrough.report.explained.lines import LineWords, explained
from walkthrough.report.explained.phrases import Words
from walkthrough.tui.dockerfile.gutter import short_seconds
from walkthrough.tui.dockerfile.shown import Samples, Shown, steps_by_line
from walkthrough.tui.ink import FAINT, MUTED, STRONG
from walkthrough.tui.lines import line, pad, rule, wrap
from walkthrough.tui.run_state import clean

BODY = "$foreground 88%"
LABEL_CELLS = 12
LABELLED_FROM = 66
COLUMN_GAP = 2
TIME_CELLS = 6


def line_rows(shown: Shown, number: int, width: int) -> list[Content]:
    """What the line does, when its step runs again, why it did, and its times."""
    words = explained(shown.variant)[number - 1]
    rows = [rule(words.title, line(("esc closes", FAINT)), width)]
    rows += _labelled("Does", _content(words.does), width)
    rows += _labelled("Runs again", _content(words.again), width)
    if why := _why(shown, words):
        rows += _labelled(shown.scenario.title, line((why, BODY)), width)
    return [*rows, *_times(shown, words, width)]


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
    return clean(f"{told[0][0].upper()}{told[0][1:]}.") if told else ""


def _times(shown: Shown, words: LineWords, width: int) -> list[Content]:
    """A row a variant, a column a scenario; a row a scenario where that is too wide."""
    if words.step_line is None:
        return []
    if not shown.samples:
        text = "Its time appears here with your first build."
        return _labelled("Took", line((text, MUTED)), width)
    rows = [(shown.variant.id, _cells(shown, shown.samples, words.step_line))]
    other = shown.counterparts().get(words.step_line)
    if shown.before is not None and other is not None:
        rows.append((shown.before.id, _cells(shown, shown.samples_before, other)))
    names = max(LABEL_CELLS, *(len(name) + COLUMN_GAP for name, _ in rows))
    columns = [max(len(one.title), TIME_CELLS) + COLUMN_GAP for one in shown.scenarios]
    if names + sum(columns) > width:
        return list(_stacked(shown, rows))
    titles = (
        pad(line((one.title, STRONG if one.id == shown.scenario.id else MUTED)), cells, right=True)
        for one, cells in zip(shown.scenarios, columns, strict=True)
    )
    table = [line(pad(line(("Took", MUTED)), names), *titles)]
    for name, cells in rows:
        is_own = name == shown.variant.id
        head = pad(line((name, STRONG if is_own else MUTED)), names)
        values = (pad(one, room, right=True) for one, room in zip(cells, columns, strict=True))
        table.append(line(head, *values))
    return table


def _cells(shown: Shown, samples: Samples, step_line: int) -> list[Content]:
    """What the step on this line took, a cell a scenario."""
    return [_cell(steps_by_line(samples.get(one.id)).get(step_line)) for one in shown.scenarios]


def _stacked(shown: Shown, rows: list[tuple[str, list[Content]]]) -> Iterator[Content]:
    names = max(len(one.title) for one in shown.scenarios) + COLUMN_GAP
    for place, scenario in enumerate(shown.scenarios):
        parts = [line((f"{name} ", MUTED), cells[place], "   ") for name, cells in rows]
        yield line(pad(line((scenario.title, MUTED)), names), *parts)


def _cell(step: StepTiming | None) -> Content:
    if step is None:
        return line(("·", FAINT))
    if step.cached:
        return line(("CACHED", FAINT))
    return line(short_seconds(step.seconds))
