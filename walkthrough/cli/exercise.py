"""`walkthrough exercise start`: an exercise in a folder of the reader's own."""

from pathlib import Path

import click

from walkthrough.cli.practising import chosen_exercise
from walkthrough.course.load import load_course
from walkthrough.learn.attempts import open_attempts
from walkthrough.learn.folder import folder_beside
from walkthrough.learn.practice import Practice


@click.group(name="exercise")
def command() -> None:
    """Practise: start a lesson's exercise."""


@command.command(name="start")
@click.argument("lesson")
@click.option(
    "--dir", "folder", type=click.Path(path_type=Path, file_okay=False), help="Work there."
)
@click.option("--new", is_flag=True, help="Begin anew in a folder beside the one that you have.")
def start_command(lesson: str, folder: Path | None, new: bool) -> None:
    """Put the exercise of LESSON into a folder of your own.

    Nothing of yours is overwritten: what is there stays, what is missing is written.
    """
    course = load_course()
    exercise = chosen_exercise(course, lesson)
    practice = Practice(exercise, open_attempts(course.title))
    own = practice.folder
    chosen = folder.absolute() if folder else own
    if new and chosen.exists():
        chosen = folder_beside(chosen)
    outdated = practice.is_outdated
    done = practice.begin(chosen)
    click.echo(f"{exercise.title}\n\n{exercise.task}\n")
    click.echo(f"It is in {done.folder}")
    for name in done.written:
        click.echo(f"  {name}")
    for name in done.kept:
        click.echo(f"  {name}  (yours, as it was)")
    if outdated and chosen == own:
        click.echo(
            "\nThe course has a newer version of this exercise. Yours stays; "
            f"`walkthrough exercise start {lesson} --new` puts the new one beside it."
        )
    click.echo(f"\nEdit it, then: walkthrough check {lesson} --watch")
