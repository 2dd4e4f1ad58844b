"""A small Linux userland from what the host has: a static busybox, accounts, CA certificates.

Alpine is busybox too; what Debian's busybox lacks beside it (`adduser`, `addgroup`) are shell
scripts here, with Alpine's options. There is no package manager.
"""

import shutil
import struct
import subprocess
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import IO

from walkthrough.engine.certificates import host_certificates
from walkthrough.engine.stand_in_archive import Entry, content_file, folder, link, text_file
from walkthrough.errors import NoUsableEngineError

MACHINES = {62: "amd64", 183: "arm64"}
INTERPRETER_SEGMENT = 3
USERLAND_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LEFT_OUT = frozenset({"dpkg", "dpkg-deb", "rpm", "rpm2cpio"})
PASSWD = """\
root:x:0:0:root:/root:/bin/sh
daemon:x:2:2:daemon:/sbin:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
"""
GROUP = """\
root:x:0:root
daemon:x:2:root
nogroup:x:65533:
nobody:x:65534:
"""
OS_RELEASE = """\
NAME="walkthrough stand-in"
ID=walkthrough-stand-in
PRETTY_NAME="A stand-in for {reference}, made by walkthrough: busybox, no package manager"
"""


def userland(reference: str, busybox: Path) -> tuple[Entry, ...]:
    """The files of a stand-in for the image `reference`, around this busybox."""
    scripts = files("walkthrough.engine") / "userland"
    certificates = host_certificates()
    return (
        *(folder(path) for path in ("bin", "dev", "etc", "etc/ssl", "etc/ssl/certs", "home")),
        *(folder(path) for path in ("lib", "proc", "run", "sbin", "srv", "sys", "usr")),
        *(folder(path) for path in ("usr/bin", "usr/lib", "usr/local", "usr/local/bin")),
        *(folder(path) for path in ("usr/local/sbin", "usr/sbin", "var", "var/log")),
        folder("root", 0o700),
        folder("tmp", 0o1777),
        folder("var/tmp", 0o1777),
        Entry(
            "bin/busybox",
            0o755,
            size_bytes=busybox.stat().st_size,
            open=partial(_read_only, busybox),
        ),
        *_applets(busybox),
        text_file("usr/sbin/adduser", (scripts / "adduser.sh").read_text(), 0o755),
        text_file("usr/sbin/addgroup", (scripts / "addgroup.sh").read_text(), 0o755),
        text_file("etc/passwd", PASSWD),
        text_file("etc/group", GROUP),
        text_file("etc/shadow", "root:!::0:::::\nnobody:!::0:::::\n", 0o640),
        text_file("etc/nsswitch.conf", "hosts: files dns\n"),
        text_file("etc/os-release", OS_RELEASE.format(reference=reference)),
        content_file("etc/ssl/certs/ca-certificates.crt", certificates),
        link("etc/ssl/cert.pem", "certs/ca-certificates.crt"),
    )


def find_busybox(architecture: str, scratch: Path) -> Path:
    """A static busybox for an engine of this architecture: the host's own, or Debian's package
    unpacked into `scratch`. Raises NoUsableEngineError where neither can be had."""
    own = shutil.which("busybox")
    if own and static_architecture(Path(own)) == architecture:
        return Path(own)
    unpacked = _debian_busybox(scratch)
    if unpacked and static_architecture(unpacked) == architecture:
        return unpacked
    raise NoUsableEngineError(
        "No stand-in for the base images can be made on this machine.",
        f"It needs a static busybox for {architecture}, and this machine has none "
        "(Debian's and Ubuntu's package `busybox-static` is one).",
        "Pull the real images (`walkthrough prepare --bases real`, `--mirror HOST`), "
        "or install busybox-static.",
    )


def _read_only(path: Path) -> IO[bytes]:
    return path.open("rb")


def _debian_busybox(scratch: Path) -> Path | None:
    """Debian's package `busybox-static`, downloaded and unpacked without being installed."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return None
    subprocess.run(["apt-get", "download", "busybox-static"], cwd=scratch, capture_output=True)
    for package in scratch.glob("busybox-static_*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(package), str(scratch)], capture_output=True)
    places = (scratch / "bin" / "busybox", scratch / "usr" / "bin" / "busybox")
    return next((place for place in places if place.is_file()), None)


def static_architecture(binary: Path) -> str | None:
    """The architecture of a 64-bit ELF program that needs no dynamic loader, else None."""
    with binary.open("rb") as stream:
        header = stream.read(64)
        if len(header) < 64 or header[:6] != b"\x7fELF\x02\x01":
            return None
        (machine,) = struct.unpack_from("<H", header, 18)
        (offset,) = struct.unpack_from("<Q", header, 32)
        entry_bytes, entries = struct.unpack_from("<HH", header, 54)
        stream.seek(offset)
        table = stream.read(entry_bytes * entries)
    kinds = {struct.unpack_from("<I", table, at)[0] for at in range(0, len(table), entry_bytes)}
    return None if INTERPRETER_SEGMENT in kinds else MACHINES.get(machine)


def _applets(busybox: Path) -> Iterator[Entry]:
    listed = subprocess.run(
        [str(busybox), "--list-full"], capture_output=True, text=True, check=True
    )
    for path in sorted(set(listed.stdout.split())):
        if Path(path).name not in LEFT_OUT | {"busybox"}:
            yield link(path, "/bin/busybox")
