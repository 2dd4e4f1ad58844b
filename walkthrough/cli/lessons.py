"""`walkthrough lessons`: the lessons in order, with what each builds."""

import click
import msgspec

from walkthrough.course.load import load_course
from walkthrough.course.model import Course


@click.command(name="lessons")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a list.")
def command(as_json: bool) -> None:
    """List the lessons with their numbers, ids and variants."""
    course = load_course()
    if as_json:
        click.echo(lessons_json(course))
        return
    click.echo(f"{course.title}\n")
    for lesson in course.lessons:
        click.echo(f"{lesson.number}  {lesson.id:<14}  {lesson.title}, {lesson.minutes} min")
        click.echo(f"   {lesson.summary}")
    click.echo("\nRead one with `walkthrough show 1`; measure it with `walkthrough run 1`.")


def lessons_json(course: Course) -> str:
    """The lessons as JSON, with their variants and scenarios, without their pages."""
    document = {
        "schema": 1,
        "title": course.title,
        "lessons": [
            {
                "id": lesson.id,
                "number": lesson.number,
                "title": lesson.title,
                "minutes": lesson.minutes,
                "summary": lesson.summary,
                "variants": lesson.variants,
                "scenarios": lesson.scenarios,
                "steps": len(lesson.steps),
            }
            for lesson in course.lessons
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
