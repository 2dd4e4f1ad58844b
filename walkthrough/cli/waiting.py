"""Taking an engine's turn for a command that is no measurement but would disturb one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from walkthrough.engine.engine import Engine
from walkthrough.home import data_home
from walkthrough.measure.turn import Turn


def say_on_standard_error(line: str) -> None:
    """Tell something beside the command's own output."""
    click.echo(line, err=True)


@contextmanager
def turn_on(engine: Engine, say: Callable[[str], None] = say_on_standard_error) -> Iterator[None]:
    """Have the engine's turn within the block; `say` hears once of each owner waited for."""
    turn = Turn(data_home(), str(engine.client.info().get("ID", "")))
    told = set()

    def waiting(owner: str) -> None:
        if owner not in told:
            say(f"Waiting for {owner}.")
            told.add(owner)

    with turn.held(waiting):
        yield
