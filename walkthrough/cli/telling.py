"""How the command line tells what went wrong: three lines, whatever it was."""

import shlex
import shutil
import sys
import textwrap

import click

from walkthrough.errors import BadInputError, CancelledError, WalkthroughError
from walkthrough.foreign_errors import as_ours


def tell(error: WalkthroughError) -> None:
    """Print what happened, why, and what to try next, on standard error."""
    parts = ("", error.what), ("  why:  ", error.why), ("  next: ", error.next_step)
    for label, text in parts:
        click.echo(_wrapped(label, text), err=True)


def _wrapped(label: str, text: str) -> str:
    """The text behind its label; on a terminal no line is broken within a word."""
    if not sys.stderr.isatty():
        return f"{label}{text}"
    width = shutil.get_terminal_size().columns
    indent = " " * len(label)
    return "\n".join(
        textwrap.fill(
            line,
            width,
            initial_indent=indent if number else label,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(text.split("\n"))
    )


def stopped() -> CancelledError:
    """The error for a command that was interrupted, or whose question was answered with no."""
    return CancelledError(
        "Stopped.",
        "It was interrupted, or a question was not answered with yes.",
        "Run the same command again to go on.",
    )


def missing(error: click.MissingParameter) -> BadInputError:
    """A command that was called without what it needs, with an example of how to call it."""
    called = error.ctx.command_path if error.ctx is not None else "walkthrough"
    name = error.param.human_readable_name if error.param is not None else "a word more"
    is_lesson = name == "LESSON"
    example = f"`{called} {'1' if is_lesson else name}`"
    known = "; `walkthrough lessons` lists the lessons" if is_lesson else ""
    return BadInputError(
        f"`{called}` needs {name}.",
        "It was called without.",
        f"Call it as in {example}{known}.",
    )


def explained(error: Exception) -> WalkthroughError:
    """Any error in three parts: one of our own as it is, an engine's as a missing engine's."""
    return as_ours(
        error,
        "Something went wrong that walkthrough did not expect.",
        "Report the lines above."
        if "--debug" in sys.argv
        else "Run it again with --debug and report what it shows: "
        f"`{shlex.join(['walkthrough', '--debug', *sys.argv[1:]])}`.",
    )
