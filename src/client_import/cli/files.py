"""The files a command reads and writes: documents in, exports and mappings out, nothing overwritten by a slip."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from client_import import BadDocument, BadForm, BadRules, Fault, ImportRules, RegistrationForm, load_form, load_rules
from client_import.cli.stopping import stop

FILE = click.Path(path_type=Path, dir_okay=False)
"""A path that an option names."""

_LARGEST_DOCUMENT = 5 * 1024 * 1024


def load_form_file(file: BinaryIO) -> RegistrationForm:
    """The registration form in a file; its faults name the file."""
    try:
        return load_form(read_document(file))
    except BadDocument as error:
        raise BadForm([Fault(file.name, str(fault)) for fault in error.faults]) from None


def load_rules_file(file: BinaryIO | None) -> ImportRules:
    """The rules in a file, the defaults where there is none; their faults name the file."""
    if file is None:
        return ImportRules()
    with rules_of(file):
        return load_rules(read_document(file))


@contextmanager
def rules_of(file: BinaryIO | None) -> Iterator[None]:
    """What is found wrong with the rules meanwhile is said with the name of their file."""
    try:
        yield
    except (BadDocument, BadRules) as error:
        name = file.name if file else ""
        raise BadRules([Fault(name, str(fault)) for fault in error.faults]) from None


def read_document(file: BinaryIO) -> bytes:
    """A form, mapping or rules, which are never large."""
    content = file.read(_LARGEST_DOCUMENT + 1)
    if len(content) > _LARGEST_DOCUMENT:
        stop(f"{file.name} is larger than such a file can be ({_LARGEST_DOCUMENT:,} bytes).")
    return content


def is_too_large(path: Path) -> bool:
    """Whether a file holds more than a form, mapping or rules can."""
    return path.stat().st_size > _LARGEST_DOCUMENT


def write(pieces: Iterable[str], output: Path | None) -> None:
    """Text to a file or to standard output, in UTF-8 and with its own line ends wherever it runs.

    A file is replaced only once all of its new content is there; a link is followed, a device or pipe written to.
    """
    encoded = (piece.encode() for piece in pieces)
    target = Path(os.path.realpath(output)) if output else None
    if target is None:
        sys.stdout.buffer.writelines(encoded)
        return
    if target.exists() and not target.is_file():
        with target.open("wb") as device:
            device.writelines(encoded)
        return
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            file.writelines(encoded)
            file.close()
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def refuse_overwriting(inputs: Iterable[str | Path], outputs: Iterable[Path | None]) -> None:
    """A slip of the hand must not write over the accounts, the form or the roster."""
    taken = {os.path.realpath(name) for name in inputs}
    for output in outputs:
        if output and (os.path.realpath(output) in taken or any(_is_same_file(output, name) for name in taken)):
            raise click.UsageError(f"{output} would be written over what is read or stored there. Choose another name.")
        if output:
            taken.add(os.path.realpath(output))


def _is_same_file(one: Path, other: str) -> bool:
    return one.exists() and Path(other).exists() and one.samefile(other)
