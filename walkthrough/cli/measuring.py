"""Measured and recorded runs of lessons, shared by the commands `run`, `record` and `tour`."""

import os
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console, RenderableType

from walkthrough.app_context import MeasuringContext, sample_app, variant_hashes
from walkthrough.cli.interrupt import stopping
from walkthrough.cli.progress import LiveProgress, PlainProgress
from walkthrough.course.model import Course, Lesson
from walkthrough.engine.engine import Engine
from walkthrough.errors import BadInputError
from walkthrough.measure.progress import RunEvent
from walkthrough.measure.recording import Recording
from walkthrough.measure.replay import Replay
from walkthrough.measure.results import CourseResult
from walkthrough.measure.sample import now
from walkthrough.report.document import course_document, encode
from walkthrough.report.tables import course_report

Listener = Callable[[RunEvent], None]


def run_measured(
    course: Course,
    lessons: Sequence[Lesson],
    engine: Engine,
    *,
    runs: int,
    only: Collection[str] = (),
    fresh: bool = False,
    again: bool = False,
    plain: bool = False,
    listener: Listener | None = None,
) -> CourseResult:
    """Build what is missing, showing progress on standard error, and gather the results.

    With `again` what was disturbed is built once more. Ctrl-C ends the running build and raises
    CancelledError; a second one ends the process.
    """
    measuring = MeasuringContext(course, engine, since=now() if fresh else "")
    builds = measuring.plan(lessons, runs, only, again)
    runner = measuring.runner()
    with stopping(runner.cancel):
        show(runner.run(builds), plain, listener)
    return measuring.result(lessons)


def run_recorded(
    course: Course,
    lessons: Sequence[Lesson],
    recording: Recording,
    *,
    only: Collection[str] = (),
    speed: float = 0.0,
    plain: bool = False,
) -> CourseResult:
    """Replay a recording as if its builds ran now (at once for speed 0), and gather the results."""
    replay = Replay(course, recording, variant_hashes(course, sample_app()))
    with stopping(replay.cancel):
        show(replay.run(lessons, only, speed), plain)
    return replay.result(lessons)


def show(events: Iterable[RunEvent], plain: bool, listener: Listener | None = None) -> None:
    """Show a run's events on standard error as they come, and hand them to the listener."""
    console = Console(stderr=True)
    if plain or not console.is_terminal:
        display: PlainProgress | LiveProgress = PlainProgress(
            lambda line: click.echo(line, err=True)
        )
        _drain(events, display.show, listener)
        return
    with LiveProgress(console) as live:
        _drain(events, live.show, listener)


def _drain(events: Iterable[RunEvent], shown: Listener, listener: Listener | None) -> None:
    for event in events:
        shown(event)
        if listener is not None:
            listener(event)


def require_writable(file: Path) -> None:
    """Raise BadInputError where the file could not be written; leaves nothing there."""
    folder = file.parent
    if file.is_dir():
        why = "It is a folder."
    elif file.exists():
        why = "" if os.access(file, os.W_OK) else "It is there and may not be changed."
    elif not folder.is_dir():
        why = f"There is no folder {folder}."
    else:
        why = "" if _takes_files(folder) else f"Nothing can be written to the folder {folder}."
    if why:
        raise BadInputError(f"{file} cannot be written.", why, "Name another file.")


def _takes_files(folder: Path) -> bool:
    """Tried, as permissions tell neither root nor Windows the truth."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def print_results(course: Course, result: CourseResult, json_file: str | None) -> None:
    """Print the tables, or write the JSON document: `-` prints it instead of the tables."""
    document = encode(course_document(result))
    if json_file == "-":
        sys.stdout.buffer.write(document)
        return
    if json_file is not None:
        try:
            Path(json_file).write_bytes(document)
        except OSError as error:
            raise BadInputError(
                f"The results cannot be written to {json_file}.",
                f"{error.strerror}. The samples themselves are kept.",
                "Run the same command with another file: nothing is measured twice.",
            ) from error
    print_report(course_report(course, result))


def print_report(report: RenderableType) -> None:
    """Print a report; into a file or a pipe without blanks at line ends or no-break spaces."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(report)
        return
    with console.capture() as captured:
        console.print(report)
    lines = captured.get().replace("\u00a0", " ").splitlines()
    click.echo("\n".join(line.rstrip() for line in lines))
