"""Sending a large build context: our archive against GNU tar's, both into a pipe."""

import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.process import Outcome, in_child, seconds_into_pipe
from benchmarks.result import Bounded, Compared, Noted, NotMeasurableError, Result, alternated

MB = 1000 * 1000
SMALL_FILES = 5000
FOLDERS = 200
SMALL_FILES_BYTES = 150 * MB
LARGE_FILES = 5
LARGE_FILE_BYTES = 70 * MB
ROUNDS = 9
QUICK_ROUNDS = 3
GOAL = 2.0
MEMORY_GOAL = 30 * MB
SEED = 500


def measure(quick: bool, work: Path) -> Iterator[Result]:
    """A tree of 500 MB: 5,000 files from a few bytes to 200 kB, and five of 70 MB."""
    tar = _gnu_tar()
    tree = work / "tree"
    tree_bytes = _grow(tree)
    outcomes: list[Outcome] = []

    def ours() -> float:
        outcomes.append(in_child("benchmarks.context_tar_child", str(tree)))
        return outcomes[-1].seconds

    def theirs() -> float:
        return seconds_into_pipe([tar, "-C", str(tree), "-cf", "-", "."])

    try:
        ours(), theirs()
        our_s, their_s = alternated(ours, theirs, QUICK_ROUNDS if quick else ROUNDS)
    finally:
        shutil.rmtree(tree)
    if any(outcome.counted < tree_bytes for outcome in outcomes):
        raise NotMeasurableError("Our archive is smaller than the files in it.")
    count = SMALL_FILES + LARGE_FILES
    yield Compared(
        f"context of {tree_bytes / MB:.0f} MB, {count:,} files, as a tar archive",
        "ours",
        "GNU tar",
        our_s,
        their_s,
        GOAL,
    )
    rise = max(outcome.rise_bytes for outcome in outcomes)
    yield Bounded("our peak memory, over the start", rise, "bytes", MEMORY_GOAL)
    yield Noted("Ours without the interpreter's start, tar with its own; files in the page cache.")


def _grow(tree: Path) -> int:
    """Make the tree, the same each time; returns its files' bytes."""
    chance = random.Random(SEED)
    weights = [chance.paretovariate(1.0) for _ in range(SMALL_FILES)]
    weights = [min(weight, 40.0) for weight in weights]
    block = chance.randbytes(1 << 20)
    total = 0
    for number in range(FOLDERS):
        (tree / f"folder-{number % 20}" / f"part-{number}").mkdir(parents=True)
    for number, weight in enumerate(weights):
        folder = number % FOLDERS
        file = tree / f"folder-{folder % 20}" / f"part-{folder}" / f"file-{number}.go"
        total += file.write_bytes(block[: round(weight / sum(weights) * SMALL_FILES_BYTES)])
    for number in range(LARGE_FILES):
        with (tree / f"large-{number}.bin").open("wb") as large:
            for _ in range(LARGE_FILE_BYTES // MB):
                total += large.write(block[:MB])
    return total


def _gnu_tar() -> str:
    for name in ("tar", "gtar"):
        program = shutil.which(name)
        if (
            program
            and b"GNU tar"
            in subprocess.run([program, "--version"], capture_output=True, check=False).stdout
        ):
            return program
    raise NotMeasurableError("There is no GNU tar on PATH.")
