"""`walkthrough engine`: start, stop and describe a private engine."""

import click

from walkthrough.engine import private


@click.group()
def command() -> None:
    """Start or stop a private engine, kept in walkthrough's own data folder (Linux, root)."""


@command.command()
def start() -> None:
    """Start the private engine; it runs on until it is stopped."""
    engine = private.start(_say)
    click.echo(f"The engine {engine.facts().version} answers at {engine.endpoint.words}.")
    click.echo("walkthrough finds it by itself; for the docker command:")
    click.echo(f"  export DOCKER_HOST={engine.endpoint.host}")
    engine.close()


@command.command()
@click.option("--delete", is_flag=True, help="Remove its images, caches and every trace of it.")
def stop(delete: bool) -> None:
    """Stop the private engine; its images and caches stay, unless --delete is given."""
    if private.status().state == "absent":
        click.echo("There is no private engine.")
    elif delete:
        private.delete(_say)
    elif private.stop(_say):
        click.echo("Stopped. `walkthrough engine start` goes on with the same images and caches.")
    else:
        click.echo("The private engine does not run.")


@command.command()
def status() -> None:
    """Say whether the private engine runs, and where."""
    engine = private.status()
    if engine.state == "running":
        click.echo(f"running: process {engine.pid}, {engine.endpoint.host}")
        click.echo(f"  its data: {engine.folder}")
    elif engine.state == "stopped":
        click.echo(f"stopped; its data: {engine.folder}")
    else:
        click.echo("absent: there is no private engine on this machine.")


def _say(text: str) -> None:
    click.echo(text, err=True)
