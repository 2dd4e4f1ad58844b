"""Removes a folder of very many files, as an engine's is: several parts of it at once."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

AT_ONCE = 8
"""Each removal waits for the disk most of the time."""
PARTS = "*/*/*"
"""How deep the parts lie: below `data/overlay2` each layer is one."""


def remove_folder(folder: Path) -> None:
    """Remove the folder; what links in it lead to stays. Raises OSError where a part cannot go."""
    parts = [part for part in folder.glob(PARTS) if part.is_dir() and not part.is_symlink()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        removals = [pool.submit(shutil.rmtree, part) for part in parts]
        try:
            for removal in removals:
                removal.result()
        finally:
            pool.shutdown(cancel_futures=True)
    shutil.rmtree(folder)
