"""One measured build at a time on an engine: the turn that copies of the app take.

The lock is the operating system's, so a copy that is killed gives its turn back.
"""

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from walkthrough.home import write_whole

POLL_S = 0.25


class Turn:
    """The right to measure on one engine, held by one process at a time.

    The lock lies in the app's data folder, named after the engine: it is respected by every copy of
    the app that shares that folder. `killed` are the sessions that had the turn and were killed,
    which only a turn of a session learns of.
    """

    def __init__(self, home: Path, engine_id: str, session: str = "") -> None:
        from filelock import FileLock

        name = re.sub(r"[^A-Za-z0-9]+", "-", engine_id).strip("-") or "engine"
        folder = home / "turns"
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / f"{name}.lock")
        self._owner_file = folder / f"{name}.owner"
        self._sessions_file = folder / f"{name}.sessions"
        self._session = session
        self.killed: tuple[str, ...] = ()

    def take(self) -> Iterator[str]:
        """Take the turn, yielding who has it as long as somebody else has.

        Whoever iterates may stop waiting by closing the iterator.
        """
        from filelock import Timeout

        while True:
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                yield self._owner()
                time.sleep(POLL_S)
            else:
                break
        owner = {"pid": os.getpid(), "since": time.strftime("%H:%M:%S")}
        self._owner_file.write_text(json.dumps(owner), encoding="utf-8")
        if self._session:
            self.killed = self._unfinished()
            self._keep_sessions(*self.killed, self._session)

    def forget_killed(self) -> None:
        """Nothing is left of the sessions that were killed."""
        self.killed = ()
        self._keep_sessions(self._session)

    def give_back(self) -> None:
        """Let the next one measure; harmless without the turn."""
        if self._lock.is_locked:
            if self._session:
                self._keep_sessions(*self.killed)
            self._owner_file.unlink(missing_ok=True)
            self._lock.release()

    @contextmanager
    def held(self, waiting: Callable[[str], None]) -> Iterator[None]:
        """Have the turn within the block. `waiting` is told again and again who has it until then;
        where it raises, the wait is over."""
        try:
            for owner in self.take():
                waiting(owner)
            yield
        finally:
            self.give_back()

    def _unfinished(self) -> tuple[str, ...]:
        """The sessions that have had the turn and did not give it back."""
        with suppress(OSError, ValueError):
            return tuple(self._sessions_file.read_text(encoding="utf-8").split())
        return ()

    def _keep_sessions(self, *sessions: str) -> None:
        if sessions:
            write_whole(self._sessions_file, "\n".join(sessions).encode())
        else:
            self._sessions_file.unlink(missing_ok=True)

    def _owner(self) -> str:
        with suppress(OSError, ValueError, KeyError):
            owner = json.loads(self._owner_file.read_text(encoding="utf-8"))
            return f"process {owner['pid']}, measuring since {owner['since']}"
        return "another copy of walkthrough"
