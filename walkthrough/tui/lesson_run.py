"""Carries a run from its thread to the screen: a bounded queue that a timer drains.

The thread only puts, the screen only takes, 20 times a second; messages are posted once a drain.
"""

import queue
import threading
from collections.abc import Callable, Iterator

from textual.message import Message
from textual.message_pump import MessagePump

from walkthrough.errors import UnexpectedError, WalkthroughError
from walkthrough.measure.progress import RunEvent
from walkthrough.tui.run_state import RunState

DRAINS_A_SECOND = 20
LONGEST_QUEUE = 20_000
MOST_A_DRAIN = 2_000
PUT_SECONDS = 0.2


class RunAdvanced(Message, bubble=False):
    """The run's state has changed; `log` are the new lines of its log."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log


class RunEnded(Message, bubble=False):
    """The run is over; its state's `error` says whether all was built."""


class Ended:
    """The queue's last entry, with what ended the run early."""

    def __init__(self, error: WalkthroughError | None) -> None:
        self.error = error


class LessonRun:
    """One run: `pump` belongs to a thread, `drain` to the screen."""

    def __init__(self, state: RunState, events: Callable[[], Iterator[RunEvent]]) -> None:
        self.state = state
        self._events = events
        self._queue: queue.Queue[RunEvent | Ended] = queue.Queue(LONGEST_QUEUE)
        self._abandoned = threading.Event()

    def pump(self) -> None:
        """Carry out the run, to its end."""
        error: WalkthroughError | None = None
        try:
            for event in self._events():
                self._put(event)
        except WalkthroughError as raised:
            error = raised
        except Exception as raised:
            error = UnexpectedError(
                "The run ended unexpectedly.",
                f"{type(raised).__name__}: {raised}",
                "Build again; if it stays, `walkthrough run` shows more with --debug.",
            )
        self._put(Ended(error))

    def abandon(self) -> None:
        """Nobody will drain any more; the thread throws away what it still has."""
        self._abandoned.set()

    def drain(self, target: MessagePump) -> None:
        """Apply what has come since, and post what changed."""
        came = 0
        while came < MOST_A_DRAIN:
            try:
                event = self._queue.get_nowait()
            except queue.Empty:
                break
            came += 1
            if isinstance(event, Ended):
                self.state.end(event.error)
                target.post_message(RunAdvanced(self.state.take_log()))
                target.post_message(RunEnded())
                return
            self.state.apply(event)
        if came:
            target.post_message(RunAdvanced(self.state.take_log()))

    def _put(self, event: RunEvent | Ended) -> None:
        while not self._abandoned.is_set():
            try:
                self._queue.put(event, timeout=PUT_SECONDS)
            except queue.Full:
                continue
            return
