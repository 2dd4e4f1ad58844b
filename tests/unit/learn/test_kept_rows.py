"""What is kept of a reader's progress while several threads write and the store is slow."""

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
