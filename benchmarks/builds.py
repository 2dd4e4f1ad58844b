"""Cold and unchanged builds: ours against the docker command's, on the same files and engine."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.builder import CliBuilder, OurBuilder
from benchmarks.docker_cli import docker_cli
from benchmarks.engine import Bench
from benchmarks.result import Compared, Noted, Result, alternated

COLD_GOAL = 1.02
UNCHANGED_GOAL = 0.35
COLD_ROUNDS = {"ignored": 4, "hello": 4}
UNCHANGED_ROUNDS = 20
QUICK_UNCHANGED_ROUNDS = 5


def measure(quick: bool, work: Path, bench: Bench) -> Iterator[Result]:
    """The variants `ignored` (the whole service) and `hello` (one file), cold and unchanged."""
    cli = docker_cli(bench.engine.endpoint, work)
    for name in ("hello",) if quick else COLD_ROUNDS:
        with (
            OurBuilder(bench, name, work) as ours,
            CliBuilder.of_course(bench, name, work, cli) as theirs,
        ):
            our_s, their_s = alternated(ours.cold, theirs.cold, 1 if quick else COLD_ROUNDS[name])
            yield Compared(f"cold build of {name}", "ours", "docker", our_s, their_s, COLD_GOAL)
            ours.unchanged(), theirs.unchanged()
            rounds = QUICK_UNCHANGED_ROUNDS if quick else UNCHANGED_ROUNDS
            our_s, their_s = alternated(ours.unchanged, theirs.unchanged, rounds)
            title = f"unchanged build of {name}"
            yield Compared(title, "ours", "docker", our_s, their_s, UNCHANGED_GOAL)
    yield Noted(f"docker is {cli.name}, from its process's start to its end.")
    yield Noted("Ours is the Engine API driver in a running process, as `walkthrough run` uses it.")
