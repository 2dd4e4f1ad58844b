"""One metric in full: every variant of the lesson, every run a dot, in words why. Pure."""

from collections.abc import Sequence

from textual.content import Content

from walkthrough.course.metric import Metric
from walkthrough.measure.headline import compared
from walkthrough.measure.statistics import Spread
from walkthrough.report.numbers import JOIN, figure, number
from walkthrough.report.prediction_words import outcome_words
from walkthrough.report.story import new_variant
from walkthrough.report.words import disturbance_words, left_out_words, verdict_words
from walkthrough.tui.bars import dots, empty_bar
from walkthrough.tui.compare.blocks import Block, Shown, cause_of, outcome_of, runs_of, spreads_of
from walkthrough.tui.compare.lead import promise_part
from walkthrough.tui.compare.rows import INKS, close_words, disturbed_rows, unmeasured_words, zoom
from walkthrough.tui.compare.scales import Columns, columns_for
from walkthrough.tui.format import metric_title, plural, scale_of
from walkthrough.tui.ink import BEFORE, FAINT, MUTED, NEW, STRONG
from walkthrough.tui.lines import cut_at_word, line, pad, spread, wrap
from walkthrough.tui.run_state import clean

RUNS_TOLD = 12
NEAR = 0.5


def focus_rows(shown: Shown, metric: Metric, place: str, width: int) -> list[Content]:
    """The metric alone; `place` says which of how many it is."""
    lesson = shown.lesson
    spreads = spreads_of(shown.results, metric, lesson.variants)
    comparisons = tuple(
        compared(one, shown.results) for one in lesson.comparisons if one.metric == metric.id
    )
    block = Block(metric, lesson.variants, comparisons, spreads)
    head = line((metric_title(metric, shown.course, spreads.values()), STRONG))
    rows = [spread(head, line((place, FAINT)), width), Content("")]
    columns = columns_for([block], lesson.variants, width)
    if not spreads:
        rows.append(line(("Not measured yet: its runs appear here with the first build.", MUTED)))
        rows.append(Content(""))
    rows += _variants(block, shown, columns, width)
    for one in comparisons:
        said = f"{one.to} against {one.from_id}: "
        words = line((said, MUTED), (verdict_words(one, metric), INKS.get(one.verdict, MUTED)))
        rows += wrap(line(words, ". ", promise_part(one)), width)
        if one.verdict == "too close to call":
            reason = close_words(spreads, one)
            if _is_zoomed(block) and len(spreads) > 2:
                reason = f"Zoomed in: {reason[0].lower()}{reason[1:]}"
            rows += wrap(line((reason, MUTED)), width, "  ")
        rows += wrap(line((clean(cause_of(one, shown.results)), MUTED)), width, "  ")
        rows = rows[:-1] if not rows[-1].plain.strip() else rows
    outcome = outcome_of(shown, metric, lesson.variants)
    if outcome is not None:
        rows += [Content(""), *wrap(line((outcome_words(outcome), MUTED)), width)]
    return rows


def _variants(block: Block, shown: Shown, columns: Columns, width: int) -> list[Content]:
    values = list(block.spreads.values())
    zoomed = _is_zoomed(block)
    scale = zoom(values) if zoomed else (0.0, max((one.high for one in values), default=1.0))
    new = block.comparisons[0].to if block.comparisons else new_variant(shown.lesson)
    rows: list[Content] = []
    for name in block.variants:
        label = pad(line((name, STRONG if name == new else MUTED)), columns.names)
        spread_of = block.spreads.get(name)
        if spread_of is None:
            room = max(4, columns.bar)
            words = f"  {unmeasured_words(shown, block.metric, name)}"
            rows += [cut_at_word(line(label, empty_bar(room), (words, FAINT)), width), Content("")]
            continue
        runs = runs_of(shown.results.get(name), block.metric)
        drawn = dots(
            runs, spread_of.median, scale, columns.bar, NEW if name == new else BEFORE, not zoomed
        )
        extent = (columns.span(spread_of, block.metric.unit), MUTED)
        figures = columns.figure(spread_of.median, block.metric.unit, name == new)
        rows.append(line(label, drawn, *figures, extent))
        words = _runs_words(runs, spread_of, block.metric, shown, name)
        rows += wrap(line((words, FAINT)), width, " " * columns.names) if words else []
        rows += disturbed_rows(disturbance_words(spread_of.disturbed), columns, width)
        rows.append(Content(""))
    return rows


def _is_zoomed(block: Block) -> bool:
    """Whether ranges that lie near each other have the whole width to be told apart in."""
    values = list(block.spreads.values())
    close = any(one.verdict == "too close to call" for one in block.comparisons)
    if not close or len(values) < 2 or not all(one.has_range for one in values):
        return False
    return min(one.low for one in values) > NEAR * max(one.high for one in values)


def _runs_words(
    runs: Sequence[float], values: Spread, metric: Metric, shown: Shown, name: str
) -> str:
    """`3 runs: 19.1, 19.9 and 20.9 s; 1 run is left out, disturbed: somebody else was building`."""
    if metric.scenario is None and metric.kind != "build cache":
        return "weighed once: it is the same in every run" if metric.kind == "image" else ""
    unit, factor = scale_of(values.high, metric.unit)
    told = [
        f"{one:,.0f}" if metric.unit == "count" else number(one / factor)
        for one in runs[-RUNS_TOLD:]
    ]
    joined = f"{JOIN}{unit}" if unit else ""
    some = f"the last {RUNS_TOLD} " if len(runs) > RUNS_TOLD else ""
    said = f"{plural(len(runs), 'run')}: {some}{', '.join(told)}{joined}"
    if len(runs) == 1:
        said = f"1{JOIN}run: {figure(runs[0], metric.unit)}"
    left_out = left_out_words(shown.results[name].left_out(metric))
    return f"{said}; {left_out}" if left_out else said
