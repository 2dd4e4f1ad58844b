"""A reader's progress that outlives a store which fails: locked, damaged, or on a full disk.

What cannot be written is remembered and written as soon as that works again; what cannot be read is
as it was known last. `problem` says what is wrong meanwhile.
"""

import sqlite3
import threading
from collections.abc import Mapping
from typing import Protocol

from walkthrough.store.progress import ProgressStore

ATTEMPT = "attempt"
"""The kind of an attempt at an exercise; its subject is `COURSE/LESSON/MOMENT`."""
Key = tuple[str, str]


class Rows(Protocol):
    """Payloads by kind and subject: what `ProgressStore` is."""

    def put(self, kind: str, subject: str, payload: bytes) -> None:
        """Keep or replace a payload."""
        ...

    def get(self, kind: str, subject: str) -> bytes | None:
        """The payload, None where there is none."""
        ...

    def all(self, kind: str) -> dict[str, bytes]:
        """All payloads of this kind by subject."""
        ...


class KeptRows:
    """Rows of a store that may fail at any time; safe from any thread."""

    def __init__(self, store: ProgressStore) -> None:
        self.problem = ""
        self._store = store
        self._known: dict[Key, bytes] = {}
        self._unwritten: dict[Key, bytes] = {}
        self._one_at_a_time = threading.Lock()

    def put(self, kind: str, subject: str, payload: bytes) -> None:
        """Keep or replace the payload, with all that could not be written before."""
        self.put_all({(kind, subject): payload})

    def put_all(self, rows: Mapping[Key, bytes]) -> None:
        """Keep or replace these; a store that fails is waited for once."""
        with self._one_at_a_time:
            self._known.update(rows)
            self._unwritten.update(rows)
            try:
                for key, waiting in list(self._unwritten.items()):
                    self._store.put(*key, waiting)
                    del self._unwritten[key]
            except sqlite3.Error as error:
                self.meet(error)
            else:
                self.problem = ""

    def get(self, kind: str, subject: str) -> bytes | None:
        """The payload of this kind about this subject, None where none is known."""
        key = (kind, subject)
        with self._one_at_a_time:
            if key in self._unwritten:
                return self._unwritten[key]
            try:
                row = self._store.get(*key)
            except sqlite3.Error as error:
                self.meet(error)
                return self._known.get(key)
            if row is not None:
                self._known[key] = row
            return row

    def all(self, kind: str) -> dict[str, bytes]:
        """All payloads of this kind by subject."""
        with self._one_at_a_time:
            try:
                rows = self._store.all(kind)
            except sqlite3.Error as error:
                self.meet(error)
                rows = _of_kind(self._known, kind)
            rows.update(_of_kind(self._unwritten, kind))
            self._known.update({(kind, subject): row for subject, row in rows.items()})
            return rows

    def meet(self, error: sqlite3.Error) -> None:
        """The store, or another connection to it, has failed with this."""
        self.problem = f"Where you are cannot be kept on disk: {error}."


def _of_kind(rows: dict[Key, bytes], kind: str) -> dict[str, bytes]:
    return {subject: row for (one, subject), row in rows.items() if one == kind}
