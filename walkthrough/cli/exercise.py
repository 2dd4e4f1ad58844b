"""`walkthrough exercise start`: an exercise in a folder of the reader's own."""

from pathlib import Path

import click

from walkthrough.cli.practising import chosen_exercise
from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError
from walkthrough.learn.attempts import open_attempts
from walkthrough.learn.folder import folder_beside
from walkthrough.learn.practice import Practice


class ExerciseGroup(click.Group):
    """Takes a lesson in the place of a command for a `start` that was left out."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is not None or name.startswith("-"):
            return super().resolve_command(ctx, args)
        lesson = load_course().lesson(name)
        started = name if lesson is not None else "LESSON"
        raise BadInputError(
            f"`walkthrough exercise {name}` says nothing to do.",
            "An exercise is started; then you edit it, and check it.",
            f"Start it with `walkthrough exercise start {started}`, "
            f"check it with `walkthrough check {started}`.",
        )


@click.group(name="exercise", cls=ExerciseGroup)
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
