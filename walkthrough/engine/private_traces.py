"""What an engine changes outside its own folder, recorded before it starts and undone after.

A `dockerd` makes a bridge, packet filter chains, kernel settings and a few folders, and leaves
them behind. Only what was not there before is removed again.
"""

import contextlib
import shlex
import shutil
import socket
import struct
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.engine.private_process import network_namespace

BRIDGE = "docker0"
FILTERS = ("iptables", "ip6tables")
TABLES = ("filter", "nat", "raw")
SETTINGS = tuple(
    Path("/proc/sys/net") / setting
    for setting in (
        "ipv4/ip_forward",
        "ipv6/conf/all/forwarding",
        "ipv6/conf/default/forwarding",
        "bridge/bridge-nf-call-iptables",
        "bridge/bridge-nf-call-ip6tables",
    )
)
FILES = (Path("/etc/docker/key.json"),)
FOLDERS = (
    Path("/etc/docker"),
    Path("/run/docker/plugins"),
    Path("/run/docker"),
    Path("/run/containerd/s"),
    Path("/run/containerd/fifo"),
    Path("/run/containerd"),
    Path("/opt/containerd/bin"),
    Path("/opt/containerd/lib"),
    Path("/opt/containerd"),
)
SHIM_SOCKETS = Path("/run/containerd/s")
_GET_FLAGS, _SET_FLAGS, _DELETE_BRIDGE, _UP = 0x8913, 0x8914, 0x89A1, 1


class Before(Struct, frozen=True):
    """How the machine was before the engine's first start since it was booted.

    `rules` holds the lines of `iptables-save` by `filter/table`; `paths` the files and folders of
    ours to watch that were there.
    """

    boot: str
    network: str
    interfaces: tuple[str, ...]
    rules: dict[str, tuple[str, ...]]
    settings: dict[str, str]
    paths: tuple[str, ...]


def record() -> Before:
    """How the machine is now."""
    paths = (*FILES, *FOLDERS, *_cgroups(), *SHIM_SOCKETS.glob("*"))
    return Before(
        boot=_boot(),
        network=network_namespace("self"),
        interfaces=_interfaces(),
        rules={f"{name}/{table}": _saved(name, table) for name in FILTERS for table in TABLES},
        settings={str(file): file.read_text().strip() for file in SETTINGS if file.is_file()},
        paths=tuple(str(path) for path in paths if path.exists()),
    )


def keep(before: Before, file: Path) -> None:
    """Write the record, unless one of this boot and network is there already: it is the older."""
    if not is_current(read(file)):
        file.write_bytes(msgspec.json.encode(before))


def read(file: Path) -> Before | None:
    """The record in `file`, or None if there is none that can be read."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(file.read_bytes(), type=Before)
    return None


def is_current(before: Before | None) -> bool:
    """Whether the record tells of this boot and this network: after a boot nothing is left."""
    return (
        before is not None
        and before.boot == _boot()
        and before.network == network_namespace("self")
    )


def undo(before: Before) -> None:
    """Bring the machine's network and folders back to what they were."""
    for name in FILTERS:
        for table in TABLES:
            _restore_rules(name, table, before.rules[f"{name}/{table}"])
    if BRIDGE not in before.interfaces and BRIDGE in _interfaces():
        _delete_bridge(BRIDGE)
    for file, value in before.settings.items():
        if Path(file).is_file() and Path(file).read_text().strip() != value:
            Path(file).write_text(value)
    _remove_paths(before)


def _remove_paths(before: Before) -> None:
    for file in FILES:
        if str(file) not in before.paths:
            file.unlink(missing_ok=True)
    for file in SHIM_SOCKETS.glob("*"):
        if str(file) not in before.paths and not _is_served(file):
            file.unlink(missing_ok=True)
    for folder in (*_cgroups(), *FOLDERS):
        if str(folder) not in before.paths:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _is_served(file: Path) -> bool:
    """Whether somebody listens on a socket; nobody does on those of killed shims."""
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect(str(file))
        except ConnectionRefusedError:
            return False
        except OSError:
            return True
    return True


def _cgroups() -> tuple[Path, ...]:
    """The engine's own control groups, deepest first: of one hierarchy (v2) or several (v1)."""
    root = Path("/sys/fs/cgroup")
    return tuple(
        path
        for parent in (root, *sorted(root.glob("*")))
        for path in (parent / "docker" / "buildkit", parent / "docker")
        if path.is_dir()
    )


def _restore_rules(name: str, table: str, before: tuple[str, ...]) -> None:
    def run(*arguments: str) -> None:
        subprocess.run([name, "-w", "-t", table, *arguments], capture_output=True, check=False)

    now = _saved(name, table)
    for rule in now:
        if rule.startswith("-A ") and rule not in before and _is_dockers(rule):
            run("-D", *shlex.split(rule)[1:])
    known = _chains(before)
    made = [chain for chain in _chains(now) if chain.startswith("DOCKER") and chain not in known]
    _each(made, lambda chain: run("-F", chain))
    _each(made, lambda chain: run("-X", chain))
    if table == "filter" and _chains(now).get("FORWARD") == "DROP":
        run("-P", "FORWARD", known.get("FORWARD", "ACCEPT"))


def _each(chains: list[str], action: Callable[[str], None]) -> None:
    for chain in chains:
        action(chain)


def _is_dockers(rule: str) -> bool:
    words = shlex.split(rule)
    return any(word.startswith("DOCKER") or word == BRIDGE for word in words)


def _chains(lines: tuple[str, ...]) -> dict[str, str]:
    """Chain names and policies (`-` for chains that are not built in)."""
    return dict(_chain_lines(lines))


def _chain_lines(lines: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for line in lines:
        if line.startswith(":"):
            name, policy = line[1:].split(" ")[:2]
            yield name, policy


def _saved(name: str, table: str) -> tuple[str, ...]:
    """`iptables-save` without comments and counters; empty where the filter cannot be read."""
    program = shutil.which(f"{name}-save")
    if program is None:
        return ()
    answer = subprocess.run([program, "-t", table], capture_output=True, text=True, check=False)
    return tuple(
        line.split(" [")[0] if line.startswith(":") else line
        for line in answer.stdout.splitlines()
        if line.startswith((":", "-A "))
    )


def _interfaces() -> tuple[str, ...]:
    return tuple(name for _, name in socket.if_nameindex())


def _delete_bridge(name: str) -> None:
    """What `ip link set NAME down; ip link delete NAME` does, where there is no `ip`."""
    import fcntl

    request = struct.pack("16s16x", name.encode())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        flags = struct.unpack_from("H", fcntl.ioctl(control, _GET_FLAGS, request), 16)[0]
        down = struct.pack("16sH14x", name.encode(), flags & ~_UP)
        fcntl.ioctl(control, _SET_FLAGS, down)
        fcntl.ioctl(control, _DELETE_BRIDGE, request)


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
