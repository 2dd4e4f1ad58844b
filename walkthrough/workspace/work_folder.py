"""A folder that one process works in, locked so that others who clean up leave it alone."""

import shutil
from pathlib import Path

from walkthrough.home import work_lock


class WorkFolder:
    """A new folder that this process works in: whoever cleans up leaves it alone until `remove`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = work_lock(path)
        self._lock.acquire()
        path.mkdir()

    def remove(self) -> None:
        """Remove the folder, all that is in it, and its lock."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._lock.release()
        Path(self._lock.lock_file).unlink(missing_ok=True)
