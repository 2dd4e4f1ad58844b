"""`walkthrough solution`: the solution as a diff against the reader's own files."""

from pathlib import Path

import click

from walkthrough.cli.practising import chosen_exercise, exercise_folder
from walkthrough.course.exercise_reasons import Change
from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError
from walkthrough.learn.attempts import open_attempts
from walkthrough.learn.hints import HINTS_BEFORE_SOLUTION
from walkthrough.learn.solution import solution_changes


@click.command(name="solution")
@click.argument("lesson")
@click.option(
    "--dir", "folder", type=click.Path(path_type=Path, file_okay=False), help="Compare this folder."
)
def command(lesson: str, folder: Path | None) -> None:
    """Show the solution of LESSON's exercise beside your files, with a reason for each line.

    It opens once a check has passed, or after the third hint.
    """
    course = load_course()
    exercise = chosen_exercise(course, lesson)
    attempts = open_attempts(course.title)
    if not attempts.solution_is_open(exercise.lesson_id):
        given = len(attempts.hints(exercise.lesson_id))
        raise BadInputError(
            "The solution is not open yet.",
            f"It opens after a check that passes, or after {HINTS_BEFORE_SOLUTION} hints; "
            f"{given} were given.",
            f"Check with `walkthrough check {lesson}`, or ask for `walkthrough hint {lesson}`.",
        )
    own = exercise_folder(exercise, attempts, folder)
    if folder is not None and not own.exists():
        raise BadInputError(
            f"There is no exercise in {own}.",
            "There is no such folder.",
            "Name the folder with your files, or leave --dir out.",
        )
    click.echo("One right answer; yours may be another.")
    for name, changes in solution_changes(exercise, own).items():
        click.echo(f"\n{name}")
        for change in changes:
            click.echo(change_text(change))


def change_text(change: Change) -> str:
    """A changed or common piece, its reason below it."""
    lines = [f"{change.sign} {line}".rstrip() for line in change.piece.lines]
    return "\n".join([*lines, *([f"    # {change.reason}"] if change.reason else [])])
