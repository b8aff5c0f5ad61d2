"""The statements for each database that is known: `statements_for`."""

from __future__ import annotations

from client_import.errors import StorageError
from client_import.repositories.sqlalchemy.mysql import MySqlStatements
from client_import.repositories.sqlalchemy.postgresql import PostgresStatements
from client_import.repositories.sqlalchemy.statements import Statements


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
