"""`walkthrough app` as it is started: only in a terminal, and quick to its first frame."""

import subprocess
import sys

from click.testing import CliRunner

from walkthrough.cli.app import command
from walkthrough.errors import BadInputError

FIRST_FRAME = """
import sys
from walkthrough.cli.app import command
from walkthrough.learn import progress
from walkthrough.tui import app, measured
from walkthrough.tui.screens import course
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_without_a_terminal_it_says_what_to_use_instead() -> None:
    ended = CliRunner().invoke(command)
    assert isinstance(ended.exception, BadInputError)
    assert "walkthrough run" in ended.exception.next_step


def test_the_first_frame_waits_for_no_engine_library() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_FRAME], capture_output=True, text=True, check=True
    )
    loaded = set(ended.stdout.split())
    assert "textual" in loaded
    assert not {"docker", "requests", "dulwich"} & loaded
