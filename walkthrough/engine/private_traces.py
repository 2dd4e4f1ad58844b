"""What an engine changes outside its own folder, recorded before it starts and undone after.

A `dockerd` makes a bridge, packet filter rules and chains (`private_rules`), kernel settings and a
few folders, and leaves them behind. Only what was not there before and is recognised as its own is
removed again; what it shares with others by now stays.
"""

import contextlib
import socket
import struct
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.engine.private_process import network_namespace
from walkthrough.engine.private_rules import (
    BRIDGE,
    Rules,
    made_rules,
    new_forwarding_rules,
    remove_rules,
    saved_rules,
)
from walkthrough.home import write_whole

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

    `rules` are the packet filter's; `paths` the files and folders to watch that were there.
    `rules_at_start` are the rules before the newest start, and `rules_made` those that the engine
    made: None until one start has come so far that it answered.
    """

    boot: str
    network: str
    interfaces: tuple[str, ...]
    rules: Rules
    settings: dict[str, str]
    paths: tuple[str, ...]
    rules_at_start: Rules
    rules_made: Rules | None = None


def record() -> Before:
    """How the machine is now."""
    paths = (*FILES, *FOLDERS, *_cgroups(), *SHIM_SOCKETS.glob("*"))
    rules = saved_rules()
    return Before(
        boot=_boot(),
        network=network_namespace("self"),
        interfaces=_interfaces(),
        rules=rules,
        settings={str(file): file.read_text().strip() for file in SETTINGS if file.is_file()},
        paths=tuple(str(path) for path in paths if path.exists()),
        rules_at_start=rules,
    )


def keep(now: Before, file: Path) -> None:
    """Write the record before a start. One of this boot and network that is there already is the
    older and stays, all but its `rules_at_start`."""
    known = read(file)
    if known is not None and is_current(known):
        now = msgspec.structs.replace(known, rules_at_start=now.rules)
    write_whole(file, msgspec.json.encode(now))


def keep_rules_made(file: Path) -> None:
    """Add to the record the rules that the engine, which has just answered, made as it started."""
    known = read(file)
    if known is None:
        return
    since = known.rules if known.rules_made is None else known.rules_at_start
    made = made_rules(since, saved_rules())
    earlier = known.rules_made or {}
    together = {place: (*earlier.get(place, ()), *rules) for place, rules in made.items()}
    write_whole(file, msgspec.json.encode(msgspec.structs.replace(known, rules_made=together)))


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
    """Bring the machine's network and folders back to what they were.

    Removed are the rules that the engine was seen to make as it started, the chains `DOCKER...`
    that it made with all that is in them or leads to them, its bridge, and its files and folders
    where nothing of others is in them. Rules that merely name the bridge stay: the user made them.
    Forwarding is turned off again where it was off, unless an interface or a rule for forwarded
    packets came that is not the engine's: somebody else may need it by now.
    """
    made = before.rules_made
    remove_rules(before.rules, made_rules(before.rules, saved_rules()) if made is None else made)
    if BRIDGE not in before.interfaces and BRIDGE in _interfaces():
        _delete_bridge(BRIDGE)
    if not _others_may_forward(before):
        for file, value in before.settings.items():
            if value == "0" and Path(file).is_file():
                Path(file).write_text(value)
    _remove_paths(before)


def _others_may_forward(before: Before) -> bool:
    """Whether anything came since that may need forwarding; ends of containers' cables do not."""
    came = set(_interfaces()) - set(before.interfaces)
    return any(not name.startswith("veth") for name in came) or bool(
        new_forwarding_rules(before.rules, saved_rules())
    )


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
