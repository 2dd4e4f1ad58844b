"""A lesson, one step at a time: its page beside the tabs Dockerfile, Build, Compare and Inside.

Handles `Advanced` and `Ended` of the Build tab's run, `EngineChanged`, and a click on a tab.
"""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import ContentSwitcher

from walkthrough.learn.progress import Place
from walkthrough.tui import story
from walkthrough.tui.commands import BY_ID, PLACES, bindings
from walkthrough.tui.commands import Place as ScreenPlace
from walkthrough.tui.engine_state import EngineChanged, EngineState, OpenLesson, ShowEngine
from walkthrough.tui.next_act import NextAct, next_act, side_commands
from walkthrough.tui.panes.build import BuildPane
from walkthrough.tui.panes.compare import ComparePane
from walkthrough.tui.panes.dockerfile import DockerfilePane
from walkthrough.tui.panes.inside import InsidePane
from walkthrough.tui.panes.predict import PredictPane
from walkthrough.tui.questions import Question, keep, question_at
from walkthrough.tui.services import Services
from walkthrough.tui.variant_view import VariantView, following
from walkthrough.tui.widgets.builds_list import BuildsList
from walkthrough.tui.widgets.footer import Footer
from walkthrough.tui.widgets.header import Header, StepsBar
from walkthrough.tui.widgets.page_view import PageView
from walkthrough.tui.widgets.tab_row import TabRow

TAB_OF = {
    "Read": "dockerfile",
    "Predict": "dockerfile",
    "Build": "build",
    "Compare": "compare",
    "Recap": "compare",
}
WAITING = {"wait", "choose"}
PAGED = {"Read", "Recap"}
Levelled = ComparePane | DockerfilePane | InsidePane
EXERCISE = "Exercise"


class LessonScreen(Screen[None]):
    """One lesson."""

    CSS_PATH = "lesson.tcss"
    BINDINGS = bindings("lesson")
    place = "lesson"

    _header = query_one(Header)
    _steps = query_one(StepsBar)
    _tabs = query_one(TabRow)
    _switcher = query_one(ContentSwitcher)
    _footer = query_one(Footer)
    _predict = query_one(PredictPane)
    _building = query_one(BuildPane)
    _dockerfile = query_one(DockerfilePane)
    _compare = query_one(ComparePane)
    _inside = query_one(InsidePane)

    def __init__(self, services: Services, engine: EngineState, place: Place) -> None:
        super().__init__()
        lesson = services.course.lesson(place.lesson_id)
        assert lesson is not None
        self._services = services
        self._engine = engine
        self._lesson = lesson
        self._step = place.step if place.step in story.STEPS else story.STEPS[0]
        self._page = place.page
        self._variant = story.new_variant(lesson)
        self._scenario = lesson.scenarios[0]
        self._leaving = False
        self._home = ""

    @property
    def is_building(self) -> bool:
        """Whether a run goes on."""
        return self._building.is_building

    @property
    def journey_from(self) -> tuple[str, str]:
        """The variant that the reader is at, and what this screen is called."""
        return self._variant, f"lesson {self._lesson.number}"

    @property
    def open_pane(self) -> ScreenPlace | None:
        """The pane that is shown, None where it is the page."""
        return PLACES.get(self._open_tab)

    def compose(self) -> ComposeResult:
        course = self._services.course
        yield Header(f"{self._lesson.number}  {self._lesson.title}")
        yield StepsBar(classes="steps-bar")
        with Horizontal(classes="body"):
            with Vertical(classes="left"):
                yield PageView(classes="side-page")
                yield BuildsList(course, self._lesson)
            with Vertical(classes="right"):
                yield TabRow()
                with ContentSwitcher(initial="dockerfile"):
                    yield PageView(id="page", classes="panel")
                    yield DockerfilePane()
                    yield BuildPane(self._services, self._lesson)
                    yield ComparePane(self._services, self._lesson)
                    yield InsidePane(self._services.images)
        yield PredictPane()
        yield Footer()

    def on_mount(self) -> None:
        self._header.status = self._engine.status()
        step, page = self._step, self._page
        self._go("Compare" if step == EXERCISE else step, page)
        if step == EXERCISE:
            self._practise()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Follow the breakpoint classes, which are there once the screen has its new size."""
        beside = self.has_class("-wide")
        self._tabs.with_page = not beside
        before, self._home = self._home, self._home_tab()
        page_is_gone = beside and self._tabs.active == "page"
        self._compare.fit(self.has_class("-tall"))
        self._dockerfile.fit(beside)
        if before != self._home or page_is_gone:
            self._show_tab(self._home)
        else:
            self._show_next()

    def on_tab_row_chosen(self, message: TabRow.Chosen) -> None:
        self._show_tab(message.tab)

    def on_engine_changed(self, message: EngineChanged) -> None:
        self._engine = message.state
        self._header.status = message.state.status()
        self._show_results()
        self._show_next()

    def on_predict_pane_chosen(self) -> None:
        self._show_next()

    def on_predict_pane_skipped(self) -> None:
        self._answer(None)

    def on_build_pane_advanced(self) -> None:
        self._show_run()

    def on_dockerfile_pane_changed(self) -> None:
        self.set_class(bool(self._dockerfile.leave_words), "-explaining")
        self._show_next()

    def on_compare_pane_changed(self) -> None:
        self._show_next()

    def on_inside_pane_changed(self) -> None:
        self._show_next()

    def on_compare_pane_wanted(self, message: ComparePane.Wanted) -> None:
        if self._is_ready:
            self._building.start(message.runs)
            self._show_run()
            self._show_next()

    def on_build_pane_ended(self) -> None:
        if self._leaving:
            self.app.exit()
            return
        self._show_results()
        self._show_run()
        self._show_next()

    def action_go_on(self) -> None:
        """Do what the filled key says."""
        act = self._next_act()
        match act.kind:
            case "page":
                self._go(self._step, self._page + 1)
            case "answer":
                self._answer(self._predict.chosen)
            case "step":
                self._finish_step()
                self._go(act.step, 0)
            case "build":
                self.action_build()
            case "more":
                self._compare.accept()
            case "engine":
                self.app.post_message(ShowEngine())
            case "lesson":
                self._finish_step()
                self.app.post_message(OpenLesson(Place(act.lesson_id)))
            case "course":
                self._finish_step()
                self.dismiss()

    def action_go_back(self) -> None:
        """Go one page back, or to the step before."""
        if self._page:
            self._go(self._step, self._page - 1)
            return
        place = story.STEPS.index(self._step)
        if place:
            before = story.STEPS[place - 1]
            self._go(before, max(0, story.page_count(self._lesson, before) - 1))

    def action_show_tab(self, tab: str) -> None:
        """Show one of the tabs; the page has none where it stands beside them."""
        if tab != "page" or self._tabs.with_page:
            self._show_tab(tab)

    def action_build(self) -> None:
        """Build what was not measured yet; when all was, one more run of each."""
        if self._is_ready:
            self._building.start(story.lowest_count(self._lesson, self._services.results()) + 1)
            self._go("Build", 0)

    def action_more_runs(self) -> None:
        """Tell beside the comparison what more runs cost; asked again, start them."""
        if self._is_ready and self._step != "Predict":
            self._show_tab("compare")
            self._compare.ask_for_more()

    def action_quicken(self) -> None:
        """Change the pace of a replay."""
        self._services.quicken()
        self._show_run()
        self._show_next()

    def action_next_variant(self) -> None:
        """Show the next variant's Dockerfile."""
        self._variant = following(self._lesson.variants, self._variant)
        self._show_variant()

    def action_next_scenario(self) -> None:
        """Show the times of the next scenario."""
        self._scenario = following(self._lesson.scenarios, self._scenario)
        self._show_variant()

    def action_leave(self) -> None:
        """Stop the running build, or go back to the course."""
        if self.is_building:
            self._building.cancel()
        elif not (self._levelled and self._levelled.step_out()):
            self.dismiss()

    def stop_and_leave(self) -> None:
        """Stop the running build and then quit."""
        self._leaving = True
        if self.is_building:
            self._building.cancel()
        else:
            self.app.exit()

    @property
    def _is_ready(self) -> bool:
        """Whether a run can start; shows the engine where that is what is missing."""
        if not self.is_building and not self._engine.ready:
            self.app.post_message(ShowEngine())
        return not self.is_building and self._engine.ready

    def _go(self, step: str, page: int) -> None:
        """Show this page of this step, and keep that the reader is there."""
        if step == EXERCISE:
            self._practise()
            return
        last = max(0, story.page_count(self._lesson, step) - 1)
        self._step, self._page = step, max(0, min(page, last))
        for name in story.STEPS:
            self.set_class(name == step, f"-step-{name.lower()}")
        self._services.progress.remember(Place(self._lesson.id, step, self._page))
        if step == story.STEPS[-1]:
            self._finish_step()
        if self._services.progress.problem:
            self.notify(self._services.progress.problem, severity="warning", markup=False)
        self._show_results()
        self._show_run()
        self._show_tab(self._home_tab())

    def _practise(self) -> None:
        """Open the exercise over the lesson, and go where its reader wants to go."""
        from walkthrough.tui.screens.exercise import ExerciseScreen, Way

        def go(way: Way | None) -> None:
            if way == "course":
                self.dismiss()
            else:
                self._go("Recap" if way == "on" else "Compare", 0)

        practice = self._services.exercises.of(self._lesson)
        if practice is None:
            self._go("Compare" if self._step == "Recap" else "Recap", 0)
            return
        screen = ExerciseScreen(self._services, self._engine, self._lesson, practice)
        self.app.push_screen(screen, go)

    def _answer(self, choice: int | None) -> None:
        """Keep the answer to the present question, and go on to the next one or the step."""
        keep(self._services, self._lesson, self._page, choice)
        self._finish_step()
        if self._page + 1 < story.page_count(self._lesson, self._step):
            self._go(self._step, self._page + 1)
        else:
            self._go(story.STEPS[story.STEPS.index(self._step) + 1], 0)

    def _question(self) -> Question | None:
        """The question of the present page, in the step that asks them."""
        asks = self._step == "Predict"
        return question_at(self._services, self._lesson, self._page) if asks else None

    @property
    def _open_tab(self) -> str:
        return "predict" if self._step == "Predict" else self._tabs.active

    @property
    def _levelled(self) -> Levelled | None:
        """The open pane, where it has a level of its own that esc goes out of first."""
        panes: dict[str, Levelled] = {
            "compare": self._compare,
            "dockerfile": self._dockerfile,
            "inside": self._inside,
        }
        return panes.get(self._open_tab)

    def _finish_step(self) -> None:
        self._services.progress.finish(self._lesson.id, self._step)

    def _home_tab(self) -> str:
        stacked = self._step == "Read" and self.has_class("-normal")
        paged = self._tabs.with_page and self._step in PAGED and not stacked
        return "page" if paged else TAB_OF.get(self._step, "dockerfile")

    def _show_tab(self, tab: str) -> None:
        self._tabs.active = tab
        self.set_class(tab == "inside", "-inside")
        self.set_class(tab == "dockerfile", "-dockerfile")
        self._show_next()
        self._switcher.current = tab
        shown = self._switcher.visible_content
        target = self._building.log_widget if tab == "build" else shown
        if self._step == "Predict":
            target = self._predict
        if target is not None and target.focusable:
            target.focus(scroll_visible=False)

    def _show_results(self) -> None:
        results = self._services.results()
        self._header.step = self._steps.step = self._step
        self._header.done = self._steps.done = self._services.progress.done(self._lesson.id)
        pages = story.pages_of(self._lesson, self._step)
        page, place = story.page_shown(self._lesson, pages, self._page)
        for view in self.query(PageView):
            view.show(story.filled(page, results), place)
        for builds in self.query(BuildsList):
            builds.results = results
        self._compare.show()
        if question := self._question():
            self._predict.ask(question)
        self._show_variant()

    def _show_variant(self) -> None:
        """Show the chosen variant's Dockerfile and image."""
        course, services = self._services.course, self._services
        view = VariantView(course, self._lesson, services.results(), services.conditions())
        self._dockerfile.show(view.dockerfile(self._variant, self._scenario))
        self._inside.show(view.image(self._variant), self.is_building)

    def _show_run(self) -> None:
        """Show how far the run is, and give the log the keys as soon as there is one."""
        for builds in self.query(BuildsList):
            builds.show(self._building.run, self._services.pace())
        self._compare.show_run(self._building.run)
        output = self._building.log_widget
        if self.focused is None and self._tabs.active == "build" and output.focusable:
            output.focus()

    def _next_act(self) -> NextAct:
        here = self._compare.next_act if self._open_tab == "compare" else None
        return here or next_act(
            self._services.course,
            self._lesson,
            self._step,
            self._page,
            question=self._question(),
            chosen=self._predict.chosen is not None,
            missing=len(story.missing_builds(self._lesson, self._services.results())),
            building=self.is_building,
            engine_ready=self._engine.ready,
            recorded=self._services.is_recorded,
        )

    def _show_next(self) -> None:
        act = self._next_act()
        tab = self._open_tab
        commands = side_commands(
            self._inside.keys if tab == "inside" else tab,
            building=self.is_building,
            recorded=self._services.is_recorded,
            with_page=self._tabs.with_page,
            pace=self._services.pace(),
            leave_words=self._levelled.leave_words if self._levelled else "",
        )
        command = BY_ID["lesson.next"]
        self._footer.show(
            "enter", act.words, command, commands, waiting=act.kind in ("wait", "choose")
        )
