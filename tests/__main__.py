"""Runs all tests: `python -m tests`.

Three kinds run beside one another: what needs no engine, with what the others leave of the
processors; what builds nothing on the engine; and what builds. The first two are told as soon as
they have ended. What builds the course waits for that, because it measures. Ctrl-C ends all of
them; each is waited for, as it puts back what it has changed on the engine.
"""

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.engine_for_tests import engine_for_tests

PYTEST = (sys.executable, "-m", "pytest")
WITHOUT_ENGINE = ("nice", "-n", "10", "make", "--no-print-directory", "test-fast")
BUILDING_NOTHING = (*PYTEST, "tests/daemon")
BUILDING = (*PYTEST, "tests/engine")


def main() -> int:
    """Run them; 1 where something failed."""
    with (
        engine_for_tests(),
        tempfile.TemporaryDirectory() as folder,
        ThreadPoolExecutor() as beside,
    ):
        ended = Path(folder) / "ended"
        others = beside.submit(all_told, ended)
        environment = {**os.environ, "WALKTHROUGH_TESTS_BESIDE": str(ended)}
        building = beside.submit(subprocess.run, BUILDING, env=environment, check=False)
        failed = building.result().returncode != 0
        if others.result():
            return int(failed)
    sys.stderr.write("Tests that ran beside those that build have failed: see above.\n")
    return 1


def all_told(ended: Path) -> bool:
    """Run what builds nothing and tell it, then leave this file; whether it passed."""
    try:
        with ThreadPoolExecutor() as pool:
            return all(list(pool.map(told, (WITHOUT_ENGINE, BUILDING_NOTHING))))
    finally:
        ended.touch()


def told(command: tuple[str, ...]) -> bool:
    """Run the command and tell in one piece what it said; whether it passed."""
    ran = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    sys.stdout.write(f"\n{ran.stdout}")
    sys.stdout.flush()
    return ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
