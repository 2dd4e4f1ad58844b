"""A private engine: a `dockerd` of our own, with everything it keeps in our own data folder.

For machines (Linux, root) that have Docker's programs but no engine that runs. Its processes are
`private_process`'s business, what it changes outside its folder `private_traces`'s.
"""

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from filelock import FileLock
from msgspec import Struct

from walkthrough.engine import private_traces
from walkthrough.engine.engine import Engine, connect, find_engine
from walkthrough.engine.find import private_socket
from walkthrough.engine.folder_removal import remove_folder
from walkthrough.engine.instructions import how_to_get_an_engine, this_machine
from walkthrough.engine.model import Endpoint
from walkthrough.engine.private_mounts import unmount_below
from walkthrough.engine.private_process import (
    dockerd,
    end_remains,
    has_ended,
    other_dockerd,
    pid_file,
    terminate,
)
from walkthrough.errors import BadInputError, NoUsableEngineError
from walkthrough.home import data_home

START_SECONDS = 60.0
STOP_SECONDS = 20.0
POLL_SECONDS = 0.2
LOG_LINES = 8
LONGEST_SOCKET_PATH = 107
DEEPEST_SOCKET = "run/containerd/containerd-debug.sock.ttrpc"
SYSTEM_CONFIGURATION = Path("/etc/docker/daemon.json")
PLACES = {
    *("hosts", "data-root", "graph", "exec-root", "pidfile", "group", "bridge", "containerd"),
    *("tls", "tlsverify", "tlscacert", "tlscert", "tlskey", "live-restore"),
}


class PrivateEngine(Struct, frozen=True):
    """The private engine now. `absent` means that it keeps nothing on this machine."""

    state: Literal["running", "stopped", "absent"]
    folder: str
    endpoint: Endpoint
    pid: int | None = None


def engine_folder() -> Path:
    """The folder that holds all of the private engine."""
    return data_home() / "engine"


def status() -> PrivateEngine:
    """Whether the private engine runs; touches nothing."""
    folder = engine_folder()
    pid = dockerd(folder) if sys.platform == "linux" else None
    state: Literal["running", "stopped", "absent"] = "stopped" if folder.is_dir() else "absent"
    return PrivateEngine("running" if pid else state, str(folder), private_endpoint(), pid)


def private_endpoint() -> Endpoint:
    """Where the private engine is reached when it runs."""
    return Endpoint(f"unix://{private_socket()}", "private")


def missing_programs() -> tuple[str, ...]:
    """The programs that a private engine needs and this machine lacks."""
    needed = ("dockerd", "containerd", "runc", "iptables")
    return tuple(name for name in needed if shutil.which(name, path=_search_path()) is None)


def start(say: Callable[[str], None]) -> Engine:
    """Start the private engine, or find it running, and connect to it.

    Raises BadInputError where it cannot or must not be started (not Linux, not root, another
    engine there, a folder whose path is too long) and NoUsableEngineError with the end of the
    engine's log when it does not come up.
    """
    _require_linux_root()
    folder = engine_folder()
    with _alone():
        if dockerd(folder) is None:
            _refuse_beside_another(folder)
            _require_programs()
            _require_short_paths(folder)
            say(f"Starting a private engine in {folder}")
            process = _launch(folder)
        else:
            say("The private engine runs already.")
            process = None
        try:
            return _wait_until_it_answers(folder, process, say)
        except KeyboardInterrupt:
            if process is not None:
                _stop(folder, say)
            raise


def stop(say: Callable[[str], None]) -> bool:
    """Stop the private engine and what is left of one that was killed; False if none ran."""
    if status().state == "absent":
        return False
    _require_linux_root()
    with _alone():
        return _stop(engine_folder(), say)


def delete(say: Callable[[str], None]) -> None:
    """Stop the private engine and remove all of it: its folder, mounts and network traces."""
    folder = engine_folder()
    if status().state == "absent":
        return
    _require_linux_root()
    with _alone():
        _stop(folder, say)
        before = private_traces.read(_record(folder))
        unmount_below(folder)
        say(f"Removing {folder}")
        remove_folder(folder)
        if before is not None and private_traces.is_current(before):
            if other_dockerd(folder) is None:
                private_traces.undo(before)
            else:
                say("Another engine runs now: its bridge and packet filter rules stay.")
    _lock_file().unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        data_home().rmdir()
    say(f"Removed {folder}")


def _stop(folder: Path, say: Callable[[str], None]) -> bool:
    pid = dockerd(folder)
    if pid is not None:
        say(f"Stopping the private engine (process {pid})")
        terminate(pid, folder, STOP_SECONDS)
    _clear(folder)
    return pid is not None


def _clear(folder: Path) -> None:
    """Remove what an engine that was killed leaves in the way of the next one."""
    end_remains(folder)
    unmount_below(folder)
    shutil.rmtree(folder / "run", ignore_errors=True)
    pid_file(folder).unlink(missing_ok=True)
    private_socket().unlink(missing_ok=True)


def _launch(folder: Path) -> int:
    """Start `dockerd` in a session of its own: it outlives this process. Returns its id."""
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    private_traces.keep(private_traces.record(), _record(folder))
    configuration = folder / "daemon.json"
    configuration.write_bytes(msgspec.json.encode(_settings()))
    program = shutil.which("dockerd", path=_search_path())
    assert program is not None
    arguments = [
        program,
        *("--config-file", str(configuration)),
        *("--data-root", str(folder / "data")),
        *("--exec-root", str(folder / "run")),
        *("--pidfile", str(pid_file(folder))),
        *("--host", f"unix://{private_socket()}"),
        *("--group", "root"),
    ]
    environment = {**os.environ, "PATH": _search_path()}
    environment.pop("NOTIFY_SOCKET", None)
    log = os.open(_log(folder), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        return os.posix_spawn(
            program,
            arguments,
            environment,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, log, 1),
                (os.POSIX_SPAWN_DUP2, log, 2),
            ],
            setsid=True,
        )
    finally:
        os.close(log)


def _wait_until_it_answers(folder: Path, process: int | None, say: Callable[[str], None]) -> Engine:
    started = time.monotonic()
    while (elapsed := time.monotonic() - started) < START_SECONDS:
        if process is not None and has_ended(process):
            break
        if private_socket().exists():
            with contextlib.suppress(NoUsableEngineError):
                engine = connect(private_endpoint())
                if process is not None:
                    private_traces.keep_rules_made(_record(folder))
                say(f"The private engine answers after {elapsed:.1f} s.")
                return engine
        time.sleep(POLL_SECONDS)
    lines = _log(folder).read_text(errors="replace").splitlines()[-LOG_LINES:]
    if process is not None:
        _stop(folder, say)
    raise NoUsableEngineError(
        "The private engine did not start.",
        "The end of its log:\n    " + "\n    ".join(lines or ["(empty)"]),
        f"The whole log is {_log(folder)}; https://docs.docker.com/engine/daemon/troubleshoot/",
    )


def _settings() -> dict[str, object]:
    """The machine's own engine settings (mirrors, proxies, addresses) without its places."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        settings = msgspec.json.decode(
            SYSTEM_CONFIGURATION.read_bytes(), type=dict[str, object], strict=False
        )
        return {key: value for key, value in settings.items() if key not in PLACES}
    return {}


def _require_linux_root() -> None:
    if sys.platform != "linux":
        raise BadInputError(
            "A private engine runs on Linux only.",
            f"This is {sys.platform}; here an engine needs a virtual machine.",
            "Install and start Docker Desktop: https://docs.docker.com/get-started/get-docker/",
        )
    if os.geteuid() != 0:
        raise BadInputError(
            "A private engine needs root.",
            "Only root may make the mounts and networks of containers.",
            "Use `sudo walkthrough engine start`, or start Docker for your user: "
            "https://docs.docker.com/engine/security/rootless/",
        )


def _require_programs() -> None:
    missing = missing_programs()
    if missing:
        raise NoUsableEngineError(
            "A private engine cannot be started.",
            f"Not installed: {', '.join(missing)}.",
            how_to_get_an_engine(this_machine()),
        )


def _require_short_paths(folder: Path) -> None:
    longest = len(os.fsencode(folder / DEEPEST_SOCKET))
    if longest > LONGEST_SOCKET_PATH:
        raise BadInputError(
            f"The path of {folder} is too long for an engine.",
            f"Its sockets would have paths of {longest} bytes; "
            f"the system allows {LONGEST_SOCKET_PATH}.",
            f"Set WALKTHROUGH_HOME to a folder whose path is at least "
            f"{longest - LONGEST_SOCKET_PATH} bytes shorter.",
        )


def _refuse_beside_another(folder: Path) -> None:
    with contextlib.suppress(NoUsableEngineError):
        engine = find_engine()
        engine.close()
        if engine.has_buildkit():
            raise BadInputError(
                "No private engine is needed.",
                f"An engine answers at {engine.endpoint.words}.",
                "Use it: `walkthrough doctor`.",
            )
    other = other_dockerd(folder)
    if other is not None:
        raise BadInputError(
            "A private engine must not be started here.",
            f"Another dockerd runs (process {other}): two would share one bridge.",
            "Use that engine (`walkthrough doctor` tells why it is not reached), or stop it first.",
        )


def _search_path() -> str:
    return os.environ.get("PATH", os.defpath) + ":/usr/local/sbin:/usr/sbin:/sbin"


def _record(folder: Path) -> Path:
    """How the machine was before the engine."""
    return folder / "before.json"


def _log(folder: Path) -> Path:
    return folder / "dockerd.log"


def _lock_file() -> Path:
    return data_home() / "engine.lock"


def _alone() -> FileLock:
    """One start or stop at a time."""
    data_home().mkdir(parents=True, exist_ok=True)
    return FileLock(_lock_file())
