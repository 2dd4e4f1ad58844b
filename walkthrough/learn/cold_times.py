"""The quickest cold build of an app on an engine within the last hour, in seconds, kept on disk.

A cold build takes half a minute, and each save is checked. What dominates it, compiling the
standard library and the modules, is the same whatever the Dockerfile looks like; so an earlier one
tells what a cold build costs on this machine today.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from walkthrough.home import write_whole

FILE = "cold-times.json"
VALID_S = 60 * 60


class ColdTime(Struct, frozen=True):
    """A cold build's seconds and when it was measured, in seconds since 1970."""

    seconds: float
    at: float


class ColdTimes:
    """The cold builds measured from one data folder."""

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._file = home / FILE
        self._clock = clock

    def quickest(self, engine_id: str, app: str) -> float | None:
        """The quickest cold build's seconds, None where none was measured within the hour."""
        kept = self._kept().get(_key(engine_id, app))
        return None if kept is None else kept.seconds

    def keep(self, engine_id: str, app: str, seconds: float) -> None:
        """Keep a cold build's seconds where none that counts was quicker."""
        kept = self._kept()
        known = kept.get(_key(engine_id, app))
        if known is not None and known.seconds <= seconds:
            return
        kept[_key(engine_id, app)] = ColdTime(seconds, self._clock())
        write_whole(self._file, msgspec.json.encode(kept))

    def _kept(self) -> dict[str, ColdTime]:
        with suppress(OSError, msgspec.MsgspecError):
            kept = msgspec.json.decode(self._file.read_bytes(), type=dict[str, ColdTime])
            age = {name: self._clock() - one.at for name, one in kept.items()}
            return {name: one for name, one in kept.items() if 0 <= age[name] < VALID_S}
        return {}


def _key(engine_id: str, app: str) -> str:
    return f"{engine_id} {app}"
