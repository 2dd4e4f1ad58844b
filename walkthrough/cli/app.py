"""`walkthrough app`: the course in the terminal, as screens."""

import sys

import click

from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError


@click.command(name="app")
@click.option("--recorded", is_flag=True, help="Replay the recorded course: needs no engine.")
def command(recorded: bool) -> None:
    """Open the course: read, build, compare."""
    if not sys.stdout.isatty():
        raise BadInputError(
            "The app needs a terminal.",
            "Its output goes to a file or a pipe.",
            "Use `walkthrough run`, which prints tables anywhere.",
        )
    from walkthrough.learn.progress import open_progress
    from walkthrough.tui.app import run_app

    course = load_course()
    progress = open_progress(course.title)
    if recorded:
        from walkthrough.tui.recorded import shipped_services

        run_app(shipped_services(course, progress))
    else:
        from walkthrough.tui.measured import MeasuredServices

        run_app(MeasuredServices(course, progress))
