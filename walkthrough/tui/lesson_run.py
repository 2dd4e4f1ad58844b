"""Carries a run from its thread to the screen: events through a bounded queue, the log beside it.

The thread only puts, the screen only takes, 20 times a second; messages are posted once a drain.
What a build prints never waits for the screen: lines that it would throw away at once are left out.
"""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from textual.message import Message
from textual.message_pump import MessagePump

from walkthrough.build.model import StepLog
from walkthrough.errors import WalkthroughError
from walkthrough.foreign_errors import as_ours
from walkthrough.measure.progress import Building, BuildStarting, RunEvent
from walkthrough.store.build_logs import BuildLogs
from walkthrough.tui.foreign_text import shortened
from walkthrough.tui.run_log import MOST_LOG_LINES, RunLog
from walkthrough.tui.run_state import RunState

DRAINS_A_SECOND = 20
LONGEST_QUEUE = 20_000
MOST_A_DRAIN = 2_000
PUT_SECONDS = 0.2


class RunAdvanced(Message, bubble=False):
    """`log` are the newest lines of the run's log, after `left_out`; `moved` tells that its state
    has changed too."""

    def __init__(self, log: list[str], left_out: int, moved: bool) -> None:
        super().__init__()
        self.log = log
        self.left_out = left_out
        self.moved = moved


class RunEnded(Message, bubble=False):
    """The run is over; its state's `error` says whether all was built."""


class Ended:
    """The queue's last entry, with what ended the run early."""

    def __init__(self, error: WalkthroughError | None) -> None:
        self.error = error


class NewLines:
    """The log's lines between two drains, the last ten thousand of them."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=MOST_LOG_LINES)
        self._came = 0
        self._lock = threading.Lock()

    def add(self, lines: list[str]) -> None:
        """More of the log."""
        with self._lock:
            self._came += len(lines)
            self._lines.extend(map(shortened, lines))

    def take(self) -> tuple[list[str], int]:
        """What has come since, and how many lines before it were left out."""
        with self._lock:
            lines, came = list(self._lines), self._came
            self._lines.clear()
            self._came = 0
        return lines, came - len(lines)


class LessonRun:
    """One run: `pump` belongs to a thread, `drain` to the screen."""

    def __init__(
        self,
        state: RunState,
        events: Callable[[], Iterator[RunEvent]],
        cancel: Callable[[], None],
        logs: BuildLogs,
    ) -> None:
        self.state = state
        self.logs = logs
        self._events = events
        self._cancel = cancel
        self._log = RunLog(state.variants)
        self._lines = NewLines()
        self._reached = (0.0, 0.0)
        self._queue: queue.Queue[RunEvent | Ended] = queue.Queue(LONGEST_QUEUE)
        self._abandoned = threading.Event()
        self._unwanted = threading.Event()

    @property
    def speaking_line(self) -> int | None:
        """The Dockerfile line whose output came last."""
        return self._log.line

    def pump(self) -> None:
        """Carry out the run, to its end."""
        error: WalkthroughError | None = None
        try:
            for event in self._events():
                if self._unwanted.is_set():
                    self._cancel()
                self._take(event)
        except Exception as raised:
            again = "Build again; if it stays, `walkthrough run` shows more with --debug."
            error = as_ours(raised, "The run ended unexpectedly.", again)
        self.logs.end()
        self._put(Ended(error))

    def stop(self) -> None:
        """End the run; also one that is only about to begin, which nothing could cancel yet."""
        self._unwanted.set()
        self._cancel()

    def abandon(self) -> None:
        """Nobody will drain any more; the thread throws away what it still has."""
        self._abandoned.set()

    def drain(self, target: MessagePump, pace: float = 1.0) -> None:
        """Apply what has come since, at the pace of a replay, and post what changed."""
        came = 0
        ended = False
        while came < MOST_A_DRAIN and not ended:
            try:
                event = self._queue.get_nowait()
            except queue.Empty:
                break
            came += 1
            if isinstance(event, Ended):
                self.state.reach(*self._reached)
                self.state.end(event.error, pace)
                ended = True
            else:
                self.state.apply(event)
        lines, left_out = self._lines.take()
        if not ended:
            self.state.reach(*self._reached)
        if came or lines:
            target.post_message(RunAdvanced(lines, left_out, came > 0))
        if ended:
            target.post_message(RunEnded())

    def _take(self, event: RunEvent) -> None:
        if isinstance(event, BuildStarting):
            self.logs.begin(event.planned.variant_id, event.planned.scenario_id)
            self._reached = (0.0, time.monotonic())
        elif isinstance(event, Building):
            self._reached = (event.event.time_s, time.monotonic())
        lines = self._log.lines(event)
        if lines:
            self.logs.write(lines)
            self._lines.add(lines)
        if not (isinstance(event, Building) and isinstance(event.event, StepLog)):
            self._put(event)

    def _put(self, event: RunEvent | Ended) -> None:
        while not self._abandoned.is_set():
            try:
                self._queue.put(event, timeout=PUT_SECONDS)
            except queue.Full:
                continue
            return
