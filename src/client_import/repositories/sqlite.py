"""`SqliteClients`: clients in one SQLite file, made on first use; the embedded database of the command."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from client_import.client import (
    Answer,
    ChosenPassword,
    Client,
    ClientId,
    ClientUpdate,
    CompletedRegistration,
    NewClient,
    NewPassword,
)
from client_import.emails import email_key
from client_import.errors import StorageError
from client_import.lazy import batches
from client_import.passwords import password_mark
from client_import.repository import OneAtATime, refuse_nul

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

_SELECT = """
SELECT id, email, first_name, last_name, answers, active, registration_completed,
       password_hash, password_is_placeholder
FROM clients
"""

_KEYS_AT_ONCE = 500
"""Well below the 999 parameters that older SQLite builds take in one statement."""

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
                yield from _find(connection, email_keys)

    def all(self) -> Iterator[Client]:
        """Every client in the order of creation, page by page, so that nobody waits to write meanwhile."""
        with self._reading() as connection:
            if connection:
                yield from _page_through(connection)

    def password_hash(self, client_id: ClientId) -> str | None:
        """The stored bcrypt hash, for a login to check against."""
        with self._reading() as connection:
            if not connection:
                return None
            row = connection.execute("SELECT password_hash FROM clients WHERE id = ?", (client_id,)).fetchone()
        return row[0] if row else None

    @contextmanager
    def transaction(self) -> Iterator[_Transaction]:
        """A transaction that holds the write lock from the start, so that nothing changes under it."""
        with self._guard.enter(), self._connection("rwc") as connection:
            if not _has_clients(connection, self.path):
                connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} COMMIT;")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield _Transaction(connection)
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


class _Transaction:
    """What can be done inside a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, email_keys: Collection[str]) -> Iterable[Client]:
        return _find(self._connection, email_keys)

    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        given = list(clients)
        answers = _encode_answers(given)
        last = self._connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence").fetchone()[0]
        rows = [
            (
                last + place,
                email_key(new.email),
                new.email,
                new.first_name,
                new.last_name,
                encoded,
            )
            for place, (new, encoded) in enumerate(zip(given, answers, strict=True), start=1)
        ]
        self._connection.executemany(
            "INSERT INTO clients (id, email_key, email, first_name, last_name, answers) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (email_key) DO NOTHING",
            rows,
        )
        stored = {row[0] for row in self._connection.execute("SELECT id FROM clients WHERE id > ?", (last,))}
        return [row[0] if row[0] in stored else None for row in rows]

    def update(self, updates: Sequence[ClientUpdate]) -> None:
        answers = _encode_answers(updates)
        self._connection.executemany(
            "UPDATE clients SET first_name = coalesce(?, first_name), last_name = coalesce(?, last_name), "
            "answers = json_patch(answers, ?) WHERE id = ?",
            [
                (update.first_name, update.last_name, encoded, update.client_id)
                for update, encoded in zip(updates, answers, strict=True)
            ],
        )

    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        return [self._set_password(password, placeholder=True) for password in passwords]

    def save_password(self, chosen: ChosenPassword) -> bool:
        """Store what a client chose, where the mark still matches; whether it was done."""
        return self._set_password(chosen, placeholder=False)

    def save_registration(self, completed: CompletedRegistration) -> bool:
        """Store a saved form; False where the client is not at the form any more, or the mark is another."""
        client_id = completed.update.client_id
        at_the_form = "SELECT 1 FROM clients WHERE id = ? AND active AND NOT registration_completed"
        if self._connection.execute(at_the_form, (client_id,)).fetchone() is None:
            return False
        if completed.password and not self.save_password(completed.password):
            return False
        self.update([completed.update])
        self._connection.execute("UPDATE clients SET registration_completed = 1 WHERE id = ?", (client_id,))
        return True

    def _set_password(self, password: NewPassword | ChosenPassword, *, placeholder: bool) -> bool:
        row = self._connection.execute(
            "SELECT password_hash FROM clients WHERE id = ?", (password.client_id,)
        ).fetchone()
        if row is None or password_mark(row[0]) != password.expected_mark:
            return False
        self._connection.execute(
            "UPDATE clients SET password_hash = ?, password_is_placeholder = ? WHERE id = ?",
            (password.hash.reveal(), placeholder, password.client_id),
        )
        return True

    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        self._connection.executemany(
            "DELETE FROM clients WHERE id = ? AND NOT registration_completed "
            "AND (password_hash IS NULL OR password_is_placeholder)",
            [(client_id,) for client_id in client_ids],
        )
        return [client_id for client_id in client_ids if self._exists(client_id)]

    def _exists(self, client_id: ClientId) -> bool:
        return self._connection.execute("SELECT 1 FROM clients WHERE id = ?", (client_id,)).fetchone() is not None


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


def _find(connection: sqlite3.Connection, email_keys: Collection[str]) -> Iterator[Client]:
    for chunk in batches(sorted(set(email_keys)), _KEYS_AT_ONCE):  # in the index's own order: twice as fast
        marks = ",".join("?" * len(chunk))
        yield from map(_to_client, connection.execute(f"{_SELECT} WHERE email_key IN ({marks})", chunk).fetchall())


def _page_through(connection: sqlite3.Connection) -> Iterator[Client]:
    last_id = 0
    query = f"{_SELECT} WHERE id > ? ORDER BY id LIMIT {_KEYS_AT_ONCE}"
    while rows := connection.execute(query, (last_id,)).fetchall():
        yield from map(_to_client, rows)
        last_id = rows[-1][0]


def _to_client(row: tuple[Any, ...]) -> Client:
    client_id, email, first_name, last_name, answers, active, completed, password_hash, placeholder = row
    return Client(
        client_id,
        email,
        first_name,
        last_name,
        _to_answers(answers),
        bool(active),
        bool(completed),
        password_mark(password_hash),
        bool(placeholder),
    )


_TEXTS = {str}

_DAMAGED = "The answers of a stored client are damaged: not texts, and lists of texts, by question."

_encode_all = json.JSONEncoder(ensure_ascii=False, separators=(",\n", ": ")).encode
_decode = json.JSONDecoder().raw_decode
# json.dumps and json.loads set up anew at each call, which costs more here than the work itself.

_JSON_NUL = "\\u0000"


def _encode_answers(profiles: Sequence[NewClient | ClientUpdate]) -> list[str]:
    """The answers of each as JSON.

    All are encoded in one go and then taken apart between an object and the next, where alone a line end is followed
    by a brace: no string holds a bare line end (RFC 8259, 7), and no answer is an object.
    """
    if not profiles:
        return []
    encoded = _encode_all([dict(profile.answers) for profile in profiles])
    names = [name for profile in profiles for name in (profile.first_name, profile.last_name) if name]
    if _JSON_NUL in encoded or "\0" in "".join(names):
        refuse_nul(profiles)
    objects = encoded[2:-2].replace(',\n"', ', "').split("},\n{")
    return [f"{{{each}}}" for each in objects]


def _to_answers(text: str) -> dict[str, Answer]:
    try:
        answers: dict[str, Answer] = _decode(text)[0]
        kinds = set(map(type, answers.values()))
    except (AttributeError, ValueError):
        raise StorageError(_DAMAGED) from None
    if kinds <= _TEXTS:
        return answers
    return {question: answer if type(answer) is str else _to_choices(answer) for question, answer in answers.items()}


def _to_choices(answer: object) -> tuple[str, ...]:
    if not isinstance(answer, list) or not all(isinstance(choice, str) for choice in answer):
        raise StorageError(_DAMAGED)
    return tuple(answer)
