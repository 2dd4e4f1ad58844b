"""Every variant of the course in one metric as bars and a table, and the list of metrics."""

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Course
from walkthrough.measure.model import Conditions
from walkthrough.report.numbers import JOIN
from walkthrough.report.words import disturbance_words
from walkthrough.tui.all_variants import MetricTable, VariantRow
from walkthrough.tui.bars import empty_bar, row_bar
from walkthrough.tui.compare.blocks import Block
from walkthrough.tui.compare.rows import INKS
from walkthrough.tui.compare.scales import Columns, columns_for
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.format import bases_words, metric_title, short_verdict
from walkthrough.tui.ink import BEFORE, FAINT, HERE_GROUND, KEY, MUTED, NEW, PLAIN, STRONG, WORSE
from walkthrough.tui.lines import cut_at_word, ground, line, pad, spread, wrap

LESSON_CELLS = 4
VERDICT_CELLS = 19
LESSON_FROM = 60
VERDICT_FROM = 54


class AllVariants(Drawn):
    """One metric: a row for each variant that some lesson measures in it."""

    table: reactive[MetricTable | None] = reactive(None)
    conditions: reactive[Conditions | None] = reactive(None)
    here: reactive[str] = reactive("")
    place: reactive[str] = reactive("")

    class HeadClicked(Message):
        """The metric's name was clicked."""

    def __init__(self, course: Course) -> None:
        super().__init__(classes="all-variants")
        self._course = course

    def watch_table(self) -> None:
        self.redraw()

    def watch_conditions(self) -> None:
        self.redraw()

    def watch_here(self) -> None:
        self.redraw()

    def watch_place(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None and offset.y == 0:
            self.post_message(self.HeadClicked())

    def lines(self, width: int) -> list[Content]:
        table = self.table
        if table is None:
            return []
        lessons = LESSON_CELLS if width >= LESSON_FROM else 0
        verdicts = VERDICT_CELLS if width >= VERDICT_FROM else 0
        spreads = {row.variant_id: row.spread for row in table.rows if row.spread is not None}
        names = [row.variant_id for row in table.rows] or ["variant"]
        block = Block(table.metric, tuple(names), (), spreads)
        columns = columns_for([block], names, width - lessons - verdicts)
        title = metric_title(table.metric, self._course, spreads.values())
        head = spread(line((title, STRONG)), line((self.place, FAINT)), width)
        rows = [head, Content(""), *self._heads(columns, lessons, verdicts)]
        for row in table.rows:
            drawn = self._row(row, table, columns, lessons, verdicts)
            rows.append(ground(drawn, width, HERE_GROUND) if row.variant_id == self.here else drawn)
        return [*rows, Content(""), *self._below(table, width)]

    def _heads(self, columns: Columns, lessons: int, verdicts: int) -> list[Content]:
        """What stands in the columns, where there is room for more than the figures."""
        if not verdicts or self.table is None or not self.table.measured:
            return []
        number = columns.figure(0.0, self.table.metric.unit, False)
        figures = sum(line(one).cell_length for one in number)
        ranged = "lowest to highest" if columns.extent else ""
        return [
            line(
                (f"{'':<{lessons + columns.names + columns.bar}}", FAINT),
                (f"{'median':>{figures}}", FAINT),
                (f"{ranged:>{columns.extent}}", FAINT),
                (f"  against {self.table.reference}", FAINT),
            )
        ]

    def _row(
        self, row: VariantRow, table: MetricTable, columns: Columns, lessons: int, verdicts: int
    ) -> Content:
        here = row.variant_id == self.here
        ink = STRONG if here else MUTED if row.spread else FAINT
        number = (f"{row.lesson:<{lessons}}" if lessons else "", FAINT)
        label = line(number, pad(line((row.variant_id, ink)), columns.names))
        if row.spread is None:
            words = f" not built yet: lesson {row.lesson}"
            return line(label, empty_bar(columns.bar), (words, FAINT))
        unit = table.metric.unit
        scale = columns.scales[unit].largest
        drawn = row_bar(table.lengths[row.variant_id], scale, columns.bar, NEW if here else BEFORE)
        said = Content("")
        if verdicts and row.spread.disturbed:
            said = line(("  disturbed", WORSE))
        elif verdicts and row.against is not None:
            verdict = short_verdict(row.against, table.metric)
            said = line((f"  {verdict}", INKS.get(row.against.verdict, MUTED)))
        elif verdicts and row.variant_id == table.reference:
            said = line(("  where you start", MUTED))
        extent = (columns.span(row.spread, unit), MUTED)
        return line(label, drawn, *columns.figure(row.spread.median, unit, here), extent, said)

    def _below(self, table: MetricTable, width: int) -> list[Content]:
        rows: list[Content] = []
        if not table.measured:
            words = "None of them is measured in this yet: a lesson's builds add its bars."
            rows += wrap(line((words, MUTED)), width)
        if table.never:
            words = f"No lesson measures this of {_listed(table.never)}."
            rows += wrap(line((words, FAINT)), width)
        disturbed = {
            f"{row.variant_id} {disturbance_words(row.spread.disturbed)}"
            for row in table.rows
            if row.spread is not None and row.spread.disturbed
        }
        for words in sorted(disturbed):
            rows += wrap(line((f"{words}.", WORSE)), width)
        counts = {row.spread.count for row in table.rows if row.spread is not None}
        if counts and self.conditions is not None:
            most = max(counts)
            runs = f"Medians of up to {most}{JOIN}runs." if most > 1 else "One run each."
            recorded = self.conditions.recorded_on
            where = f" Recorded on {recorded}, not measured here." if recorded else ""
            bases = bases_words(self.conditions).capitalize()
            rows += wrap(line((f"{runs} {bases}.{where}", FAINT)), width)
        return rows


class MetricList(Drawn):
    """What can be shown, with how many of the variants have it; the chosen one is marked."""

    tables: reactive[tuple[MetricTable, ...]] = reactive(())
    selected: reactive[int] = reactive(0)

    class Chosen(Message):
        """A metric was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, course: Course) -> None:
        super().__init__(classes="metric-list")
        self._course = course
        self._places: dict[int, int] = {}

    def watch_tables(self) -> None:
        self.redraw()

    def watch_selected(self) -> None:
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        rows: list[Content] = []
        self._places = {}
        group = ""
        for place, table in enumerate(self.tables):
            if _group(table.metric) != group:
                group = _group(table.metric)
                rows += [*([Content("")] if rows else []), line("  ", (group, STRONG))]
            self._places[len(rows)] = place
            rows.append(self._row(place, table, width))
        return rows

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        place = self._places.get(offset.y) if offset is not None else None
        if place is not None:
            self.post_message(self.Chosen(place))

    def _row(self, place: int, table: MetricTable, width: int) -> Content:
        here = place == self.selected
        count = f"{table.measured} of {len(table.rows)}" if table.measured else "·"
        ink = KEY if here else PLAIN if table.measured else FAINT
        edge = ("▌ ", NEW) if here else "  "
        title = cut_at_word(line((self._title(table.metric), ink)), width - 12)
        drawn = spread(line(edge, title), line((count, MUTED if here else FAINT), " "), width)
        return ground(drawn, width, HERE_GROUND) if here else drawn

    def _title(self, metric: Metric) -> str:
        """Within its group: the modules' scenarios as those of the times are called."""
        if metric.figure == "modules_downloaded":
            metric = parse_metric(f"{metric.scenario}.wall_s")
        return metric_title(metric, self._course)


def _group(metric: Metric) -> str:
    if metric.scenario is None:
        return "Sizes"
    return "Build times" if metric.unit == "s" else "Modules downloaded"


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
