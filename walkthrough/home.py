"""Where walkthrough keeps its files: samples, workspaces, the private engine's data."""

import os
from pathlib import Path

BUILD_LOGS = "build-logs"


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
