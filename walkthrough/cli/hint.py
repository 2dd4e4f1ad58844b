"""`walkthrough hint`: the next hint for the checks that fail."""

import click

from walkthrough.cli.practising import chosen_exercise
from walkthrough.course.load import load_course
from walkthrough.learn.attempts import open_attempts
from walkthrough.learn.hints import HINTS_BEFORE_SOLUTION, helpful_hints, next_hint


@click.command(name="hint")
@click.argument("lesson")
def command(lesson: str) -> None:
    """Give the next hint for the exercise of LESSON, chosen by what failed last."""
    course = load_course()
    exercise = chosen_exercise(course, lesson)
    attempts = open_attempts(course.title)
    failing = attempts.failing(exercise)
    if not failing:
        click.echo(f"Your last check passed. See `walkthrough solution {lesson}` for another way.")
        return
    shown = attempts.hints(exercise.lesson_id)
    number = next_hint(exercise, failing, shown)
    if number is not None:
        attempts.show_hint(exercise.lesson_id, number)
        shown = attempts.hints(exercise.lesson_id)
    helpful = helpful_hints(exercise, failing)
    told = [one for one in helpful if one in shown]
    for place, one in enumerate(told, start=1):
        click.echo(f"Hint {place} of {len(helpful)}: {exercise.hints[one].text}\n")
    if not told:
        click.echo("There is no hint for what failed: its own words say what to look at.")
    if len(shown) >= HINTS_BEFORE_SOLUTION:
        click.echo(f"The solution is open: walkthrough solution {lesson}")
