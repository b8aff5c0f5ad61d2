"""What is wrong with a host's table, said at once and before anything is imported: `check_table`."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import CHAR, Connection, Inspector, Table, inspect, select

from client_import.errors import StorageError
from client_import.repositories.sqlalchemy.columns import ClientColumns
from client_import.repositories.sqlalchemy.keys import read_keys
from client_import.repositories.sqlalchemy.layouts import AnswerLayout


def check_table(connection: Connection, table: Table, columns: ClientColumns, answers: AnswerLayout) -> None:
    """See that the table can be used.

    Raises:
        StorageError: With everything that is wrong with it.
    """
    if _commits_by_itself(connection):
        raise StorageError("The engine commits every statement by itself; an import needs transactions.")
    if columns.password_hash is not None and _logs_values(connection):
        raise StorageError(
            "The engine logs the values of its statements, and hashes of passwords are among them. Switch that off, or "
            "hide the values: create_engine(…, hide_parameters=True)."
        )
    inspector = inspect(connection)
    faults = [*_missing_columns(table, columns, answers), *_missing_in_database(inspector, table, answers)]
    if not faults:
        faults = [*_key_faults(inspector, table, columns), *_unfilled(inspector, table, columns, answers)]
        faults += answers.faults(table)
    if not faults:
        faults = [*_wrong_keys(connection, table, columns)]
    if faults:
        raise StorageError(
            f"The table {table.fullname} cannot be used:\n" + "\n".join(f"  {fault}" for fault in faults)
        )


def _commits_by_itself(connection: Connection) -> bool:
    """Whether nothing could be rolled back, as an isolation level AUTOCOMMIT has it; each driver tells otherwise."""
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        return True
    connection.execute(select(1))  # begins, where the host has an event that says BEGIN
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        return getattr(driver, "isolation_level", "") is None and not driver.in_transaction
    return True in {getattr(driver, name, False) is True for name in ("autocommit", "autocommit_mode")}


def _logs_values(connection: Connection) -> bool:
    """Whether SQLAlchemy writes each value into the log, by `echo` or the level of its logger."""
    return connection.engine.logger.isEnabledFor(logging.INFO) and not connection.engine.hide_parameters


def _missing_columns(table: Table, columns: ClientColumns, answers: AnswerLayout) -> Iterator[str]:
    """What is named and no column of the Table object."""
    named = [*columns.named(), *(("an answer", name) for name in answers.columns()), *(("new", n) for n in columns.new)]
    for ours, name in named:
        if name not in table.c:
            advice = _way_to_a_key(columns) if ours == "email_key" else ""
            yield f"{name}: there is no such column, named for {ours}. There are {', '.join(table.c.keys())}.{advice}"
    for other, used in answers.tables():
        for name in used:
            if name not in other.c:
                yield f"{other.fullname}.{name}: there is no such column. There are {', '.join(other.c.keys())}."
    if (columns.password_hash is None) != (columns.password_is_placeholder is None):
        yield "password_hash and password_is_placeholder: name both, or none where the table has no passwords."


def _way_to_a_key(columns: ClientColumns) -> str:
    return (
        " Add it and run fill_keys; or, where every address is stored as its key, "
        f'name that column twice: ClientColumns(email_key="{columns.email}").'
    )


def _missing_in_database(inspector: Inspector, table: Table, answers: AnswerLayout) -> Iterator[str]:
    for each in (table, *(other for other, _ in answers.tables())):
        if not inspector.has_table(each.name, schema=each.schema):
            yield f"{each.fullname}: the database has no such table."
            continue
        stored = {column["name"] for column in inspector.get_columns(each.name, schema=each.schema)}
        for column in each.c:
            if column.name not in stored:
                yield f"{each.fullname}.{column.name}: the database has no such column. Is a migration missing?"


def _key_faults(inspector: Inspector, table: Table, columns: ClientColumns) -> Iterator[str]:
    key = table.c[columns.email_key].name
    if [key] not in list(_unique_columns(inspector, table)):
        yield f"{key}: has no unique index of its own, so that two clients could get the same address. Add one."
    stored = next(column for column in _columns(inspector, table) if column["name"] == key)
    if inspector.dialect.name == "postgresql" and isinstance(stored["type"], CHAR):
        yield f"{key}: is a CHAR, which pads keys with spaces. Make it a VARCHAR."
    yield from collation_faults(inspector.dialect.name, key, getattr(stored["type"], "collation", None))
    if list(table.primary_key.columns.keys()) != [columns.id]:
        yield f"{columns.id}: is not the primary key."


def collation_faults(dialect: str, key: str, collation: str | None) -> Iterator[str]:
    """Whether a unique column would take two addresses for one that are not; by default those of MySQL do."""
    if dialect in {"mysql", "mariadb"} and not (collation or "").endswith("_bin"):
        yield f"{key}: its collation takes ü for u and merges different people. Make it utf8mb4_bin."


def _columns(inspector: Inspector, table: Table) -> Sequence[Any]:
    return inspector.get_columns(table.name, schema=table.schema)


def _unique_columns(inspector: Inspector, table: Table) -> Iterator[Sequence[str | None]]:
    """The columns of each unique constraint and each whole unique index."""
    yield inspector.get_pk_constraint(table.name, table.schema)["constrained_columns"]
    yield from (found["column_names"] for found in inspector.get_unique_constraints(table.name, table.schema))
    for index in inspector.get_indexes(table.name, table.schema):
        options = index.get("dialect_options", {})
        if index["unique"] and not any(f"{name}_where" in options for name in ("postgresql", "sqlite")):
            yield index["column_names"]


def _unfilled(inspector: Inspector, table: Table, columns: ClientColumns, answers: AnswerLayout) -> Iterator[str]:
    """Columns that must have a value and get none, neither from us nor from a default."""
    ours = {table.c[name].name for _, name in columns.named()} | {table.c[name].name for name in columns.new}
    ours |= {table.c[name].name for name in answers.columns()}
    by_default = {column.name for column in table.c if column.default is not None}
    for stored in _columns(inspector, table):
        filled = stored["default"] is not None or any(stored.get(way) for way in ("identity", "computed"))
        if not (
            stored["nullable"] or filled or stored.get("autoincrement") is True or stored["name"] in ours | by_default
        ):
            yield (
                f"{stored['name']}: must not be NULL and has no default. "
                f"Give new clients a value: ClientColumns(new={{'{stored['name']}': …}})."
            )


def _wrong_keys(connection: Connection, table: Table, columns: ClientColumns) -> Iterator[str]:
    """Clients whom their key would not find."""
    without = others = 0
    for each in read_keys(connection, table, columns):
        without += each.stored is None
        others += each.stored is not None and each.stored != each.wanted
    name = table.c[columns.email_key].name
    advice = "would be stored twice. Run fill_keys once, or merge the two accounts of one person: fill_keys names them."
    if others and columns.email == columns.email_key:
        who = "1 client's address is" if others == 1 else f"{others:,} clients' addresses are"
        yield (
            f"{name}: {who} not stored as its key, email_key(address), and would be stored twice. Give the key a "
            "column of its own and run fill_keys."
        )
        return
    if without:
        yield f"{name}: {_count(without)} none, and {advice}"
    if others:
        yield f"{name}: {_count(others)} another than email_key(address), and {advice}"


def _count(clients: int) -> str:
    return "1 client has" if clients == 1 else f"{clients:,} clients have"
