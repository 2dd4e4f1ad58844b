"""`walkthrough clean`: list what walkthrough has created, ask, and remove it."""

from collections.abc import Iterator

import click

from walkthrough.engine.cleanup import Leftovers, find_leftovers, remove_leftovers
from walkthrough.engine.engine import find_engine
from walkthrough.home import data_home
from walkthrough.measure.turn import Turn


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
    turn = Turn(home, str(engine.client.info().get("ID", "")))
    for owner in turn.take():
        click.echo(f"Waiting for {owner}.", err=True)
    try:
        leftovers = find_leftovers(engine.client, home, bases)
        if not leftovers:
            click.echo(f"There is nothing of walkthrough's on {engine.endpoint.words}.")
            return
        click.echo(f"On {engine.endpoint.words}:")
        for line in listing(leftovers):
            click.echo(f"  {line}")
        if dry_run:
            click.echo("Nothing was removed (--dry-run).")
            return
        if not yes:
            click.confirm("Remove all this?", abort=True)
        stayed = list(remove_leftovers(engine.client, home, leftovers))
    finally:
        turn.give_back()
    for line in stayed:
        click.echo(line)
    click.echo("Done." if not stayed else "Done, but for the above.")


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
