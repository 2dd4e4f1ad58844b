"""One metric as bars: a row for each variant, the verdict above, the cause below. Pure."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from walkthrough.course.metric import Metric
from walkthrough.measure.statistics import Spread
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import figure
from walkthrough.report.words import disturbance_words, sample_words
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
    spreads = block.spreads.values()
    title = line((metric_title(block.metric, shown.course, spreads), STRONG))
    first, *others = block.comparisons
    if block.fits_a_line or (block.is_pair and block.metric.unit == "count" and not causes):
        return [*_one_line(block, title, width), *_disturbances(block, width)]
    said = line((short_verdict(first, block.metric), INKS.get(first.verdict, MUTED)))
    if len(block.variants) > 2:
        said = line((f"{first.to} ", MUTED), said)
    indent = " " * columns.names
    rows = [*heading_rows(title, said, width), *_bars(block, shown, columns, width)]
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


def disturbed_rows(words: str, columns: Columns, width: int) -> list[Content]:
    """Under a bar what its figure rests on; nothing where that is as it should be."""
    return wrap(line((words, WORSE)), width, " " * columns.names) if words else []


def unmeasured_words(shown: Shown, metric: Metric, name: str) -> str:
    """Why there is no figure: no build, or only such as were not what they should be."""
    result = shown.results.get(name)
    samples = () if result is None else result.left_out(metric)
    return sample_words(samples[-1]) if samples else "not built yet"


def _alike(block: Block) -> str:
    """What disturbed all of the block's figures, empty where they differ in that."""
    reasons = {one.disturbed for one in block.spreads.values()}
    return reasons.pop() if len(reasons) == 1 and len(block.spreads) > 1 else ""


def _disturbances(block: Block, width: int) -> list[Content]:
    """Below a single line what disturbed its figures, with the variants where not all were."""
    alike = _alike(block)
    if alike:
        return wrap(line((f"all {disturbance_words(alike)}", WORSE)), width)
    found = {name: one.disturbed for name, one in block.spreads.items() if one.disturbed}
    return [
        row
        for name, reason in found.items()
        for row in wrap(line((f"{name} {disturbance_words(reason)}", WORSE)), width)
    ]


def _bars(block: Block, shown: Shown, columns: Columns, width: int) -> list[Content]:
    first = block.comparisons[0]
    unit = block.metric.unit
    close = first.verdict == "too close to call" and block.is_pair
    ranged = close and all(one.has_range for one in block.spreads.values())
    zoomed = zoom(list(block.spreads.values()))
    longest = max(one.median for one in block.spreads.values())
    rows = []
    alike = _alike(block)
    for name in block.variants:
        new = name == first.to
        label = pad(line((name, STRONG if new else MUTED)), columns.names)
        values = block.spreads.get(name)
        if values is None:
            rows.append(line(label, (unmeasured_words(shown, block.metric, name), FAINT)))
            continue
        colour = NEW if new else BEFORE
        if ranged:
            drawn = whisker(values.low, values.median, values.high, zoomed, columns.bar, colour)
        else:
            length = longest if close else values.median
            drawn = bar(length, columns.scales[unit].largest, columns.bar, colour)
        extent = (columns.span(values, unit), MUTED)
        rows.append(line(label, drawn, *columns.figure(values.median, unit, new), extent))
        own = "" if alike else disturbance_words(values.disturbed)
        rows += disturbed_rows(own, columns, width)
    return [*rows, *disturbed_rows(alike and f"all {disturbance_words(alike)}", columns, width)]
