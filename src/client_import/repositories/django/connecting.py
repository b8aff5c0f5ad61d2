"""What Django's database layer raises, told as a `StorageError`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, IntegrityError

from client_import.errors import StorageError
from client_import.repository import say_what_to_do


@contextmanager
def translated_errors() -> Iterator[None]:
    """What Django's database layer raises becomes a `StorageError` with the first line of its message."""
    try:
        yield
    except Error as error:
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        error.args, error.__cause__, error.__context__ = (type(error).__name__,), None, None  # they may hold the row
        raise StorageError(say_what_to_do(first_line, breaks_rule=isinstance(error, IntegrityError))) from None
