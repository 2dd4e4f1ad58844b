"""BuildKit's trace as build events: vertices become steps, their logs become lines."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Literal

from google.protobuf.timestamp_pb2 import Timestamp

from walkthrough.build.log_lines import LineCutter
from walkthrough.build.model import (
    BuildEvent,
    BuildWarned,
    Step,
    StepFinished,
    StepLog,
    StepProgress,
    StepStarted,
)
from walkthrough.build.trace_pb2 import (
    StatusResponse,
    Vertex,
    VertexLog,
    VertexStatus,
    VertexWarning,
)

TAIL_LINES = 20

Stream = Literal["stdout", "stderr"]


class Trace:
    """Turns one build's trace messages into events, in their order.

    `sent_at` is the clock time in seconds since 1970 when the request's first byte was sent.
    Where the engine's clock is another one, the earliest time of its first message counts as
    that moment. A run that ended before it was another build's, which the engine shares while
    that one is still going on: for this build the step was cached.
    """

    def __init__(self, step_of: Callable[[str, str], Step], sent_at: float) -> None:
        self._step_of = step_of
        self._sent_at = sent_at
        self._clock_settled = False
        self._steps: dict[str, Step] = {}
        self._intervals: dict[str, dict[int, tuple[float, float]]] = {}
        self._finished: dict[str, StepFinished] = {}
        self._cutters: dict[tuple[str, Stream], LineCutter] = {}
        self._tails: dict[str, deque[str]] = {}

    @property
    def failed(self) -> StepFinished | None:
        """The first step that failed by itself, not because another one did."""
        failures = [step for step in self._finished.values() if step.error]
        own = [step for step in failures if "context canceled" not in step.error]
        return next(iter(own), None)

    def log_tail(self, step_id: str) -> tuple[str, ...]:
        """The last lines of a step's output."""
        return tuple(self._tails.get(step_id, ()))

    def read(self, message: bytes, time_s: float) -> Iterator[BuildEvent]:
        """The events of one trace message that arrived `time_s` after the request."""
        status = StatusResponse.FromString(message)
        self._settle_clock(status, time_s)
        for vertex in status.vertexes:
            yield from self._vertex_started(vertex, time_s)
        for progress in status.statuses:
            yield _progress(progress, time_s)
        for log in status.logs:
            yield from self._log(log, time_s)
        for vertex in status.vertexes:
            yield from self._vertex_finished(vertex, time_s)
        for warning in status.warnings:
            yield _warning(warning, time_s)

    def end(self, time_s: float) -> Iterator[BuildEvent]:
        """What is left of the logs when the trace has ended."""
        for step_id, stream in list(self._cutters):
            yield from self._rest_of_log(step_id, stream, time_s)

    def _vertex_started(self, vertex: Vertex, time_s: float) -> Iterator[BuildEvent]:
        if not vertex.HasField("started"):
            return
        step = self._steps.get(vertex.digest)
        if step is None:
            step = self._step_of(vertex.digest, _text(vertex.name))
            self._steps[vertex.digest] = step
        runs = self._intervals.setdefault(vertex.digest, {})
        key = vertex.started.ToNanoseconds()
        if key not in runs:
            start = self._relative(vertex.started)
            runs[key] = (start, start)
            yield StepStarted(time_s, step)

    def _vertex_finished(self, vertex: Vertex, time_s: float) -> Iterator[BuildEvent]:
        if not vertex.HasField("completed") or not vertex.HasField("started"):
            return
        runs = self._intervals[vertex.digest]
        key = vertex.started.ToNanoseconds()
        runs[key] = (runs[key][0], max(runs[key][0], self._relative(vertex.completed)))
        for stream in ("stdout", "stderr"):
            yield from self._rest_of_log(vertex.digest, stream, time_s)
        finished = StepFinished(
            time_s=time_s,
            step=self._steps[vertex.digest],
            cached=vertex.cached or all(end <= 0.0 for _, end in runs.values()),
            intervals=tuple(sorted(runs.values())),
            error=_text(vertex.error),
        )
        earlier = self._finished.get(vertex.digest)
        self._finished[vertex.digest] = finished
        if earlier is None or _outcome(earlier) != _outcome(finished):
            yield finished

    def _log(self, log: VertexLog, time_s: float) -> Iterator[BuildEvent]:
        stream: Stream = "stderr" if log.stream == 2 else "stdout"
        cutter = self._cutters.get((log.vertex, stream))
        if cutter is None:
            cutter = self._cutters[log.vertex, stream] = LineCutter()
        lines = cutter.feed(log.msg)
        self._tails.setdefault(log.vertex, deque(maxlen=TAIL_LINES)).extend(lines)
        for line in lines:
            yield StepLog(time_s, log.vertex, stream, line)

    def _rest_of_log(self, step_id: str, stream: Stream, time_s: float) -> Iterator[BuildEvent]:
        cutter = self._cutters.pop((step_id, stream), None)
        for line in cutter.end() if cutter else ():
            self._tails[step_id].append(line)
            yield StepLog(time_s, step_id, stream, line)

    def _settle_clock(self, status: StatusResponse, time_s: float) -> None:
        if self._clock_settled:
            return
        times = [_seconds(one.started) for one in status.vertexes if one.HasField("started")]
        if not times:
            return
        self._clock_settled = True
        if not self._sent_at <= max(times) <= self._sent_at + time_s:
            self._sent_at = min(times)

    def _relative(self, moment: Timestamp) -> float:
        return max(0.0, _seconds(moment) - self._sent_at)


def _progress(progress: VertexStatus, time_s: float) -> StepProgress:
    return StepProgress(
        time_s=time_s,
        step_id=progress.vertex,
        what=_text(progress.id) or _text(progress.name),
        current=progress.current,
        total=progress.total,
    )


def _warning(warning: VertexWarning, time_s: float) -> BuildWarned:
    return BuildWarned(
        time_s=time_s,
        text=_text(warning.short),
        url=warning.url,
        line=warning.ranges[0].start.line if warning.ranges else None,
    )


def _outcome(finished: StepFinished) -> tuple[object, ...]:
    return finished.cached, finished.intervals, finished.error


def _seconds(moment: Timestamp) -> float:
    return moment.seconds + moment.nanos / 1e9


def _text(value: bytes) -> str:
    return value.decode("utf-8", errors="replace")
