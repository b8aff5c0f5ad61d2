"""What an adapter needs beside the core, and what is said where that is missing: `needing`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needing(module: str, extra: str) -> Iterator[None]:
    """Around the imports of an adapter.

    Args:
        module: What they need.
        extra: The extra of this package that brings it.

    Raises:
        ModuleNotFoundError: It is not installed; the message says how to install it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module:
            raise
        raise ModuleNotFoundError(
            f"client_import.repositories.{extra} needs {module}, which comes with its extra. "
            f"Install it with:  pip install 'client_import[{extra}]'",
            name=module,
        ) from None
