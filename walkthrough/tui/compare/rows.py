"""One metric as bars: a row for each variant, the verdict above, the cause below. Pure."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from walkthrough.measure.statistics import Spread
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import figure
from walkthrough.tui.bars import bar, empty_bar, whisker
from walkthrough.tui.compare.blocks import Block, Shown, cause_of
from walkthrough.tui.compare.scales import Columns
from walkthrough.tui.format import metric_title, short_verdict
from walkthrough.tui.ink import BEFORE, BETTER, FAINT, MUTED, NEW, STRONG, WORSE
from walkthrough.tui.lines import line, pad, spread, wrap
from walkthrough.tui.run_state import clean

INKS = {"lower": BETTER, "higher": WORSE, "too close to call": STRONG}
ZOOM_MARGIN = 0.12
CAUSE_ROWS = 2


def block_rows(
    block: Block, shown: Shown, columns: Columns, width: int, causes: bool
) -> list[Content]:
    """The whole block; `causes` where there is height for where each difference lies."""
    title = line((metric_title(block.metric, shown.course), STRONG))
    first, *others = block.comparisons
    if block.fits_a_line or (block.is_pair and block.metric.unit == "count" and not causes):
        return _one_line(block, title, width)
    said = line((short_verdict(first, block.metric), INKS.get(first.verdict, MUTED)))
    if len(block.variants) > 2:
        said = line((f"{first.to} ", MUTED), said)
    indent = " " * columns.names
    rows = [*heading_rows(title, said, width), *_bars(block, columns)]
    if first.verdict == "too close to call" and len(block.spreads) > 1:
        rows += wrap(line((close_words(block.spreads, first), MUTED)), width, indent)
    elif causes:
        rows += cause_rows(cause_of(first, shown.results), width, indent)
    for one in others:
        words = f"{one.to} against {one.from_id}: {short_verdict(one, block.metric)}"
        rows += wrap(line((words, MUTED)), width, indent)
        if causes and (block.metric.unit != "count" or one.verdict != first.verdict):
            rows += cause_rows(cause_of(one, shown.results), width, indent)
    return rows


def heading_rows(title: Content, said: Content, width: int) -> list[Content]:
    """The title with the verdict at the end of its row, or below it where both do not fit."""
    if title.cell_length + said.cell_length < width:
        return [spread(title, said, width)]
    return [*wrap(title, width), pad(said, width, right=True)]


def cause_rows(words: str, width: int, indent: str) -> list[Content]:
    """As much of the cause as fits two rows; a row ends behind a whole part where it can."""
    told: list[str] = []
    for part in clean(words).split("; ") if words else ():
        if told and len(indent) + len(f"{told[-1]}; {part}") <= width:
            told[-1] = f"{told[-1]}; {part}"
        else:
            told.append(part)
    rows = [row for one in told for row in wrap(line((one, FAINT)), width, indent)]
    return rows[:CAUSE_ROWS]


def ghost_rows(block: Block, shown: Shown, columns: Columns, width: int) -> list[Content]:
    """Where the bars will be: thin lines, never a nought."""
    rows = [line((metric_title(block.metric, shown.course), STRONG))]
    room = width - columns.names - 1
    for name in block.variants:
        rows.append(line(pad(line((name, FAINT)), columns.names), empty_bar(room)))
    return rows


def close_words(spreads: Mapping[str, Spread], comparison: Comparison) -> str:
    """Why nobody can tell."""
    pair = [spreads[name] for name in (comparison.from_id, comparison.to) if name in spreads]
    runs = min(one.count for one in pair)
    if runs == 1:
        return "One run each cannot tell such a small difference."
    if runs == 2:
        return "The ranges overlap, so 2 runs cannot tell."
    zoomed = "Zoomed in: the" if len(spreads) == 2 else "The"
    return f"{zoomed} ranges overlap, so {runs} runs cannot tell."


def zoom(values: Sequence[Spread]) -> tuple[float, float]:
    """From a little below the lowest value to a little above the highest."""
    low, high = min(one.low for one in values), max(one.high for one in values)
    margin = (high - low) * ZOOM_MARGIN
    return low - margin, high + margin


def _one_line(block: Block, title: Content, width: int) -> list[Content]:
    """A pair's figures, or the one that all have, beside the title where there is room."""
    first = block.comparisons[0]
    values = [figure(block.spreads[name].median, block.metric.unit) for name in block.variants]
    said = line((short_verdict(first, block.metric), INKS.get(first.verdict, MUTED)))
    if first.verdict == "equal" and not block.spreads[first.to].median:
        words = "none in either" if block.is_pair else "none in all"
        return heading_rows(title, line((words, MUTED)), width)
    joint = " and " if first.verdict == "equal" else ", now "
    told = joint.join(values) if block.is_pair else f"{values[0]} in all"
    both = line(title, "   ", (told, MUTED))
    room = width - said.cell_length - 2
    return heading_rows(both if both.cell_length <= room else title, said, width)


def _bars(block: Block, columns: Columns) -> list[Content]:
    first = block.comparisons[0]
    unit = block.metric.unit
    close = first.verdict == "too close to call" and block.is_pair
    ranged = close and all(one.has_range for one in block.spreads.values())
    zoomed = zoom(list(block.spreads.values()))
    longest = max(one.median for one in block.spreads.values())
    rows = []
    for name in block.variants:
        new = name == first.to
        label = pad(line((name, STRONG if new else MUTED)), columns.names)
        values = block.spreads.get(name)
        if values is None:
            rows.append(line(label, ("not built yet", FAINT)))
            continue
        colour = NEW if new else BEFORE
        if ranged:
            drawn = whisker(values.low, values.median, values.high, zoomed, columns.bar, colour)
        else:
            length = longest if close else values.median
            drawn = bar(length, columns.scales[unit].largest, columns.bar, colour)
        extent = (columns.span(values, unit), MUTED)
        rows.append(line(label, drawn, *columns.figure(values.median, unit, new), extent))
    return rows
