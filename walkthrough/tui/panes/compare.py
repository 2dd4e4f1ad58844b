"""The Compare tab: the lesson's variants side by side in each metric."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.getters import query_one

from walkthrough.course.model import Course, Lesson
from walkthrough.measure.model import Conditions
from walkthrough.tui.commands import bindings
from walkthrough.tui.story import Results
from walkthrough.tui.widgets.compare_view import CompareView


class ComparePane(VerticalScroll):
    """All that the lesson compares."""

    BINDINGS = bindings("compare")
    place = "compare"

    _view = query_one(CompareView)

    def __init__(self, course: Course, lesson: Lesson) -> None:
        super().__init__(id="compare", classes="panel")
        self._course = course
        self._lesson = lesson

    def compose(self) -> ComposeResult:
        yield CompareView(self._course, self._lesson)

    def show(self, results: Results, conditions: Conditions | None) -> None:
        """Show what was measured, and under which conditions."""
        self._view.results = results
        self._view.conditions = conditions

    def fit(self, tall: bool) -> None:
        """Follow the screen's height."""
        self._view.tall = tall
