"""`walkthrough app`: the course in the terminal, as screens or in plain lines."""

import click

from walkthrough.cli.opening import measured, open_dialogue, open_screens, recorded
from walkthrough.cli.terminal import reach
from walkthrough.errors import BadInputError


@click.command(name="app")
@click.option("--recorded", "is_recorded", is_flag=True, help="Replay recorded runs: no engine.")
@click.option("--plain", is_flag=True, help="Plain lines and numbered choices, no full screen.")
def command(is_recorded: bool, plain: bool) -> None:
    """Open the course: read, build, compare. `walkthrough` alone does the same.

    `--plain` is the same course for screen readers and for terminals without cursor movement; it
    also takes its answers from a pipe.
    """
    terminal = reach()
    if terminal == "none" and not plain:
        raise BadInputError(
            "The app needs a terminal.",
            "Its input or output is a file or a pipe, or `CI` is set: nobody is there.",
            "Use `walkthrough run`, which prints tables anywhere, or `walkthrough app --plain`.",
        )
    source = recorded if is_recorded else measured
    if plain or terminal == "lines":
        open_dialogue(source)
    else:
        open_screens(source)
