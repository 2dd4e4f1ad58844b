"""What is kept of a reader's progress while several threads write and the store is slow."""

import sqlite3
import threading

from walkthrough.learn.kept_rows import KeptRows
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore

MOMENT_S = 0.3


class SlowWithTheOlder(ProgressStore):
    """Writes the older row only once the newer one is written, or a moment has passed."""

    def __init__(self) -> None:
        super().__init__(open_database(None))
        self.older_began = threading.Event()
        self.newer_written = threading.Event()

    def put(self, kind: str, subject: str, payload: bytes) -> None:
        if payload == b"older":
            self.older_began.set()
            self.newer_written.wait(MOMENT_S)
        super().put(kind, subject, payload)
        if payload == b"newer":
            self.newer_written.set()


class Locked(ProgressStore):
    """A store that another program holds until it lets go."""

    def __init__(self) -> None:
        super().__init__(open_database(None))
        self.is_locked = True
        self.waits = 0

    def put(self, kind: str, subject: str, payload: bytes) -> None:
        if self.is_locked:
            self.waits += 1
            raise sqlite3.OperationalError("database is locked")
        super().put(kind, subject, payload)


def test_rows_that_are_kept_together_wait_once_for_a_locked_store_and_all_come_later() -> None:
    store = Locked()
    rows = KeptRows(store)
    rows.put_all({("place", "course"): b"here", ("place", "course/one"): b"here"})
    assert (store.waits, rows.get("place", "course/one")) == (1, b"here")
    assert "locked" in rows.problem
    store.is_locked = False
    rows.put("theme", "every course", b"dark")
    assert (store.get("place", "course"), store.get("place", "course/one")) == (b"here", b"here")
    assert rows.problem == ""
    store.close()


def test_a_slow_write_does_not_undo_what_another_thread_keeps_after_it() -> None:
    store = SlowWithTheOlder()
    rows = KeptRows(store)
    slow = threading.Thread(target=rows.put, args=("place", "course", b"older"))
    slow.start()
    assert store.older_began.wait(60)
    rows.put("place", "course", b"newer")
    slow.join(60)
    assert rows.get("place", "course") == b"newer"
    assert store.get("place", "course") == b"newer"
    store.close()
