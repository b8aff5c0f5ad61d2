"""Where mappings are kept for the next file of the same kind: `SavedMappings`, the port, and `FolderMappings`.

A mapping holds headers, values and choices, and no password. All administrators who share a place share its mappings.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TypeAlias

from starlette.requests import Request

from client_import.web.private_files import write_whole

_LONGEST_NAME = 60
_PLAIN = " -_()"
_ENDING = ".json"


class SavedMappings(Protocol):
    """Keeps mappings by name, as the JSON that `dump_json` makes of them."""

    def load_all(self) -> Mapping[str, str | bytes]:
        """Name -> document, the likeliest to be wanted first."""
        ...

    def save(self, name: str, document: str) -> None:
        """Keep a mapping under a name, in place of the one that is there."""
        ...

    def delete(self, name: str) -> None:
        """Forget the mapping of this name, if there is one."""
        ...


MappingsFor: TypeAlias = SavedMappings | Callable[[Request], SavedMappings]
"""One place for all requests, or what gives one for each, such as the centre's."""


class FolderMappings:
    """Mappings as files of a folder, `NAME.json`, which the command takes with `--mapping` as well.

    Args:
        folder: Made when the first one is kept.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self._folder = Path(folder)

    def load_all(self) -> dict[str, bytes]:
        """Name -> document, the newest first."""
        found: list[tuple[int, str, bytes]] = []
        for path in self._folder.glob(f"*{_ENDING}"):
            with suppress(OSError, UnicodeEncodeError):  # just forgotten, no file, or its name is no text for a page
                path.name.encode()
                found.append((-path.stat().st_mtime_ns, path.name, path.read_bytes()))
        return {_to_name(name): document for _, name, document in sorted(found)}

    def save(self, name: str, document: str) -> None:
        """Keep a mapping under a name, in place of the one that is there."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._folder / _to_file_name(name), [document.encode()])

    def delete(self, name: str) -> None:
        """Forget the mapping of this name, if there is one."""
        (self._folder / _to_file_name(name)).unlink(missing_ok=True)


def clean_name(name: str) -> str:
    """A name as it is kept: without what is not printable, and not too long."""
    shown = "".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", name))
    return " ".join(shown.split())[:_LONGEST_NAME].strip()


def _to_file_name(name: str) -> str:
    """No path comes of a name: every sign of ASCII but a few is written as `%2F` is."""
    return "".join(map(_to_file_char, clean_name(name))) + _ENDING


def _to_file_char(char: str) -> str:
    return char if char.isalnum() or char in _PLAIN or not char.isascii() else f"%{ord(char):02X}"


def _to_name(file_name: str) -> str:
    first, *others = file_name.removesuffix(_ENDING).split("%")
    return first + "".join(_from_code(part) for part in others)


def _from_code(part: str) -> str:
    try:
        return chr(int(part[:2], 16)) + part[2:]
    except ValueError:  # a file that somebody named by hand
        return f"%{part}"
