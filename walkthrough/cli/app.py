"""`walkthrough app`: the course in the terminal, as screens."""

import sys

import click

from walkthrough.course.load import load_course
from walkthrough.errors import BadInputError
from walkthrough.measure.recording import load_recording, shipped_recording


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
        from walkthrough.app_context import sample_app, variant_hashes
        from walkthrough.tui.recorded import RecordedServices

        recording = load_recording(shipped_recording())
        hashes = variant_hashes(course, sample_app())
        run_app(RecordedServices(course, progress, recording, hashes))
    else:
        from walkthrough.tui.measured import MeasuredServices

        run_app(MeasuredServices(course, progress))
