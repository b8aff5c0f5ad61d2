"""`SqlAlchemyClients`: clients in the host's own table, by SQLAlchemy 2, on SQLite, PostgreSQL, MySQL or MariaDB."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.orm import Session

from client_import.client import Client
from client_import.lazy import batches
from client_import.repositories.sqlalchemy.checking import check_table
from client_import.repositories.sqlalchemy.client_table import ClientTable
from client_import.repositories.sqlalchemy.columns import ClientColumns, to_table
from client_import.repositories.sqlalchemy.connecting import Connections, JoinedTransactions, OwnTransactions
from client_import.repositories.sqlalchemy.dialects import statements_for
from client_import.repositories.sqlalchemy.layouts import AnswerLayout
from client_import.repositories.sqlalchemy.transaction import SqlAlchemyTransaction
from client_import.repository import OneAtATime

_CLIENTS_AT_ONCE = 1000


class SqlAlchemyClients:
    """A `ClientRepository` on a table that the host has already.

    One instance serves any number of threads. Imports into one table follow one another.

    Args:
        engine: The host's.
        table: Its table of clients, or the class that its ORM maps to it.
        columns: Which column is which.
        answers: Where the answers are.

    Raises:
        StorageError: The table cannot be used, with all that is wrong with it; from any method: what the
            database says, such as a lock that somebody else holds.
    """

    def __init__(self, engine: Engine, table: Table | type, columns: ClientColumns, answers: AnswerLayout) -> None:
        own = OwnTransactions(engine)
        known = ClientTable(to_table(table), columns, answers, statements_for(engine.dialect.name))
        with own.reading() as connection:
            check_table(connection, known.table, columns, answers)
        self._set_up(known, own)

    def _set_up(self, clients: ClientTable, connections: Connections) -> None:
        self._clients = clients
        self._connections = connections
        self._guard = OneAtATime()

    def joined_to(self, joined: Session | Connection) -> SqlAlchemyClients:
        """The same clients inside the host's own transaction, for one import: the host commits, or not.

        Apply with `passwords="later"`, and set the passwords after the commit, with the repository that is not joined.
        """
        other = object.__new__(SqlAlchemyClients)
        other._set_up(self._clients, JoinedTransactions(joined))
        return other

    def __repr__(self) -> str:
        return f"SqlAlchemyClients({self._clients.table.fullname!r})"

    def find(self, email_keys: Collection[str]) -> Iterator[Client]:
        """The clients that have one of these keys."""
        clients = self._clients
        for chunk in batches(sorted(set(email_keys)), clients.statements.keys_at_once):
            with self._connections.reading() as connection:
                query = clients.select().where(clients.statements.is_among(clients.key, chunk))
                found = clients.read(connection, query)
            yield from found

    def all(self) -> Iterator[Client]:
        """Every client by id, page by page: nobody waits to write meanwhile."""
        clients = self._clients
        page = query = clients.select().order_by(clients.primary).limit(_CLIENTS_AT_ONCE)
        while True:
            with self._connections.reading() as connection:
                found = list(clients.read(connection, query))
            yield from found
            if len(found) < _CLIENTS_AT_ONCE:
                return
            query = page.where(clients.primary > found[-1].id)

    @contextmanager
    def transaction(self) -> Iterator[SqlAlchemyTransaction]:
        """A transaction in which no other import writes."""
        clients = self._clients
        with self._guard.enter(), self._connections.writing(clients.primary, clients.statements) as connection:
            yield SqlAlchemyTransaction(clients, connection)
