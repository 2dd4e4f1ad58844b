"""Rows of samples and facts. Payloads are opaque here: what they mean is the measuring side's.

Every write is its own transaction, so a sample that `add_sample` has taken survives a kill of the
process at any later time.
"""

import sqlite3
import threading
from collections.abc import Collection
from typing import Any


class SampleStore:
    """Samples by variant, scenario and conditions; facts (of images, contexts) by subject.

    Safe from any thread: a statement ends before the next begins.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._one_at_a_time = threading.Lock()

    def add_conditions(self, key: str, payload: bytes) -> None:
        """Remember the conditions that samples refer to by `key`."""
        self._execute("INSERT OR IGNORE INTO conditions VALUES (?, ?)", (key, payload))

    def conditions(self) -> dict[str, bytes]:
        """All conditions that were ever measured under, by key."""
        return dict(self._execute("SELECT key, payload FROM conditions"))

    def add_sample(
        self, variant_hash: str, scenario: str, conditions_key: str, taken_at: str, payload: bytes
    ) -> None:
        """Keep one finished sample."""
        self._execute(
            "INSERT INTO samples (variant_hash, scenario, conditions_key, taken_at, payload)"
            " VALUES (?, ?, ?, ?, ?)",
            (variant_hash, scenario, conditions_key, taken_at, payload),
        )

    def samples(self, variant_hash: str, scenario: str, conditions_key: str) -> list[bytes]:
        """The samples of a variant in a scenario under these conditions, oldest first."""
        rows = self._execute(
            "SELECT payload FROM samples"
            " WHERE variant_hash = ? AND scenario = ? AND conditions_key = ? ORDER BY id",
            (variant_hash, scenario, conditions_key),
        )
        return [payload for (payload,) in rows]

    def counts_by_conditions(
        self, variant_hashes: Collection[str], scenarios: Collection[str]
    ) -> dict[str, int]:
        """How many samples these variants have in these scenarios, by their conditions' key."""
        variants, names = list(variant_hashes), list(scenarios)
        marks = ", ".join("?" * len(variants)), ", ".join("?" * len(names))
        rows = self._execute(
            "SELECT conditions_key, count(*) FROM samples"
            f" WHERE variant_hash IN ({marks[0]}) AND scenario IN ({marks[1]})"
            " GROUP BY conditions_key",
            (*variants, *names),
        )
        return dict(rows)

    def latest_conditions_key(self) -> str | None:
        """The conditions of the newest sample, None in an empty store."""
        rows = self._execute("SELECT conditions_key FROM samples ORDER BY id DESC LIMIT 1")
        return rows[0][0] if rows else None

    def put_fact(self, kind: str, subject: str, payload: bytes) -> None:
        """Keep or replace a fact of this kind about this subject."""
        self._execute("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", (kind, subject, payload))

    def fact(self, kind: str, subject: str) -> bytes | None:
        """The fact of this kind about this subject, None where there is none."""
        rows = self._execute(
            "SELECT payload FROM facts WHERE kind = ? AND subject = ?", (kind, subject)
        )
        return rows[0][0] if rows else None

    def facts(self, kind: str) -> dict[str, bytes]:
        """All facts of this kind by subject."""
        return dict(self._execute("SELECT subject, payload FROM facts WHERE kind = ?", (kind,)))

    def close(self) -> None:
        """Close the connection; the store can be opened again."""
        with self._one_at_a_time:
            self._connection.close()

    def _execute(self, statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._one_at_a_time:
            return self._connection.execute(statement, values).fetchall()
