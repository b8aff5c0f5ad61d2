"""The clients of both stores by hand: one look-up and one write, shared by every system that is a script.

A client is a tuple; what is stored of the answers comes and goes as JSON text, for each system has its own way
with it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import Any, NamedTuple, Protocol

from benchmarks.jobs import Job

_AT_ONCE = 500


class Stored(NamedTuple):
    """A stored client."""

    key: str
    id: int
    first_name: str
    last_name: str
    answers: str


class Written(NamedTuple):
    """A client to write; `id` is None for a new one."""

    key: str
    email: str
    first_name: str
    last_name: str
    answers: str
    id: int | None


class Store(Protocol):
    """Look up, then write; what lies between is the system's."""

    def look_up(self, keys: Sequence[str]) -> Iterable[Stored]: ...  # noqa: D102 - as its class says
    def write(self, clients: Sequence[Written]) -> None: ...  # noqa: D102


class _Sqlite:
    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)

    def look_up(self, keys: Sequence[str]) -> Iterable[Stored]:
        for start in range(0, len(keys), _AT_ONCE):
            chunk = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(chunk))
            query = f"SELECT email_key, id, first_name, last_name, answers FROM clients WHERE email_key IN ({marks})"
            yield from map(Stored._make, self._connection.execute(query, chunk))

    def write(self, clients: Sequence[Written]) -> None:
        with closing(self._connection) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT INTO clients (email_key, email, first_name, last_name, answers) VALUES (?, ?, ?, ?, ?)",
                [client[:5] for client in clients if client.id is None],
            )
            connection.executemany(
                "UPDATE clients SET first_name = ?, last_name = ?, answers = ? WHERE id = ?",
                [client[2:] for client in clients if client.id is not None],
            )
            connection.execute("COMMIT")


class _Postgres:
    """One look-up, COPY into a temporary table, one upsert."""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - psycopg's; see `find_store`
        self._connection = connection

    def look_up(self, keys: Sequence[str]) -> Iterable[Stored]:
        query = "SELECT email_key, id, first_name, last_name, answers::text FROM clients WHERE email_key = ANY(%s)"
        return map(Stored._make, self._connection.execute(query, (list(keys),)).fetchall())

    def write(self, clients: Sequence[Written]) -> None:
        columns = "(email_key, email, first_name, last_name, answers)"
        with self._connection as connection:
            connection.execute(
                "CREATE TEMP TABLE incoming (email_key text, email text, first_name text, last_name text, "
                "answers jsonb) ON COMMIT DROP"
            )
            with connection.cursor().copy(f"COPY incoming {columns} FROM STDIN") as copy:
                for client in clients:
                    copy.write_row(client[:5])
            connection.execute(
                f"INSERT INTO clients {columns} SELECT * FROM incoming ON CONFLICT (email_key) DO UPDATE SET "
                "first_name = excluded.first_name, last_name = excluded.last_name, answers = excluded.answers"
            )


def find_store(job: Job) -> Callable[[], Store]:
    """What connects to the store of a job; the driver is loaded already, and only where it is needed."""
    if job.store == "sqlite":
        return lambda: _Sqlite(job.place)
    import psycopg  # noqa: PLC0415 - its memory counts for those who use it

    return lambda: _Postgres(psycopg.connect(job.place))


def encode(answers: dict[str, Any]) -> str:
    """Answers as JSON."""
    return _encode(answers)


_encode = json.JSONEncoder(ensure_ascii=False).encode
