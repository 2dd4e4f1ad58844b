"""The Exercise step: the task and its hints, the checks at each save, the reader's own files.

Owns the watch over the reader's folder. Its result is where the reader goes: on, back, or to the
course. Handles `CheckAdvanced` of the watch, `EngineChanged`, and a click on a tab.
"""

from typing import Literal

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import ContentSwitcher, Static

from walkthrough.course.model import Lesson
from walkthrough.errors import BadInputError, WalkthroughError
from walkthrough.learn.practice import Practice
from walkthrough.learn.progress import Place
from walkthrough.report.story import steps_of
from walkthrough.tui.breakpoints import fit_first_frame
from walkthrough.tui.check_watch import CheckAdvanced, CheckWatch
from walkthrough.tui.commands import BY_ID, bindings
from walkthrough.tui.engine_state import EngineChanged, EngineState
from walkthrough.tui.exercise_act import ExerciseAct, exercise_act, exercise_commands
from walkthrough.tui.exercise_words import (
    NO_LOG,
    NOT_CHECKED,
    before_words,
    check_words,
    task_text,
)
from walkthrough.tui.screens.leave import (
    LeaveCheckScreen,
    LeaveScreen,
    LeaveUnsavedScreen,
    Leaving,
)
from walkthrough.tui.services import Services
from walkthrough.tui.widgets.build_log import BuildLog
from walkthrough.tui.widgets.checks_view import ChecksView
from walkthrough.tui.widgets.footer import Footer
from walkthrough.tui.widgets.header import Header, StepsBar
from walkthrough.tui.widgets.own_files import OwnFiles
from walkthrough.tui.widgets.page_view import PageView
from walkthrough.tui.widgets.solution_view import SolutionView
from walkthrough.tui.widgets.tab_row import TabRow

TABS = (
    ("task", "0", "Task"),
    ("checks", "1", "Checks"),
    ("own-files", "2", "Your files"),
    ("check-log", "3", "Log"),
    ("solution", "4", "Solution"),
)
STEP = "Exercise"
Way = Literal["on", "back", "course"]


class ExerciseScreen(Leaving, Screen[Way]):
    """One exercise."""

    CSS_PATH = "exercise.tcss"
    BINDINGS = bindings("exercise")
    place = "exercise"

    _header = query_one(Header)
    _steps = query_one(StepsBar)
    _footer = query_one(Footer)

    _task_beside = query_one("#task-beside", PageView)
    _task_tab = query_one("#task", PageView)
    _tabs = query_one(TabRow)
    _switcher = query_one(ContentSwitcher)
    _checks = query_one(ChecksView)
    _files = query_one(OwnFiles)
    _log = query_one(BuildLog)
    _solution = query_one(SolutionView)

    def __init__(
        self, services: Services, engine: EngineState, lesson: Lesson, practice: Practice
    ) -> None:
        super().__init__()
        self._services = services
        self._exercises = services.exercises
        self._engine = engine
        self._lesson = lesson
        self._practice = practice
        self._watch = CheckWatch(self, self._exercises)
        self._told = (0, 0)

    def compose(self) -> ComposeResult:
        fit_first_frame(self)
        steps = steps_of(self._lesson)
        yield Header(self._lesson.heading, steps)
        yield StepsBar(steps)
        with Horizontal(classes="body"):
            with Vertical(classes="left"):
                yield PageView(id="task-beside", classes="side-page")
            with Vertical(classes="right"):
                yield TabRow(TABS)
                with ContentSwitcher(initial="checks"):
                    yield PageView(id="task", classes="panel")
                    with VerticalScroll(id="checks", classes="panel"):
                        yield ChecksView()
                    yield OwnFiles()
                    with Vertical(id="check-log", classes="panel"):
                        yield Static(NO_LOG, classes="no-log")
                        yield BuildLog(classes="log")
                    with VerticalScroll(id="solution", classes="panel"):
                        yield SolutionView()
        yield Footer()

    def on_mount(self) -> None:
        self._services.progress.remember(Place(self._lesson.id, STEP))
        self._header.status = self._engine.status()
        self._header.step = self._steps.step = STEP
        self._header.done = self._steps.done = self._services.progress.done(self._lesson.id)
        self.show()
        self._fit()
        starts_with_task = self._tabs.with_page and not self._practice.is_started
        self._show_tab("task" if starts_with_task else "checks")

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Follow the breakpoint class: the task is a tab where it has no column of its own."""
        self._tabs.with_page = not self.has_class("-wide")
        if self._tabs.active == "task" and not self._tabs.with_page:
            self._show_tab("checks")
        self._show_next()

    def on_engine_changed(self, message: EngineChanged) -> None:
        self._engine = message.state
        self._header.status = message.state.status()

    def action_go_on(self) -> None:
        """Do what the filled key says."""
        match self._act.kind:
            case "start":
                self._begin()
            case "check":
                self.action_check()
            case "edit":
                self.action_edit()
            case "skip":
                self.action_skip()
            case "on":
                if self._saved():
                    self._services.progress.finish(self._lesson.id, STEP)
                    self.dismiss("on")

    def show(self) -> None:
        """Show the exercise as it is now."""
        practice = self._practice
        can_check = self._exercises.can_check
        text, before = task_text(practice, can_check), before_words(practice, can_check)
        self._task_beside.show(text, "")
        self._task_tab.show(text, "" if practice.is_started else before[0])
        self._checks.show(self._watch.state, practice.tries, before)
        self._files.show(practice.folder if practice.is_started else None, practice.exercise.edits)
        try:
            shown = practice.solution() if practice.solution_is_open else None
        except BadInputError:
            shown = None
        self._solution.show(shown)
        self._show_next()

    def action_show_tab(self, tab: str) -> None:
        """Show one of the tabs; the task has none where it stands beside them."""
        if tab != "task" or self._tabs.with_page:
            self._show_tab(tab)

    def action_check(self) -> None:
        """Check now, and at each save from now on."""
        if not self._exercises.can_check:
            self.notify(NOT_CHECKED, markup=False)
        elif not self._practice.is_started:
            self.show()
        elif self._saved():
            self._watch.start(self._practice)
            self.show()
            self._show_tab("checks")

    def action_edit(self) -> None:
        """Edit in $VISUAL or $EDITOR, else here."""
        if not self._practice.is_started or not self._saved():
            return
        if not self._files.edit_elsewhere():
            self._show_tab("own-files")
        else:
            self._watch_saves()
            self._show_tab("checks")

    def action_save(self) -> None:
        """Write the file that is edited here; a watch notices."""
        if self._saved(insist=True):
            self._watch_saves()

    def action_next_file(self) -> None:
        """Edit the exercise's next file here."""
        if self._saved():
            self._files.next_file()
            self._show_tab("own-files")

    def action_hint(self) -> None:
        """Give the next hint for what fails."""
        if self._practice.is_started:
            before = self._practice.hints()
            after = self._practice.next_hint()
            if before == after:
                self.notify("There is no other hint for what fails now.", markup=False)
            self.show()
            if self._tabs.with_page:
                self._show_tab("task")
            self._task_beside.scroll_end(animate=False)
            self._task_tab.scroll_end(animate=False)

    def action_begin_anew(self) -> None:
        """Begin anew in a folder beside the present one."""
        if not self._practice.is_started or not self._saved():
            return
        self._watch.stop()
        try:
            started = self._practice.begin_anew()
        except BadInputError as error:
            self._tell(error)
            return
        self.notify(f"A new start in {started.folder}; the old folder stays.", markup=False)
        self.show()

    def action_skip(self) -> None:
        """Go on without passing."""
        if self._saved():
            self.dismiss("on")

    def action_go_back(self) -> None:
        """Go back to the step before."""
        if self._saved():
            self.dismiss("back")

    def action_leave(self) -> None:
        """Save and leave the editor, stop the check, or go to the course."""
        if self._tabs.active == "own-files":
            self._saved()
            self._show_tab("checks")
        elif self._watch.state.running:
            self._watch.stop()
        elif self._saved():
            self.dismiss("course")

    def on_check_advanced(self, message: CheckAdvanced) -> None:
        if message.log:
            self._log.add(message.log)
            self.query(".no-log").set(display=False)
        state = self._watch.state
        self._files.show_check(check_words(state))
        told = (len(state.rows), sum(row.result is not None for row in state.rows))
        if told != self._told or not state.running:
            self._told = told
            self.show()
        else:
            self._checks.redraw()

    def on_tab_row_chosen(self, message: TabRow.Chosen) -> None:
        self._show_tab(message.tab)

    def leave_question(self) -> LeaveScreen | None:
        """Quitting stops a check, and saves what is edited here or loses it."""
        if not self._saved():
            return LeaveUnsavedScreen()
        return LeaveCheckScreen() if self._watch.state.running else None

    def stop_and_leave(self) -> None:
        """Stop the check and then quit."""
        self._watch.stop()
        self.app.exit()

    def on_unmount(self) -> None:
        self._watch.stop()

    def _begin(self) -> None:
        try:
            self._practice.begin(self._practice.folder)
        except BadInputError as error:
            self._tell(error)
            return
        self.show()
        self._show_tab("own-files")

    def _watch_saves(self) -> None:
        if self._exercises.can_check and not self._watch.watching:
            self._watch.start(self._practice)
            self.show()

    def _saved(self, insist: bool = False) -> bool:
        """Save what is edited here; tell why where that is not possible."""
        try:
            self._files.save(insist)
        except BadInputError as error:
            self._tell(error)
            return False
        return True

    def _show_tab(self, tab: str) -> None:
        self._tabs.active = tab
        self._switcher.current = tab
        shown = self._switcher.visible_content
        if shown is not None:
            inner = {"own-files": self._files.editor, "check-log": self._log}
            inner.get(tab, shown).focus(scroll_visible=False)
        self._show_next()

    @property
    def _act(self) -> ExerciseAct:
        return exercise_act(
            self._tabs.active,
            self._practice,
            self._watch.state,
            self._watch.watching,
            self._exercises.can_check,
        )

    def _show_next(self) -> None:
        act = self._act
        command = BY_ID[act.command]
        beside = exercise_commands(
            self._tabs.active,
            self._practice,
            self._watch.state,
            self._tabs.with_page,
            self._exercises.can_check,
        )
        self._footer.show(
            command.shown,
            act.words,
            command,
            tuple(beside),
            waiting=act.kind == "wait",
            typing=act.kind == "save",
        )

    def _tell(self, error: WalkthroughError) -> None:
        self.notify(f"{error.what} {error.why} {error.next_step}", severity="error", markup=False)
