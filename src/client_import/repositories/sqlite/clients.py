"""The file itself: how it is made, recognised, opened for reading, and opened for writing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from client_import.client import Client, ClientId
from client_import.errors import StorageError
from client_import.repositories.sqlite.rows import find_clients, page_through
from client_import.repositories.sqlite.transaction import SqliteTransaction
from client_import.repository import OneAtATime

_APPLICATION_ID = 0x436C496D
"""Marks the file as one of ours (`ClIm`), so that a host's own database is never written to by mistake."""

_VERSION = 1

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS clients (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email_key TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    answers TEXT NOT NULL DEFAULT '{{}}',
    active INTEGER NOT NULL DEFAULT 1,
    registration_completed INTEGER NOT NULL DEFAULT 0,
    password_hash TEXT,
    password_is_placeholder INTEGER NOT NULL DEFAULT 0
);
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_VERSION};
"""

_WAIT_SECONDS = 10.0

_ADVICE = {
    "locked": " Another import is running on it; try again when that has finished.",
    "not a database": " Choose another file for the clients.",
    "unable to open": " Does its folder exist, and may you write there?",
    "readonly": " You may not write to it, or to its folder.",
}


class SqliteClients:
    """A `ClientRepository` in one file.

    Each call opens a connection of its own, so one instance serves any number of threads. The file is
    made by the first transaction; reading makes none and changes no byte of an existing one, unless a killed
    process left it half-written: then that is rolled back first.

    Args:
        path: The file.

    Raises:
        StorageError: The path is `":memory:"`; from any method: the file is no client database, is locked, or
            cannot be opened.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._file = Path(os.path.realpath(path))  # beside which SQLite keeps its journal
        self._guard = OneAtATime()
        if str(path) == ":memory:":
            raise StorageError("SqliteClients needs a file. For clients in memory use MemoryClients.")

    def __repr__(self) -> str:
        return f"SqliteClients({str(self.path)!r})"

    def find(self, email_keys: Collection[str]) -> Iterator[Client]:
        """The clients that have one of these keys, streaming."""
        with self._reading() as connection:
            if connection:
                yield from find_clients(connection, email_keys)

    def all(self) -> Iterator[Client]:
        """Every client in the order of creation, page by page, so that nobody waits to write meanwhile."""
        with self._reading() as connection:
            if connection:
                yield from page_through(connection)

    def password_hash(self, client_id: ClientId) -> str | None:
        """The stored bcrypt hash, for a login to check against."""
        with self._reading() as connection:
            if not connection:
                return None
            row = connection.execute("SELECT password_hash FROM clients WHERE id = ?", (client_id,)).fetchone()
        return row[0] if row else None

    @contextmanager
    def transaction(self) -> Iterator[SqliteTransaction]:
        """A transaction that holds the write lock from the start, so that nothing changes under it."""
        with self._guard.enter(), self._connection("rwc") as connection:
            if not _has_clients(connection, self.path):
                connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield SqliteTransaction(connection)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection that cannot write; None where there are no clients yet."""
        if not self._file.exists():
            yield None
            return
        if Path(f"{self._file}-journal").exists():
            self._recover()
        with self._connection("ro") as connection:
            yield connection if _has_clients(connection, self.path) else None

    def _recover(self) -> None:
        """Roll back what a killed process left half-written, which a connection that cannot write may not do."""
        with self._connection("rw") as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()

    @contextmanager
    def _connection(self, mode: str) -> Iterator[sqlite3.Connection]:
        try:
            uri = f"{self._file.as_uri()}?mode={mode}"
            with closing(sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None)) as connection:
                yield connection
        except sqlite3.Error as error:
            advice = next((advice for words, advice in _ADVICE.items() if words in str(error)), "")
            raise StorageError(f"{self.path}: {error}.{advice}") from error


def _has_clients(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the tables are there; not yet, in a new or empty file.

    Raises:
        StorageError: The file is something else.
    """
    if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        return False
    if connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID:
        raise StorageError(f"{path} is a database of another program. Choose another file for the clients.")
    if connection.execute("PRAGMA user_version").fetchone()[0] > _VERSION:
        raise StorageError(f"{path} was written by a newer release of client_import. Install that one.")
    return True
