"""`walkthrough clean`: list what walkthrough has created, ask, and remove it."""

import sys

import click

from walkthrough.cli.waiting import turn_on
from walkthrough.engine.cleanup import Leftovers, find_leftovers, find_others, remove_leftovers
from walkthrough.engine.engine import find_engine
from walkthrough.engine.leftover_words import (
    NOTHING_REMOVED,
    OF_OTHERS,
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
@click.option(
    "--others", is_flag=True, help="Remove what walkthrough made for others on this engine too."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(dry_run: bool, bases: bool, others: bool, yes: bool) -> None:
    """Remove what your walkthrough created: images, containers, cache mounts, workspaces.

    What it made for others who use the same engine is listed and stays. Nothing else is touched:
    not your images, not your build cache, not images that were pulled. Measured samples are kept.
    """
    engine = find_engine()
    home = data_home()
    leftovers = find_leftovers(engine.client, home, bases)
    of_others = find_others(engine.client, home)
    if others:
        leftovers = leftovers.with_others(of_others)
    elif of_others:
        _list(OF_OTHERS, of_others)
    if not leftovers:
        click.echo(nothing_left_words(engine.endpoint.words))
        return
    _list(left_words(engine.endpoint.words), leftovers)
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


def _list(head: str, leftovers: Leftovers) -> None:
    click.echo(head)
    for line in listing(leftovers):
        click.echo(f"  {line}")


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
