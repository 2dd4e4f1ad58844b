"""`python -m benchmarks`: measure and print, each figure with its goal and whether it holds.

Ends with 0 whatever the figures are, with 1 where something could not be measured.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from docker.errors import DockerException

from benchmarks import (
    app_builds,
    builds,
    context_tar,
    image_size,
    saves,
    screen,
    start_up,
    trace,
)
from benchmarks.engine import bench
from benchmarks.result import NotMeasurableError, NotMeasured, Result, lines
from walkthrough.errors import CancelledError, WalkthroughError

WITHOUT_ENGINE = {
    "start-up": start_up.measure,
    "context": context_tar.measure,
    "trace": trace.measure,
    "screen": screen.measure,
}
WITH_ENGINE = {
    "image": image_size.measure,
    "builds": builds.measure,
    "app": app_builds.measure,
    "saves": saves.measure,
}
NAMES = (*WITHOUT_ENGINE, *WITH_ENGINE)
UNABLE = (NotMeasurableError, DockerException, OSError, subprocess.SubprocessError)


def main() -> int:
    """Carry out the benchmarks that were asked for, all of them without a choice."""
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}")
    arguments.add_argument("--quick", action="store_true", help="a few rounds, to develop with")
    chosen = arguments.parse_args()
    unknown = set(chosen.names) - set(NAMES)
    if unknown:
        arguments.error(f"no benchmark is named {', '.join(sorted(unknown))}")
    began = time.perf_counter()
    _write(f"{os.cpu_count()} CPUs, {platform.system()}, Python {platform.python_version()}")
    if chosen.quick:
        _write("--quick: too few rounds to judge by")
    with tempfile.TemporaryDirectory(prefix="walkthrough-benchmarks-") as work:
        complete = carry_out(chosen.names or NAMES, chosen.quick, Path(work))
    _write(f"\n{time.perf_counter() - began:.0f} s in all")
    return 0 if complete else 1


def carry_out(names: Collection[str], quick: bool, work: Path) -> bool:
    """Measure and print these benchmarks; whether all could be measured."""
    done = [
        shown(name, measure(quick, work))
        for name, measure in WITHOUT_ENGINE.items()
        if name in names
    ]
    wanted = [name for name in WITH_ENGINE if name in names]
    if wanted:
        try:
            with bench(_say) as found:
                facts = found.engine.facts()
                _write(f"\nengine {facts.version}, {facts.image_store}, {facts.cpus} CPUs")
                for reference, resolved in found.bases.items():
                    _write(f"{reference} is {resolved}")
                done += [shown(name, WITH_ENGINE[name](quick, work, found)) for name in wanted]
        except WalkthroughError as error:
            done += [shown(name, _unable(error)) for name in wanted]
    return all(done)


def shown(name: str, results: Iterator[Result]) -> bool:
    """Print a benchmark's results as they come; whether it could be measured to its end."""
    _write("")
    try:
        for result in results:
            _write("\n".join(lines(result)))
    except WalkthroughError as error:
        _write("\n".join(lines(NotMeasured(name, f"{error.what} {error.why} {error.next_step}"))))
        return False
    except UNABLE as error:
        _write("\n".join(lines(NotMeasured(name, str(error)))))
        return False
    return True


def _unable(error: WalkthroughError) -> Iterator[Result]:
    raise error
    yield


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        _say("Stopped.")
        sys.exit(CancelledError.exit_code)
