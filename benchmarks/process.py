"""Times of other processes, and work done in a process of its own so that its memory shows."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from io import FileIO
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from benchmarks.result import NotMeasurableError

PIECE = 1 << 20
KIB = 1024
END_OF_ERROR = 400


class Outcome(Struct, frozen=True):
    """What work in a process of its own took, and a count by which to see that it did all of it.

    `peak_bytes` is the whole process's highest memory; `rise_bytes` is what of it came on top of
    the memory in use when everything was imported.
    """

    seconds: float
    peak_bytes: int
    rise_bytes: int
    counted: int


def report(work: Callable[[], int]) -> None:
    """In the child: do the work and write its outcome to standard error."""
    before = memory_of("self", "VmRSS")
    began = time.perf_counter()
    counted = work()
    seconds = time.perf_counter() - began
    peak = memory_of("self", "VmHWM")
    outcome = Outcome(seconds, peak, peak - before, counted)
    sys.stderr.buffer.write(msgspec.json.encode(outcome))


def in_child(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Outcome:
    """Run a module that calls `report`; what it writes to standard output is read and dropped.

    Raises NotMeasurableError where it fails.
    """
    command = [sys.executable, "-m", module, *arguments]
    _, said = _run(command, environment, subprocess.PIPE)
    return msgspec.json.decode(said, type=Outcome)


def seconds_of(command: Sequence[str], environment: Mapping[str, str] | None = None) -> float:
    """From the start of a command to its end, its output sent to nowhere.

    Raises NotMeasurableError where it fails.
    """
    return _run(command, environment, subprocess.DEVNULL)[0]


def seconds_into_pipe(command: Sequence[str]) -> float:
    """The same with its output read from a pipe: some programs skip their work otherwise."""
    return _run(command, None, subprocess.PIPE)[0]


def _run(
    command: Sequence[str], environment: Mapping[str, str] | None, output: int
) -> tuple[float, bytes]:
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
        env=environment,
        bufsize=0,
    )
    buffer = bytearray(PIECE)
    with process:
        if isinstance(process.stdout, FileIO):
            while process.stdout.readinto(buffer):
                pass
        assert process.stderr is not None
        said = process.stderr.read()
        process.wait()
        seconds = time.perf_counter() - began
    if process.returncode:
        end = said.decode("utf-8", "replace").strip()[-END_OF_ERROR:]
        raise NotMeasurableError(f"`{' '.join(command)}` failed: {end}")
    return seconds, said


def memory_of(process: int | Literal["self"], field: str) -> int:
    """A process's `VmRSS` or `VmHWM` in bytes. Raises NotMeasurableError off Linux."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise NotMeasurableError("Peak memory is read from /proc, which is Linux's.") from error
    (line,) = (line for line in status.splitlines() if line.startswith(f"{field}:"))
    return int(line.split()[1]) * KIB
