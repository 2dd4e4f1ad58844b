"""A network and a mount namespace of their own, in which no engine is found, for tests that
start private engines: the machine's own engine and its bridge are neither seen nor touched."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from walkthrough.engine.find import DEFAULT_SOCKET


class Room:
    """A place for private engines. `home` is the first one's data folder."""

    def __init__(self, keeper: int, home: Path) -> None:
        self.keeper = keeper
        self.home = home

    def run(self, *command: str, home: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """Run a command in the room until it ends."""
        return subprocess.run(
            self.entering(*command),
            env=self._environment(home or self.home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )

    def walkthrough(
        self, *arguments: str, home: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run `walkthrough` in the room."""
        return self.run(sys.executable, "-m", "walkthrough", *arguments, home=home)

    def start_walkthrough(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Begin to run `walkthrough` in the room."""
        return subprocess.Popen(
            self.entering(sys.executable, "-m", "walkthrough", *arguments),
            env=self._environment(self.home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def entering(self, *command: str) -> list[str]:
        """The command line that runs a command in the room."""
        return ["nsenter", "--net", "--mount", "--target", str(self.keeper), "--", *command]

    def processes(self) -> list[str]:
        """The command lines of processes that name the engine's folder."""
        found = []
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                line = (folder / "cmdline").read_bytes() if folder.name.isdigit() else b""
                if str(self.home).encode() in line:
                    found.append(line.replace(b"\0", b" ").decode())
        return found

    def traces(self) -> dict[str, str]:
        """What an engine would leave behind outside its folder."""
        rules = self.run("sh", "-c", "iptables-save; ip6tables-save").stdout.splitlines()
        kept = [line for line in rules if line.startswith(("-A", ":")) and " ACCEPT [" not in line]
        return {
            "rules": "\n".join(line.split(" [")[0] for line in kept),
            "interfaces": self.run("cat", "/proc/net/dev").stdout.count("docker") * "docker ",
            "ip_forward": self.run("cat", "/proc/sys/net/ipv4/ip_forward").stdout,
            "run": self.run("find", "/run", "-mindepth", "1").stdout,
            "mounts": self.run("sh", "-c", f"grep {self.home} /proc/self/mountinfo").stdout,
        }

    def _environment(self, home: Path) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "DOCKER" not in name}
        return {**kept, "WALKTHROUGH_HOME": str(home), "PYTHONPATH": str(Path.cwd())}


@contextmanager
def private_room() -> Iterator[Room]:
    """A room; whatever runs in it is ended with the block."""
    assert os.geteuid() == 0, "private engines need root"
    home = Path(tempfile.mkdtemp(prefix="wt-", dir="/tmp"))
    keeper = subprocess.Popen(["unshare", "--net", "--mount", "sleep", "1000"])
    room = Room(keeper.pid, home)
    try:
        _wait_until_apart(keeper.pid)
        hidden = room.run("mount", "-t", "tmpfs", "tmpfs", "/run")
        assert hidden.returncode == 0, hidden.stderr
        assert room.run("test", "-e", DEFAULT_SOCKET).returncode == 1
        room.run("sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward")
        yield room
    finally:
        room.walkthrough("engine", "stop", "--delete")
        _end_leftovers(room)
        keeper.kill()
        keeper.wait()
        shutil.rmtree(home, ignore_errors=True)


def _wait_until_apart(pid: int) -> None:
    own = Path("/proc/self/ns/mnt").readlink()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{pid}/ns/mnt").readlink() == own:
        assert time.monotonic() < deadline, "unshare did not make a namespace"
        time.sleep(0.02)


def _end_leftovers(room: Room) -> None:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            with suppress(OSError):
                if str(room.home).encode() in (folder / "cmdline").read_bytes():
                    os.kill(int(folder.name), signal.SIGKILL)
