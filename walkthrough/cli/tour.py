"""`walkthrough tour`: from nothing to the course's tables, setting up what is missing."""

import click

from walkthrough.cli.measuring import print_results, run_measured, run_recorded
from walkthrough.cli.prepare import prepare_showing_progress
from walkthrough.cli.telling import tell
from walkthrough.course.load import load_course
from walkthrough.course.model import Course
from walkthrough.engine.engine import Engine
from walkthrough.engine.install import ensure_engine
from walkthrough.errors import NoUsableEngineError
from walkthrough.measure.recording import load_recording, shipped_recording


@click.command(name="tour")
@click.option("--plain", is_flag=True, help="Plain lines instead of a live display.")
def command(plain: bool) -> None:
    """Find or start an engine, get the base images, run the course and print its tables.

    Where no engine can be had the recorded course is shown, and why.
    """
    course = load_course()
    try:
        engine = _engine_with_bases(course)
    except NoUsableEngineError as error:
        tell(error)
        click.echo("\nUntil then, this is the recorded course.\n", err=True)
        recording = load_recording(shipped_recording())
        result = run_recorded(course, course.lessons, recording, plain=True)
    else:
        result = run_measured(course, course.lessons, engine, runs=1, plain=plain)
    print_results(course, result, None)


def _engine_with_bases(course: Course) -> Engine:
    engine = ensure_engine(lambda line: click.echo(line, err=True))
    prepare_showing_progress(engine, course.bases)
    return engine
