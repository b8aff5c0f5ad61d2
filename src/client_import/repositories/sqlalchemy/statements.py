"""The statements that write many rows, as each database takes them fastest: `statements_for`.

SQLite and MySQL get plain statements, once for all rows of a batch. PostgreSQL gets a batch as one JSON document,
from which one INSERT or UPDATE takes its rows: as fast as COPY into a temporary table, for every driver.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Enum,
    Integer,
    String,
    Table,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.expression import false

from client_import.errors import StorageError
from client_import.lazy import batches

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Merge: TypeAlias = Callable[[str, ColumnElement[Any]], ColumnElement[Any]]
"""Column and incoming value -> what is stored."""

_WAIT_SECONDS = 60


class Statements:
    """What SQLite takes, and with small changes the others."""

    keys_at_once = 500
    """Well below the parameters that any database takes in one statement."""

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
        for names, group in _by_columns(rows, primary.key):
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
        return func.json_patch(func.coalesce(stored, literal("{}", Text)), incoming, type_=stored.type)

    def _ids_by_key(
        self, connection: Connection, key: Column[Any], primary: Column[Any], keys: Sequence[str]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for chunk in batches(keys, self.keys_at_once):
            query = select(key, primary).where(self.is_among(key, chunk)).with_for_update()
            found.update({row[0]: row[1] for row in connection.execute(query)})
        return found


class MySqlStatements(Statements):
    """What MySQL and MariaDB take otherwise."""

    keys_at_once = 5_000

    @contextmanager
    def one_import(self, connection: Connection, table: str) -> Iterator[None]:
        """A named lock, given back after the commit."""
        name = "client_import " + hashlib.blake2b(table.encode(), digest_size=16).hexdigest()
        if connection.execute(select(func.get_lock(name, _WAIT_SECONDS))).scalar() != 1:
            raise StorageError("Another import is running on these clients; try again when that has finished.")
        connection.rollback()  # the lock is the connection's own, the transaction begins after it
        try:
            yield
        finally:
            connection.execute(select(func.release_lock(name)))

    def hold(self, connection: Connection, primary: Column[Any]) -> None:
        """Rows are locked as they are found."""

    def merge_json(
        self,
        stored: Column[Any],
        incoming: ColumnElement[Any],
        *,
        removes: bool,  # noqa: ARG002
    ) -> ColumnElement[Any]:
        """As SQLite, under MySQL's name."""
        return func.json_merge_patch(func.coalesce(stored, literal("{}", Text)), incoming, type_=stored.type)


class PostgresStatements(Statements):
    """What PostgreSQL takes otherwise."""

    keys_at_once = 5_000

    def is_among(self, searched: ColumnElement[Any], values: Sequence[Any]) -> ColumnElement[bool]:
        """One array instead of a parameter for each value; of texts it comes as JSON, which Python writes fastest."""
        if not isinstance(searched.type, String):
            return searched == any_(bindparam(None, list(values), type_=ARRAY(searched.type), unique=True))
        texts = func.jsonb_array_elements_text(_as_json(list(values)))
        return searched == any_(func.array(select(texts.column_valued()).scalar_subquery()))

    def hold(self, connection: Connection, primary: Column[Any]) -> None:
        """Imports into one table follow one another, so that they cannot block each other; all else goes on."""
        name = f"client_import {primary.table}"
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))

    def insert_new(
        self, connection: Connection, table: Table, key: Column[Any], primary: Column[Any], rows: Rows
    ) -> dict[str, Any]:
        """ON CONFLICT leaves out what is taken, also by somebody who signs up at the same moment."""
        names = list(rows[0])
        statement = postgresql.insert(table)
        parameters: list[Mapping[str, Any]] | None = list(rows)
        if all(_fits_json(table.c[name]) for name in names) and not any(map(_needs_python, table.c)):
            incoming, parameters = _as_table(table, rows), None
            statement = statement.from_select(names, select(*(incoming.c[name] for name in names)))
        free = statement.on_conflict_do_nothing(index_elements=[key]).returning(key, primary)
        return {row[0]: row[1] for row in connection.execute(free, parameters)}

    def insert(self, connection: Connection, table: Table, rows: Rows) -> None:
        """All rows of one document."""
        if rows and all(_fits_json(table.c[name]) for name in rows[0]) and not any(map(_needs_python, table.c)):
            incoming = _as_table(table, rows)
            connection.execute(
                insert(table).from_select(list(rows[0]), select(*(incoming.c[name] for name in rows[0])))
            )
        else:
            super().insert(connection, table, rows)

    def update(self, connection: Connection, table: Table, primary: Column[Any], rows: Rows, merge: Merge) -> None:
        """One statement for all rows that name the same columns."""
        for names, group in _by_columns(rows, primary.key):
            if not all(_fits_json(table.c[name]) for name in (primary.key, *names)):
                super().update(connection, table, primary, group, merge)
                continue
            incoming = _as_table(table, group)
            new = {name: merge(name, incoming.c[name]) for name in names}
            connection.execute(update(table).where(primary == incoming.c[primary.key]).values(new))

    def as_text(self, stored: Column[Any]) -> ColumnElement[Any]:
        """The document itself: the driver would find out its encoding first, for each row anew."""
        return cast(stored, Text)

    def merge_json(self, stored: Column[Any], incoming: ColumnElement[Any], *, removes: bool) -> ColumnElement[Any]:
        """`||` puts the new members in, and those that are null in the new ones come out; the host's own nulls stay."""
        new = cast(incoming, postgresql.JSONB)
        both = func.coalesce(cast(stored, postgresql.JSONB), cast(literal("{}", Text), postgresql.JSONB)).op("||")(new)
        if not removes:
            return cast(both, stored.type)
        member = func.jsonb_each(new).table_valued(column("key", Text), column("value", postgresql.JSONB))
        null = cast(literal("null", Text), postgresql.JSONB)
        removed = func.array(select(member.c.key).where(member.c.value == null).scalar_subquery())
        return cast(both.op("-")(removed), stored.type)


def statements_for(dialect: str) -> Statements:
    """The statements for a database, by SQLAlchemy's name of its dialect.

    Raises:
        StorageError: It is none of those that are known.
    """
    known = {
        "sqlite": Statements,
        "postgresql": PostgresStatements,
        "mysql": MySqlStatements,
        "mariadb": MySqlStatements,
    }
    if dialect not in known:
        raise StorageError(f"The database {dialect} is not supported: SQLite, PostgreSQL, MySQL and MariaDB are.")
    return known[dialect]()


def alike(rows: Rows) -> Iterable[Rows]:
    """The rows in groups that name the same columns, as one statement takes them."""
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row), []).append(row)
    return groups.values()


def _by_columns(rows: Rows, primary: str) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """The rows grouped by the columns that they name beside the primary key."""
    for group in alike(rows):
        names = tuple(name for name in group[0] if name != primary)
        if names:
            yield names, group


def _fits_json(stored: Column[Any]) -> bool:
    """Whether a value of the column comes through JSON as it is; a type of the host's own need not."""
    kind = stored.type.item_type if isinstance(stored.type, ARRAY) else stored.type
    plain = isinstance(kind, String | Boolean | Integer | JSON | Uuid) and not isinstance(kind, Enum)
    return plain and type(kind).__module__.startswith("sqlalchemy.")


def _needs_python(stored: Column[Any]) -> bool:
    """Whether a default of the column is computed in Python for each row."""
    return stored.default is not None and stored.default.is_callable


def _as_table(table: Table, rows: Rows) -> Any:  # noqa: ANN401 - a FROM of SQLAlchemy
    """The rows, all of the same columns, as a FROM clause: one parameter, whatever their number."""
    names = [table.c[name] for name in rows[0]]
    typed = [column(each.key, Text() if isinstance(each.type, String) else each.type) for each in names]
    rows_of = func.jsonb_to_recordset(_as_json(rows))
    return rows_of.table_valued(*typed, name="incoming").render_derived(with_types=True)


def _as_json(values: Sequence[Any]) -> ColumnElement[Any]:
    """A list as one parameter, whatever its length."""
    document = json.dumps(values, ensure_ascii=False, default=str)
    return cast(bindparam(None, document, type_=Text, unique=True), postgresql.JSONB)
