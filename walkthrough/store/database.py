"""The SQLite file in the data folder: opened in WAL mode, brought to the newest schema.

Each migration runs once, in order, inside a transaction; `user_version` says how many have run.
"""

import sqlite3
from pathlib import Path

from walkthrough.errors import BadInputError
from walkthrough.foreign_errors import store_advice

STORE_FILE = "walkthrough.sqlite3"

MIGRATIONS = (
    """
    CREATE TABLE conditions (key TEXT PRIMARY KEY, payload BLOB NOT NULL) STRICT;
    CREATE TABLE samples (
        id INTEGER PRIMARY KEY,
        variant_hash TEXT NOT NULL,
        scenario TEXT NOT NULL,
        conditions_key TEXT NOT NULL REFERENCES conditions (key),
        taken_at TEXT NOT NULL,
        payload BLOB NOT NULL
    ) STRICT;
    CREATE INDEX samples_by_variant ON samples (variant_hash, scenario, conditions_key);
    CREATE TABLE facts (
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        payload BLOB NOT NULL,
        PRIMARY KEY (kind, subject)
    ) STRICT;
    """,
    """
    CREATE TABLE progress (
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        payload BLOB NOT NULL,
        PRIMARY KEY (kind, subject)
    ) STRICT;
    """,
)


def open_database(path: Path | None) -> sqlite3.Connection:
    """Open the store at `path` (in memory for None), creating or migrating it as needed.

    Raises BadInputError when the file is not a store, is newer than this version of the app, or
    cannot be written.
    """
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        _migrate(connection, path)
    except (sqlite3.DatabaseError, OSError) as error:
        raise BadInputError(
            f"The store {path} cannot be used.",
            f"SQLite says: {error}." if isinstance(error, sqlite3.Error) else f"{error}.",
            store_advice(error),
        ) from error
    return connection


def _migrate(connection: sqlite3.Connection, path: Path | None) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(MIGRATIONS):
        raise BadInputError(
            f"The store {path} was written by a newer walkthrough.",
            f"Its schema has number {version}; this version knows {len(MIGRATIONS)}.",
            "Update walkthrough, or set WALKTHROUGH_HOME to another folder.",
        )
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        _apply(connection, number, script)


def _apply(connection: sqlite3.Connection, number: int, script: str) -> None:
    """Run one migration unless another process has run it meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < number:
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
