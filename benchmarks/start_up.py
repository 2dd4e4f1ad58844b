"""How soon a command answers, against the smallest program that a user of click could write."""

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.process import seconds_of
from benchmarks.result import Compared, NotMeasurableError, Result, alternated

ROUNDS = 25
QUICK_ROUNDS = 7
SMALL_PROGRAM = """\
import click

@click.command()
@click.version_option("1.0", prog_name="small")
def small():
    click.echo("hello")

if __name__ == "__main__":
    small()
"""
GOALS = {"--version": 1.3, "lessons": 2.0}


def measure(quick: bool, work: Path) -> Iterator[Result]:
    """`walkthrough --version` and `walkthrough lessons`, as a shell would start them."""
    program = work / "small.py"
    program.write_text(SMALL_PROGRAM, encoding="utf-8")
    script = shutil.which("walkthrough", path=str(Path(sys.executable).parent))
    if script is None:
        raise NotMeasurableError("The `walkthrough` command is not installed beside this Python.")
    for argument, goal in GOALS.items():
        ours = [script, argument]
        theirs = [sys.executable, str(program), *([argument] if argument == "--version" else [])]
        seconds_of(ours), seconds_of(theirs)
        our_s, their_s = alternated(
            partial(seconds_of, ours),
            partial(seconds_of, theirs),
            QUICK_ROUNDS if quick else ROUNDS,
        )
        yield Compared(
            f"walkthrough {argument}", "ours", "click program of one command", our_s, their_s, goal
        )
