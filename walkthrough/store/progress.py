"""What a reader has reached: small payloads by kind and subject, opaque here."""

import sqlite3
from collections.abc import Iterable


class ProgressStore:
    """Payloads by kind and subject; a write outlives a kill of the process once it returns."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, kind: str, subject: str, payload: bytes) -> None:
        """Keep or replace the payload of this kind about this subject."""
        self._connection.execute(
            "INSERT OR REPLACE INTO progress VALUES (?, ?, ?)", (kind, subject, payload)
        )

    def get(self, kind: str, subject: str) -> bytes | None:
        """The payload of this kind about this subject, None where there is none."""
        row = self._connection.execute(
            "SELECT payload FROM progress WHERE kind = ? AND subject = ?", (kind, subject)
        ).fetchone()
        return row[0] if row else None

    def all(self, kind: str) -> dict[str, bytes]:
        """All payloads of this kind by subject."""
        return dict(
            self._connection.execute(
                "SELECT subject, payload FROM progress WHERE kind = ?", (kind,)
            ).fetchall()
        )

    def rows(self) -> list[tuple[str, str, bytes]]:
        """Everything that is kept: kind, subject and payload, in their order."""
        return self._connection.execute(
            "SELECT kind, subject, payload FROM progress ORDER BY kind, subject"
        ).fetchall()

    def change(
        self, put: Iterable[tuple[str, str, bytes]], remove: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Put and remove all these rows, or none of them where one fails."""
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "DELETE FROM progress WHERE kind = ? AND subject = ?", remove
            )
            self._connection.executemany("INSERT OR REPLACE INTO progress VALUES (?, ?, ?)", put)

    def close(self) -> None:
        """Close the connection; the store can be opened again."""
        self._connection.close()
