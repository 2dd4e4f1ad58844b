"""How a lesson is told on screen: its steps, the pages of each, the figures it turns on. Pure."""

from collections.abc import Mapping

from walkthrough.course.model import Course, Lesson
from walkthrough.course.page import PageStep, Placeholder, fill, split_page
from walkthrough.learn.progress import LESSON_STEPS
from walkthrough.measure.results import VariantResult
from walkthrough.report.placeholders import lookup_in

STEPS = LESSON_STEPS
NEEDED = frozenset(STEPS) - {"Exercise"}
"""A lesson is done without its exercise: recorded runs cannot check one."""
Results = Mapping[str, VariantResult]


def page_steps(lesson: Lesson) -> tuple[PageStep, ...]:
    """The lesson's pages, each with its title."""
    return tuple(split_page(text)[0] for text in lesson.steps)


def pages_of(lesson: Lesson, step: str) -> tuple[PageStep, ...]:
    """The pages that belong to a step; Predict has questions and Build has builds instead.

    The last page is the recap. To Compare belongs the page that the lesson names for it: it is
    read once without its figures and once with them.
    """
    pages = page_steps(lesson)
    *reading, recap = pages
    match step:
        case "Read":
            return tuple(reading) or (recap,)
        case "Recap":
            return (recap,)
        case "Compare":
            return tuple(one for one in pages if one.title == lesson.compare_page) or (recap,)
    return ()


def page_count(lesson: Lesson, step: str) -> int:
    """How many pages a step has; to Predict belongs one for each question."""
    return len(lesson.predictions) if step == "Predict" else len(pages_of(lesson, step))


def page_shown(lesson: Lesson, pages: tuple[PageStep, ...], page: int) -> tuple[PageStep, str]:
    """The page of a step and its place among them; a step without pages keeps the first one."""
    if page >= len(pages):
        return pages_of(lesson, "Read")[0], ""
    return pages[page], f"page {page + 1} of {len(pages)}" if len(pages) > 1 else ""


def filled(page: PageStep, results: Results) -> str:
    """The page's text with the reader's own figures, each in bold."""
    own = lookup_in(results)

    def emphasised(placeholder: Placeholder) -> str | None:
        words = own(placeholder)
        return "*not measured yet*" if words is None else f"**{words}**"

    return fill(page.text, emphasised)


def journey(course: Course) -> tuple[str, ...]:
    """One variant for each lesson, in their order: the one that its first comparison leads to."""
    chosen = (
        lesson.comparisons[0].to if lesson.comparisons else lesson.variants[-1]
        for lesson in course.lessons
    )
    return tuple(dict.fromkeys(chosen))


def predecessor(course: Course, lesson: Lesson, variant_id: str) -> str | None:
    """The variant that this one is read against: the one that a comparison or the order names."""
    for promise in lesson.comparisons:
        if promise.to == variant_id:
            return promise.from_id
    place = lesson.variants.index(variant_id)
    return lesson.variants[place - 1] if place else None


def new_variant(lesson: Lesson) -> str:
    """The variant that a lesson opens with: the one that its first comparison leads to."""
    return lesson.comparisons[0].to if lesson.comparisons else lesson.variants[-1]


def missing_builds(lesson: Lesson, results: Results, runs: int = 1) -> tuple[tuple[str, str], ...]:
    """The variants and scenarios of the lesson that have fewer usable samples than `runs`."""
    return tuple(
        (variant_id, scenario_id)
        for variant_id in lesson.variants
        for scenario_id in lesson.scenarios
        if usable_count(results, variant_id, scenario_id) < runs
    )


def lowest_count(lesson: Lesson, results: Results) -> int:
    """How many usable samples each of the lesson's builds has at least."""
    return min(
        usable_count(results, variant_id, scenario_id)
        for variant_id in lesson.variants
        for scenario_id in lesson.scenarios
    )


def usable_count(results: Results, variant_id: str, scenario_id: str) -> int:
    """How many undisturbed samples there are."""
    result = results.get(variant_id)
    samples = () if result is None else result.samples.get(scenario_id, ())
    return sum(not sample.disturbed for sample in samples)
