"""The Build tab: owns the lesson's run, shows its steps as they go and its log below.

Handles `RunAdvanced` and `RunEnded` of its run; tells the screen with `Advanced` and `Ended`.
"""

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.message import Message
from textual.timer import Timer

from walkthrough.course.model import Lesson
from walkthrough.tui.commands import bindings
from walkthrough.tui.lesson_run import DRAINS_A_SECOND, LessonRun, RunAdvanced
from walkthrough.tui.run_state import RunState
from walkthrough.tui.services import Services
from walkthrough.tui.widgets.build_log import MOST_LOG_LINES, BuildLog, LogTitle
from walkthrough.tui.widgets.builds_list import BuildsList
from walkthrough.tui.widgets.running_build import RunningBuild

CLOCK_SECONDS = 0.2


class BuildPane(Vertical):
    """The build that runs now, or what will be built."""

    BINDINGS = bindings("build")
    place = "build"

    _running_build = query_one(RunningBuild)
    _builds = query_one(BuildsList)
    _title = query_one(LogTitle)
    log_widget = query_one(BuildLog)

    class Advanced(Message):
        """The run has come further."""

    class Ended(Message):
        """The run is over; `run` says how."""

    def __init__(self, services: Services, lesson: Lesson) -> None:
        super().__init__(id="build")
        self._services = services
        self._lesson = lesson
        self._run: LessonRun | None = None
        self._clocks: list[Timer] = []

    def compose(self) -> ComposeResult:
        course = self._services.course
        yield RunningBuild(course)
        yield BuildsList(course, self._lesson)
        yield LogTitle(classes="log-title")
        yield BuildLog(max_lines=MOST_LOG_LINES, classes="log")

    @property
    def run(self) -> RunState | None:
        """The run that goes on, or the last one."""
        return None if self._run is None else self._run.state

    @property
    def is_building(self) -> bool:
        """Whether a run goes on."""
        return self.run is not None and self.run.running

    def start(self, runs: int) -> None:
        """Bring the lesson's builds to so many samples, unless a run goes on."""
        if self.is_building:
            return
        state = RunState(self._services.course.variants)
        self._run = LessonRun(state, lambda: self._services.run(self._lesson, runs))
        self._clocks = [
            self.set_interval(1 / DRAINS_A_SECOND, self._drain),
            self.set_interval(CLOCK_SECONDS, self._tick),
        ]
        self._pump(self._run)

    @work(thread=True, group="cancel")
    def cancel(self) -> None:
        """End the run; `Ended` tells when it has."""
        self._services.cancel()

    def show(self, log: list[str]) -> None:
        """Show the run as it is, with these lines more in its log."""
        run, pace = self.run, self._services.pace()
        self.set_class(run is not None, "-begun")
        self._running_build.show(run, pace)
        self._builds.show(run, pace)
        if log:
            self.log_widget.add(log)
        self.set_class(self.log_widget.line_count > 0, "-logged")

    def action_follow_log(self) -> None:
        """Go to the log's end."""
        self.log_widget.follow()

    def on_run_advanced(self, message: RunAdvanced) -> None:
        self.show(message.log)
        self.post_message(self.Advanced())

    def on_run_ended(self) -> None:
        for timer in self._clocks:
            timer.stop()
        self._clocks.clear()
        self.show([])
        self.post_message(self.Ended())

    def on_build_log_following_changed(self) -> None:
        self._title.following = self.log_widget.following
        self._title.redraw()

    def on_unmount(self) -> None:
        if self._run is not None:
            self._run.abandon()

    @work(thread=True, group="build")
    def _pump(self, run: LessonRun) -> None:
        run.pump()

    def _drain(self) -> None:
        if self._run is not None:
            self._run.drain(self)

    def _tick(self) -> None:
        self.show([])
        self.post_message(self.Advanced())
