"""The way from the first variant to the last as two charts: image sizes, builds after an edit."""

from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.reactive import reactive

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.measure.results import VariantResult
from walkthrough.report.numbers import times
from walkthrough.tui.bars import empty_bar, row_bar
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import NUMBER_CELLS, aligned, scale_of
from walkthrough.tui.ink import BEFORE, BETTER, FAINT, MUTED, NEW, PLAIN, STRONG
from walkthrough.tui.lines import line, spread, wrap

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

    def lines(self, width: int) -> list[Content]:
        medians = {metric.id: self._medians(metric) for metric in (IMAGE, EDIT)}
        built = any(medians.values())
        title = line(("Your journey so far" if built else "The journey", STRONG))
        gained = self._gained(medians)
        if not built:
            words = REPLAYED if self._recorded else INVITATION
            head = [title, Content(""), *wrap(line((words, MUTED)), width), Content("")]
        elif self.stacked:
            head = [title, Content(""), gained, Content("")]
        else:
            head = [spread(title, gained, width)]
        if not self.stacked and width >= SIDE_BY_SIDE_FROM:
            return head + self._beside(medians, width)
        charts = [
            *self._chart("Image size", medians[IMAGE.id], IMAGE, width),
            Content(""),
            *self._chart("Build after a code edit", medians[EDIT.id], EDIT, width),
        ]
        return head + charts

    def _medians(self, metric: Metric) -> dict[str, float]:
        found = {}
        for name in self._variants:
            result = self.results.get(name)
            spread_of = None if result is None else result.spread(metric)
            if spread_of is not None:
                found[name] = spread_of.median
        return found

    def _gained(self, medians: Mapping[str, dict[str, float]]) -> Content:
        parts = []
        for metric, word in ((IMAGE, "smaller"), (EDIT, "faster")):
            values = list(medians[metric.id].values())
            if len(values) > 1 and 0 < values[-1] < values[0]:
                parts.append((f"{times(values[0] / values[-1])} {word}", BETTER))
        if not parts:
            return line(("Build more to compare.", MUTED))
        after = (" after a code edit", MUTED) if parts[-1][0].endswith("faster") else ""
        joint = (", and ", MUTED) if len(parts) == 2 else ""
        return line(parts[0], joint, *parts[1:], after)

    def _chart(
        self, title: str, values: Mapping[str, float], metric: Metric, width: int
    ) -> list[Content]:
        largest = max(values.values(), default=0.0)
        unit, factor = scale_of(largest or (1e6 if metric.unit == "bytes" else 1.0), metric.unit)
        room = width - NAME_CELLS - NUMBER_CELLS - 1
        out = [spread(line((title, STRONG)), line((unit, MUTED), "   "), width), Content("")]
        for name in self._variants:
            out.append(
                line(self._name_of(name, name in values), *self._bar(name, values, factor, room))
            )
        return out

    def _beside(self, medians: Mapping[str, dict[str, float]], width: int) -> list[Content]:
        half = (width - NAME_CELLS - 4) // 2
        room = half - NUMBER_CELLS - 1
        images, edits = medians[IMAGE.id], medians[EDIT.id]
        unit, factor = scale_of(max(images.values(), default=1e6), "bytes")
        titles = (f"image, {unit}", "build after a code edit, s")
        rows = [line(" " * NAME_CELLS, (f"{titles[0]:<{half + 4}}", MUTED), (titles[1], MUTED))]
        for name in self._variants:
            if name in images or name in edits:
                left = line(*self._bar(name, images, factor, room))
                right = line(*self._bar(name, edits, 1.0, room))
                rows.append(line(self._name_of(name, True), left, "    ", right))
        unbuilt = [one for one in self._variants if one not in images and one not in edits]
        if unbuilt:
            words = ", ".join(unbuilt[:-1]) + (" and " if unbuilt[:-1] else "") + unbuilt[-1]
            verb = "are" if len(unbuilt) > 1 else "is"
            rows += wrap(line((f"{words} {verb} not built yet", FAINT)), width)
        return rows

    def _name_of(self, name: str, built: bool) -> Content:
        ink = STRONG if name == self.here and built else MUTED if built else FAINT
        return line((f"{name:<{NAME_CELLS}}", ink))

    def _bar(
        self, name: str, values: Mapping[str, float], factor: float, room: int
    ) -> list[Content]:
        value = values.get(name)
        if value is None:
            words = line(("not built yet", FAINT)) if values else empty_bar(room)
            return [line(words, " " * (room + NUMBER_CELLS + 1 - words.cell_length))]
        here = name == self.here
        drawn = row_bar(value, max(values.values()), room, NEW if here else BEFORE)
        return [drawn, line((f" {aligned(value / factor)}", STRONG if here else PLAIN))]
