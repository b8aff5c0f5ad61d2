"""A path, bytes or a binary file → bytes, never more of them in memory than the limit allows."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Protocol, TypeAlias

from client_import.problems import ProblemCode, bad_file
from client_import.rules import MEGABYTE


class Readable(Protocol):
    """Anything with a binary `read`: an open file, a web framework's upload."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


Source: TypeAlias = str | os.PathLike[str] | bytes | bytearray | memoryview | Readable
"""What can be read: a path, the bytes themselves, or a file opened in binary mode."""


def load_bytes(source: Source, max_bytes: int) -> bytes:
    """The whole content.

    Raises:
        BadFile: There is more than `max_bytes` of it.
        OSError: The file cannot be opened or read.
        TypeError: A file opened as text, whose bytes are lost.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        if memoryview(source).nbytes > max_bytes:
            raise bad_file(ProblemCode.FILE_TOO_LARGE, limit=_name_size(max_bytes))
        return bytes(source)
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            return _load_stream(file, max_bytes)
    return _load_stream(source, max_bytes)


def name_source(source: Source) -> str | None:
    """The name of the file without its folder; None where the source has none."""
    path = source if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    return Path(path).name or None if isinstance(path, str | os.PathLike) else None


def _load_stream(stream: Readable, max_bytes: int) -> bytes:
    content = io.BytesIO()
    while content.tell() <= max_bytes:
        part = stream.read(max_bytes + 1 - content.tell())
        if not isinstance(part, bytes):
            raise TypeError("The file is open as text. Open it with mode 'rb', or hand in its path.")
        if not part:
            return content.getvalue()
        content.write(part)
    raise bad_file(ProblemCode.FILE_TOO_LARGE, limit=_name_size(max_bytes))


def _name_size(size: int) -> str:
    if size % MEGABYTE == 0:
        return f"{size // MEGABYTE} MB"
    return f"{size:,} bytes"
