"""What a reader has reached is there again after a restart, also in an older store."""

import sqlite3
from pathlib import Path

from walkthrough.store.database import MIGRATIONS, open_database
from walkthrough.store.progress import ProgressStore


def test_progress_is_there_again_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    store = ProgressStore(open_database(file))
    store.put("place", "course", b"first")
    store.put("place", "course", b"second")
    store.close()
    again = ProgressStore(open_database(file))
    assert again.get("place", "course") == b"second"
    assert again.get("place", "another course") is None
    assert again.all("place") == {"course": b"second"}


def test_a_store_from_before_progress_keeps_its_samples(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite3"
    old = sqlite3.connect(file, isolation_level=None)
    for statement in filter(str.strip, MIGRATIONS[0].split(";")):
        old.execute(statement)
    old.execute("INSERT INTO conditions VALUES ('key', x'00')")
    old.execute("PRAGMA user_version = 1")
    old.close()
    connection = open_database(file)
    ProgressStore(connection).put("steps", "lesson", b"[]")
    assert connection.execute("SELECT key FROM conditions").fetchall() == [("key",)]
