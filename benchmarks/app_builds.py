"""A cold build through the app against the same through `walkthrough run`: the screen's cost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.engine import Bench
from benchmarks.result import Compared, Noted, NotMeasurableError, Result, alternated
from benchmarks.terminal import package_path
from walkthrough.engine.images import remove_own_name
from walkthrough.engine.naming import IMAGE_PREFIX

VARIANT = "hello"
ROUNDS = 6
QUICK_ROUNDS = 1
GOAL = 1.02
END_OF_ERROR = 400


def measure(quick: bool, work: Path, bench: Bench) -> Iterator[Result]:
    """In processes and data folders of their own, the builds in turn."""

    def by(way: str) -> float:
        return _wall_s(way, work / f"home-{way}", bench)

    our_s, their_s = alternated(
        lambda: by("app"), lambda: by("run"), QUICK_ROUNDS if quick else ROUNDS
    )
    title = f"cold build of {VARIANT}, as its sample says"
    yield Compared(title, "through the app", "walkthrough run", our_s, their_s, GOAL)
    yield Noted("The app draws its screen at 120x36 without a terminal; the build prints little.")


def _wall_s(way: str, home: Path, bench: Bench) -> float:
    name = f"benchmark-{VARIANT}-{way}"
    environment = {
        **os.environ,
        "WALKTHROUGH_HOME": str(home),
        "DOCKER_HOST": bench.engine.endpoint.host,
        "PYTHONPATH": package_path(),
    }
    command = [sys.executable, "-m", "benchmarks.one_build", way, VARIANT, name]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    remove_own_name(bench.engine.client, f"{IMAGE_PREFIX}{name}:latest")
    shutil.rmtree(home, ignore_errors=True)
    if ended.returncode:
        raise NotMeasurableError(f"The build failed: {ended.stderr.strip()[-END_OF_ERROR:]}")
    return float(ended.stdout)
