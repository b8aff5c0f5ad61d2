"""The databases of a benchmark: filled once, copied afresh for each run, and read afterwards to compare."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import psycopg

from benchmarks import postgres
from client_import import ClientRepository, NewClient
from client_import.repositories.sqlite import SqliteClients

_AT_ONCE = 10_000
_QUERY = "SELECT email_key, email, first_name, last_name, {answers} FROM clients ORDER BY email_key"


class Store(Protocol):
    """One kind of database. A place is what a job needs to open it: a path or a URL."""

    @property
    def database(self) -> str:
        """Its name and version."""
        ...

    def fill(self, clients: Iterable[NewClient]) -> str:
        """The place of a new database that holds these clients; `renew` makes copies of it."""
        ...

    def renew(self) -> str:
        """The place of a fresh copy, which takes the place of the last."""
        ...

    def digest(self, place: str) -> str:
        """The clients at a place in 64 digits, whatever their ids and the order of their answers."""
        ...


class _SqliteStore:
    database = f"SQLite {sqlite3.sqlite_version}"

    def __init__(self, folder: Path) -> None:
        self._filled, self._work = folder / "filled.db", folder / "work.db"

    def fill(self, clients: Iterable[NewClient]) -> str:
        self._filled.unlink(missing_ok=True)
        _create(SqliteClients(self._filled), clients)
        return str(self._filled)

    def renew(self) -> str:
        return str(shutil.copy(self._filled, self._work))

    def digest(self, place: str) -> str:
        with closing(sqlite3.connect(place)) as connection:
            return _digest(connection.execute(_QUERY.format(answers="answers")))


class _PostgresStore:
    def __init__(self, url: str) -> None:
        self._url = url
        with psycopg.connect(postgres.bare_url(url)) as connection:
            self.database = f"PostgreSQL {connection.info.parameter_status('server_version')}"

    def fill(self, clients: Iterable[NewClient]) -> str:
        url = postgres.create_database(self._url, "filled")
        engine = postgres.open_engine(url)
        postgres.CLIENTS.metadata.create_all(engine)
        _create(postgres.open_clients(engine), clients)
        return postgres.bare_url(url)

    def renew(self) -> str:
        url = postgres.create_database(self._url, "work", template="filled")
        postgres.gather_statistics(url)
        return postgres.bare_url(url)

    def digest(self, place: str) -> str:
        with psycopg.connect(place) as connection, connection.cursor("clients") as cursor:
            cursor.itersize = _AT_ONCE
            return _digest(cursor.execute(_QUERY.format(answers="answers::text")))


@contextmanager
def open_store(name: str, folder: Path) -> Iterator[Store]:
    """The store of this name, its files in the folder; a server runs for as long as the block does."""
    if name == "sqlite":
        yield _SqliteStore(folder)
    else:
        with postgres.running_server(folder) as url:
            yield _PostgresStore(url)


def _create(repository: ClientRepository, clients: Iterable[NewClient]) -> None:
    rest = iter(clients)
    with repository.transaction() as transaction:
        while some := list(islice(rest, _AT_ONCE)):
            transaction.create(some)


def _digest(rows: Iterable[tuple[Any, ...]]) -> str:
    digest = hashlib.sha256()
    for *profile, answers in rows:
        digest.update(json.dumps([profile, sorted(json.loads(answers).items())]).encode())
    return digest.hexdigest()
