"""The journey in full: all variants of the course so far, in any metric.

Handles `EngineChanged` and clicks on metrics; goes back to where it was opened from.
"""

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.getters import query_one
from textual.screen import Screen

from walkthrough.tui.all_variants import MetricTable, journey_metrics, metric_table
from walkthrough.tui.breakpoints import fit_first_frame
from walkthrough.tui.commands import BY_ID, bindings, named
from walkthrough.tui.engine_state import EngineChanged, EngineState
from walkthrough.tui.services import Services
from walkthrough.tui.widgets.all_variants import AllVariants, MetricList
from walkthrough.tui.widgets.footer import Footer
from walkthrough.tui.widgets.header import Header

SIDE_COMMANDS = ("journey.metric", "journey.previous", "app.theme", "app.quit")


class JourneyScreen(Screen[None]):
    """One metric at a time; `here` is the variant that the reader came from."""

    CSS_PATH = "journey.tcss"
    BINDINGS = bindings("journey")
    place = "journey"

    _variants = query_one(AllVariants)
    _metrics = query_one(MetricList)
    _header = query_one(Header)

    def __init__(self, services: Services, engine: EngineState, here: str, back_to: str) -> None:
        super().__init__()
        self._services = services
        self._engine = engine
        self._here = here
        self._back_to = back_to
        self._tables: tuple[MetricTable, ...] = ()

    def compose(self) -> ComposeResult:
        fit_first_frame(self)
        course = self._services.course
        yield Header("All variants")
        with Horizontal(classes="whole-journey"):
            with VerticalScroll(classes="metrics", can_focus=False):
                yield MetricList(course)
            with VerticalScroll(classes="panel variants"):
                yield AllVariants(course)
        yield Footer()

    def on_mount(self) -> None:
        self._variants.here = self._here
        self._show_results()
        commands = [(one, one.words) for one in named(SIDE_COMMANDS)]
        back = BY_ID["journey.leave"]
        self.query_one(Footer).show("enter", f"back to {self._back_to}", back, commands)
        self.query_one(".variants").focus()
        self.watch(self._metrics, "selected", self._show_metric, init=True)

    def on_engine_changed(self, message: EngineChanged) -> None:
        self._engine = message.state
        self._show_results()
        self._show_metric()

    def on_metric_list_chosen(self, message: MetricList.Chosen) -> None:
        self._metrics.selected = message.place

    def on_all_variants_head_clicked(self) -> None:
        self.action_next_metric()

    def action_next_metric(self) -> None:
        """Show the next metric that anything was measured in."""
        count = len(self._tables)
        order = [(self._metrics.selected + step) % count for step in range(1, count + 1)]
        measured = [place for place in order if self._tables[place].measured]
        self._metrics.selected = (measured or order)[0]

    def action_move(self, steps: int) -> None:
        """Show the metric above or below."""
        last = len(self._tables) - 1
        self._metrics.selected = max(0, min(last, self._metrics.selected + steps))

    def action_leave(self) -> None:
        """Go back to where the reader came from."""
        self.dismiss()

    def _show_results(self) -> None:
        course, results = self._services.course, self._services.results()
        self._tables = tuple(metric_table(course, one, results) for one in journey_metrics(course))
        self._metrics.tables = self._tables
        self._variants.conditions = self._services.conditions()
        self._header.status = self._engine.status()

    def _show_metric(self) -> None:
        place = self._metrics.selected
        self._variants.place = f"metric {place + 1} of {len(self._tables)}"
        self._variants.table = self._tables[place]
