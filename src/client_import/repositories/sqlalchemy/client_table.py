"""The host's table, its columns and its answers together: how clients are read from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
from sqlalchemy import Column, Connection, Select, Table, select

from client_import.client import Client, ClientId
from client_import.errors import StorageError
from client_import.passwords import password_mark
from client_import.repositories.sqlalchemy.columns import ClientColumns
from client_import.repositories.sqlalchemy.layouts import AnswerLayout
from client_import.repositories.sqlalchemy.statements import Statements

_ROWS_AT_ONCE = 200
"""So few that they are gone again before the garbage collector looks at them."""


@attrs.frozen
class ClientTable:
    """What is known of the host's table.

    Attributes:
        table: The table.
        columns: Which column is which.
        answers: Where the answers are.
        statements: How the database takes many rows.
    """

    table: Table
    columns: ClientColumns
    answers: AnswerLayout
    statements: Statements

    @property
    def primary(self) -> Column[Any]:
        """The column of the id."""
        return self.table.c[self.columns.id]

    @property
    def key(self) -> Column[Any]:
        """The column of the key."""
        return self.table.c[self.columns.email_key]

    def select(self) -> Select[Any]:
        """What is read of a client; accounts without an address, or with an empty one, are none of ours."""
        answers = self.answers.select_list(self.table, self.statements)
        shown = [*self.columns.select_list(self.table), *answers]
        email = self.table.c[self.columns.email]
        return select(*shown).where(email.is_not(None), email != "")

    def read(self, connection: Connection, query: Select[Any], *, locking: bool = False) -> Iterator[Client]:
        """The clients that a query made of `select` finds; `locking`: answers beside them are locked with them.

        All are read at once, and each is made a client when it is asked for.
        """
        if locking:
            query = query.with_for_update(of=self.table)
        rows = self._fetch(connection, query)
        ids = [row[0] for row in rows]
        beside = self.answers.fetch(connection, self.statements, ids, locking=locking)
        return map(self._to_client, rows, map(beside.get, ids))

    def _fetch(self, connection: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
        """The rows; where SQLAlchemy cannot read a value, whose it is and not what it says.

        They are kept as plain tuples: the garbage collector walks a row of SQLAlchemy's in every pass.
        """
        try:
            parts = connection.execute(query).partitions(_ROWS_AT_ONCE)
            return [tuple(row) for part in parts for row in part]
        except (ValueError, LookupError):
            unread = self._find_unread(connection, query)
        raise StorageError(f"Client {unread}: a column holds what its type cannot read. Mend it there.")

    def _find_unread(self, connection: Connection, query: Select[Any]) -> ClientId | None:
        """The first client whose row alone cannot be read either."""
        ids = connection.execute(query.with_only_columns(self.primary)).scalars().all()
        return next((each for each in ids if not self._is_readable(connection, query, each)), None)

    def _is_readable(self, connection: Connection, query: Select[Any], client_id: ClientId) -> bool:
        try:
            connection.execute(query.where(self.primary == client_id)).fetchall()
        except (ValueError, LookupError):
            return False
        return True

    def _to_client(self, row: Sequence[Any], answers_beside: dict[str, Any] | None) -> Client:
        client_id, email, first_name, last_name, active, completed, password_hash, placeholder = row[:8]
        try:
            answers = answers_beside or self.answers.read(row[8:])
        except StorageError as error:
            raise StorageError(f"Client {client_id}: {error}") from None
        mark = password_mark(password_hash) if password_hash else None
        return Client(
            client_id,
            email,
            first_name or "",
            last_name or "",
            answers,
            bool(active),
            bool(completed),
            mark,
            mark is not None and bool(placeholder),
        )
