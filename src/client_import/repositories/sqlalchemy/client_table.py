"""The host's table, its columns and its answers together: how clients are read from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
from sqlalchemy import Column, Connection, Select, Table, select

from client_import.client import Client
from client_import.passwords import password_mark
from client_import.repositories.sqlalchemy.columns import ClientColumns
from client_import.repositories.sqlalchemy.layouts import AnswerLayout
from client_import.repositories.sqlalchemy.statements import Statements


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
        """What is read of a client; accounts without an address are none of ours."""
        shown = [*self.columns.select_list(self.table), *(self.table.c[name] for name in self.answers.columns())]
        return select(*shown).where(self.table.c[self.columns.email].is_not(None))

    def read(self, connection: Connection, query: Select[Any]) -> list[Client]:
        """The clients that a query made of `select` finds."""
        rows = connection.execute(query).fetchall()
        beside = self.answers.fetch(connection, self.statements, [row[0] for row in rows])
        return [self._to_client(row, beside.get(row[0])) for row in rows]

    def _to_client(self, row: Sequence[Any], answers_beside: dict[str, Any] | None) -> Client:
        client_id, email, first_name, last_name, active, completed, password_hash, placeholder = row[:8]
        mark = password_mark(password_hash) if password_hash else None
        return Client(
            client_id,
            email,
            first_name or "",
            last_name or "",
            answers_beside or self.answers.read(row[8:]),
            bool(active),
            bool(completed),
            mark,
            mark is not None and bool(placeholder),
        )
