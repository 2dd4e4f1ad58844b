"""`walkthrough hint`: the next hint for the checks that fail."""

import click

from walkthrough.cli.practising import chosen_exercise
from walkthrough.course.load import load_course
from walkthrough.learn.attempts import open_attempts
from walkthrough.learn.practice import Practice


@click.command(name="hint")
@click.argument("lesson")
def command(lesson: str) -> None:
    """Give the next hint for the exercise of LESSON, chosen by what failed last."""
    course = load_course()
    exercise = chosen_exercise(course, lesson)
    attempts = open_attempts(course.title)
    if not attempts.failing(exercise):
        click.echo(f"Your last check passed. See `walkthrough solution {lesson}` for another way.")
        return
    practice = Practice(exercise, attempts)
    hints = practice.next_hint()
    for place, text in enumerate(hints.given, start=1):
        click.echo(f"Hint {place} of {hints.total}: {text}\n")
    if not hints.given:
        click.echo("There is no hint for what failed: its own words say what to look at.")
    if practice.solution_is_open:
        click.echo(f"The solution is open: walkthrough solution {lesson}")
