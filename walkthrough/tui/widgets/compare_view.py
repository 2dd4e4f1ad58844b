"""The lesson's variants side by side: a block for each metric, with bars, ranges and verdict."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from textual.content import Content
from textual.reactive import reactive

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Course, Lesson
from walkthrough.measure.model import Conditions
from walkthrough.measure.results import VariantResult
from walkthrough.measure.statistics import Spread
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import span, times
from walkthrough.report.words import verdict_words
from walkthrough.tui.bars import bar, empty_bar, large, whisker
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import (
    NUMBER_CELLS,
    aligned,
    bases_words,
    counted,
    metric_title,
    plural,
    scale_of,
    short_verdict,
)
from walkthrough.tui.ink import BEFORE, BETTER, FAINT, MUTED, NEW, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import line, pad, spread, wrap
from walkthrough.tui.story import compared

RANGES_FROM = 66
RANGE_CELLS = 16
UNIT_CELLS = 3
INKS = {"lower": BETTER, "higher": WORSE, "too close to call": STRONG}
EMPTY = "The bars appear here with your first build."


class Block(Struct, frozen=True):
    """One metric, the variants that the lesson compares in it, and the comparisons."""

    metric: Metric
    variants: tuple[str, ...]
    comparisons: tuple[Comparison, ...]


def blocks(lesson: Lesson, results: Mapping[str, VariantResult]) -> tuple[Block, ...]:
    """The lesson's comparisons by metric, in the order in which they first come."""
    metrics = dict.fromkeys(promise.metric for promise in lesson.comparisons)
    return tuple(
        Block(
            parse_metric(metric),
            tuple(
                name
                for name in lesson.variants
                if any(
                    name in (one.from_id, one.to)
                    for one in lesson.comparisons
                    if one.metric == metric
                )
            ),
            tuple(compared(one, results) for one in lesson.comparisons if one.metric == metric),
        )
        for metric in metrics
    )


class CompareView(Drawn):
    """All metrics of the lesson; what is not measured yet says so."""

    results: reactive[Mapping[str, VariantResult]] = reactive(dict)
    conditions: reactive[Conditions | None] = reactive(None)
    tall: reactive[bool] = reactive(True)

    def __init__(self, course: Course, lesson: Lesson) -> None:
        super().__init__(classes="compare-blocks")
        self._course = course
        self._lesson = lesson

    def watch_results(self) -> None:
        self.redraw()

    def watch_conditions(self) -> None:
        self.redraw()

    def watch_tall(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        shown = blocks(self._lesson, self.results)
        measured = [one for one in shown if any(self._spreads(one).values())]
        if not measured:
            return [line((EMPTY, MUTED)), Content(""), *self._ghosts(shown, width)]
        out = self._lead(measured, width) if self.tall else []
        for block in measured:
            out += [*self._block(block, shown, width), Content("")]
        missing = [self._title(one.metric) for one in shown if one not in measured]
        if missing:
            out += [*wrap(line((f"Not measured yet: {', '.join(missing)}.", FAINT)), width)]
        return out + wrap(line((self._basis(measured), FAINT)), width)

    def _title(self, metric: Metric) -> str:
        return metric_title(metric, self._course)

    def _spreads(self, block: Block) -> dict[str, Spread]:
        found = {}
        for name in block.variants:
            result = self.results.get(name)
            values = None if result is None else result.spread(block.metric)
            if values is not None:
                found[name] = values
        return found

    def _lead(self, measured: Sequence[Block], width: int) -> list[Content]:
        """The first comparison that has a verdict, in large figures."""
        for block in measured:
            for one in block.comparisons:
                said = verdict_words(one, block.metric)
                if one.verdict in ("lower", "higher") and one.ratio and "×" in said:
                    return _hero(one, block.metric, self._title(block.metric), width)
        return []

    def _block(self, block: Block, shown: Sequence[Block], width: int) -> list[Content]:
        spreads = self._spreads(block)
        first, *others = block.comparisons
        said = short_verdict(first, block.metric)
        if len(block.variants) > 2:
            said = f"{first.to} {said}"
        head = spread(
            line((self._title(block.metric), STRONG)),
            line((said, INKS.get(first.verdict, MUTED))),
            width,
        )
        rows = [head, *self._rows(block, spreads, shown, width)]
        names = _name_cells(self._lesson)
        if first.verdict == "too close to call" and len(spreads) > 1:
            rows += _close_words(spreads, names, width)
        for one in others:
            words = f"{one.to} against {one.from_id}: {short_verdict(one, block.metric)}"
            rows += wrap(line((words, MUTED)), width, " " * names)
        return rows

    def _rows(
        self,
        block: Block,
        spreads: Mapping[str, Spread],
        shown: Sequence[Block],
        width: int,
    ) -> list[Content]:
        names = _name_cells(self._lesson)
        ranged_at_all = any(
            values.has_range for one in shown for values in self._spreads(one).values()
        )
        ranges = RANGE_CELLS if width >= RANGES_FROM and ranged_at_all else 0
        room = width - names - 1 - NUMBER_CELLS - UNIT_CELLS - ranges
        largest = max(one.high for one in spreads.values())
        unit, factor = scale_of(largest, block.metric.unit)
        scale = self._scale(block, shown)
        close = block.comparisons[0].verdict == "too close to call" and len(spreads) == 2
        zoom = _zoom(list(spreads.values()))
        ranged = close and all(one.has_range for one in spreads.values())
        rows = []
        for name in block.variants:
            new = name == block.comparisons[0].to
            values = spreads.get(name)
            label = pad(line((name, STRONG if new else MUTED)), names)
            if values is None:
                rows.append(line(label, ("not built yet", FAINT)))
                continue
            colour = NEW if new else BEFORE
            if ranged:
                drawn = whisker(values.low, values.median, values.high, zoom, room, colour)
            else:
                length = max(one.median for one in spreads.values()) if close else values.median
                drawn = bar(length, scale, room, colour)
            shown_number = (counted if block.metric.unit == "count" else aligned)(
                values.median / factor
            )
            figure = line(
                (f" {shown_number}", STRONG if new else PLAIN),
                (f" {unit:<{UNIT_CELLS - 1}}", MUTED),
            )
            extent = span(values, block.metric.unit) if ranges else ""
            rows.append(line(label, drawn, figure, (f"{extent:>{ranges}}", MUTED)))
        return rows

    def _scale(self, block: Block, shown: Sequence[Block]) -> float:
        """One scale for all bars of times, and one for each other metric."""
        same = [one for one in shown if one.metric.unit == "s"] if block.metric.unit == "s" else []
        medians = [
            values.median for one in (same or [block]) for values in self._spreads(one).values()
        ]
        return max(medians, default=0.0)

    def _ghosts(self, shown: Sequence[Block], width: int) -> list[Content]:
        names = _name_cells(self._lesson)
        rows: list[Content] = []
        for block in shown:
            rows.append(line((self._title(block.metric), STRONG)))
            for name in block.variants:
                ghost = empty_bar(width - names - NUMBER_CELLS - UNIT_CELLS)
                rows.append(line(pad(line((name, FAINT)), names), ghost))
            rows.append(Content(""))
        return rows

    def _basis(self, measured: Sequence[Block]) -> str:
        counts = {one.count for block in measured for one in self._spreads(block).values()}
        runs = max(counts)
        medians = f"Medians of up to {plural(runs, 'run')}, then lowest to highest."
        recorded = self.conditions.recorded_on if self.conditions is not None else ""
        more = "" if recorded else ": r measures more, and ranges come with three"
        said = medians if runs > 1 else f"One run each{more}."
        if self.conditions is None:
            return said
        where = f" Recorded on {recorded}, not measured here." if recorded else ""
        return f"{said} {bases_words(self.conditions).capitalize()}.{where}"


def _hero(comparison: Comparison, metric: Metric, title: str, width: int) -> list[Content]:
    assert comparison.ratio
    lower = comparison.verdict == "lower"
    factor = times(1 / comparison.ratio if lower else comparison.ratio)
    said = short_verdict(comparison, metric).removeprefix(factor).strip()
    ink = BETTER if lower else WORSE
    figure = large(factor.removesuffix("×"))
    about = [
        line((f"{said}: {title[0].lower()}{title[1:]}", STRONG)),
        line((f"{comparison.to} against {comparison.from_id}", MUTED)),
        line(_promise_words(comparison)),
    ]
    times_sign = ("  ", "× ", "  ")
    rows = [
        line((row, ink), " ", (sign, ink), "  ", words)
        for row, sign, words in zip(figure, times_sign, about, strict=True)
    ]
    return [*(pad(row, width) for row in rows), Content("")]


def _promise_words(comparison: Comparison) -> tuple[str, str]:
    if comparison.kept is None:
        return ("", MUTED)
    if comparison.kept:
        return ("As the lesson promised.", MUTED)
    return ("Not what the lesson promised: on this machine it came out otherwise.", WORSE)


def _name_cells(lesson: Lesson) -> int:
    return max(len(name) for name in lesson.variants) + 2


def _zoom(values: Sequence[Spread]) -> tuple[float, float]:
    return min(one.low for one in values), max(one.high for one in values)


def _close_words(spreads: Mapping[str, Spread], names: int, width: int) -> list[Content]:
    runs = min(one.count for one in spreads.values())
    if runs == 1:
        words = "One run each cannot tell such a small difference."
    elif runs == 2:
        words = "The ranges overlap, so 2 runs cannot tell."
    else:
        words = f"Zoomed in: the ranges overlap, so {runs} runs cannot tell."
    return wrap(line((words, MUTED)), width, " " * names)
