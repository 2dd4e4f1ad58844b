"""The tour where there is no terminal: everything set up, all of it built, the tables printed."""

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


def print_tables() -> None:
    """Measure the course and print its tables; recorded ones where no engine can be had."""
    course = load_course()
    try:
        engine = _engine_with_bases(course)
    except NoUsableEngineError as error:
        tell(error)
        click.echo("\nUntil then, this is the recorded course.\n", err=True)
        recording = load_recording(shipped_recording())
        result = run_recorded(course, course.lessons, recording, plain=True)
    else:
        result = run_measured(course, course.lessons, engine, runs=1)
    print_results(course, result, None)


def _engine_with_bases(course: Course) -> Engine:
    engine = ensure_engine(lambda line: click.echo(line, err=True))
    prepare_showing_progress(engine, course.bases)
    return engine
