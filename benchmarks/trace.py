"""Decoding the engine's answer to a build that prints a lot."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

from google.protobuf.timestamp_pb2 import Timestamp

from benchmarks.process import Outcome, in_child
from benchmarks.result import Bounded, Noted, NotMeasurableError, Result
from walkthrough.build.trace_pb2 import StatusResponse, Vertex, VertexLog

LINES = 100_000
TIMES_AS_MANY = 4
LINES_A_MESSAGE = 40
BYTES_A_PIECE = 70
MEMORY_GOAL = 5_000_000
STEP = "sha256:" + "5" * 64


def measure(quick: bool, work: Path) -> Iterator[Result]:
    """100,000 log lines, and four times as many to see whether memory grows with them."""
    for count in (LINES,) if quick else (LINES, LINES * TIMES_AS_MANY):
        outcome = _decoded(count, work)
        yield Bounded(f"decoding {count:,} log lines", outcome.seconds, "s")
        yield Bounded("peak memory, over the start", outcome.rise_bytes, "bytes", MEMORY_GOAL)
    yield Noted("From the response's bytes to events, which nothing keeps here.")


def _decoded(count: int, work: Path) -> Outcome:
    answer = work / "answer"
    with answer.open("wb") as file:
        file.writelines(frames(count))
    outcome = in_child("benchmarks.trace_child", str(answer))
    answer.unlink()
    if outcome.counted != count:
        raise NotMeasurableError(f"{outcome.counted} of {count} log lines came out.")
    return outcome


def frames(count: int) -> Iterator[bytes]:
    """The answer to a build with one step that prints `count` lines.

    As BuildKit sends them: many pieces of output a message, cut wherever the program's writes end.
    """
    started = Timestamp(seconds=1_700_000_000)
    yield _frame(StatusResponse(vertexes=[Vertex(digest=STEP, name=b"[1/1] RUN", started=started)]))
    for first in range(0, count, LINES_A_MESSAGE):
        numbers = range(first, min(first + LINES_A_MESSAGE, count))
        output = b"".join(
            b"go: downloading example.org/module-%d v1.%d.0 (h1:%064d)\n"
            % (number % 997, number, number)
            for number in numbers
        )
        pieces = (output[at : at + BYTES_A_PIECE] for at in range(0, len(output), BYTES_A_PIECE))
        logs = [VertexLog(vertex=STEP, stream=1, timestamp=started, msg=piece) for piece in pieces]
        yield _frame(StatusResponse(logs=logs))
    yield b'{"id":"moby.image.id","aux":{"ID":"sha256:built"}}\r\n'


def _frame(status: StatusResponse) -> bytes:
    aux = base64.b64encode(status.SerializeToString()).decode()
    return json.dumps({"id": "moby.buildkit.trace", "aux": aux}).encode() + b"\r\n"
