"""The driver that tests of screens and of the runner use: builds that are written down."""

import threading
from collections.abc import Iterator, Sequence

from msgspec import Struct

from walkthrough.build.model import BuildEvent, BuildFailed, BuildRequest


class Hold(Struct, frozen=True):
    """A place in a script where the build stands still until it is released or cancelled."""


Script = Sequence[BuildEvent | Hold | Exception]


class FakeDriver:
    """Yields one script for each build, in order; a BuildDriver.

    `requests` are the builds that were asked for. An exception in a script is raised.
    """

    def __init__(self, *scripts: Script) -> None:
        self.requests: list[BuildRequest] = []
        self._scripts = iter(scripts)
        self._cancelled: set[str] = set()
        self._moved = threading.Condition()
        self._releases = 0

    def build(self, request: BuildRequest) -> Iterator[BuildEvent]:
        """The next script's events; after a cancel BuildFailed, and nothing after it."""
        self.requests.append(request)
        time_s = 0.0
        for part in next(self._scripts):
            if isinstance(part, Hold):
                self._wait(request.id)
            if request.id in self._cancelled:
                yield BuildFailed(time_s, "The build was cancelled.", cancelled=True)
                return
            if isinstance(part, Exception):
                raise part
            if not isinstance(part, Hold):
                time_s = part.time_s
                yield part

    def cancel(self, request_id: str) -> None:
        """End a build at its next event or hold."""
        with self._moved:
            self._cancelled.add(request_id)
            self._moved.notify_all()

    def release(self) -> None:
        """Let the build go on from the hold that it stands at, or will come to."""
        with self._moved:
            self._releases += 1
            self._moved.notify_all()

    def _wait(self, request_id: str) -> None:
        with self._moved:
            self._moved.wait_for(lambda: self._releases or request_id in self._cancelled)
            self._releases = max(0, self._releases - 1)
