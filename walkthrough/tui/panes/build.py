"""The Build tab: owns the lesson's run, shows its steps as they go and its log below.

Handles `RunAdvanced` and `RunEnded` of its run; tells the screen with `Advanced` and `Ended`.
"""

from functools import partial

from textual import work
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import get_current_worker

from walkthrough.course.model import Lesson
from walkthrough.report.story import Wanted
from walkthrough.store.build_logs import BuildLogs
from walkthrough.tui.commands import bindings
from walkthrough.tui.format import plural
from walkthrough.tui.lesson_run import DRAINS_A_SECOND, LessonRun, RunAdvanced
from walkthrough.tui.pager import open_in_pager
from walkthrough.tui.run_state import RunState
from walkthrough.tui.services import Services
from walkthrough.tui.widgets.build_log import BuildLog
from walkthrough.tui.widgets.build_problem import problem_text
from walkthrough.tui.widgets.builds_list import BuildsList
from walkthrough.tui.widgets.log_search_bar import LogSearchBar
from walkthrough.tui.widgets.log_title import LogPlace, LogTitle, home_as_tilde
from walkthrough.tui.widgets.running_build import RunningBuild

CLOCK_SECONDS = 1.0
"""Each drawing costs processor time that a build on the same machine lacks."""


class BuildPane(Vertical):
    """The build that runs now, or what will be built."""

    BINDINGS = bindings("build")
    place = "build"

    _running_build = query_one(RunningBuild)
    _builds = query_one(BuildsList)
    _title = query_one(LogTitle)
    _place = query_one(LogPlace)
    _search = query_one(LogSearchBar)
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
        yield RunningBuild(course, self._services.is_recorded)
        services = self._services
        lacking = services.lacking(self._lesson)
        yield BuildsList(course, self._lesson, services.is_recorded, lacking)
        yield LogTitle(classes="log-title")
        yield LogSearchBar(classes="log-search")
        yield BuildLog(classes="log")
        yield LogPlace(classes="log-place")

    def on_mount(self) -> None:
        self._ask_recorded_time()

    @work(thread=True, group="recorded time")
    def _ask_recorded_time(self) -> None:
        recorded = self._services.recorded_time(self._lesson)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._running_build.expect, recorded)

    @property
    def run(self) -> RunState | None:
        """The run that goes on, or the last one."""
        return None if self._run is None else self._run.state

    @property
    def is_building(self) -> bool:
        """Whether a run goes on."""
        return self.run is not None and self.run.running

    def start(self, wanted: Wanted) -> None:
        """Bring the lesson's builds to the runs that are wanted, unless a run goes on."""
        if self.is_building:
            return
        state = RunState(self._services.course.variants)
        services = self._services
        events = partial(services.run, self._lesson, wanted)
        self._run = LessonRun(state, events, services.cancel, BuildLogs())
        self._clocks = [
            self.set_interval(1 / DRAINS_A_SECOND, self._drain),
            self.set_interval(CLOCK_SECONDS, self._tick),
        ]
        self._pump(self._run)

    @work(thread=True, group="cancel")
    def cancel(self) -> None:
        """End the run; `Ended` tells when it has."""
        if self._run is not None:
            self._run.stop()

    def show(self) -> None:
        """Show the run as it is."""
        run, pace = self._run, self._services.pace()
        failed = run is not None and run.state.error is not None
        self.update_classes({"-begun": run is not None, "-problem": failed})
        self._running_build.show(self.run, pace)
        self._builds.show(self.run, pace)
        self._show_log()

    def action_follow_log(self) -> None:
        """Go to the log's end."""
        self.log_widget.follow()

    def action_search_log(self) -> None:
        """Open the field to search the log in."""
        if self.log_widget.line_count:
            self._search.open()

    def action_next_match(self) -> None:
        """Show the next line that was searched for."""
        self.log_widget.search_next()
        self._show_title()

    def action_previous_match(self) -> None:
        """Show the line before that was searched for."""
        self.log_widget.search_previous()
        self._show_title()

    def action_leave_search(self) -> None:
        """Close the search; without one the key has its other meaning."""
        if not self._search.has_class("-open"):
            raise SkipAction()
        self._search.close()
        self.log_widget.end_search()
        self.log_widget.focus()

    def action_copy(self) -> None:
        """Copy what is selected, else the error that is shown, else the last build's log."""
        selected = self.screen.get_selected_text()
        problem = problem_text(self.run) if self.run is not None else ""
        if selected:
            self._copy(selected, "what is selected")
        elif problem:
            self._copy(problem, "the error")
        else:
            self.action_copy_log()

    def action_copy_log(self) -> None:
        """Copy the last build's log."""
        if self._run is not None:
            self._read_log(self._run.logs)

    def action_open_log(self) -> None:
        """Show all of the last build's log in the reader's pager, or say where it is."""
        logs = None if self._run is None else self._run.logs
        if logs is None or logs.path is None:
            self._say("There is no log on disk yet." if logs is None else logs.problem)
            return
        logs.flush()
        opened = open_in_pager(self.app, logs.path)
        self._say(f"{'' if opened else 'The log is '}{home_as_tilde(logs.path)}")

    def on_run_advanced(self, message: RunAdvanced) -> None:
        self.log_widget.add(message.log, message.left_out)
        if message.moved:
            self.show()
            self.post_message(self.Advanced())
        else:
            self._show_log()

    def on_run_ended(self) -> None:
        for timer in self._clocks:
            timer.stop()
        self._clocks.clear()
        self.show()
        self.post_message(self.Ended())

    def on_build_log_following_changed(self) -> None:
        self._show_title()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._search.has_class("-open"):
            self.log_widget.search(event.value)
            self._show_title()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.log_widget.focus()
        self.call_after_refresh(self._show_title)

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def on_unmount(self) -> None:
        if self._run is not None:
            self._run.abandon()
            if self.is_building:
                self._run.stop()

    @work(thread=True, group="build")
    def _pump(self, run: LessonRun) -> None:
        run.pump()

    @work(thread=True, group="copy", exclusive=True)
    def _read_log(self, logs: BuildLogs) -> None:
        text = logs.end_of_log()
        self.app.call_from_thread(self._copy, text, "the log")

    def _copy(self, text: str, what: str) -> None:
        text = text or self.log_widget.text
        if not text:
            self._say("There is nothing to copy yet.")
            return
        self.app.copy_to_clipboard(text)
        self._say(f"Copied {what}: {plural(len(text.splitlines()), 'line')}.")

    def _say(self, words: str) -> None:
        self.notify(words, markup=False, timeout=4)

    def _fit(self) -> None:
        self._running_build.fit(self.screen.has_class("-tall"))

    def _show_log(self) -> None:
        run = self._run
        self.set_class(self.log_widget.line_count > 0, "-logged")
        if run is not None:
            self._place.show(run.logs.path, run.logs.problem)
        self._show_title()

    def _show_title(self) -> None:
        speaking = None if self._run is None else self._run.speaking_line
        self._title.show(self.log_widget.following, speaking)
        self._search.tell(self.log_widget.search_words)

    def _drain(self) -> None:
        if self._run is not None:
            self._run.drain(self, self._services.pace())

    def _tick(self) -> None:
        self.show()
        self.post_message(self.Advanced())
