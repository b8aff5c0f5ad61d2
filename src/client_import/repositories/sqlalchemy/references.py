"""Which clients something else in the database refers to: those must not be deleted, whatever a foreign key allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, column, inspect, select, table
from sqlalchemy.sql.expression import TableClause

from client_import.client import ClientId
from client_import.lazy import batches
from client_import.repositories.sqlalchemy.client_table import ClientTable

_SYSTEM_SCHEMAS = frozenset({"information_schema", "performance_schema", "mysql", "sys"})


def find_referred(
    connection: Connection, clients: ClientTable, ids: Sequence[ClientId], own: Sequence[Table]
) -> set[ClientId]:
    """Those of the clients to whom a row of another table refers, by a foreign key.

    Args:
        connection: Where to look.
        clients: The table that is referred to.
        ids: Whom to look for.
        own: Tables that go with the client.
    """
    referred: set[ClientId] = set()
    if not ids:
        return referred
    for other, pairs in _referring_tables(connection, clients.table, {(each.schema, each.name) for each in own}):
        match = and_(*(other.c[theirs] == clients.table.c[ours] for theirs, ours in pairs))
        for chunk in batches(ids, clients.statements.keys_at_once):
            query = select(clients.primary).where(match, clients.statements.is_among(clients.primary, chunk)).distinct()
            referred.update(connection.execute(query).scalars())
    return referred


def _referring_tables(
    connection: Connection, clients: Table, own: set[tuple[str | None, str]]
) -> Iterator[tuple[Any, list[tuple[str, str]]]]:
    """Each table that refers to clients, with its columns and those they point to."""
    inspector = inspect(connection)
    default = inspector.default_schema_name
    ours = (clients.schema or default, clients.name)
    keys = {stored.name: name for name, stored in clients.c.items()}
    schemas = [name for name in inspector.get_schema_names() if name not in _SYSTEM_SCHEMAS]
    for schema in schemas if clients.schema or len(schemas) > 1 else [None]:
        for (_, name), found in inspector.get_multi_foreign_keys(schema=schema).items():
            if (None if schema == default else schema, name) in own or (schema, name) in own:
                continue
            for key in found:
                if (key["referred_schema"] or schema or default, key["referred_table"]) == ours:
                    names = key["constrained_columns"]
                    other: TableClause = table(name, *map(column, names), schema=schema)
                    yield other.alias(), list(zip(names, (keys[to] for to in key["referred_columns"]), strict=True))
