"""`walkthrough clean`: list what walkthrough has created, ask, and remove it."""

import sys
from collections.abc import Iterator

import click

from walkthrough.cli.waiting import turn_on
from walkthrough.engine.cleanup import Leftovers, find_leftovers, remove_leftovers
from walkthrough.engine.engine import find_engine
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
        click.echo(f"There is nothing of walkthrough's on {engine.endpoint.words}.")
        return
    click.echo(f"Left by walkthrough on {engine.endpoint.words}, whoever ran it:")
    for line in listing(leftovers):
        click.echo(f"  {line}")
    if dry_run:
        click.echo("Nothing was removed (--dry-run).")
        return
    if not yes and not _agreed():
        click.echo("Nothing was removed.")
        return
    with turn_on(engine):
        stayed = list(remove_leftovers(engine.client, home, leftovers))
    for line in stayed:
        click.echo(line)
    click.echo("Done." if not stayed else "Done, but for the above.")


def _agreed() -> bool:
    """Ask whether all this shall go. Raises BadInputError where nobody answers."""
    click.echo("Remove all this? [y/N]: ", nl=False)
    answer = sys.stdin.readline() if sys.stdin else ""
    if not answer:
        click.echo()
        raise BadInputError(
            "Nothing was removed: nobody answered.",
            "Standard input is closed, so the question cannot be asked.",
            "Run `walkthrough clean --yes` to remove all this without a question.",
        )
    return answer.strip().lower() in {"y", "yes"}


def listing(leftovers: Leftovers) -> Iterator[str]:
    """One line for each thing that would be removed."""
    for container in leftovers.containers:
        yield f"container {container.name}"
    for image in leftovers.images:
        yield f"image {image.name} ({image.bytes / 1e6:.1f} MB)"
    for namespace in leftovers.namespaces:
        yield f"cache mounts {', '.join(namespace.mount_ids)} of {namespace.namespace}"
    for record in leftovers.records:
        yield f"{record.description} ({record.bytes / 1e6:.1f} MB)"
    for workspace in leftovers.workspaces:
        yield f"folder {workspace}"
