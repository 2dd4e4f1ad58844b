"""Samples survive: a kill, a second process, an older schema, a damaged file."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from walkthrough.errors import BadInputError
from walkthrough.store.database import MIGRATIONS, open_database
from walkthrough.store.samples import SampleStore

WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from walkthrough.store.database import open_database
from walkthrough.store.samples import SampleStore
store = SampleStore(open_database(Path(sys.argv[1])))
store.add_conditions("key", b"conditions")
number = 0
while True:
    store.add_sample("hash", "cold", "key", "now", str(number).encode())
    print(number, flush=True)
    number += 1
"""


def opened(path: Path) -> SampleStore:
    store = SampleStore(open_database(path))
    store.add_conditions("key", b"conditions")
    return store


def test_a_sample_is_there_for_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    first = opened(path)
    first.add_sample("hash", "cold", "key", "now", b"sample")
    first.close()
    assert opened(path).samples("hash", "cold", "key") == [b"sample"]


def test_every_sample_that_was_reported_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, str(path)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        reported = [int(writer.stdout.readline()) for _ in range(200)]
        writer.kill()
    kept = [int(payload) for payload in opened(path).samples("hash", "cold", "key")]
    assert kept[: len(reported)] == reported


def test_samples_of_other_conditions_are_not_mixed_in(tmp_path: Path) -> None:
    store = opened(tmp_path / "store.sqlite3")
    store.add_conditions("other", b"other conditions")
    store.add_sample("hash", "cold", "other", "now", b"sample")
    assert store.samples("hash", "cold", "key") == []
    assert store.counts_by_conditions(["hash"], ["cold"]) == {"other": 1}


def test_the_store_tells_its_schema(tmp_path: Path) -> None:
    connection = open_database(tmp_path / "store.sqlite3")
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_newer_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    connection = open_database(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(BadInputError, match="newer walkthrough"):
        open_database(path)
    reopened = sqlite3.connect(path)
    assert reopened.execute("PRAGMA user_version").fetchone() == (99,)
    reopened.close()


def test_a_file_that_is_no_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    path.write_bytes(b"not a database, but somebody's file" * 100)
    with pytest.raises(BadInputError) as refusal:
        open_database(path)
    assert "file is not a database" in refusal.value.why
    assert path.read_bytes().startswith(b"not a database")


def test_threads_that_meet_a_damaged_file_at_once_are_each_told_so(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    opened(path).close()
    damaged = bytearray(path.read_bytes())
    damaged[4096:] = b"\x55" * (len(damaged) - 4096)
    path.write_bytes(damaged)
    store = SampleStore(open_database(path))

    def said(number: int) -> str:
        with pytest.raises(sqlite3.DatabaseError) as raised:
            if number % 2:
                store.samples("hash", "cold", "key")
            else:
                store.facts("kind")
        return str(raised.value)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(said, range(4000))) == {"database disk image is malformed"}
