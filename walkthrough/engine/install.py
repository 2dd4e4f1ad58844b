"""Getting an engine where there is none: found, else started, else installed and started.

Packages come from the distribution only, as root on Debian and its relatives, and it is always
said first what will be installed. Everywhere else the user is told what to type.
"""

import os
import re
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence

from walkthrough.engine import private
from walkthrough.engine.engine import Engine, usable_engine
from walkthrough.engine.find import endpoints
from walkthrough.engine.instructions import this_machine
from walkthrough.engine.private_process import other_dockerd
from walkthrough.errors import BadInputError, NoUsableEngineError

STARTING_SECONDS = 30.0
POLL_SECONDS = 0.5
OUTPUT_LINES = 5


def ensure_engine(say: Callable[[str], None], go_on: Callable[[], None] = lambda: None) -> Engine:
    """An engine with BuildKit: the one that is found, else a private one, installed if need be.

    An engine that the user chose (`DOCKER_HOST`, a context) is never replaced by another. `go_on`
    is called before each stage and while waiting; what it raises ends the work there, between two
    stages: a package manager that runs is let end first. Raises NoUsableEngineError with the next
    step where none can be had.
    """
    try:
        return usable_engine()
    except NoUsableEngineError as error:
        absence = error
    if not _may_start_one():
        raise absence
    say(absence.what)
    go_on()
    if private.missing_programs() and can_install():
        install_packages(engine_packages(), say, go_on)
    if private.missing_programs():
        raise absence
    starting = _engine_that_is_starting(say, go_on)
    if starting is not None:
        return starting
    go_on()
    return _private_engine(say)


def engine_to_come() -> str:
    """What `ensure_engine` does where no engine answers, with its price; empty where it cannot."""
    missing = private.missing_programs()
    if not _may_start_one() or (missing and not can_install()):
        return ""
    start = f"a private engine is started in {private.engine_folder()}"
    if not missing:
        return start
    packages = engine_packages()
    names = ", ".join(packages)
    return f"installed from the distribution: {names}{_packages_cost(packages)}; then {start}"


def _may_start_one() -> bool:
    machine = this_machine()
    return not _is_chosen() and machine.root and machine.family not in {"macos", "windows"}


def _packages_cost(packages: Sequence[str]) -> str:
    """` (65 MB to download, 280 MB on disk)`, as the package manager tells it beforehand; empty
    where it does not know the packages yet."""
    asked = subprocess.run(
        ["apt-get", "install", "--assume-no", "--no-install-recommends", *packages],
        env={**os.environ, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return packages_cost_words(asked.stdout)


def packages_cost_words(said: str) -> str:
    """The download and the disk space out of what apt-get says before it installs."""
    download = re.search(r"^Need to get (?:\S+ \SB/)?(\S+ \SB) of archives", said, re.MULTILINE)
    disk = re.search(r"^After this operation, (\S+ \SB) of additional", said, re.MULTILINE)
    if download is None or disk is None:
        return ""
    return f" ({download[1]} to download, {disk[1]} on disk)"


def _private_engine(say: Callable[[str], None]) -> Engine:
    """The private engine; that it may not be started here is one more way of having none."""
    try:
        return private.start(say)
    except BadInputError as error:
        raise NoUsableEngineError(error.what, error.why, error.next_step) from error


def can_install() -> bool:
    """Whether packages can be installed here without asking: root on Debian or a relative."""
    machine = this_machine()
    return machine.root and machine.family == "debian" and shutil.which("apt-get") is not None


def engine_packages() -> tuple[str, ...]:
    """The distribution's packages that this machine lacks for an engine and stand-in bases."""
    missing = private.missing_programs()
    engine = ("docker.io",) if {"dockerd", "containerd", "runc"} & set(missing) else ()
    filters = ("iptables",) if "iptables" in missing else ()
    return (*engine, *filters, *missing_packages(("busybox-static",)))


def missing_packages(packages: Sequence[str]) -> tuple[str, ...]:
    """Those of the packages that the distribution's package manager does not list as installed."""
    return tuple(package for package in packages if not _is_installed(package))


def install_packages(
    packages: Sequence[str],
    say: Callable[[str], None],
    go_on: Callable[[], None] = lambda: None,
) -> None:
    """Install packages from the distribution, without those they only recommend.

    `go_on` may raise to end the work before the packages are installed. Raises NoUsableEngineError
    when this machine cannot (not root, not Debian) or the package manager fails.
    """
    if not packages:
        return
    names = " ".join(packages)
    if not can_install():
        raise NoUsableEngineError(
            f"Not installed: {names}.",
            "Only root on Debian or Ubuntu can have them installed by walkthrough.",
            f"Install them yourself: `sudo apt-get install --no-install-recommends {names}`.",
        )
    say(f"Installing from the distribution: {names}")
    _apt("update", say=say)
    go_on()
    output = _apt("install", "-y", "--no-install-recommends", *packages, say=say)
    missing = missing_packages(packages)
    if missing:
        raise NoUsableEngineError(
            f"Not installed: {' '.join(missing)}.",
            "The package manager failed:\n    " + "\n    ".join(output),
            f"Try it yourself: `apt-get install --no-install-recommends {names}`.",
        )


def _apt(*arguments: str, say: Callable[[str], None]) -> tuple[str, ...]:
    """Run apt-get without questions and return the end of what it said.

    A failure is judged by what is installed afterwards: a package's service that cannot be
    started is one too, and no harm here.
    """
    process = subprocess.Popen(
        ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *arguments],
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    end: deque[str] = deque(maxlen=OUTPUT_LINES)
    with process:
        assert process.stdout is not None
        for line in process.stdout:
            end.append(line.rstrip())
            if line.startswith("Setting up "):
                say(f"  {line.strip()}")
    return tuple(end)


def _is_installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    answer = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout in {"installed", "half-configured", "unpacked"}


def _engine_that_is_starting(
    say: Callable[[str], None], go_on: Callable[[], None]
) -> Engine | None:
    """The engine of a `dockerd` that somebody else (systemd) has started, when it answers."""
    if other_dockerd(private.engine_folder()) is None:
        return None
    say("An engine is starting; waiting for it")
    deadline = time.monotonic() + STARTING_SECONDS
    while True:
        go_on()
        try:
            return usable_engine()
        except NoUsableEngineError:
            if time.monotonic() > deadline:
                raise
        time.sleep(POLL_SECONDS)


def _is_chosen() -> bool:
    return len(endpoints(os.environ)) == 1
