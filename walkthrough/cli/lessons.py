"""`walkthrough lessons`: the lessons in order, with what each builds."""

import click
import msgspec

from walkthrough.course.load import load_course
from walkthrough.course.model import Course, Lesson


@click.command(name="lessons")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a list.")
def command(as_json: bool) -> None:
    """List the lessons with their numbers, ids and minutes; --json has their variants too."""
    course = load_course()
    if as_json:
        click.echo(lessons_json(course))
        return
    click.echo(f"{course.title}\n")
    for lesson in course.lessons:
        _tell(f"{lesson.number}", lesson)
    if course.extras:
        click.echo("\nExtras: short, in any order, built only when you ask for one")
        for extra in course.extras:
            _tell("+", extra)
    click.echo("\nRead one with `walkthrough show 1`; measure it with `walkthrough run 1`.")


def _tell(mark: str, lesson: Lesson) -> None:
    click.echo(f"{mark}  {lesson.id:<14}  {lesson.title}, {lesson.minutes} min")
    click.echo(f"   {lesson.summary}")


def lessons_json(course: Course) -> str:
    """The lessons and extras as JSON, with variants and scenarios, without their pages."""
    document = {
        "schema": 1,
        "title": course.title,
        "lessons": [_document(one) for one in course.lessons],
        "extras": [_document(one) for one in course.extras],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()


def _document(lesson: Lesson) -> dict[str, object]:
    return {
        "id": lesson.id,
        "number": lesson.number,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "summary": lesson.summary,
        "variants": lesson.variants,
        "scenarios": lesson.scenarios,
        "steps": len(lesson.steps),
    }
