"""The course: its lessons with the reader's best figures, the journey, engine and bases in a line.

Handles what the app tells of the engine (`EngineChanged`); opens lessons.
"""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen

from walkthrough.course.model import Course
from walkthrough.learn.progress import Place
from walkthrough.measure.headline import headline
from walkthrough.report.story import Results, journey, new_variant, steps_of
from walkthrough.tui.bars import progress_line
from walkthrough.tui.breakpoints import fit_first_frame
from walkthrough.tui.commands import BY_ID, bindings, named
from walkthrough.tui.drawn import Drawn
from walkthrough.tui.engine_state import EngineChanged, EngineState, OpenLesson
from walkthrough.tui.format import bases_words, minutes_words, plural
from walkthrough.tui.ink import MUTED, STRONG
from walkthrough.tui.lines import line, spread, wrap
from walkthrough.tui.opening_place import opening_place
from walkthrough.tui.services import Services
from walkthrough.tui.widgets.footer import Footer
from walkthrough.tui.widgets.header import Header
from walkthrough.tui.widgets.journey import EDIT, IMAGE, Journey
from walkthrough.tui.widgets.lesson_list import LessonList, LessonRow, Start

SIDE_COMMANDS = ("course.previous", "app.journey", "app.engine", "app.theme", "app.quit")


class CourseTop(Drawn):
    """How many lessons are done, how long the others take, and the share as a line."""

    done = 0.0
    finished = 0
    lessons = 0
    minutes_left = 0

    def show(self, rows: Sequence[LessonRow]) -> None:
        """Count these lessons."""
        steps = [(row.done, steps_of(row.lesson)) for row in rows]
        done = sum(len(each.intersection(having)) for each, having in steps)
        self.done = done / sum(len(having) for _, having in steps)
        self.lessons = len(rows)
        self.finished = sum(row.finished for row in rows)
        self.minutes_left = sum(row.lesson.minutes for row in rows if not row.finished)
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self.finished:
            count = f"{self.finished} of {plural(self.lessons, 'lesson')}"
            rest = f"{minutes_words(self.minutes_left)} to go" if self.minutes_left else "all done"
        else:
            count = plural(self.lessons, "lesson")
            rest = f"about {minutes_words(self.minutes_left)}"
        return [
            spread(line((count, STRONG)), line((rest, MUTED), " "), width),
            progress_line(self.done, width),
        ]


class EngineLine(Drawn):
    """The engine and its bases, or what is missing and the key that sets it up."""

    state = EngineState()

    def lines(self, width: int) -> list[Content]:
        lines = self.state.line()
        return wrap(lines, width)[:2]


class CourseScreen(Screen[None]):
    """Home."""

    CSS_PATH = "course.tcss"
    BINDINGS = bindings("course")
    place = "course"

    _list = query_one(LessonList)
    _journey = query_one(Journey)
    _footer = query_one(Footer)

    def __init__(self, services: Services, engine: EngineState) -> None:
        super().__init__()
        self._services = services
        self._engine = engine
        self._at = ""

    @property
    def journey_from(self) -> tuple[str, str]:
        """The variant that the reader is at, and what this screen is called."""
        return self._journey.here, "the course"

    def compose(self) -> ComposeResult:
        fit_first_frame(self)
        course = self._services.course
        yield Header(course.title)
        with Horizontal(classes="home"):
            with Vertical(classes="list"):
                yield CourseTop(classes="course-top")
                with Vertical(classes="lessons"):
                    yield LessonList()
            with VerticalScroll(classes="journey", can_focus=False):
                yield Journey(journey(course), self._services.is_recorded)
        yield EngineLine(classes="engine-line")
        yield Footer()

    def on_mount(self) -> None:
        self._show_engine()
        self._list.focus()
        self.watch(self._list, "selected", self._selected, init=False)
        self._fit()

    def on_screen_resume(self) -> None:
        """Show what the reader has reached, at the start and after each lesson."""
        self._show_progress()
        self._select_place()
        self._selected()

    def on_resize(self) -> None:
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Follow the breakpoint classes, which are there once the screen has its new size."""
        wide, tall = self.has_class("-wide"), self.has_class("-tall")
        self._list.roomy = wide and tall
        self._journey.stacked = wide

    def on_engine_changed(self, message: EngineChanged) -> None:
        self._engine = message.state
        self._show_progress()
        self._show_engine()
        self._selected()

    def on_lesson_list_opened(self) -> None:
        self.action_open_lesson()

    def action_open_lesson(self) -> None:
        """Open the selected lesson where the reader left it."""
        row = self._list.rows[self._list.selected]
        self.app.post_message(OpenLesson(opening_place(self._services.progress, row.lesson)))

    def action_previous_lesson(self) -> None:
        """Select the lesson above."""
        self._list.selected -= 1

    def action_next_lesson(self) -> None:
        """Select the lesson below."""
        self._list.selected += 1

    def _select_place(self) -> None:
        """Select where the reader left off, when that has moved to another lesson."""
        place = self._services.progress.place()
        if place is None or place.lesson_id == self._at:
            return
        self._at = place.lesson_id
        rows = [row.lesson.id for row in self._list.rows]
        self._list.selected = rows.index(self._at) if self._at in rows else 0

    def _show_progress(self) -> None:
        course, progress = self._services.course, self._services.progress
        results = self._services.results()
        rows = []
        start = _start(course, results)
        for number, lesson in enumerate(course.lessons_and_extras):
            done = progress.done(lesson.id)
            begun = progress.begun(lesson.id)
            step = opening_place(progress, lesson).step if begun else ""
            brought = headline(lesson, results)
            rows.append(LessonRow(lesson, begun, done, brought, step, None if number else start))
        self._list.rows = tuple(rows)
        self.query_one(CourseTop).show([row for row in rows if not row.is_extra])
        self._journey.results = results
        conditions = self._services.conditions()
        self._journey.basis = bases_words(conditions) if results and conditions else ""

    def _show_engine(self) -> None:
        self.query_one(Header).status = self._engine.status()
        line_below = self.query_one(EngineLine)
        line_below.state = self._engine
        line_below.redraw()
        self.set_class(self._engine.needs_set_up, "-missing")

    def _selected(self) -> None:
        row = self._list.rows[self._list.selected]
        self._journey.here = new_variant(row.lesson)
        side = [(one, one.words) for one in named(SIDE_COMMANDS)]
        if self._engine.needs_set_up and not any(one.begun for one in self._list.rows):
            self._footer.show(
                "e",
                "set up engine and bases",
                BY_ID["app.engine"],
                [
                    (one, "read a lesson first" if one.id == "course.open" else one.words)
                    for one in named(("course.open", "course.previous", "app.theme", "app.quit"))
                ],
            )
            return
        place = opening_place(self._services.progress, row.lesson)
        number = row.lesson.called
        steps = steps_of(row.lesson)
        words = f"go on: {number}, part {steps.index(place.step) + 1} of {len(steps)}"
        if not row.begun:
            words = f"start {number}"
        elif row.finished and place == Place(row.lesson.id, steps[0]):
            words = f"read {number} again"
        self._footer.show("enter", words, BY_ID["course.open"], side)


def _start(course: Course, results: Results) -> Start | None:
    """What the first variant of the journey weighs and takes, once both are measured."""
    first = results.get(journey(course)[0])
    image, edit = (None, None) if first is None else (first.spread(IMAGE), first.spread(EDIT))
    if image is None or edit is None:
        return None
    return Start(image.median, edit.median, edit.disturbed)
