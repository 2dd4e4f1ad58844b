"""The live display, in a terminal of its own."""

import os
import pty
import subprocess
import sys
from pathlib import Path


def in_a_terminal(home: Path, *arguments: str) -> tuple[int, str]:
    """Run a command with its standard streams on a terminal; its exit code and all it showed."""
    leader, follower = pty.openpty()
    environment = {**os.environ, "WALKTHROUGH_HOME": str(home), "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(
        [sys.executable, "-m", "walkthrough", *arguments],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
    ) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
    os.close(leader)
    return process.returncode, shown.decode("utf-8", "replace")


def test_a_replay_shows_its_builds_and_its_tables_in_a_terminal(tmp_path: Path) -> None:
    code, shown = in_a_terminal(tmp_path, "run", "1", "--recorded")
    assert code == 0, shown
    assert "simple, cold" in shown
    assert "A simple build" in shown


def test_running_steps_are_shown_while_they_run(tmp_path: Path) -> None:
    code, shown = in_a_terminal(
        tmp_path, "run", "1", "--scenario", "cold", "--recorded", "--speed", "20"
    )
    assert code == 0, shown
    assert "RUN go build -o hello main.go" in shown


def test_a_long_error_breaks_between_words_in_a_terminal(tmp_path: Path) -> None:
    code, shown = in_a_terminal(tmp_path, "run", "no-such-lesson")
    lines = shown.replace("\r", "").splitlines()
    assert code == 2
    assert max(map(len, lines)) <= 80
    assert any("dependencies" in line for line in lines)
