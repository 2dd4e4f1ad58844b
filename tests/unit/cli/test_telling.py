"""Whatever goes wrong, a user reads three lines and gets the documented exit code."""

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from docker.errors import APIError
from urllib3.exceptions import ProtocolError

from walkthrough.cli.telling import explained
from walkthrough.errors import BadInputError, NoUsableEngineError, UnexpectedError

FAILING = """
import sys
from walkthrough.cli import choice, lessons, main
def fail(*arguments):
    {statement}
lessons.load_course = fail
main.main()
"""


def failed(tmp_path: Path, statement: str, *flags: str) -> "subprocess.CompletedProcess[str]":
    """`walkthrough lessons` where reading the course ends in this statement."""
    return subprocess.run(
        [sys.executable, "-c", FAILING.format(statement=statement), *flags, "lessons"],
        env={**os.environ, "WALKTHROUGH_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


def parts(errors: str) -> tuple[str, str, str]:
    """What happened, why, and what to do next: all that was said."""
    what, why, next_step = errors.splitlines()
    assert why.startswith("  why:  ")
    assert next_step.startswith("  next: ")
    return what, why[8:], next_step[8:]


@pytest.mark.parametrize(
    ("statement", "code", "what"),
    [
        ("raise ZeroDivisionError('by zero')", 1, "Something went wrong that walkthrough did not"),
        ("from docker.errors import APIError; raise APIError('500 ...')", 3, "The engine did not"),
        ("import requests; raise requests.ReadTimeout('slow')", 3, "The engine did not do what"),
        ("import sqlite3; raise sqlite3.OperationalError('locked')", 2, "The store of samples"),
        ("raise PermissionError(13, 'Permission denied', '/x')", 2, "The system refused a file"),
        ("raise KeyboardInterrupt", 130, "Stopped."),
        ("import click; raise click.Abort", 130, "Stopped."),
    ],
)
def test_nothing_ends_in_a_traceback(tmp_path: Path, statement: str, code: int, what: str) -> None:
    ended = failed(tmp_path, statement)
    assert ended.returncode == code
    assert ended.stdout == ""
    assert parts(ended.stderr.strip())[0].startswith(what)


def test_what_nobody_foresaw_is_named_with_the_command_that_shows_more(tmp_path: Path) -> None:
    _what, why, next_step = parts(failed(tmp_path, "raise ZeroDivisionError('by zero')").stderr)
    assert why == "ZeroDivisionError: by zero."
    assert next_step == (
        "Run it again with --debug and report what it shows: `walkthrough --debug lessons`."
    )


@pytest.mark.parametrize(("statement", "code"), [("1 / 0", 1), ("raise OSError(13, 'no')", 2)])
def test_debug_shows_the_traceback_and_ends_with_the_same_code(
    tmp_path: Path, statement: str, code: int
) -> None:
    ended = failed(tmp_path, statement, "--debug")
    assert ended.returncode == code
    assert ended.stderr.startswith("Traceback (most recent call last):")
    assert "  why:  " in ended.stderr


@pytest.mark.parametrize(
    ("error", "kind", "why"),
    [
        (APIError("500", explanation="no space left on device"), NoUsableEngineError, "no space"),
        (requests.ConnectionError("Connection aborted."), NoUsableEngineError, "Connection ab"),
        (ProtocolError("Connection broken"), NoUsableEngineError, "Connection broken."),
        (sqlite3.DatabaseError("disk image\nis malformed"), BadInputError, "SQLite says: disk"),
        (OSError(errno.ENOSPC, "No space left on device"), BadInputError, "No space left on de"),
        (OSError(errno.EPIPE, "Broken pipe"), UnexpectedError, "BrokenPipeError: [Errno"),
        (BadInputError("what", "why", "next"), BadInputError, "why"),
    ],
)
def test_other_libraries_errors_are_told_as_ours(
    error: Exception, kind: type[Exception], why: str
) -> None:
    told = explained(error)
    assert isinstance(told, kind)
    assert told.why.startswith(why)
    assert "\n" not in told.why
