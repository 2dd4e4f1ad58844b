"""A lesson, one step at a time: its page beside the tabs Dockerfile, Build, Compare and Inside.

Handles `Advanced` and `Ended` of the Build tab's run, `EngineChanged`, and a click on a tab.
"""

from textual.app import ComposeResult
from textual.getters import query_one
from textual.screen import Screen

from walkthrough.learn.progress import Place
from walkthrough.report import story
from walkthrough.tui.breakpoints import fit_first_frame
from walkthrough.tui.command import PLACES
from walkthrough.tui.command import Place as ScreenPlace
from walkthrough.tui.commands import BY_ID, bindings
from walkthrough.tui.engine_state import EngineChanged, EngineState, OpenLesson, ShowEngine
from walkthrough.tui.lesson_body import LessonBody
from walkthrough.tui.next_act import CHOOSE_FIRST, NextAct, next_act, side_commands
from walkthrough.tui.opening_place import opening_place
from walkthrough.tui.panes.compare import ComparePane
from walkthrough.tui.panes.predict import PredictPane
from walkthrough.tui.questions import Question, choice_count, keep, question_at
from walkthrough.tui.screens.leave import LeaveBuildScreen, LeaveScreen, Leaving
from walkthrough.tui.services import Services
from walkthrough.tui.widgets.footer import Footer
from walkthrough.tui.widgets.header import Header, StepsBar
from walkthrough.tui.widgets.tab_row import TabRow

EXERCISE = "Exercise"


class LessonScreen(Leaving, Screen[None]):
    """One lesson."""

    CSS_PATH = "lesson.tcss"
    BINDINGS = bindings("lesson")
    place = "lesson"

    _header = query_one(Header)
    _steps = query_one(StepsBar)
    _footer = query_one(Footer)
    _predict = query_one(PredictPane)
    _body = query_one(LessonBody)

    def __init__(self, services: Services, engine: EngineState, place: Place) -> None:
        super().__init__()
        lesson = services.course.lesson(place.lesson_id)
        assert lesson is not None
        self._services, self._engine = services, engine
        self._lesson = lesson
        self._all_steps = story.steps_of(lesson)
        self._step = place.step if place.step in self._all_steps else self._all_steps[0]
        self._page, self._leaving = place.page, False

    @property
    def is_building(self) -> bool:
        """Whether a run goes on."""
        return self._body.building.is_building

    @property
    def journey_from(self) -> tuple[str, str]:
        """The variant that the reader is at, and what this screen is called."""
        return self._body.variant, self._lesson.called

    @property
    def open_pane(self) -> ScreenPlace | None:
        """The pane that is shown, None where it is the page."""
        return PLACES.get(self._open_tab)

    def compose(self) -> ComposeResult:
        fit_first_frame(self)
        yield Header(self._lesson.heading, self._all_steps)
        yield StepsBar(self._all_steps)
        yield LessonBody(self._services, self._lesson)
        yield PredictPane()
        yield Footer()

    def on_mount(self) -> None:
        self._header.status = self._engine.status()
        step, page = self._step, self._page
        self._go("Compare" if step == EXERCISE else step, page)
        self._fit()
        if step == EXERCISE:
            self._practise()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Follow the breakpoint classes, which are there once the screen has its new size."""
        if self._body.fit(self._step):
            self._show_tab(self._body.home_tab(self._step))
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
        self._body.show_run()

    def on_dockerfile_pane_changed(self) -> None:
        self._body.show_explaining()
        self._show_next()

    def on_compare_pane_changed(self) -> None:
        self._show_next()

    def on_inside_pane_changed(self) -> None:
        self._show_next()

    def on_compare_pane_wants_runs(self, message: ComparePane.WantsRuns) -> None:
        if self._is_ready:
            self._body.building.start(message.wanted)
            self._body.show_variant()
            self._body.show_run()
            self._show_next()

    def on_build_pane_ended(self) -> None:
        if self._leaving:
            self.app.exit()
            return
        self._show_results()
        self._body.show_run()
        self._show_next()

    def action_go_on(self) -> None:
        """Do what the filled key says."""
        act = self._next_act()
        match act.kind:
            case "page":
                self._go(self._step, self._page + 1)
            case "choose":
                self.notify(CHOOSE_FIRST)
            case "answer":
                self._answer(self._predict.chosen)
            case "step":
                self._finish_step()
                self._go(act.step, 0)
            case "build":
                self.action_build()
            case "more":
                self._body.compare.accept()
            case "engine":
                self.app.post_message(ShowEngine())
            case "lesson":
                assert act.lesson is not None
                self._finish_step()
                self.app.post_message(
                    OpenLesson(opening_place(self._services.progress, act.lesson))
                )
            case "course":
                self._finish_step()
                self.dismiss()

    def action_go_back(self) -> None:
        """Go one page back, where the page is in sight, or to the step before."""
        if self._can_go_back:
            self._go(*story.page_before(self._lesson, self._step, self._page))

    def action_show_tab(self, tab: str) -> None:
        """Show one of the tabs; the page has none where it stands beside them."""
        if self._step != "Predict" and (tab != "page" or self._body.tabs.with_page):
            self._show_tab(tab)

    def action_build(self) -> None:
        """Build what is missing, else once more what was disturbed, else one more run of each."""
        if self._is_ready:
            services = self._services
            wanted = story.wanted_next(services.course, self._lesson, services.results())
            self._body.building.start(wanted)
            self._go("Build", 0)

    def action_more_runs(self) -> None:
        """Tell beside the comparison what more runs cost; asked again, start them."""
        if self._is_ready and self._step != "Predict":
            self._show_tab("compare")
            self._body.compare.ask_for_more()

    def action_quicken(self) -> None:
        """Change the pace of a replay."""
        self._services.quicken()
        self._body.show_run()
        self._show_next()

    def action_next_variant(self) -> None:
        """Show the next variant's Dockerfile."""
        self._body.next_variant()

    def action_next_scenario(self) -> None:
        """Show the times of the next scenario."""
        self._body.next_scenario()

    def action_leave(self) -> None:
        """Stop the running build, or go back to the course."""
        if self.is_building:
            self._body.building.cancel()
        elif self._body.has_page_over(self._step):
            self._show_tab(self._body.home_tab(self._step))
        elif not (self._body.levelled and self._body.levelled.step_out()):
            self.dismiss()

    def leave_question(self) -> LeaveScreen | None:
        """Quitting stops a build."""
        return LeaveBuildScreen(self._services.is_recorded) if self.is_building else None

    def stop_and_leave(self) -> None:
        """Stop the running build and then quit."""
        self._leaving = True
        if self.is_building:
            self._body.building.cancel()
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
        turns = step == self._step and self._body.tabs.active == "page"
        self._step, self._page = step, max(0, min(page, last))
        self.update_classes({f"-step-{name.lower()}": name == step for name in story.STEPS})
        self._services.progress.remember(Place(self._lesson.id, step, self._page))
        if step == self._all_steps[-1]:
            self._finish_step()
        if self._services.progress.problem:
            self.notify(self._services.progress.problem, severity="warning", markup=False)
        self._show_results()
        self._body.show_run()
        self._body.uncover_page()
        self._show_tab("page" if turns else self._body.home_tab(self._step))

    def _practise(self) -> None:
        """Open the exercise over the lesson, and go where its reader wants to go."""
        from walkthrough.tui.screens.exercise import ExerciseScreen, Way

        if self.is_building:
            self.notify("A build runs: esc stops it, then practise.", markup=False)
            return

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
        self._go(*story.page_after(self._lesson, self._step, self._page))

    def _question(self) -> Question | None:
        """The question of the present page, in the step that asks them."""
        asks = self._step == "Predict"
        return question_at(self._services, self._lesson, self._page) if asks else None

    @property
    def _open_tab(self) -> str:
        return "predict" if self._step == "Predict" else self._body.tabs.active

    @property
    def _can_go_back(self) -> bool:
        """Whether there is a page or a step before, and no page turns that is not in sight."""
        if self._page and self._step != "Predict":
            return self._body.shows_page(self._step)
        return self._page > 0 or self._step != self._all_steps[0]

    def _finish_step(self) -> None:
        self._services.progress.finish(self._lesson.id, self._step)

    def _show_tab(self, tab: str) -> None:
        target = self._body.open_tab(tab)
        self._show_next()
        if self._step == "Predict":
            target = self._predict
        if target is not None and target.focusable:
            target.focus(scroll_visible=False)

    def _show_results(self) -> None:
        self._header.step = self._steps.step = self._step
        self._header.done = self._steps.done = self._services.progress.done(self._lesson.id)
        self._body.show_page(self._step, self._page)
        if question := self._question():
            self._predict.ask(question)

    def _next_act(self) -> NextAct:
        here = self._body.compare.next_act if self._open_tab == "compare" else None
        return here or next_act(
            self._services.course,
            self._lesson,
            self._step,
            self._page,
            question=self._question(),
            chosen=self._predict.chosen is not None,
            missing=0 if self.is_building else self._body.missing,
            building=self.is_building,
            engine_ready=self._engine.ready,
            recorded=self._services.is_recorded,
        )

    def _show_next(self) -> None:
        act = self._next_act()
        question = self._question()
        commands = side_commands(
            "predict" if self._step == "Predict" else self._body.keys,
            building=self.is_building,
            recorded=self._services.is_recorded,
            with_page=self._body.tabs.with_page,
            goes_back=self._can_go_back,
            choices=choice_count(question) if question else 0,
            pace=self._services.pace(),
            leave_words=self._body.leave_words(self._step),
        )
        command = BY_ID["lesson.next"]
        self._footer.show(
            "enter", act.words, command, tuple(commands), waiting=act.kind in ("wait", "choose")
        )
