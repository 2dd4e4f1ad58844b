"""Opens a file in the reader's own pager or editor, with the app out of the way meanwhile."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported

CHOSEN = ("PAGER", "VISUAL", "EDITOR")
USUAL = ("less", "more")


def pager_command(environment: Mapping[str, str]) -> list[str]:
    """The command of $PAGER, $VISUAL or $EDITOR, else less or more; empty where there is none."""
    for name in CHOSEN:
        words = shlex.split(environment.get(name, ""), posix=os.name != "nt")
        if words and shutil.which(words[0]):
            return words
    found = (shutil.which(name) for name in USUAL)
    return next(([program] for program in found if program), [])


def open_in_pager(app: App[None], path: Path) -> bool:
    """Show the file until the reader closes it; False where that cannot be done."""
    command = pager_command(os.environ)
    if not command:
        return False
    try:
        with app.suspend():
            subprocess.run([*command, str(path)], check=False)
    except (SuspendNotSupported, OSError):
        return False
    return True
