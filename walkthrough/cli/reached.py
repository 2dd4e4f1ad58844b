"""`walkthrough progress`: how far the reader is; save it, take it over, or begin again."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from walkthrough.cli.choice import chosen_lessons
from walkthrough.course.load import load_course
from walkthrough.course.model import Course
from walkthrough.errors import BadInputError
from walkthrough.home import data_home
from walkthrough.learn.attempts import Attempts
from walkthrough.learn.progress import Progress
from walkthrough.learn.progress_file import load, reset, save
from walkthrough.learn.summary import Kept, LessonProgress, summary
from walkthrough.learn.words import plural
from walkthrough.report.progress_words import (
    progress_document,
    progress_lines,
    recap_lines,
    replayed_words,
)
from walkthrough.store.database import STORE_FILE, open_database
from walkthrough.store.progress import ProgressStore


@click.group(name="progress", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a list.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Show how far you are: steps, predictions, exercises, best numbers."""
    if context.invoked_subcommand is not None:
        return
    course = load_course()
    store = _store()
    lessons = _summary(course, store)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(progress_document(lessons))).decode())
        return
    click.echo(f"{course.title}\n")
    for line in progress_lines(lessons):
        click.echo(line)
    progress = Progress(store, course.title)
    replayed = replayed_words(
        [one for one in course.lessons_and_extras if progress.replayed(one.id)]
    )
    if replayed:
        click.echo(f"\n{replayed}")
    recap = list(recap_lines(lessons))
    if recap:
        click.echo("\nWhere your intuition was off\n")
        for line in recap:
            click.echo(line)


@command.command(name="export")
@click.argument("file", type=click.Path(path_type=Path))
def export_command(file: Path) -> None:
    """Save all progress to FILE, to take it to another machine."""
    count = save(_store(), load_course().title, file)
    click.echo(f"Saved {_records(count)} to {file}.")


@command.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
def import_command(file: Path) -> None:
    """Add the progress in FILE to what is here; nothing that is here is lost."""
    count = load(_store(), load_course().title, file)
    click.echo(f"Took over {_records(count)} from {file}.")


@command.command(name="reset")
@click.argument("lesson", required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset_command(lesson: str | None, yes: bool) -> None:
    """Begin LESSON again, or the whole course. A backup is kept; your files stay."""
    course = load_course()
    chosen = None if lesson is None else chosen_lessons(course, (lesson,))[0]
    what = f"{chosen.called}, {chosen.title}" if chosen else "the whole course"
    if not yes and not _agreed(f"Forget your progress in {what}? A backup is kept."):
        click.echo("Nothing was forgotten.")
        return
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    backup = data_home() / "backups" / f"progress-{moment}.json"
    backup.parent.mkdir(parents=True, exist_ok=True)
    try:
        count = reset(_store(), course.title, chosen.id if chosen else None, backup)
    except BadInputError as error:
        raise BadInputError(
            error.what,
            f"{error.why} Nothing was forgotten.",
            f"See that {backup.parent} can be written to and its disk has room.",
        ) from error
    click.echo(f"Forgot {_records(count)} in {what}. Measured samples and your files stay.")
    click.echo(f"To take it back: walkthrough progress import {backup}")
    click.echo("Exercises that you started with --dir then need that option again.")


def _store() -> ProgressStore:
    return ProgressStore(open_database(data_home() / STORE_FILE))


def _summary(course: Course, store: ProgressStore) -> list[LessonProgress]:
    from walkthrough.app_context import latest_results

    progress, attempts = Progress(store, course.title), Attempts(store, course.title)
    kept = {
        lesson.id: Kept(
            progress.begun(lesson.id),
            progress.done(lesson.id),
            progress.answers(lesson.id),
            attempts.all(lesson.id),
            len(attempts.hints(lesson.id)),
        )
        for lesson in course.lessons_and_extras
    }
    return summary(course, kept, latest_results(course)[1])


def _records(count: int) -> str:
    return f"{plural(count, 'record')} of your progress"


def _agreed(question: str) -> bool:
    click.echo(f"{question} [y/N]: ", nl=False)
    answer = sys.stdin.readline() if sys.stdin else ""
    if not answer:
        click.echo()
        raise BadInputError(
            "Nothing was forgotten: nobody answered.",
            "Standard input is closed, so the question cannot be asked.",
            "Add --yes to go on without the question.",
        )
    return answer.strip().lower() in {"y", "yes"}
