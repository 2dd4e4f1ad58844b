"""What one step took in each build, beside the same step of the variant before. Pure."""

from msgspec import Struct
from textual.content import Content

from walkthrough.measure.model import StepTiming
from walkthrough.tui.dockerfile.gutter import short_seconds
from walkthrough.tui.dockerfile.shown import Shown, steps_by_line
from walkthrough.tui.ink import FAINT, MUTED, STRONG
from walkthrough.tui.lines import line, pad

GAP = 2
TIME_CELLS = 6


class StepTimes(Struct, frozen=True):
    """The times of the step on `step_line`; where the line is no step it is None."""

    shown: Shown
    step_line: int | None

    def now(self) -> Content:
        """Its time in the build that the gutter shows: `code edit  0.95 s, was 19.7 s`."""
        scenario = self.shown.scenario
        own, before = self._own(scenario.id), self._before(scenario.id)
        if own is None:
            return Content("")
        was = line((", was ", MUTED), _time(before)) if before is not None else Content("")
        return line((f"{scenario.title.lower()}  ", MUTED), _time(own), was)

    def table(self, name_cells: int) -> list[Content]:
        """A column a scenario, a row a variant; names take at least so many cells."""
        shown, scenarios = self.shown, self.shown.scenarios
        rows = [(shown.variant.id, STRONG, [self._own(one.id) for one in scenarios])]
        if shown.before is not None and self._counterpart is not None:
            times = [self._before(one.id) for one in scenarios]
            rows.append((shown.before.id, MUTED, times))
        names = max(name_cells, *(len(name) + GAP for name, _, _ in rows))
        columns = [max(len(one.title), TIME_CELLS) + GAP for one in scenarios]
        head = pad(line(("Took", MUTED)), names)
        for one, cells in zip(scenarios, columns, strict=True):
            style = STRONG if one.id == shown.scenario.id else MUTED
            head = line(head, pad(line((one.title, style)), cells, right=True))
        table = [head]
        for name, style, times in rows:
            row = pad(line((name, style)), names)
            for step, cells in zip(times, columns, strict=True):
                row = line(row, pad(_time(step), cells, right=True))
            table.append(row)
        return table

    def sentence(self) -> Content:
        """`cold build 21.3 s (deps-first 21.5 s), code edit 0.95 s (19.7 s)`."""
        shown = self.shown
        text = Content("")
        name = f"{shown.before.id} " if shown.before is not None else ""
        for one in shown.scenarios:
            comma = ", " if text.cell_length else ""
            text = line(text, (f"{comma}{one.title.lower()} ", MUTED), _time(self._own(one.id)))
            if self._counterpart is not None:
                before = _time(self._before(one.id))
                text = line(text, (f" ({name}", MUTED), before, (")", MUTED))
                name = ""
        return text

    @property
    def _counterpart(self) -> int | None:
        return self.shown.counterparts().get(self.step_line or 0)

    def _own(self, scenario: str) -> StepTiming | None:
        return steps_by_line(self.shown.samples.get(scenario)).get(self.step_line or 0)

    def _before(self, scenario: str) -> StepTiming | None:
        steps = steps_by_line(self.shown.samples_before.get(scenario))
        return steps.get(self._counterpart or 0)


def _time(step: StepTiming | None) -> Content:
    if step is None:
        return line(("·", FAINT))
    if step.cached:
        return line(("CACHED", FAINT))
    return line(short_seconds(step.seconds))
