"""The saved mappings that `--mapping` names: files, and whatever is one in a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from client_import import BadDocument, Fault, Mapping, load_mapping
from client_import.cli.files import is_too_large, read_document
from client_import.cli.show_fit import SavedMapping
from client_import.cli.stopping import stop
from client_import.cli.terminal import console, say


def list_stored(named: Sequence[Path]) -> list[Path]:
    """The files that are named, and the .json files of the folders, newest first."""
    return [path for each in named for path in (_list_folder(each) if each.is_dir() else [each])]


def load_stored(named: Sequence[Path], *, aside: bool) -> dict[SavedMapping, Mapping]:
    """What each saved mapping says. In a folder, what is none is passed over and named.

    Args:
        named: Files and folders.
        aside: Whether standard output is for a program, so that what is passed over is said on standard error.

    Raises:
        BadDocument: A file that is named itself cannot be used; its faults name the line.
    """
    mappings: dict[SavedMapping, Mapping] = {}
    for path in named:
        found = dict(_load_folder(path, aside=aside)) if path.is_dir() else dict([_load(path)])
        if not found:
            stop(f"{path}: there is no .json file in this folder that is a saved mapping.")
        mappings |= found
    return mappings


def _list_folder(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"), key=lambda path: (-_find_age(path), path.name))


def _find_age(path: Path) -> int:
    """When a file was changed last; what is no file at all is old."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _load_folder(folder: Path, *, aside: bool) -> Iterator[tuple[SavedMapping, Mapping]]:
    for path in _list_folder(folder):
        fault = Fault(str(path), _refuse_kind(path))
        try:
            if not fault.reason:
                yield _load(path)
                continue
        except OSError as error:
            fault = Fault(str(path), error.strerror or str(error))
        except BadDocument as error:
            fault = error.faults[0]
        say(console(aside=aside), f"Passed over, since it is no saved mapping: {' '.join(str(fault).split())}")


def _refuse_kind(path: Path) -> str:
    """Why there is nothing to read; a pipe would be waited for."""
    if not path.is_file():
        return "is a folder" if path.is_dir() else "is not a file, or a link to none"
    return "is too large" if is_too_large(path) else ""


def _load(path: Path) -> tuple[SavedMapping, Mapping]:
    with path.open("rb") as file:
        document = SavedMapping(path, read_document(file))
    try:
        return document, load_mapping(document.text)
    except BadDocument as error:
        faults = [Fault(document.locate(fault.path), str(fault)) for fault in error.faults]
        raise BadDocument("mapping", faults) from None
