"""What to type to get an engine, for each kind of machine. Installs nothing itself."""

import os
import platform
import shutil
import sys
from typing import Literal

from msgspec import Struct

Family = Literal["debian", "fedora", "arch", "suse", "alpine", "linux", "macos", "windows"]

ENGINE_PACKAGES = ("docker.io", "iptables", "busybox-static")
INSTALL_GUIDE = "https://docs.docker.com/engine/install/"


class Machine(Struct, frozen=True):
    """What decides how this machine gets an engine."""

    family: Family
    root: bool
    has_dockerd: bool


def this_machine() -> Machine:
    """The machine that walkthrough runs on."""
    sbin = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
    return Machine(
        family=_family(),
        root=sys.platform != "win32" and os.geteuid() == 0,
        has_dockerd=shutil.which("dockerd", path=sbin) is not None,
    )


def how_to_get_an_engine(machine: Machine) -> str:
    """The exact next step, as one sentence or two."""
    if machine.family == "macos":
        return (
            "Start Docker Desktop (`open -a Docker`); to install it: "
            "https://docs.docker.com/desktop/setup/install/mac-install/"
        )
    if machine.family == "windows":
        return (
            "Start Docker Desktop with Linux containers; to install it: "
            "https://docs.docker.com/desktop/setup/install/windows-install/"
        )
    if machine.has_dockerd:
        return _start(machine)
    return f"{_install(machine)} {_start(machine)}"


def _install(machine: Machine) -> str:
    packages = " ".join(ENGINE_PACKAGES)
    commands = {
        "debian": f"apt-get update && {_sudo(machine)}apt-get install -y "
        f"--no-install-recommends {packages}",
        "fedora": "dnf install -y moby-engine",
        "arch": "pacman -S docker",
        "suse": "zypper install docker",
        "alpine": "apk add docker",
    }
    command = commands.get(machine.family)
    if command is None:
        return f"Install Docker Engine: {INSTALL_GUIDE}."
    return f"Install it: `{_sudo(machine)}{command}`."


def _start(machine: Machine) -> str:
    if machine.root:
        return "Start it: `systemctl start docker`, or `walkthrough engine start`."
    service = "rc-service docker start" if machine.family == "alpine" else "systemctl start docker"
    return (
        f"Start it: `sudo {service}`, and join its group: "
        "`sudo usermod -aG docker $USER`, then log in again."
    )


def _sudo(machine: Machine) -> str:
    return "" if machine.root else "sudo "


def _family() -> Family:
    if sys.platform == "darwin":
        return "macos"
    if sys.platform == "win32":
        return "windows"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return "linux"
    return family_of(release.get("ID", ""), release.get("ID_LIKE", ""))


def family_of(identity: str, like: str) -> Family:
    """The family of a Linux distribution by `ID` and `ID_LIKE` of its os-release(5)."""
    known: dict[str, Family] = {
        "debian": "debian",
        "ubuntu": "debian",
        "fedora": "fedora",
        "arch": "arch",
        "suse": "suse",
        "opensuse": "suse",
        "alpine": "alpine",
    }
    for name in (identity, *like.split()):
        if name in known:
            return known[name]
    return "linux"
