"""The driver that replays a build which happened elsewhere or earlier."""

import threading
import time
from collections.abc import Iterator, Sequence

from walkthrough.build.model import BuildEvent, BuildFailed, BuildRequest

CANCELLED = "The build was cancelled."


class RecordedDriver:
    """Replays one recorded build's events whatever the request; a BuildDriver.

    `speed` 1 takes as long as the build took, 2 half as long; None is at once. The events keep
    the times that were recorded.
    """

    def __init__(self, events: Sequence[BuildEvent], speed: float | None = None) -> None:
        if speed is not None and speed <= 0:
            raise ValueError("a speed is above zero")
        self._events = tuple(events)
        self._speed = speed
        self._stops: dict[str, threading.Event] = {}

    def build(self, request: BuildRequest) -> Iterator[BuildEvent]:
        """The recorded events, in their order, each when its time has come."""
        stop = self._stops[request.id] = threading.Event()
        began = time.perf_counter()
        try:
            for event in self._events:
                if self._stopped(stop, event.time_s, began):
                    yield BuildFailed(event.time_s, CANCELLED, cancelled=True)
                    return
                yield event
        finally:
            self._stops.pop(request.id, None)

    def cancel(self, request_id: str) -> None:
        """End the replay; its iterator then ends with BuildFailed."""
        stop = self._stops.get(request_id)
        if stop is not None:
            stop.set()

    def _stopped(self, stop: threading.Event, time_s: float, began: float) -> bool:
        if self._speed is None:
            return stop.is_set()
        return stop.wait(max(0.0, began + time_s / self._speed - time.perf_counter()))
