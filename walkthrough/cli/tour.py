"""`walkthrough tour`: opens the course; without a terminal, from nothing to its tables."""

import click

from walkthrough.cli.opening import measured, open_dialogue, open_screens
from walkthrough.cli.terminal import reach


@click.command(name="tour")
@click.option("--plain", is_flag=True, help="Plain lines and numbered choices, no full screen.")
def command(plain: bool) -> None:
    """Open the course; without a terminal set everything up, run all of it and print its tables.

    In a terminal the app opens at once and offers to set up what is missing. Without one, in CI or
    with TERM=dumb an engine is found or started, the base images are got, and the tables are
    printed; where no engine can be had the recorded course is shown, and why.
    """
    if plain:
        open_dialogue(measured)
    elif reach() == "screens":
        open_screens(measured)
    else:
        from walkthrough.cli.tour_tables import print_tables

        print_tables()
