"""The body of a lesson: its page beside the tabs, and which of them is open.

Shows what it is given; the lesson's screen decides what that is.
"""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.getters import query_one
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from walkthrough.course.model import Lesson
from walkthrough.learn.predictions import outcomes
from walkthrough.report import story
from walkthrough.report.prediction_words import course_recap, expected_section
from walkthrough.tui.panes.build import BuildPane
from walkthrough.tui.panes.compare import ComparePane
from walkthrough.tui.panes.dockerfile import DockerfilePane
from walkthrough.tui.panes.inside import InsidePane
from walkthrough.tui.services import Services
from walkthrough.tui.variant_view import VariantView, following
from walkthrough.tui.widgets.builds_list import BuildsList
from walkthrough.tui.widgets.page_view import PageView
from walkthrough.tui.widgets.tab_row import TabRow

TAB_OF = {"Build": "build", "Compare": "compare", "Recap": "compare"}
PAGED = {"Read", "Recap"}
PREDICTED = {"Compare", "Recap"}
Levelled = ComparePane | DockerfilePane | InsidePane


class LessonBody(Horizontal):
    """One lesson's page, builds and tabs."""

    tabs = query_one(TabRow)
    building = query_one(BuildPane)
    compare = query_one(ComparePane)
    _dockerfile = query_one(DockerfilePane)
    _inside = query_one(InsidePane)
    _switcher = query_one(ContentSwitcher)

    def __init__(self, services: Services, lesson: Lesson) -> None:
        super().__init__(classes="body")
        self._services = services
        self._lesson = lesson
        self._scenario = lesson.scenarios[0]
        self._home = ("", "")
        self.variant = story.new_variant(lesson)

    def compose(self) -> ComposeResult:
        lacking = self._services.lacking(self._lesson)
        with Vertical(classes="left"):
            yield PageView(classes="side-page")
            yield BuildsList(
                self._services.course, self._lesson, self._services.is_recorded, lacking
            )
        with Vertical(classes="right"):
            yield TabRow()
            with ContentSwitcher(initial="dockerfile"):
                yield PageView(id="page", classes="panel")
                yield DockerfilePane()
                yield BuildPane(self._services, self._lesson)
                yield ComparePane(self._services, self._lesson)
                yield InsidePane(self._services.images)

    @property
    def levelled(self) -> Levelled | None:
        """The open pane, where it has a level of its own that esc goes out of first."""
        panes: dict[str, Levelled] = {
            "compare": self.compare,
            "dockerfile": self._dockerfile,
            "inside": self._inside,
        }
        return panes.get(self.tabs.active)

    @property
    def keys(self) -> str:
        """Which keys the footer shows: the open tab's, or those of a part of it."""
        parted = {"dockerfile": self._dockerfile.keys, "inside": self._inside.keys}
        return parted.get(self.tabs.active, self.tabs.active)

    def fit(self, step: str) -> bool:
        """Follow the breakpoint classes; whether another tab than the open one belongs here."""
        beside = self.screen.has_class("-wide")
        self.tabs.with_page = not beside
        (step_before, tab_before), home = self._home, self.home_tab(step)
        self._home = (step, home)
        self.compare.fit(self.screen.has_class("-tall"))
        self._dockerfile.fit(beside)
        has_moved = step_before in {"", step} and home != tab_before
        return has_moved or (beside and self.tabs.active == "page")

    def home_tab(self, step: str) -> str:
        """The tab that a step opens with."""
        stacked = step == "Read" and self.screen.has_class("-normal")
        paged = self.tabs.with_page and step in PAGED and not stacked
        return "page" if paged else TAB_OF.get(step, "dockerfile")

    def shows_page(self, step: str) -> bool:
        """Whether the page can be read beside, above or on the open tab."""
        tab = self.tabs.active
        if not self.tabs.with_page:
            return step != "Build" and tab != "inside"
        return (tab == self.home_tab(step) and not self._dockerfile.leave_words) or tab == "page"

    def has_page_over(self, step: str) -> bool:
        """Whether the page stands in the place of what the step opens with."""
        return self.tabs.active == "page" != self.home_tab(step)

    def leave_words(self, step: str) -> str:
        """What esc does here, empty where it leaves the lesson."""
        if self.has_page_over(step):
            return "close"
        return self.levelled.leave_words if self.levelled else ""

    def uncover_page(self) -> None:
        """Close a line's words where they stand in the place of the page."""
        if self.tabs.with_page:
            self._dockerfile.step_out()

    def open_tab(self, tab: str) -> Widget | None:
        """Open a tab; the widget that takes its keys."""
        self.tabs.active = tab
        self.screen.update_classes({"-inside": tab == "inside", "-dockerfile": tab == "dockerfile"})
        self._switcher.current = tab
        return self.building.log_widget if tab == "build" else self._switcher.visible_content

    def show_page(self, step: str, number: int) -> None:
        """Show this page of this step, with the reader's own figures."""
        results = self._services.results()
        pages = story.pages_of(self._lesson, step)
        page, place = story.page_shown(self._lesson, pages, number)
        answers = self._services.progress.answers(self._lesson.id)
        sections = []
        if step in PREDICTED:
            sections.append(expected_section(outcomes(self._lesson, answers, results)))
        if step == "Recap" and self._lesson == self._services.course.lessons[-1]:
            sections.append(self._course_recap(results))
        text = story.above_links(story.filled(page, results), sections)
        for view in self.query(PageView):
            view.show(text, place)
        for builds in self.query(BuildsList):
            builds.results = results
        self.compare.show()
        self.show_variant()

    def _course_recap(self, results: story.Results) -> str:
        course = self._services.course
        answers = {one.id: self._services.progress.answers(one.id) for one in course.lessons}
        return course_recap(course, answers, results)

    @property
    def missing(self) -> int:
        """How many builds the Build step is to make: as many as its run will plan."""
        services, lesson = self._services, self._lesson
        missing = story.missing_builds(services.course, lesson, services.results())
        if services.lacking(lesson).issuperset(missing):
            return 0
        cost = services.cost(lesson, story.Wanted(1))
        return 1 if cost is None else cost.builds

    def show_variant(self) -> None:
        """Show the chosen variant's Dockerfile and image."""
        course, services = self._services.course, self._services
        view = VariantView(course, self._lesson, services.results(), services.conditions())
        self._dockerfile.show(view.dockerfile(self.variant, self._scenario))
        self._inside.show(view.image(self.variant), self.building.is_building)

    def show_explaining(self) -> None:
        """Make room for what the line under the cursor says, or take it back."""
        self.screen.set_class(bool(self._dockerfile.leave_words), "-explaining")

    def next_variant(self) -> None:
        """Show the next variant."""
        self.variant = following(self._lesson.variants, self.variant)
        self.show_variant()

    def next_scenario(self) -> None:
        """Show the times of the next scenario."""
        self._scenario = following(self._lesson.scenarios, self._scenario)
        self.show_variant()

    def show_run(self) -> None:
        """Show how far the run is, and give the log the keys as soon as there is one."""
        for builds in self.query(BuildsList):
            builds.show(self.building.run, self._services.pace())
        self.compare.show_run(self.building.run)
        output = self.building.log_widget
        if self.screen.focused is None and self.tabs.active == "build" and output.focusable:
            output.focus()
