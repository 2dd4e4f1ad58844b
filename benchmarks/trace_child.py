"""Decodes an engine's answer from a file, in a process of its own."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.process import report
from walkthrough.build.answer import answer_events
from walkthrough.build.model import StepLog
from walkthrough.build.steps import step_of
from walkthrough.build.trace import Trace

PIECE = 32 * 1024


def main() -> None:
    """Decode the file that the argument names and count its log lines."""

    def decode() -> int:
        batches = answer_events(_pieces(Path(sys.argv[1])), Trace(step_of, 0.0), None, lambda: 1.0)
        return sum(isinstance(event, StepLog) for batch in batches for event in batch)

    report(decode)


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as answer:
        while piece := answer.read(PIECE):
            yield piece


if __name__ == "__main__":
    main()
