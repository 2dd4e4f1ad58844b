"""`walkthrough clean`: list what walkthrough has created, ask, and remove it."""

import sys

import click

from walkthrough.cli.waiting import turn_on
from walkthrough.engine.cleanup import find_leftovers, remove_leftovers
from walkthrough.engine.engine import find_engine
from walkthrough.engine.leftover_words import (
    NOTHING_REMOVED,
    QUESTION,
    done_words,
    left_words,
    listing,
    nothing_left_words,
)
from walkthrough.errors import BadInputError
from walkthrough.home import data_home


@click.command()
@click.option("--dry-run", is_flag=True, help="Only list what would be removed.")
@click.option("--bases", is_flag=True, help="Remove the stand-ins for base images too.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(dry_run: bool, bases: bool, yes: bool) -> None:
    """Remove what walkthrough created: images, containers, cache mounts, workspaces.

    Nothing else is touched: not your images, not your build cache, not images that were pulled.
    Measured samples are kept.
    """
    engine = find_engine()
    home = data_home()
    leftovers = find_leftovers(engine.client, home, bases)
    if not leftovers:
        click.echo(nothing_left_words(engine.endpoint.words))
        return
    click.echo(left_words(engine.endpoint.words))
    for line in listing(leftovers):
        click.echo(f"  {line}")
    if dry_run:
        click.echo("Nothing was removed (--dry-run).")
        return
    if not yes and not _agreed():
        click.echo(NOTHING_REMOVED)
        return
    with turn_on(engine):
        stayed = list(remove_leftovers(engine.client, home, leftovers))
    for line in stayed:
        click.echo(line)
    click.echo(done_words(len(stayed)))


def _agreed() -> bool:
    """Ask whether all this shall go. Raises BadInputError where nobody answers."""
    click.echo(f"{QUESTION} [y/N]: ", nl=False)
    answer = sys.stdin.readline() if sys.stdin else ""
    if not answer:
        click.echo()
        raise BadInputError(
            "Nothing was removed: nobody answered.",
            "Standard input is closed, so the question cannot be asked.",
            "Run `walkthrough clean --yes` to remove all this without a question.",
        )
    return answer.strip().lower() in {"y", "yes"}
