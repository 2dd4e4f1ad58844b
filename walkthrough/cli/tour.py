"""`walkthrough tour`: from nothing to the course's tables, setting up what is missing."""

import click

from walkthrough.cli.measuring import print_results, run_measured, run_recorded
from walkthrough.cli.prepare import prepare_showing_progress
from walkthrough.course.load import load_course
from walkthrough.course.model import Course
from walkthrough.engine.install import ensure_engine
from walkthrough.errors import NoUsableEngineError
from walkthrough.measure.recording import load_recording, shipped_recording
from walkthrough.measure.results import CourseResult


@click.command(name="tour")
@click.option("--plain", is_flag=True, help="Plain lines instead of a live display.")
def command(plain: bool) -> None:
    """Find or start an engine, get the base images, run the course and print its tables.

    Where no engine can be had the recorded course is shown, and why.
    """
    course = load_course()
    try:
        result = _measured(course, plain)
    except NoUsableEngineError as error:
        click.echo(f"{error.what}\n  why:  {error.why}\n  next: {error.next_step}\n", err=True)
        click.echo("Until then, this is the recorded course.\n", err=True)
        recording = load_recording(shipped_recording())
        result = run_recorded(course, course.lessons, recording, plain=True)
    print_results(course, result, None)


def _measured(course: Course, plain: bool) -> CourseResult:
    engine = ensure_engine(lambda line: click.echo(line, err=True))
    prepare_showing_progress(engine, course.bases)
    return run_measured(course, course.lessons, engine, runs=1, plain=plain)
