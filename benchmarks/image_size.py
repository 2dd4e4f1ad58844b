"""Weighing an image layer by layer, against letting the docker command export it to nowhere."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from benchmarks.builder import OurBuilder
from benchmarks.docker_cli import environment_for
from benchmarks.engine import Bench
from benchmarks.process import Outcome, in_child, seconds_of
from benchmarks.result import Bounded, Compared, Noted, NotMeasurableError, Result, alternated

VARIANT = "simple"
ROUNDS = 7
QUICK_ROUNDS = 2
GOAL = 1.3
MEMORY_GOAL = 60_000_000


def measure(quick: bool, work: Path, bench: Bench) -> Iterator[Result]:
    """The variant `simple`, whose image holds the whole Go toolchain (about 400 MB)."""
    if shutil.which("docker") is None:
        raise NotMeasurableError("There is no docker command on PATH.")
    environment = environment_for(bench.engine.endpoint)
    outcomes: list[Outcome] = []
    with OurBuilder(bench, VARIANT, work) as image:
        image.cold()

        def ours() -> float:
            module = "benchmarks.image_size_child"
            outcomes.append(in_child(module, image.tag, environment=environment))
            return outcomes[-1].seconds

        def theirs() -> float:
            return seconds_of(["docker", "save", image.tag], environment)

        ours(), theirs()
        our_s, their_s = alternated(ours, theirs, QUICK_ROUNDS if quick else ROUNDS)
    megabytes = outcomes[0].counted / 1e6
    title = f"size of an image of {megabytes:.0f} MB by layer"
    yield Compared(title, "ours", "docker save", our_s, their_s, GOAL)
    peak = max(outcome.peak_bytes for outcome in outcomes)
    yield Bounded("our peak memory, interpreter and all", peak, "bytes", MEMORY_GOAL)
    rise = max(outcome.rise_bytes for outcome in outcomes)
    yield Bounded("our peak memory, over the start", rise, "bytes")
    yield Noted("Ours with the estimate of the download and without the interpreter's start,")
    yield Noted("`docker save` to /dev/null with its process's start.")
