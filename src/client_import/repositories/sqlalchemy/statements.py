"""The statements that write many rows, and how SQLite takes them: `Statements`. Other databases change what they must.

SQLite and MySQL get plain statements, once for all rows of a batch; PostgreSQL gets a batch as one document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.sql.expression import false

from client_import.lazy import batches

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Merge: TypeAlias = Callable[[str, ColumnElement[Any]], ColumnElement[Any]]
"""Column and incoming value -> what is stored."""


class Statements:
    """What SQLite takes, and with small changes the others."""

    keys_at_once = 500
    """Well below the parameters that any database takes in one statement."""

    merge_patch = "json_patch"
    """The database's name for merging one JSON object into another (RFC 7396)."""

    def is_among(self, searched: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
        """A condition: the column has one of these values."""
        return searched.in_(values)

    @contextmanager
    def one_import(self, connection: Connection, table: str) -> Iterator[None]:  # noqa: ARG002
        """Around a transaction: no other import writes to the table meanwhile. Takes no lock itself."""
        yield

    def hold(self, connection: Connection, primary: Column[Any]) -> None:
        """At the start of a transaction: nobody writes meanwhile. A write that changes nothing takes SQLite's lock."""
        connection.execute(update(primary.table).where(false()).values({primary: primary}))

    def insert_new(
        self, connection: Connection, table: Table, key: Column[Any], primary: Column[Any], rows: Rows
    ) -> dict[str, Any]:
        """Key -> id of those rows whose key was free; no two of the rows have the same one.

        Nobody else writes meanwhile, SQLite's lock or InnoDB's gap locks see to it: what was free is free.
        """
        taken = self._ids_by_key(connection, key, primary, [row[key.key] for row in rows])
        fresh = [row for row in rows if row[key.key] not in taken]
        self.insert(connection, table, fresh)
        return self._ids_by_key(connection, key, primary, [row[key.key] for row in fresh])

    def insert(self, connection: Connection, table: Table, rows: Rows) -> None:
        """Plain rows."""
        if rows:
            connection.execute(insert(table), list(rows))

    def update(self, connection: Connection, table: Table, primary: Column[Any], rows: Rows, merge: Merge) -> None:
        """Change the columns that each row names, where the id under the primary key is there."""
        for names, group in by_columns(rows, primary.key):
            new = {name: merge(name, bindparam(f"new_{name}", type_=table.c[name].type)) for name in names}
            statement = update(table).where(primary == bindparam("this_id", type_=primary.type)).values(new)
            connection.execute(
                statement,
                [{"this_id": row[primary.key], **{f"new_{name}": row[name] for name in names}} for row in group],
            )

    def delete_rows(self, connection: Connection, table: Table, rows: Rows) -> None:
        """Delete what has the values of one of the rows."""
        if rows:
            matches = [table.c[name] == bindparam(f"old_{name}", type_=table.c[name].type) for name in rows[0]]
            statement = delete(table).where(and_(*matches))
            connection.execute(statement, [{f"old_{name}": value for name, value in row.items()} for row in rows])

    def as_text(self, stored: Column[Any]) -> ColumnElement[Any]:
        """A column of JSON, as it is read fastest."""
        return stored

    def merge_json(
        self,
        stored: Column[Any],
        incoming: ColumnElement[Any],
        *,
        removes: bool,  # noqa: ARG002
    ) -> ColumnElement[Any]:
        """The stored object with the named members replaced, and those that are null taken out (RFC 7396).

        Args:
            stored: The column.
            incoming: The new members.
            removes: Whether any of them may be null.
        """
        merge: Callable[..., ColumnElement[Any]] = getattr(func, self.merge_patch)
        return merge(func.coalesce(stored, literal("{}", Text)), incoming, type_=stored.type)

    def _ids_by_key(
        self, connection: Connection, key: Column[Any], primary: Column[Any], keys: Sequence[str]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for chunk in batches(keys, self.keys_at_once):
            query = select(key, primary).where(self.is_among(key, chunk)).with_for_update()
            found.update({row[0]: row[1] for row in connection.execute(query)})
        return found


def alike(rows: Rows) -> Iterable[Rows]:
    """The rows in groups that name the same columns, as one statement takes them."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return groups.values()


def by_columns(rows: Rows, primary: str) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """The rows grouped by the columns that they name beside the primary key."""
    for group in alike(rows):
        names = tuple(name for name in group[0] if name != primary)
        if names:
            yield names, group
