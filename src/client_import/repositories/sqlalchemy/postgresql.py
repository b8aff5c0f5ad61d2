"""What PostgreSQL takes otherwise than SQLite.

A batch comes as one JSON document, from which one INSERT or UPDATE takes its rows: as fast as COPY into a temporary
table, for every driver.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

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
    any_,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from client_import.repositories.sqlalchemy.statements import Merge, Rows, Statements, by_columns


class PostgresStatements(Statements):
    """The statements of PostgreSQL."""

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
        for names, group in by_columns(rows, primary.key):
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
