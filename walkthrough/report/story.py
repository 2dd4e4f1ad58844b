"""How a lesson is told on screen: its steps, the pages of each, the figures it turns on. Pure."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from walkthrough.course.model import Course, Lesson
from walkthrough.course.page import NOT_YET, PageStep, Placeholder, fill, split_page
from walkthrough.learn.progress import LESSON_STEPS
from walkthrough.measure.model import Sample
from walkthrough.measure.results import VariantResult
from walkthrough.measure.usable import runs_counted, undisturbed
from walkthrough.report.placeholders import lookup_in

STEPS = LESSON_STEPS
LINK_ITEM = r"\n- \[[^\n]+\]\([^)\n]+\)"
LINKS_AT_END = re.compile(rf"(?:\n\n[^\n]+:)?\n(?:{LINK_ITEM})+\Z")
"""A list of nothing but links, with the line that leads to it."""
Results = Mapping[str, VariantResult]


def steps_of(lesson: Lesson) -> tuple[str, ...]:
    """The steps that the lesson has: not every one asks questions or has an exercise."""
    left_out = {"Predict": not lesson.predictions, "Exercise": not lesson.practised}
    return tuple(step for step in STEPS if not left_out.get(step, False))


def is_finished(lesson: Lesson, done: frozenset[str]) -> bool:
    """Whether all steps are done; the exercise may be open, as recorded runs cannot check one."""
    return done >= {step for step in steps_of(lesson) if step != "Exercise"}


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


def page_before(lesson: Lesson, step: str, page: int) -> tuple[str, int]:
    """The page before one that is not the lesson's first: of the step, or the last of another."""
    if page:
        return step, page - 1
    steps = steps_of(lesson)
    before = steps[steps.index(step) - 1]
    return before, max(0, page_count(lesson, before) - 1)


def page_after(lesson: Lesson, step: str, page: int) -> tuple[str, int]:
    """The page after one that is not the lesson's last: of the step, or the first of another."""
    if page + 1 < page_count(lesson, step):
        return step, page + 1
    steps = steps_of(lesson)
    return steps[steps.index(step) + 1], 0


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
        return NOT_YET if words is None else f"**{words}**"

    return fill(page.text, emphasised)


def above_links(text: str, sections: Iterable[str]) -> str:
    """The page's text with these sections, where they are not empty, above the links that it may
    end with: what is the reader's own comes before what is to be read elsewhere."""
    links = LINKS_AT_END.search(text)
    end = len(text) if links is None else links.start()
    return "\n\n".join(filter(None, (text[:end], *sections, text[end:].lstrip("\n"))))


def journey(course: Course) -> tuple[str, ...]:
    """One variant for each lesson, in their order: the one that its first comparison leads to."""
    chosen = (
        lesson.comparisons[0].to if lesson.comparisons else lesson.variants[-1]
        for lesson in course.lessons
    )
    return tuple(dict.fromkeys(chosen))


def predecessor(lesson: Lesson, variant_id: str) -> str | None:
    """The variant that this one is read against: the one that a comparison or the order names."""
    for promise in lesson.comparisons:
        if promise.to == variant_id:
            return promise.from_id
    place = lesson.variants.index(variant_id)
    return lesson.variants[place - 1] if place else None


def new_variant(lesson: Lesson) -> str:
    """The variant that a lesson opens with: the one that its first comparison leads to."""
    return lesson.comparisons[0].to if lesson.comparisons else lesson.variants[-1]


def builds_of(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """The lesson's builds: each variant in each scenario."""
    return tuple(
        (variant_id, scenario_id)
        for variant_id in lesson.variants
        for scenario_id in lesson.scenarios
    )


def missing_builds(course: Course, lesson: Lesson, results: Results) -> tuple[tuple[str, str], ...]:
    """The lesson's builds that were never done, as a plan counts them."""
    return tuple(one for one in builds_of(lesson) if not runs_made(course, results, *one))


def disturbed_builds(lesson: Lesson, results: Results) -> tuple[tuple[str, str], ...]:
    """The lesson's builds that were made, but never undisturbed."""
    return tuple(
        (variant_id, scenario_id)
        for variant_id, scenario_id in builds_of(lesson)
        if (samples := samples_of(results, variant_id, scenario_id)) and not undisturbed(samples)
    )


def lowest_count(course: Course, lesson: Lesson, results: Results) -> int:
    """How many runs each of the lesson's builds has at least."""
    return min(runs_made(course, results, *one) for one in builds_of(lesson))


class Wanted(Struct, frozen=True):
    """So many runs of each build; with `again` those that were disturbed do not count."""

    runs: int
    again: bool = False


def wanted_next(course: Course, lesson: Lesson, results: Results) -> Wanted:
    """What building means now: what is missing; else once more what was disturbed; else one more
    run of each build."""
    if missing_builds(course, lesson, results):
        return Wanted(1)
    if disturbed_builds(lesson, results):
        return Wanted(1, again=True)
    return Wanted(lowest_count(course, lesson, results) + 1)


def runs_made(course: Course, results: Results, variant_id: str, scenario_id: str) -> int:
    """How many runs of this build need not be made again: what a plan asks of the archive."""
    result = results.get(variant_id)
    weighed = result is not None and result.image is not None
    samples = samples_of(results, variant_id, scenario_id)
    return runs_counted(course.scenarios[scenario_id], samples, weighed)


def samples_of(results: Results, variant_id: str, scenario_id: str) -> tuple[Sample, ...]:
    """All samples of this build, disturbed ones too."""
    result = results.get(variant_id)
    return () if result is None else result.samples.get(scenario_id, ())
