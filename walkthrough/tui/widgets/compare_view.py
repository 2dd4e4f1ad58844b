"""The lesson's variants side by side: a block for each metric, or one metric in full."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from walkthrough.course.metric import Metric
from walkthrough.tui.compare.basis import basis_rows
from walkthrough.tui.compare.blocks import (
    Block,
    Shown,
    blocks,
    metrics_in_full,
    without_told_modules,
)
from walkthrough.tui.compare.focus import focus_rows
from walkthrough.tui.compare.lead import answer_rows, lead_of, lead_rows
from walkthrough.tui.compare.rows import block_rows, ghost_rows
from walkthrough.tui.compare.scales import columns_for
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import metric_title
from walkthrough.tui.ink import FAINT, MUTED
from walkthrough.tui.lines import line, wrap

EMPTY = "The bars appear here with your first build."


class CompareView(Drawn):
    """All metrics of the lesson; what is not measured yet says so."""

    shown: reactive[Shown | None] = reactive(None)
    tall: reactive[bool] = reactive(True)
    metric: reactive[Metric | None] = reactive(None)

    class Clicked(Message):
        """A metric was clicked, or anything while there is only one (None)."""

        def __init__(self, metric: Metric | None) -> None:
            super().__init__()
            self.metric = metric

    def __init__(self) -> None:
        super().__init__(classes="compare-blocks")
        self._metrics: list[Metric | None] = []

    def watch_shown(self) -> None:
        self.redraw()

    def watch_tall(self) -> None:
        self.redraw()

    def watch_metric(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if self.metric is not None:
            self.post_message(self.Clicked(None))
        elif offset is not None and offset.y < len(self._metrics) and self._metrics[offset.y]:
            self.post_message(self.Clicked(self._metrics[offset.y]))

    def lines(self, width: int) -> list[Content]:
        if self.shown is None:
            return []
        if self.metric is not None:
            return self._in_full(self.shown, self.metric, width)
        found = blocks(self.shown)
        measured = [one for one in found if one.spreads]
        if not measured:
            return _ghosts(found, self.shown, width)
        return self._blocks(measured, found, self.shown, width)

    def _blocks(
        self, measured: list[Block], found: tuple[Block, ...], shown: Shown, width: int
    ) -> list[Content]:
        drawn = without_told_modules(measured, shown) if self.tall else tuple(measured)
        columns = columns_for(drawn, shown.lesson.variants, width)
        lead = lead_of(measured) if self.tall else None
        out = [] if lead is None else lead_rows(lead, shown, width)
        metrics: list[Metric | None] = [None] * len(out)
        for number, block in enumerate(drawn):
            below = drawn[number + 1] if number + 1 < len(drawn) else None
            tight = block.fits_a_line and below is not None and below.fits_a_line
            rows = block_rows(block, shown, columns, width, causes=self.tall)
            rows += answer_rows(block, shown, lead, width)
            metrics += [block.metric] * len(rows) + [None] * (not tight)
            out += [*rows, *([] if tight else [Content("")])]
        self._metrics = metrics
        missing = [metric_title(one.metric, shown.course) for one in found if not one.spreads]
        if missing:
            recorded = shown.conditions is not None and shown.conditions.recorded_on
            yet = "Not replayed yet" if recorded else "Not measured yet"
            out += wrap(line((f"{yet}: {', '.join(missing)}.", FAINT)), width)
        return out + basis_rows(shown, measured, width)

    def _in_full(self, shown: Shown, metric: Metric, width: int) -> list[Content]:
        metrics = metrics_in_full(shown.lesson)
        place = f"metric {metrics.index(metric) + 1} of {len(metrics)}"
        block = [one for one in blocks(shown) if one.spreads]
        below = [Content(""), *basis_rows(shown, block, width)] if block else []
        return [*focus_rows(shown, metric, place, width), *below]


def _ghosts(found: tuple[Block, ...], shown: Shown, width: int) -> list[Content]:
    columns = columns_for((), shown.lesson.variants, width)
    rows = [line((EMPTY, MUTED)), Content("")]
    for block in found:
        rows += [*ghost_rows(block, shown, columns, width), Content("")]
    return rows
