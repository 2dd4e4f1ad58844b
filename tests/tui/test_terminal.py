"""The command itself in a terminal: the main path, what it writes, and how it leaves."""

import os
import re
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.reading import WAIT_S

if sys.platform == "win32":
    pytest.skip("a terminal of POSIX", allow_module_level=True)

import fcntl
import pty
import termios

SIZES = [(80, 24), (60, 20)]
SLOW_MACHINE = 6
CONTROL = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[P_^\]].*?(?:\x07|\x1b\\)|[@-Z\\-_=>])", re.DOTALL
)
MOVE = re.compile(rb"\x1b\[\d+;\d+H")
WIDE_STEPS = "○ Predict  ──"
LEAVES_SCREEN = b"\x1b[?1049l"


class Terminal:
    """`walkthrough app --recorded` in a terminal of this size; `heard` is all that it wrote."""

    def __init__(self, size: tuple[int, int], home: Path) -> None:
        width, height = size
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        command = [sys.executable, "-m", "walkthrough", "app", "--recorded"]
        around = {**os.environ, "WALKTHROUGH_HOME": str(home), "TERM": "xterm-256color"}
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=around, start_new_session=True
        )
        os.close(theirs)
        self.heard = b""
        self._read_to = 0

    def press(self, keys: str) -> None:
        """Type these characters."""
        self._read_to = len(self.heard)
        os.write(self._ours, keys.encode())

    def see(self, *words: str) -> None:
        """Wait until all these words were written since the last key."""
        deadline = time.monotonic() + WAIT_S * SLOW_MACHINE
        while not all(word in self.text(self._read_to) for word in words):
            if time.monotonic() > deadline or not self._listen():
                raise AssertionError(f"never wrote {words}:\n{self.text(self._read_to)[-4000:]}")

    def exit_status(self) -> int:
        """How the process ends."""
        while self._listen():
            continue
        return self._process.wait(WAIT_S * SLOW_MACHINE)

    def end(self) -> None:
        """Leave nothing behind."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._ours)

    def _listen(self) -> bool:
        """Take what it writes within a while; False once it has hung up."""
        ready, _, _ = select.select([self._ours], [], [], 0.1)
        if not ready:
            return self._process.poll() is None
        try:
            said = os.read(self._ours, 65536)
        except OSError:
            return False
        self.heard += said
        return bool(said)

    def text(self, since: int = 0) -> str:
        """What it wrote, in the order of writing, without the control sequences."""
        moved = MOVE.sub(b"\n", self.heard[since:])
        return CONTROL.sub(b"", moved).decode(errors="ignore").replace("\u00a0", " ")


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def terminal(request: pytest.FixtureRequest, home: Path) -> Iterator[Terminal]:
    opened = Terminal(request.param, home)
    yield opened
    opened.end()


def test_a_lesson_is_read_built_compared_and_left_in_a_real_terminal(terminal: Terminal) -> None:
    terminal.see("A simple build", "start lesson 1")
    terminal.press("\r")
    terminal.see("You have a Go program")
    terminal.press("b")
    terminal.see("running")
    assert WIDE_STEPS not in terminal.text()
    terminal.press("f")
    terminal.press("f")
    terminal.press("f")
    terminal.see("next: compare")
    terminal.press("\r")
    terminal.see("larger")
    terminal.press("4")
    terminal.see("Layers of")
    terminal.press("\x1b")
    terminal.see("go on: lesson 1")
    terminal.press("q")
    assert terminal.exit_status() == 0
    assert LEAVES_SCREEN in terminal.heard
    assert b"Traceback" not in terminal.heard


def test_q_asks_while_a_build_runs_and_leaves_the_terminal_as_it_was(
    terminal: Terminal,
) -> None:
    terminal.see("start lesson 1")
    terminal.press("\r")
    terminal.see("You have a Go program")
    terminal.press("b")
    terminal.see("running")
    terminal.press("q")
    terminal.see("A recorded build is being replayed.")
    terminal.press("\r")
    assert terminal.exit_status() == 0
    assert LEAVES_SCREEN in terminal.heard
