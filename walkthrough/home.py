"""The data folder: where walkthrough keeps its files, and how it writes them."""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import FileLock

BUILD_LOGS = "build-logs"
HOME_ID = "id"
LOCK_SUFFIX = ".lock"


def data_home() -> Path:
    """The app's own data folder: `WALKTHROUGH_HOME`, or the platform's usual place.

    Absolute and without symbolic links: an engine is told it, and the system's list of mounts and
    of processes is searched for it.
    """
    chosen = os.environ.get("WALKTHROUGH_HOME")
    if chosen:
        return Path(chosen).expanduser().resolve()
    from platformdirs import user_data_path

    return user_data_path("walkthrough", appauthor=False).resolve()


def home_id(home: Path) -> str:
    """What tells this data folder's builds from another's on one engine; kept in the folder."""
    file = home / HOME_ID
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with work_lock(file):
            if not file.exists():
                write_whole(file, os.urandom(4).hex().encode("ascii"))
    return file.read_text(encoding="ascii")


def write_whole(file: Path, content: bytes) -> None:
    """Write a file of the data folder, replacing what is there only when the new one is whole.

    Several may write it at once: each has a draft of its own, and the last one's stays. Raises
    OSError, and leaves nothing behind then; only a kill leaves a draft.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.urandom(4).hex()}")
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def work_lock(folder: Path) -> "FileLock":
    """The lock beside a folder, held by the process that works in it for as long as it does.

    The lock is the operating system's, so one that is killed lets it go.
    """
    from filelock import FileLock

    return FileLock(folder.with_name(f"{folder.name}{LOCK_SUFFIX}"), thread_local=False)


def is_worked_in(folder: Path) -> bool:
    """Whether a process works in the folder now."""
    from filelock import Timeout

    lock = work_lock(folder)
    if not Path(lock.lock_file).exists():
        return False
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def build_logs_home() -> Path:
    """The folder of the builds' full logs; whoever cleans up removes it."""
    return data_home() / BUILD_LOGS


def shipped(folder: str) -> Path:
    """A folder that ships with the app (`lessons` or `sample-go-app`).

    In a wheel it lies inside the package; in a checkout beside it.
    """
    package = Path(__file__).resolve().parent
    inside = package / "_data" / folder
    return inside if inside.is_dir() else package.parent / folder
