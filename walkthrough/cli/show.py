"""`walkthrough show`: a lesson's page, with what has been measured here filled in."""

import click
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from walkthrough.app_context import latest_results
from walkthrough.cli.choice import chosen_lessons
from walkthrough.course.load import load_course
from walkthrough.course.model import Lesson
from walkthrough.course.page import NOT_MEASURED, fill
from walkthrough.errors import BadInputError
from walkthrough.report.page_screen import PAGE_THEME, StepMarkdown
from walkthrough.report.placeholders import lookup_in
from walkthrough.report.tables import conditions_line

WIDEST = 80


@click.command(name="show")
@click.argument("lesson", metavar="LESSON")
@click.option("--part", type=int, metavar="N", help="Only the page's part N, counted from 1.")
def command(lesson: str, part: int | None) -> None:
    """Print the page of LESSON, named by its id or its number.

    Figures are the ones that were measured last; the end says with which engine, and how to measure
    more. Into a pipe or a file goes the page's Markdown.
    """
    course = load_course()
    chosen = chosen_lessons(course, [lesson])[0]
    conditions, results = latest_results(course)
    lookup = lookup_in(results)
    shown = chosen_parts(chosen, part)
    parts = {number: fill(text, lookup) for number, text in shown.items()}
    missing = any(NOT_MEASURED in fill(text, lookup) for text in chosen.steps)
    taken_with = "" if conditions is None else conditions_line(conditions)
    closing = [*filter(None, [taken_with]), measure_words(chosen, missing)]
    of = f"of {len(chosen.steps)}"
    console = Console(highlight=False, theme=PAGE_THEME)
    if not console.is_terminal:
        pages = [f"{text}\n\n*part {number} {of}*" for number, text in parts.items()]
        click.echo("\n\n".join(("\n\n---\n\n".join(pages), *closing)))
        return
    console.width = min(console.width, WIDEST)
    for number, text in parts.items():
        console.print(Rule(f"part {number} {of}", align="right", style="dim"), "")
        console.print(StepMarkdown(text, hyperlinks=False), "")
    for words in closing:
        console.print(Text(words, style="dim"))


def measure_words(lesson: Lesson, missing: bool) -> str:
    """How to measure what the page asks for, or how to measure it more often."""
    if missing:
        return f"Measure it with `walkthrough run {lesson.key}`."
    return f"Measure it more often with `walkthrough run {lesson.key} --runs 3`."


def chosen_parts(lesson: Lesson, number: int | None) -> dict[int, str]:
    """The page's part with this number, all for None. Raises BadInputError where it has none."""
    if number is None:
        return dict(enumerate(lesson.steps, start=1))
    if not 1 <= number <= len(lesson.steps):
        raise BadInputError(
            f"Lesson {lesson.id} has no part {number}.",
            f"Its page has {len(lesson.steps)} parts, counted from 1.",
            f"Run `walkthrough show {lesson.id} --part 1`, or leave --part out.",
        )
    return {number: lesson.steps[number - 1]}
