"""The mounts that a private engine leaves in its folder when it is killed."""

import ctypes
from pathlib import Path

from walkthrough.errors import NoUsableEngineError

MOUNTS = Path("/proc/self/mountinfo")
_DETACH = 2


def unmount_below(folder: Path) -> None:
    """Unmount everything in the folder, the deepest first, even what is in use.

    The system call is made directly: the `umount` command would keep notes of its own in /run.
    Raises NoUsableEngineError where something stays mounted: removing the folder would reach into
    it.
    """
    library = ctypes.CDLL(None)
    for point in _mounted(folder):
        library.umount2(str(point).encode(errors="surrogateescape"), _DETACH)
    left = _mounted(folder)
    if left:
        raise NoUsableEngineError(
            f"{folder} cannot be cleared: {left[0]} is mounted.",
            "The system refuses to unmount it, and what lies in it may be somebody else's.",
            f"Unmount it (`umount {left[0]}`), then try again.",
        )


def _mounted(folder: Path) -> tuple[Path, ...]:
    """What is mounted in the folder now; the system names mount points without symbolic links."""
    return mounts_below(folder.resolve(), MOUNTS.read_text(errors="surrogateescape"))


def mounts_below(folder: Path, mountinfo: str) -> tuple[Path, ...]:
    """The mount points in the folder as `/proc/self/mountinfo` lists them, deepest first.

    Spaces, tabs, line ends and backslashes are written there as three octal digits (proc(5)).
    """
    points = [Path(_unescaped(line.split(" ")[4])) for line in mountinfo.splitlines()]
    inside = [point for point in points if folder in point.parents]
    return tuple(sorted(inside, key=lambda point: len(point.parts), reverse=True))


def _unescaped(text: str) -> str:
    for character in " \t\n\\":
        text = text.replace(f"\\{ord(character):03o}", character)
    return text
