"""Keeps the full log of each build as a file in the data folder: the newest few, bounded in number.

The thread that follows a build writes here, any thread may flush. What goes wrong ends the keeping,
never the build: `problem` says it.
"""

import contextlib
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from walkthrough.home import build_logs_home

MOST_FILES = 50
MOST_NAMES = 100
MOST_READ_BYTES = 500_000
BUFFER_BYTES = 1 << 18
"""Written at once. Each write hands Python's lock over for a moment, too short for the screen's
thread to get it; with many small ones it waits for a third of a second while a build prints."""


class BuildLogs:
    """One file a build; `path` is that of the build that began last, None where it is not kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or build_logs_home()
        self._file: TextIO | None = None
        self._lock = threading.Lock()
        self.path: Path | None = None
        self.problem = ""

    def begin(self, variant_id: str, scenario_id: str) -> None:
        """Open the file of a build, and remove the oldest ones where there are too many."""
        self.end()
        with self._lock:
            self.path, self.problem = None, ""
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._remove_oldest()
                self._file = self._new_file(f"{variant_id}-{scenario_id}")
                self.path = Path(self._file.name)
            except OSError as error:
                self._give_up(error)

    def write(self, lines: Sequence[str]) -> None:
        """More of the build's log."""
        with self._lock:
            if self._file is None:
                return
            try:
                self._file.writelines(f"{line}\n" for line in lines)
            except OSError as error:
                self._give_up(error)

    def flush(self) -> None:
        """Have all that was written in the file."""
        with self._lock:
            if self._file is None:
                return
            try:
                self._file.flush()
            except OSError as error:
                self._give_up(error)

    def end_of_log(self) -> str:
        """The build's log, of a long one its last half megabyte; empty where it is not kept."""
        self.flush()
        if self.path is None:
            return ""
        try:
            with self.path.open("rb") as file:
                file.seek(max(0, self.path.stat().st_size - MOST_READ_BYTES))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return ""
        return text if len(text) < MOST_READ_BYTES else text.partition("\n")[2]

    def end(self) -> None:
        """The build is over."""
        with self._lock:
            if self._file is not None:
                try:
                    self._file.close()
                except OSError as error:
                    self._give_up(error)
                self._file = None

    def _new_file(self, build: str) -> TextIO:
        """A file of its own, also where several builds begin in one second."""
        moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        for number in range(MOST_NAMES):
            path = self._folder / f"{moment}.{number:02}-{build}.log"
            try:
                return path.open("x", BUFFER_BYTES, "utf-8", "replace", "\n")
            except FileExistsError:
                continue
        raise FileExistsError(f"{MOST_NAMES} logs were begun in one second")

    def _remove_oldest(self) -> None:
        """Make room for one more; names begin with their moment."""
        kept = sorted(self._folder.glob("*.log"))
        for path in kept[: max(0, len(kept) + 1 - MOST_FILES)]:
            path.unlink(missing_ok=True)

    def _give_up(self, error: OSError) -> None:
        self.problem = error.strerror or str(error)
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._file.close()
        self._file = None
