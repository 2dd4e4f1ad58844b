"""`walkthrough record`: measure lessons anew and keep the whole run in one file."""

from pathlib import Path

import click

from walkthrough.cli.choice import chosen_lessons
from walkthrough.cli.measuring import print_results, require_writable, run_measured
from walkthrough.course.load import load_course
from walkthrough.engine.engine import usable_engine
from walkthrough.measure.recording import Recorder, save_recording, unfinished


@click.command(name="record")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--runs", type=click.IntRange(1, 50), default=1, show_default=True)
@click.option("--plain", is_flag=True, help="Plain lines instead of a live display.")
def command(file: Path, lessons: tuple[str, ...], runs: int, plain: bool) -> None:
    """Measure LESSONs anew and keep every event, time and condition in FILE.

    `walkthrough run --recorded` shows the recording that ships with the lessons.
    """
    course = load_course()
    chosen = chosen_lessons(course, lessons)
    for written in (file, unfinished(file)):
        require_writable(written)
    recorder = Recorder()
    result = run_measured(
        course,
        chosen,
        usable_engine(),
        runs=runs,
        fresh=True,
        plain=plain,
        listener=recorder.listen,
    )
    save_recording(recorder.recording(result.engine, result.conditions), file)
    print_results(course, result, None)
    click.echo(f"Recorded to {file} ({file.stat().st_size:,} bytes).", err=True)
