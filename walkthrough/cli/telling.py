"""How the command line tells what went wrong: three lines, whatever it was.

Errors of other libraries are recognised by the names of their classes, so that a command that needs
none of these libraries does not load them.
"""

import errno
import shlex
import shutil
import sys
import textwrap

import click

from walkthrough.errors import (
    BadInputError,
    CancelledError,
    NoUsableEngineError,
    UnexpectedError,
    WalkthroughError,
)

ENGINE_ERRORS = {
    "docker.errors.DockerException",
    "requests.exceptions.RequestException",
    "urllib3.exceptions.HTTPError",
}
FILE_ERRORS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


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


def explained(error: Exception) -> WalkthroughError:
    """Any error in three parts: one of our own as it is, an engine's as a missing engine's."""
    if isinstance(error, WalkthroughError):
        return error
    names = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    if names & ENGINE_ERRORS:
        return NoUsableEngineError(
            "The engine did not do what it was asked.",
            _sentence(getattr(error, "explanation", None) or error),
            "See whether it is well with `walkthrough doctor`, then run the same command again.",
        )
    if "sqlite3.Error" in names:
        return BadInputError(
            "The store of samples cannot be used.",
            f"SQLite says: {_sentence(error)}",
            "Make room on the disk or end what else uses it; WALKTHROUGH_HOME chooses another "
            "folder.",
        )
    if isinstance(error, OSError) and error.errno in FILE_ERRORS:
        return BadInputError(
            f"The system refused a file{f': {error.filename}' if error.filename else ''}.",
            _sentence(error.strerror),
            "Make room or allow it; WALKTHROUGH_HOME chooses another folder for what is kept.",
        )
    return UnexpectedError(
        "Something went wrong that walkthrough did not expect.",
        _sentence(f"{type(error).__name__}: {error}"),
        "Report the lines above."
        if "--debug" in sys.argv
        else "Run it again with --debug and report what it shows: "
        f"`{shlex.join(['walkthrough', '--debug', *sys.argv[1:]])}`.",
    )


def _sentence(said: object) -> str:
    """What somebody else said, on one line and with a full stop."""
    return f"{' '.join(str(said).split()).rstrip('.')}."
