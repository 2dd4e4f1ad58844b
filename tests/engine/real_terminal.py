"""`walkthrough` in a terminal of its own: a process behind a pseudo-terminal, and its keys."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

WAIT_S = 60.0
POLL_S = 0.05
ESCAPE = re.compile(
    r"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|.)"
)
ENTER, ESC, CTRL_C = "\r", "\x1b", "\x03"


class Terminal:
    """A program in a terminal of 120 columns and 36 rows; all that it wrote is kept."""

    def __init__(self, process: "subprocess.Popen[bytes]", master: int) -> None:
        self.process = process
        self._master = master
        self._written = bytearray()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def text(self) -> str:
        """What the program wrote so far, without escapes. A row that was drawn in pieces is in
        pieces here too."""
        return ESCAPE.sub(" ", self._written.decode("utf-8", "replace"))

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal this size; the program is told, as by a window that is dragged."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.killpg(self.process.pid, signal.SIGWINCH)

    def press(self, keys: str) -> None:
        """Type these characters."""
        os.write(self._master, keys.encode())

    def press_until(self, keys: str, reached: Callable[[], bool]) -> None:
        """Type the characters, again and again where nothing comes of it, until this is so."""
        deadline = time.monotonic() + WAIT_S
        while not reached():
            assert time.monotonic() < deadline, self.text[-3000:]
            self.press(keys)
            again = time.monotonic() + 2
            while not reached() and time.monotonic() < again:
                time.sleep(POLL_S)

    def wait(self, reached: Callable[[], bool]) -> None:
        """Wait until this is so."""
        deadline = time.monotonic() + WAIT_S
        while not reached():
            assert time.monotonic() < deadline, self.text[-3000:]
            assert self.process.poll() is None, self.text[-3000:]
            time.sleep(POLL_S)

    def wait_for(self, *words: str) -> None:
        """Wait until the program has written all these words, in any order."""
        self.wait(lambda: all(one in self.text for one in words))

    def ended(self) -> int:
        """Wait for the program's end; its exit code."""
        code = self.process.wait(WAIT_S)
        self._reader.join(5)
        return code

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def _read(self) -> None:
        with suppress(OSError):
            while piece := os.read(self._master, 65536):
                self._written += piece


@contextmanager
def terminal(home: Path, *command: str) -> Iterator[Terminal]:
    """Run a command in a terminal, with this data folder; it is killed with the block."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    process = subprocess.Popen(
        command,
        env={**os.environ, "WALKTHROUGH_HOME": str(home), "TERM": "xterm-256color"},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        process.kill()
        process.wait()
        os.close(master)
