"""`walkthrough record`: measure lessons anew and keep the whole run in one file."""

from pathlib import Path

import click

from walkthrough.cli.choice import chosen_lessons
from walkthrough.cli.measuring import print_results, require_writable, run_measured
from walkthrough.course.load import load_course
from walkthrough.engine.engine import usable_engine
from walkthrough.engine.image_files import image_files
from walkthrough.engine.image_files_index import ImageFiles
from walkthrough.engine.image_size import image_facts
from walkthrough.engine.naming import IMAGE_PREFIX
from walkthrough.home import data_home
from walkthrough.measure.progress import ImageMeasured, RunEvent
from walkthrough.measure.recorded_files import beside, save_files
from walkthrough.measure.recording import Recorder, save_recording, unfinished


@click.command(name="record")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("lessons", nargs=-1, metavar="[LESSON]...")
@click.option("--runs", type=click.IntRange(1, 50), default=1, show_default=True)
@click.option("--plain", is_flag=True, help="Plain lines instead of a live display.")
def command(file: Path, lessons: tuple[str, ...], runs: int, plain: bool) -> None:
    """Measure LESSONs anew and keep every event, time and condition in FILE.

    The lists of the images' files go beside it.

    `walkthrough run --recorded` shows the recording that ships with the lessons.
    """
    course = load_course()
    chosen = chosen_lessons(course, lessons)
    for written in (file, unfinished(file), beside(file)):
        require_writable(written)
    recorder = Recorder()
    engine = usable_engine()
    listed: dict[str, ImageFiles] = {}

    def listen(event: RunEvent) -> None:
        """Weigh and list the image of this very run: the runner weighs a variant only once."""
        if isinstance(event, ImageMeasured):
            newest = f"{IMAGE_PREFIX}{event.variant_id}:latest"
            facts = image_facts(engine.client, newest)
            event = ImageMeasured(event.variant_id, facts)
            listed[event.variant_id] = image_files(
                engine.client, [facts.image_id], data_home(), lambda _: None
            )
        recorder.listen(event)

    result = run_measured(
        course,
        chosen,
        engine,
        runs=runs,
        fresh=True,
        plain=plain,
        listener=listen,
    )
    save_recording(recorder.recording(result.engine, result.conditions), file)
    save_files(listed, beside(file))
    print_results(course, result, None)
    click.echo(f"Recorded to {file} ({file.stat().st_size:,} bytes).", err=True)
