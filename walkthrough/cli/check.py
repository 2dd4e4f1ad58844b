"""`walkthrough check`: what the reader's build does, beside what the exercise wants."""

import sys
from pathlib import Path

import click

from walkthrough.app_context import surroundings
from walkthrough.cli.check_display import CheckDisplay, JsonDisplay, PlainDisplay
from walkthrough.cli.interrupt import stopping
from walkthrough.cli.practising import chosen_exercise, exercise_folder
from walkthrough.course.exercise import Exercise
from walkthrough.course.load import load_course
from walkthrough.engine.engine import usable_engine
from walkthrough.errors import WalkthroughError
from walkthrough.learn.attempts import Attempts, open_attempts
from walkthrough.learn.check_run import CheckRun
from walkthrough.learn.kept_run import KeptRun
from walkthrough.learn.model import CheckEvent
from walkthrough.learn.reader_files import ReaderFiles, read_folder
from walkthrough.learn.surroundings import Surroundings
from walkthrough.learn.watch import Watch

NOT_PASSED = 1


@click.command(name="check")
@click.argument("lesson")
@click.option(
    "--dir", "folder", type=click.Path(path_type=Path, file_okay=False), help="Check this folder."
)
@click.option("--watch", is_flag=True, help="Check again at each save, until Ctrl-C.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one line a check with --watch.")
def command(lesson: str, folder: Path | None, watch: bool, as_json: bool) -> None:
    """Build and run your answer to the exercise of LESSON and tell what it does.

    Ends with 0 when everything passes and with 1 when not.
    """
    course = load_course()
    exercise = chosen_exercise(course, lesson)
    attempts = open_attempts(course.title)
    chosen = exercise_folder(exercise, attempts, folder)
    read_folder(chosen)
    around = surroundings(course, usable_engine())
    display: CheckDisplay = JsonDisplay() if as_json else PlainDisplay()
    if watch:
        _watch(exercise, chosen, attempts, around, display)
    else:
        run = KeptRun(CheckRun(exercise, read_folder(chosen), around), exercise, attempts)
        with stopping(run.cancel):
            for event in run.run():
                display.show(event)
    if not display.passed:
        sys.exit(NOT_PASSED)


def _watch(
    exercise: Exercise,
    folder: Path,
    attempts: Attempts,
    around: Surroundings,
    display: CheckDisplay,
) -> None:
    def new_run(files: ReaderFiles) -> KeptRun:
        return KeptRun(CheckRun(exercise, files, around), exercise, attempts)

    def tell(news: CheckEvent | WalkthroughError) -> None:
        if isinstance(news, WalkthroughError):
            display.tell(news)
        else:
            display.show(news)

    watching = Watch(folder, new_run, tell)
    click.echo(f"Watching {folder}. Save to check, Ctrl-C ends.", err=True)
    with stopping(watching.stop):
        watching.watch()
