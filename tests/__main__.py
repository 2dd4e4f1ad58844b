"""Runs all tests: `python -m tests`.

Those that build the course have an engine of their own where one can be had, and run beside the
others; elsewhere they begin when the others that build have ended. What needs no engine comes
last, with what the course leaves of the processors. The course is told as it goes, all else in one
piece when it has ended. Ctrl-C ends everything; each part is waited for, as it puts back what it
has changed on the engine.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait

from tests.courses_engine import courses_engine
from tests.engine_for_tests import engine_for_tests

PYTEST = (sys.executable, "-m", "pytest")
BUILDING_NOTHING = (*PYTEST, "tests/daemon")
BUILDING = (*PYTEST, "tests/engine", "-m", "not course")
COURSE = (*PYTEST, "tests/engine", "-m", "course")
WITHOUT_ENGINE = ("nice", "-n", "15", "make", "--no-print-directory", "test-fast")


def main() -> int:
    """Run them; 1 where something failed."""
    with (
        engine_for_tests() as engine,
        courses_engine(engine) as host,
        ThreadPoolExecutor() as pool,
    ):
        small = [pool.submit(told, one) for one in (BUILDING, BUILDING_NOTHING)]
        if host is None:
            wait(small)
        environment = os.environ if host is None else {**os.environ, "DOCKER_HOST": host}
        course = pool.submit(subprocess.run, COURSE, env=environment, check=False)
        passed = [one.result() for one in small]
        passed.append(told(WITHOUT_ENGINE))
        passed.append(course.result().returncode == 0)
    if all(passed):
        return 0
    sys.stderr.write("Tests have failed: see above.\n")
    return 1


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
