"""The processes of a private engine on Linux, recognised by what they were started with.

A process id in a file proves nothing: it may be stale and the number taken by somebody else. So
every process is checked against the engine's own folder before it is signalled.
"""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

PROCESSES = Path("/proc")
POLL_SECONDS = 0.1
KILL_SECONDS = 5.0


def pid_file(folder: Path) -> Path:
    """The file in which the engine in `folder` keeps its process id."""
    return folder / "docker.pid"


def dockerd(folder: Path) -> int | None:
    """The process id of the `dockerd` that runs on `folder`, or None."""
    expected = str(pid_file(folder))
    return next((pid for pid in _dockerds() if expected in _arguments(pid)), None)


def other_dockerd(folder: Path) -> int | None:
    """The process id of a `dockerd` that is not the one of `folder` but shares this network.

    An engine in another network namespace (a container's, say) has a bridge of its own.
    """
    own, network = dockerd(folder), network_namespace("self")
    others = (pid for pid in _dockerds() if pid != own)
    return next((pid for pid in others if network_namespace(str(pid)) == network), None)


def network_namespace(process: str) -> str:
    """The name of a process's network namespace, or an empty string when it has gone."""
    with contextlib.suppress(OSError):
        return str((PROCESSES / process / "ns" / "net").readlink())
    return ""


def terminate(pid: int, folder: Path, patience_s: float) -> None:
    """Ask the `dockerd` of `folder` to end; after `patience_s` seconds end it and its children."""
    _signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline and dockerd(folder) == pid:
        time.sleep(POLL_SECONDS)
    if dockerd(folder) == pid:
        _signal(pid, signal.SIGKILL)
    _reap(pid)


def end_remains(folder: Path) -> None:
    """End what a killed engine left behind: its containerd, shims and containers."""
    deadline = time.monotonic() + KILL_SECONDS
    while remains := tuple(_remains(folder)):
        for pid in remains:
            _signal(pid, signal.SIGKILL)
            _reap(pid)
        if time.monotonic() > deadline:
            return
        time.sleep(POLL_SECONDS)


def has_ended(pid: int) -> bool:
    """Whether a child process has ended; it is reaped then."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    return not (PROCESSES / str(pid)).exists()


def _dockerds() -> Iterator[int]:
    for pid in _pids():
        arguments = _arguments(pid)
        if arguments and Path(arguments[0]).name == "dockerd":
            yield pid


def _remains(folder: Path) -> Iterator[int]:
    """Processes that were told this folder's paths, and those whose root is a container in it."""
    for pid in _pids():
        arguments = _arguments(pid)
        name = Path(arguments[0]).name if arguments else ""
        is_ours = name.startswith(("dockerd", "containerd", "docker-proxy", "runc")) and any(
            argument.removeprefix("unix://").startswith(f"{folder}/") for argument in arguments
        )
        if is_ours or _is_contained(pid, folder):
            yield pid


def _is_contained(pid: int, folder: Path) -> bool:
    """Whether the process's root file system is an overlay with its layers under `folder`."""
    with contextlib.suppress(OSError):
        for line in (PROCESSES / str(pid) / "mountinfo").read_text(errors="replace").splitlines():
            if line.split(" ")[4] == "/":
                return f"={folder}/" in line or f" {folder}/" in line
    return False


def _pids() -> Iterator[int]:
    for entry in PROCESSES.iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            yield int(entry.name)


def _arguments(pid: int) -> tuple[str, ...]:
    """A process's command line; empty for one that has gone or waits to be reaped."""
    with contextlib.suppress(OSError):
        line = (PROCESSES / str(pid) / "cmdline").read_bytes()
        return tuple(part.decode(errors="replace") for part in line.split(b"\0") if part)
    return ()


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _reap(pid: int) -> None:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
