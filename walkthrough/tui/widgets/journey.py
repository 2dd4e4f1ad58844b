"""The way from the first variant to the last as two charts: image sizes, builds after an edit."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from textual.content import Content
from textual.reactive import reactive

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Promise
from walkthrough.measure.headline import compared
from walkthrough.measure.results import VariantResult
from walkthrough.report.numbers import number, times
from walkthrough.report.words import disturbance_words
from walkthrough.tui.all_variants import bar_lengths
from walkthrough.tui.bars import empty_bar, row_bar
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import WHOLE_CELLS, scale_of, with_point
from walkthrough.tui.ink import BEFORE, BETTER, FAINT, MUTED, NEW, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import line, pad, spread, wrap

IMAGE = parse_metric("image.unpacked_bytes")
EDIT = parse_metric("code-edit.wall_s")
NAME_CELLS = 13
SIDE_BY_SIDE_FROM = 68
INVITATION = "Each variant that you build adds its bar here, measured on this machine."
REPLAYED = "Each variant whose recorded builds you replay adds its bar here."


class Journey(Drawn):
    """Both charts one over the other; side by side where `stacked` is false."""

    results: reactive[Mapping[str, VariantResult]] = reactive(dict)
    here: reactive[str] = reactive("")
    stacked: reactive[bool] = reactive(True)
    basis: reactive[str] = reactive("")

    def __init__(self, variants: Sequence[str], recorded: bool) -> None:
        super().__init__(classes="journey-charts")
        self._variants = tuple(variants)
        self._recorded = recorded

    def watch_results(self) -> None:
        self.redraw()

    def watch_here(self) -> None:
        self.redraw()

    def watch_stacked(self) -> None:
        self.redraw()

    def watch_basis(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        medians = {metric.id: self._medians(metric) for metric in (IMAGE, EDIT)}
        built = any(medians.values())
        so_far = "The recorded journey so far" if self._recorded else "Your journey so far"
        title = line((so_far if built else "The journey", STRONG))
        gained = self._gained(medians)
        if not built:
            words = REPLAYED if self._recorded else INVITATION
            head = [title, Content(""), *wrap(line((words, MUTED)), width), Content("")]
        elif self.stacked:
            basis = line((self.basis, MUTED), "  ")
            head = [spread(title, basis, width), Content(""), gained, Content("")]
        else:
            head = [spread(title, gained, width)]
        if not self.stacked and width >= SIDE_BY_SIDE_FROM:
            return [*head, *self._beside(medians, width), *self._disturbances(width)]
        charts = [
            *self._chart("Image size", medians[IMAGE.id], IMAGE, width),
            Content(""),
            *self._chart("Build after a code edit", medians[EDIT.id], EDIT, width),
        ]
        return [*head, *charts, *self._disturbances(width)]

    def _disturbances(self, width: int) -> list[Content]:
        """Whose builds after a code edit were disturbed."""
        found = [
            f"{name} {disturbance_words(one.disturbed)}"
            for name in self._variants
            if name in self.results and (one := self.results[name].spread(EDIT)) is not None
            if one.disturbed
        ]
        rows = [row for words in found for row in wrap(line((f"{words}.", WORSE)), width)]
        return [Content(""), *rows] if rows else []

    def _medians(self, metric: Metric) -> dict[str, float]:
        found = {}
        for name in self._variants:
            result = self.results.get(name)
            spread_of = None if result is None else result.spread(metric)
            if spread_of is not None:
                found[name] = spread_of.median
        return found

    def _gained(self, medians: Mapping[str, dict[str, float]]) -> Content:
        """From the first variant to the last one, where that can be told."""
        parts = []
        for metric, word in ((IMAGE, "smaller"), (EDIT, "faster")):
            names = list(medians[metric.id])
            if len(names) < 2:
                continue
            one = compared(Promise(metric.id, names[0], names[-1]), self.results)
            if one.verdict == "lower" and one.ratio:
                parts.append((f"{times(1 / one.ratio)} {word}", BETTER))
        if not parts:
            return line(("Build more to compare.", MUTED))
        after = (" after a code edit", MUTED) if parts[-1][0].endswith("faster") else ""
        joint = (", and ", MUTED) if len(parts) == 2 else ""
        return line(parts[0], joint, *parts[1:], after)

    def _chart(
        self, title: str, values: Mapping[str, float], metric: Metric, width: int
    ) -> list[Content]:
        chart = _Chart.of(metric, values, self.results)
        room = width - NAME_CELLS - chart.number_cells - 1
        unit = line((chart.unit, MUTED), " " * (chart.part == 0))
        out = [spread(line((title, STRONG)), unit, width), Content("")]
        for name in self._variants:
            out.append(line(self._name_of(name, name in values), self._bar(name, chart, room)))
        return out

    def _beside(self, medians: Mapping[str, dict[str, float]], width: int) -> list[Content]:
        half = (width - NAME_CELLS - 4) // 2
        images, edits = medians[IMAGE.id], medians[EDIT.id]
        charts = [_Chart.of(IMAGE, images, self.results), _Chart.of(EDIT, edits, self.results)]
        titles = (f"image, {charts[0].unit}", "build after a code edit, s")
        head = line(" " * NAME_CELLS, (f"{titles[0]:<{half + 4}}", MUTED), (titles[1], MUTED))
        rows = [head] if images or edits else []
        for name in self._variants:
            if name in images or name in edits:
                left, right = (
                    self._bar(name, chart, half - chart.number_cells - 1) for chart in charts
                )
                rows.append(line(self._name_of(name, True), pad(left, half), "    ", right))
        unbuilt = [one for one in self._variants if one not in images and one not in edits]
        if unbuilt:
            words = ", ".join(unbuilt[:-1]) + (" and " if unbuilt[:-1] else "") + unbuilt[-1]
            verb = "are" if len(unbuilt) > 1 else "is"
            rows += wrap(line((f"{words} {verb} not built yet.", FAINT)), width)
        return rows

    def _name_of(self, name: str, built: bool) -> Content:
        ink = STRONG if name == self.here and built else MUTED if built else FAINT
        return line((f"{name:<{NAME_CELLS}}", ink))

    def _bar(self, name: str, chart: "_Chart", room: int) -> Content:
        value = chart.values.get(name)
        if value is None:
            words = line(("not built yet", FAINT)) if chart.values else empty_bar(room)
            return pad(words, room + chart.number_cells + 1)
        here = name == self.here
        longest = max(chart.values.values())
        drawn = row_bar(chart.lengths[name], longest, room, NEW if here else BEFORE)
        number = with_point(value / chart.factor, chart.part)
        return line(drawn, (f" {number}", STRONG if here else PLAIN))


class _Chart(Struct, frozen=True):
    """One metric's medians with the lengths of their bars, and how its numbers are set."""

    values: Mapping[str, float]
    lengths: Mapping[str, float]
    unit: str
    factor: float
    part: int

    @classmethod
    def of(
        cls, metric: Metric, values: Mapping[str, float], results: Mapping[str, VariantResult]
    ) -> "_Chart":
        """The chart of these medians."""
        smallest = 1e6 if metric.unit == "bytes" else 1.0
        unit, factor = scale_of(max(values.values(), default=smallest), metric.unit)
        parts = (number(value / factor).partition(".") for value in values.values())
        part = max((len(point + behind) for _, point, behind in parts), default=0)
        return cls(values, bar_lengths(metric, results, list(values)), unit, factor, part)

    @property
    def number_cells(self) -> int:
        """How wide a number is set."""
        return WHOLE_CELLS + self.part
