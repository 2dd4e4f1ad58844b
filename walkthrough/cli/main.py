"""The command group: one module a command, each imported only when it is the one asked for.

Importing lazily keeps `walkthrough --version` and `walkthrough lessons` as quick as a small
program: neither loads docker or textual.
"""

import io
import sys
import traceback
from importlib import import_module
from typing import NamedTuple, NoReturn

import click

from walkthrough import __version__
from walkthrough.cli.telling import explained, missing, stopped, tell
from walkthrough.cli.terminal import reach
from walkthrough.errors import BadInputError, CancelledError


class LazyCommand(NamedTuple):
    """Where a command is defined (`command` in that module) and its line in the help."""

    module: str
    summary: str


COMMANDS = {
    "tour": LazyCommand(
        "walkthrough.cli.tour", "Open the course; without a terminal, print its tables."
    ),
    "app": LazyCommand(
        "walkthrough.cli.app", "Open the course in the terminal, also with recorded runs."
    ),
    "lessons": LazyCommand("walkthrough.cli.lessons", "List the lessons."),
    "show": LazyCommand("walkthrough.cli.show", "Read a lesson's page."),
    "run": LazyCommand("walkthrough.cli.run", "Build the variants and print what was measured."),
    "exercise": LazyCommand("walkthrough.cli.exercise", "Start a lesson's exercise."),
    "check": LazyCommand("walkthrough.cli.check", "Check your answer to an exercise."),
    "hint": LazyCommand("walkthrough.cli.hint", "Get the next hint for an exercise."),
    "solution": LazyCommand("walkthrough.cli.solution", "See an exercise's solution."),
    "record": LazyCommand("walkthrough.cli.record", "Keep a real run, to replay it elsewhere."),
    "progress": LazyCommand("walkthrough.cli.reached", "Show how far you are; save it, reset it."),
    "doctor": LazyCommand("walkthrough.cli.doctor", "Check engine, bases, disk and network."),
    "prepare": LazyCommand("walkthrough.cli.prepare", "Get the base images."),
    "engine": LazyCommand("walkthrough.cli.engine", "Start or stop a private engine."),
    "settings": LazyCommand("walkthrough.cli.settings", "Show the settings: theme, keys."),
    "clean": LazyCommand("walkthrough.cli.clean", "Remove what walkthrough created."),
    "workspace": LazyCommand(
        "walkthrough.cli.workspace", "Lay out a variant's folder, to build it by hand."
    ),
    "lint": LazyCommand("walkthrough.cli.lint", "Check a lesson pack."),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is called, not when the help lists it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command = import_module(entry.module).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in self.list_commands(ctx)])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="walkthrough")
@click.option("--debug", is_flag=True, help="Show a traceback when something goes wrong.")
@click.pass_context
def walkthrough(context: click.Context, debug: bool) -> None:
    """Learn to write small, fast Docker builds for Go services by measuring them.

    Without a command the course opens, where there is a terminal.
    """
    context.obj = debug
    if context.invoked_subcommand is not None:
        return
    if reach() == "none":
        click.echo(context.get_help())
    else:
        from walkthrough.cli.app import command

        context.invoke(command)


def main() -> NoReturn:
    """Run the command line and end the process with the documented exit code."""
    _write_what_the_encoding_allows()
    try:
        sys.exit(walkthrough.main(prog_name="walkthrough", standalone_mode=False) or 0)
    except click.MissingParameter as error:
        tell(missing(error))
        sys.exit(BadInputError.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        tell(stopped())
        sys.exit(CancelledError.exit_code)
    except Exception as error:
        if "--debug" in sys.argv:
            traceback.print_exc()
        told = explained(error)
        tell(told)
        sys.exit(told.exit_code)


def _write_what_the_encoding_allows() -> None:
    """Let a character that the output's encoding lacks become a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
