"""Where connections come from: the host's engine, or a Session or Connection whose transaction the import joins.

What a driver raises leaves here as `StorageError`, without the values of the statement: among them may be hashes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError, StatementError
from sqlalchemy.orm import Session

from client_import.errors import StorageError
from client_import.repositories.sqlalchemy.statements import Statements
from client_import.repository import say_what_to_do


class Connections(Protocol):
    """What the adapter asks of the two."""

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for one look."""
        ...

    def writing(self, primary: Column[Any], statements: Statements) -> AbstractContextManager[Connection]:
        """A connection inside a transaction: stored as a whole on a clean exit, undone on an exception."""
        ...


class OwnTransactions:
    """Each transaction on a connection of its own, committed at its end."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for one look, given back at once."""
        with translated_errors(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, primary: Column[Any], statements: Statements) -> Iterator[Connection]:
        """Begun, and committed on a clean exit."""
        with (
            translated_errors(),
            self._engine.connect() as connection,
            statements.one_import(connection, str(primary.table)),
            connection.begin(),
        ):
            statements.hold(connection, primary)
            yield connection


class JoinedTransactions:
    """Everything inside the host's own transaction: the host commits, or not.

    A savepoint undoes the import alone where it breaks off. A Session writes what waits in it first, and
    reads its objects anew afterwards.
    """

    def __init__(self, joined: Session | Connection) -> None:
        self._joined = joined

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """The host's connection."""
        with translated_errors():
            yield self._connection()

    @contextmanager
    def writing(self, primary: Column[Any], statements: Statements) -> Iterator[Connection]:
        """Inside a savepoint, which is released on a clean exit."""
        with translated_errors():
            connection = self._connection()
            statements.hold(connection, primary)  # before the savepoint, which may not be the first thing on SQLite
            with connection.begin_nested():
                yield connection
            if isinstance(self._joined, Session):
                self._joined.expire_all()

    def _connection(self) -> Connection:
        if isinstance(self._joined, Connection):
            return self._joined
        self._joined.flush()
        return self._joined.connection()


@contextmanager
def translated_errors() -> Iterator[None]:
    """What SQLAlchemy or a driver raises becomes a `StorageError` with the first line of its message."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StorageError(_describe(error)) from None


def _describe(error: SQLAlchemyError) -> str:
    """What the database says, without the row it says it about."""
    if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
        _forget_values(error)
        return "A value does not fit its column: the column's type in SQLAlchemy refuses it."
    raised = error.orig if isinstance(error, DBAPIError) else None
    words = str(raised.args[-1] if raised is not None and raised.args else error).strip() or type(error).__name__
    first_line = words.splitlines()[0].rstrip(".")
    _forget_values(error)
    return say_what_to_do(first_line, breaks_rule=isinstance(error, IntegrityError))


def _forget_values(error: SQLAlchemyError) -> None:
    """Take the values of the statement, among them hashes, out of an error that may yet be logged as the context."""
    if isinstance(error, StatementError):
        error.hide_parameters, error.params, error.orig = True, None, None
    error.args = (type(error).__name__,)
    error.__cause__ = error.__context__ = None
