"""The Compare tab: the lesson's variants side by side, one metric in full, and more runs.

Asks before it measures; tells the screen with `WantsRuns` that more runs are wanted, and with
`Changed` that the filled key does something else now.
"""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one
from textual.message import Message

from walkthrough.course.metric import Metric
from walkthrough.course.model import Lesson
from walkthrough.learn.predictions import outcomes
from walkthrough.report.conditions_words import not_shown_words
from walkthrough.report.story import Wanted, lowest_count
from walkthrough.tui.commands import bindings
from walkthrough.tui.compare.blocks import Shown, metrics_in_full
from walkthrough.tui.format import plural
from walkthrough.tui.next_act import NextAct
from walkthrough.tui.run_state import RunState
from walkthrough.tui.services import Services
from walkthrough.tui.widgets.compare_view import CompareView
from walkthrough.tui.widgets.more_runs import MoreRuns, Offer

RUNS_WITH_RANGES = 3
NO_MORE = "A recording holds the runs that it holds. On an engine, r measures more."


class ComparePane(VerticalScroll):
    """All that the lesson compares."""

    BINDINGS = bindings("compare")
    place = "compare"

    _view = query_one(CompareView)
    _more = query_one(MoreRuns)

    class WantsRuns(Message):
        """The reader wants each build to have so many runs."""

        def __init__(self, wanted: Wanted) -> None:
            super().__init__()
            self.wanted = wanted

    class Changed(Message):
        """What the filled key and esc do has changed."""

    def __init__(self, services: Services, lesson: Lesson) -> None:
        super().__init__(id="compare", classes="panel")
        self._services = services
        self._lesson = lesson
        self._offer: Offer | None = None
        self._run: RunState | None = None
        self._done = (0, 0)

    def compose(self) -> ComposeResult:
        yield MoreRuns(self._services.course)
        yield CompareView()

    def show(self) -> None:
        """Show what was measured, and under which conditions."""
        services, lesson = self._services, self._lesson
        results, conditions = services.results(), services.conditions()
        elsewhere = services.elsewhere(lesson) if conditions is not None else ()
        self._view.shown = Shown(
            services.course,
            lesson,
            dict(results),
            conditions,
            outcomes(lesson, services.progress.answers(lesson.id), results),
            tuple(not_shown_words(one, conditions) for one in elsewhere if conditions is not None),
        )

    def show_run(self, run: RunState | None) -> None:
        """Show how far the run is, and what it has measured as soon as it has."""
        before, self._run = self._run, run
        self._more.show(self._offer, run, self._services.pace())
        done = (run.number, sum(build.state == "done" for build in run.builds)) if run else (0, 0)
        if run is not before or done != self._done:
            self._done = done
            self.show()
            self.post_message(self.Changed())

    def fit(self, tall: bool) -> None:
        """Follow the screen's height."""
        self._view.tall = tall

    @property
    def next_act(self) -> NextAct | None:
        """What the filled key does here before anything else."""
        if self._offer is not None:
            return NextAct("more", f"measure {plural(self._offer.cost.builds, 'build')}")
        if self._run is not None and self._run.running and self._run.number:
            return NextAct("wait", f"build {self._run.number} of {self._run.total}")
        return None

    @property
    def leave_words(self) -> str:
        """What esc does here before it leaves the lesson; empty where it leaves."""
        if self._offer is not None:
            return "not now"
        return "all metrics" if self._view.metric is not None else ""

    def ask_for_more(self) -> None:
        """Tell what more runs cost; asked once more, start them."""
        if self._offer is not None:
            self.accept()
        elif self._services.is_recorded:
            self.notify(NO_MORE, markup=False)
        elif self._run is None or not self._run.running:
            runs = lowest_count(self._services.course, self._lesson, self._services.results()) + 1
            runs = max(RUNS_WITH_RANGES, runs)
            cost = self._services.cost(self._lesson, Wanted(runs))
            self._take(None if cost is None else Offer(runs, cost))

    def accept(self) -> None:
        """Start the runs that were offered."""
        if self._offer is not None:
            runs = self._offer.runs
            self._take(None)
            self.post_message(self.WantsRuns(Wanted(runs)))

    def step_out(self) -> bool:
        """Take back the offer or leave the single metric; whether there was one."""
        if self._offer is not None:
            self._take(None)
            return True
        if self._view.metric is not None:
            self._show_metric(None)
            return True
        return False

    def action_next_metric(self) -> None:
        """Show one metric in full, then the next one, after the last one all."""
        metrics = (*metrics_in_full(self._lesson), None)
        now = self._view.metric
        self._show_metric(metrics[metrics.index(now) + 1 if now is not None else 0])

    def on_compare_view_clicked(self, message: CompareView.Clicked) -> None:
        self._show_metric(message.metric)

    def _show_metric(self, metric: Metric | None) -> None:
        self._view.metric = metric
        self.scroll_home(animate=False)
        self.post_message(self.Changed())

    def _take(self, offer: Offer | None) -> None:
        self._offer = offer
        self.show_run(self._run)
        self.post_message(self.Changed())
