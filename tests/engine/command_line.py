"""`walkthrough` as a user runs it: a process of its own, with a data folder of its own."""

import os
import subprocess
import sys
from pathlib import Path


def started(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    """A running command; its standard error comes through a pipe, line by line."""
    return subprocess.Popen(
        [sys.executable, "-m", "walkthrough", *arguments],
        env={**os.environ, "WALKTHROUGH_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A command that has run to its end."""
    with started(home, *arguments) as process:
        out, errors = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, out, errors)


def read_until(process: "subprocess.Popen[str]", words: str) -> str:
    """Read standard error until a line has these words; returns that line."""
    assert process.stderr is not None
    for line in process.stderr:
        if words in line:
            return line
    raise AssertionError(f"{words!r} was never said")
