"""`walkthrough prepare`: get the base images, telling what is downloaded."""

from collections.abc import Sequence

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TransferSpeedColumn,
)

from walkthrough.cli.waiting import turn_on
from walkthrough.course.load import load_course
from walkthrough.course.model import BaseImage
from walkthrough.engine.bases import BasePreference
from walkthrough.engine.engine import Engine, usable_engine
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.prepare import BaseNews, prepare

STEP_BYTES = 10_000_000


class BaseScreen:
    """Shows news of the bases: a bar for a download on a terminal, elsewhere a line for every
    10 MB of it."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            DownloadColumn(),
            TransferSpeedColumn(),
            console=console,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._told_bytes: dict[str, int] = {}

    def __enter__(self) -> "BaseScreen":
        if self._console.is_terminal:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._console.is_terminal:
            self._bars.stop()

    def show(self, news: BaseNews) -> None:
        """Show one piece of news."""
        if not news.total_bytes:
            self._end_bar(news.reference)
            self._line(f"{news.reference}: {news.text}")
        elif self._console.is_terminal:
            self._advance(news)
        elif news.current_bytes >= self._told_bytes.get(news.reference, 0) + STEP_BYTES:
            self._told_bytes[news.reference] = news.current_bytes
            done, whole = news.current_bytes / 1e6, news.total_bytes / 1e6
            self._line(f"{news.reference}: {done:.0f} of {whole:.0f} MB")

    def _line(self, text: str) -> None:
        self._console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _advance(self, news: BaseNews) -> None:
        if news.reference not in self._tasks:
            self._tasks[news.reference] = self._bars.add_task(news.reference)
        self._bars.update(
            self._tasks[news.reference], completed=news.current_bytes, total=news.total_bytes
        )

    def _end_bar(self, reference: str) -> None:
        task = self._tasks.pop(reference, None)
        if task is not None:
            self._bars.remove_task(task)


def prepare_showing_progress(
    engine: Engine,
    bases: Sequence[BaseImage],
    preference: BasePreference = "auto",
    mirror: str | None = None,
) -> tuple[BaseUsed, ...]:
    """Get the bases as `walkthrough.engine.prepare.prepare` does, shown on standard output.

    It has the engine's turn meanwhile, as a download would slow down what another copy measures.
    """
    with turn_on(engine), BaseScreen(Console()) as screen:
        return prepare(engine, bases, preference, mirror, screen.show)


@click.command()
@click.option(
    "--bases",
    "preference",
    type=click.Choice(["auto", "real", "stand-in"]),
    default="auto",
    show_default=True,
    help="Pull the real images, make stand-ins, or pull and fall back to stand-ins.",
)
@click.option("--mirror", metavar="HOST", help="Pull from this registry instead of Docker Hub.")
def command(preference: BasePreference, mirror: str | None) -> None:
    """Get the base images that the lessons' Dockerfiles start from."""
    prepare_showing_progress(usable_engine(), load_course().bases, preference, mirror)
