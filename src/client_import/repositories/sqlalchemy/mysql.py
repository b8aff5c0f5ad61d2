"""What MySQL and MariaDB take otherwise than SQLite."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Column, Connection, func, select

from client_import.errors import StorageError
from client_import.repositories.sqlalchemy.statements import Statements

_WAIT_SECONDS = 60


class MySqlStatements(Statements):
    """The statements of MySQL and MariaDB."""

    keys_at_once = 5_000
    merge_patch = "json_merge_patch"

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
