"""Carries the checks of a watched folder from their threads to the pane, 20 times a second."""

import contextlib
import queue
import threading
from typing import TYPE_CHECKING

from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from walkthrough.errors import WalkthroughError
from walkthrough.foreign_errors import as_ours
from walkthrough.learn.model import CheckEvent
from walkthrough.learn.practice import Practice
from walkthrough.tui.check_state import CheckState
from walkthrough.tui.exercises import Exercises
from walkthrough.tui.lesson_run import DRAINS_A_SECOND

if TYPE_CHECKING:
    from walkthrough.learn.watch import Watch

MOST_A_DRAIN = 2_000


class CheckAdvanced(Message, bubble=False):
    """The check's state has changed; `log` are the new lines of its log."""

    def __init__(self, log: list[str]) -> None:
        super().__init__()
        self.log = log


class Ended:
    """The watch is over, because of `error` or because it was stopped."""

    def __init__(self, error: WalkthroughError | None) -> None:
        self.error = error


class CheckWatch:
    """Watches one folder for a pane; `state` belongs to the pane's thread."""

    def __init__(self, pane: Widget, exercises: Exercises) -> None:
        self.state = CheckState()
        self._pane = pane
        self._exercises = exercises
        self._queue: queue.SimpleQueue[CheckEvent | WalkthroughError | Ended] = queue.SimpleQueue()
        self._watch: Watch | None = None
        self._clock: Timer | None = None

    @property
    def watching(self) -> bool:
        """Whether a save is noticed."""
        return self._watch is not None

    def start(self, practice: Practice) -> None:
        """Check the folder now and at each save, until `stop`."""
        from walkthrough.learn.watch import Watch

        self.stop()
        self.state = CheckState()
        self._queue = queue.SimpleQueue()
        watch = self._watch = Watch(
            practice.folder,
            lambda files: self._exercises.new_check(practice.exercise, files),
            self._queue.put,
        )
        self._clock = self._pane.set_interval(1 / DRAINS_A_SECOND, self._drain)
        threading.Thread(target=_watch, args=(watch, self._queue), name="watch").start()

    def stop(self) -> None:
        """End the watch and the check that goes on."""
        if self._watch is not None:
            self._watch.stop()
            self._over(None)

    def _over(self, error: WalkthroughError | None) -> None:
        self._watch = None
        if self._clock is not None:
            self._clock.stop()
        self.state.end(error)
        self._pane.post_message(CheckAdvanced(self.state.take_log()))

    def _drain(self) -> None:
        came = False
        for _ in range(MOST_A_DRAIN):
            with contextlib.suppress(queue.Empty):
                news = self._queue.get_nowait()
                came = True
                if isinstance(news, Ended):
                    self._over(news.error)
                    return
                if isinstance(news, WalkthroughError):
                    self.state.end(news)
                else:
                    self.state.apply(news)
                continue
            break
        if came or self.state.running:
            self._pane.post_message(CheckAdvanced(self.state.take_log()))


def _watch(
    watch: "Watch", news: "queue.SimpleQueue[CheckEvent | WalkthroughError | Ended]"
) -> None:
    error: WalkthroughError | None = None
    try:
        watch.watch()
    except Exception as raised:
        again = "Check again; if it stays, `walkthrough check` shows more with --debug."
        error = as_ours(raised, "The check ended unexpectedly.", again)
    news.put(Ended(error))
