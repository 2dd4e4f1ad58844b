"""The terminal app: holds the services, the engine's state and which screen is open."""

import gc
from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import App
from textual.command import Provider
from textual.theme import Theme
from textual.worker import get_current_worker

from walkthrough.errors import WalkthroughError
from walkthrough.foreign_errors import in_three_parts
from walkthrough.settings import read_settings, settings_path
from walkthrough.tui.breakpoints import HEIGHTS, WIDTHS
from walkthrough.tui.carry_out import places_of
from walkthrough.tui.commands import bindings
from walkthrough.tui.engine_state import (
    EngineChanged,
    EngineState,
    LookForEngine,
    OpenLesson,
    ShowEngine,
    lost,
    missing,
)
from walkthrough.tui.palette import RegistryCommands
from walkthrough.tui.pane_help import about
from walkthrough.tui.screens.course import CourseScreen
from walkthrough.tui.services import Services
from walkthrough.tui.settings import AppSettings, app_settings
from walkthrough.tui.themes import DARK, DARK_NAME, LIGHT, LIGHT_NAME, added_variables

if TYPE_CHECKING:
    from walkthrough.tui.screens.leave import LeaveScreen, Leaving
    from walkthrough.tui.screens.lesson import LessonScreen

WATCH_SECONDS = 5.0
STORE_WATCH_SECONDS = 0.5
LEAVE_SECONDS = 2.0
"""So long is what goes on given to end before the screen is left without it."""
MOST_PROBLEMS = 3
BUSY = "Something still goes on here. Stop it first, then go on with recorded runs."
RECORDED = "recorded"
"""The mode in which the course goes on with recorded runs."""
PROVIDERS: set[type[Provider] | Callable[[], type[Provider]]] = {RegistryCommands}


def run_app(services: Services) -> None:
    """Open the course and stay until the reader quits."""
    settings = app_settings(read_settings(settings_path()))
    WalkthroughApp(services, settings).run(mouse=settings.mouse)


class WalkthroughApp(App[None]):
    """Home is the course; lessons, keys and the engine are pushed over it."""

    TITLE = "walkthrough"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/course.tcss"]
    BINDINGS = bindings("anywhere")
    COMMANDS = PROVIDERS
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self, services: Services, settings: AppSettings | None = None) -> None:
        super().__init__()
        self.services = services
        self.settings = settings or AppSettings()
        self.changed_keys = self.settings.shown_keys
        self._store_problem = ""
        self.engine = EngineState()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self._begin_with(self.settings.theme or services.progress.theme())

    def _begin_with(self, theme: str) -> None:
        """Have a theme before any style sheet is read: a change of it would read all once more."""
        self.set_reactive(App.theme, theme if theme in self.available_themes else DARK_NAME)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return added_variables(self.current_theme)

    def get_default_screen(self) -> CourseScreen:
        """The course itself: pushed over an empty screen, its first frame would be drawn twice."""
        return CourseScreen(self.services, self.engine)

    def on_mount(self) -> None:
        self.set_keymap(self.settings.keymap)
        self.theme_changed_signal.subscribe(self, self._keep_theme)
        self.screen.call_after_refresh(self._settle)
        self.set_interval(WATCH_SECONDS, self._watch_engine)
        self.set_interval(STORE_WATCH_SECONDS, self._watch_store)
        self._tell_problems()

    def _settle(self) -> None:
        """Once the first frame is there: look for the engine, and collect garbage from now on."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
        self.look_for_engine()

    @work(thread=True, exclusive=True, group="engine")
    def look_for_engine(self) -> None:
        """Read what was measured, then look for the engine; tell the screens of both."""
        services, worker = self.services, get_current_worker()

        def tell(state: EngineState) -> None:
            if services is self.services and not worker.is_cancelled:
                self.post_message(EngineChanged(state))

        try:
            services.load()
            tell(EngineState())
            tell(EngineState(services.connect()))
        except Exception as error:
            known = in_three_parts(error)
            if known is None:
                raise
            tell(missing(known))

    def action_use_recorded(self) -> None:
        """Go on with recorded runs instead of an engine."""
        if not self.services.is_recorded and not self._is_busy():
            self.read_recording()

    @work(thread=True, exclusive=True, group="recorded")
    def read_recording(self) -> None:
        """Read the recorded runs and go on with them."""
        try:
            services = self.services.as_recorded()
        except WalkthroughError as error:
            words = f"{error.what} {error.why}"
            self.call_from_thread(self.notify, words, severity="error", markup=False)
        else:
            self.call_from_thread(self.go_on_with, services)

    def go_on_with(self, services: Services) -> None:
        """Open the course anew over these services, in the lesson that was open."""
        if self._is_busy():
            return
        lesson = self._lesson_screen()
        place = self.services.progress.place()
        self.services, self.engine = services, EngineState()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.add_mode(RECORDED, lambda: CourseScreen(services, self.engine))
        self.switch_mode(RECORDED)
        if lesson is not None and place is not None:
            self.post_message(OpenLesson(place))
        self.look_for_engine()

    def _is_busy(self) -> bool:
        """Whether something goes on that other services would end; the reader is told so."""
        from walkthrough.tui.screens.leave import Leaving

        screens = [one for one in self.screen_stack if isinstance(one, Leaving)]
        busy = any(screen.leave_question() is not None for screen in screens)
        if busy:
            self.notify(BUSY)
        return busy

    def on_engine_changed(self, message: EngineChanged) -> None:
        self.engine = message.state
        for screen in self.screen_stack:
            if screen is not self.screen or not screen.is_modal:
                screen.post_message(EngineChanged(message.state))

    def on_open_lesson(self, message: OpenLesson) -> None:
        from walkthrough.tui.screens.lesson import LessonScreen

        while isinstance(self.screen, LessonScreen):
            self.pop_screen()
        self.push_screen(LessonScreen(self.services, self.engine, message.place))

    def on_show_engine(self, _message: ShowEngine) -> None:
        self.action_show_engine()

    def action_show_engine(self) -> None:
        """Show the engine and what is missing."""
        from walkthrough.tui.screens.engine import EngineScreen

        if not self.screen.is_modal and not isinstance(self.screen, EngineScreen):
            self.push_screen(EngineScreen(self.services, self.engine))

    def on_look_for_engine(self, _message: LookForEngine) -> None:
        self.look_for_engine()

    def _watch_engine(self) -> None:
        """Ask now and then whether the engine is there, but never while a build is measured."""
        if (self.engine.ready or self.engine.lost) and not self.services.upkeep.is_measuring:
            self._ask_engine(self.services, self.engine)

    @work(thread=True, exclusive=True, group="watch")
    def _ask_engine(self, services: Services, before: EngineState) -> None:
        there = services.upkeep.answers()
        if services is not self.services or before is not self.engine:
            return
        if there and before.lost:
            self.post_message(LookForEngine())
        elif before.ready and not there:
            self.post_message(EngineChanged(lost()))

    def _watch_store(self) -> None:
        """Tell once when the reader's progress can no longer be kept."""
        problem = self.services.progress.problem
        if problem and problem != self._store_problem:
            self.notify(problem, severity="warning", markup=False)
        self._store_problem = problem

    def _lesson_screen(self) -> "LessonScreen | None":
        from walkthrough.tui.screens.lesson import LessonScreen

        return next((one for one in self.screen_stack if isinstance(one, LessonScreen)), None)

    def action_show_journey(self) -> None:
        """Show all variants of the course."""
        from walkthrough.tui.screens.journey import JourneyScreen

        come_from: tuple[str, str] | None = getattr(self.screen, "journey_from", None)
        if come_from is not None:
            self.push_screen(JourneyScreen(self.services, self.engine, *come_from))

    def action_show_keys(self) -> None:
        """Show the keys of the present screen."""
        from walkthrough.tui.screens.help import KeysScreen

        if not self.screen.is_modal:
            self.push_screen(KeysScreen(places_of(self.screen), about(self.screen)))

    def action_change_theme(self) -> None:
        """Change between dark and light."""
        self.theme = LIGHT_NAME if self.current_theme.dark else DARK_NAME

    def action_choose_theme(self) -> None:
        """Choose one of all themes."""
        if not self.screen.is_modal:
            self.search_themes()

    def _keep_theme(self, theme: Theme) -> None:
        """Keep the theme that the reader has chosen; what the settings file says comes first."""
        self.services.progress.keep_theme(theme.name)
        if self.settings.theme not in {"", theme.name}:
            words = f"Until you quit: the settings file chooses {self.settings.theme}."
            self.notify(words, markup=False)

    def _tell_problems(self) -> None:
        """Tell what is wrong in the settings file: the first in full, how many others there are."""
        for words in self.settings.problem_words[:MOST_PROBLEMS]:
            self.notify(words, title="Settings", severity="warning", timeout=30, markup=False)
        others = len(self.settings.problem_words) - MOST_PROBLEMS
        if others > 0:
            words = f"{others} more: `walkthrough settings` lists all."
            self.notify(words, title="Settings", severity="warning", timeout=30, markup=False)

    def action_leave_app(self) -> None:
        """Quit, after asking while a build, a check or work on the engine goes on."""
        from walkthrough.tui.screens.leave import LeaveScreen, Leaving

        if isinstance(self.screen, LeaveScreen):
            return
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Leaving) and (question := screen.leave_question()) is not None:
                self._ask_to_leave(screen, question)
                return
        self.exit()

    async def action_quit(self) -> None:
        """Ctrl-Q asks as the other keys do."""
        self.action_leave_app()

    def action_help_quit(self) -> None:
        """Ctrl-C, where nothing is selected that it could copy."""
        self.action_leave_app()

    def _ask_to_leave(self, screen: "Leaving", question: "LeaveScreen") -> None:
        def answered(sure: bool | None) -> None:
            if sure:
                self.set_timer(LEAVE_SECONDS, self.exit)
                screen.stop_and_leave()

        self.push_screen(question, answered)
