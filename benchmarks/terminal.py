"""A program on a pseudo terminal: keys go in, what it paints comes out with the moment it came."""

import os
import struct
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from benchmarks.process import memory_of
from benchmarks.result import NotMeasurableError

COLUMNS, ROWS = 120, 36
PIECE = 1 << 16
KEPT = 1 << 20
END_SECONDS = 5.0
SURROUNDINGS = {
    "TERM": "xterm-256color",
    "COLORTERM": "truecolor",
    "PYTHONDONTWRITEBYTECODE": "",
}
"""A terminal with colours, and bytecode kept as an installed program has it."""


class Terminal:
    """The program's output is read all the time, so that it never waits for its terminal."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the program. Raises NotMeasurableError where there are no pseudo terminals."""
        try:
            import fcntl
            import pty
            import termios
        except ImportError as error:
            raise NotMeasurableError("This system has no pseudo terminals.") from error
        self._ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._painted = b""
        self._came = threading.Condition()
        self._over = False
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=its,
            stdout=its,
            stderr=its,
            env={**os.environ, **SURROUNDINGS, **environment},
            start_new_session=True,
        )
        os.close(its)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(END_SECONDS)
        os.close(self._ours)

    def press(self, keys: bytes) -> float:
        """Send keys and forget what was painted before them; the moment they were sent."""
        with self._came:
            self._painted = b""
        moment = time.perf_counter()
        os.write(self._ours, keys)
        return moment

    def painted(self, text: str, timeout_s: float) -> float:
        """Wait for a text, as it is painted in one piece; the moment it was there.

        Raises NotMeasurableError where it does not come in time, or the program ends before.
        """
        wanted = text.encode()
        until = time.perf_counter() + timeout_s
        with self._came:
            while wanted not in self._painted:
                left = until - time.perf_counter()
                if self._over or left <= 0:
                    end = self._painted[-400:].decode("utf-8", "replace")
                    raise NotMeasurableError(f"{text!r} was never painted; the last was {end!r}")
                self._came.wait(left)
            return self._moment

    def peak_bytes(self) -> int:
        """The program's highest memory until now. Raises NotMeasurableError off Linux."""
        return memory_of(self._process.pid, "VmHWM")

    def wait_for(self, file: Path, timeout_s: float) -> bytes:
        """What the program has written to a file when it is done. Raises NotMeasurableError."""
        until = time.perf_counter() + timeout_s
        while not file.exists():
            if time.perf_counter() > until or self._process.poll() is not None:
                end = self._painted[-2000:].decode("utf-8", "replace")
                raise NotMeasurableError(f"The program ended without a result: {end}")
            time.sleep(0.05)
        return file.read_bytes()

    def _read(self) -> None:
        while True:
            try:
                piece = os.read(self._ours, PIECE)
            except OSError:
                piece = b""
            with self._came:
                self._moment = time.perf_counter()
                self._painted = (self._painted + piece)[-KEPT:]
                self._over = not piece
                self._came.notify_all()
            if not piece:
                return


def package_path() -> str:
    """Where this package is found, whatever folder the child starts in."""
    found = [str(Path(__file__).resolve().parent.parent), os.environ.get("PYTHONPATH", "")]
    return os.pathsep.join(one for one in found if one)
