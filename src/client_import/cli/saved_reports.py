"""The report of an import, kept beside the database: for the person who has to account for it, and for an undo."""

from __future__ import annotations

import getpass
import itertools
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import attrs
import click

from client_import import Report, dump_json
from client_import.cli.files import FILE
from client_import.cli.terminal import option, visible

F = TypeVar("F", bound=Callable[..., Any])

_LONGEST_NAME = 60


@attrs.frozen
class Account:
    """Who imports, and where the report of it goes.

    Attributes:
        actor: As the report names them; None where nobody can say.
        report: The file; None: one beside the database.
    """

    actor: str | None
    report: Path | None

    def refuse_overwriting(self) -> None:
        """Nothing, where the report can be saved as a new file."""
        if self.report and self.report.exists():
            raise click.UsageError(f"{self.report} exists already. Choose another name, so that no report is lost.")
        if self.report and not os.access(self.report.parent, os.W_OK):
            raise click.UsageError(f"{self.report} cannot be written. Name another file for the report.")


def account_options(command: F) -> F:
    """The options of every command that writes, as `Account` names them."""
    actor = click.option(
        "--actor", metavar="NAME", default=_find_login_name, help="Who does it, for the report; else the login name."
    )
    report = click.option(
        "--report", type=FILE, metavar="FILE.json", help="Save the report here, not in a folder beside the clients."
    )
    return report(actor(command))


def save_report(report: Report, clients: Path, account: Account) -> bool:
    """Save the report, and say on standard error where, and how to take the import back; whether it was saved."""
    try:
        path = _save(report, clients, account.report)
    except (OSError, KeyboardInterrupt) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "stopped"
        place = account.report or _find_folder(clients)
        _tell(
            f"The clients are written, but their report could not be saved in {place} ({reason}). Without a report "
            "this cannot be taken back. Export the clients before you import again."
        )
        return False
    if report.counts.created or report.counts.updated:
        command = f"{option('client-import undo', str(path))} {option('--clients', str(clients))}"
        _tell(f"The report is saved; to take this back:  {command}")
    else:
        _tell(f"The report is saved in {path}")
    return True


def _find_login_name() -> str | None:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):  # a process of nobody, as in some containers
        return None


def _save(report: Report, clients: Path, named: Path | None) -> Path:
    text = dump_json(report)
    if named:
        _write_new(named, text)
        return named
    folder = _find_folder(clients)
    folder.mkdir(mode=0o700, exist_ok=True)
    for ending in itertools.chain([""], (f"-{number}" for number in itertools.count(2))):
        path = folder / f"{_name(report)}{ending}.json"
        try:
            _write_new(path, text)
        except FileExistsError:
            continue
        break
    return path


def _find_folder(clients: Path) -> Path:
    """Beside the database itself, whichever link leads to it."""
    found = Path(os.path.realpath(clients)) if clients.is_symlink() else clients
    return found.with_name(f"{found.stem}.reports")


def _name(report: Report) -> str:
    """When and what, such as `2026-11-25T123456Z-roster`: in the order of time when sorted."""
    occasion = report.occasion
    what = "undo" if occasion.undoes else Path(occasion.file_name or "roster").stem
    plain = re.sub(r"[^\w.-]+", "-", what).strip("-.")[:_LONGEST_NAME]
    return f"{occasion.started:%Y-%m-%dT%H%M%SZ}-{plain or 'roster'}"


def _write_new(path: Path, text: str) -> None:
    """A file for its owner's eyes, there as a whole or not at all, and never in the place of another.

    Raises:
        FileExistsError: There is one.
    """
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".report-", delete=False) as file:  # its mode is 0600
        try:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
            file.close()
            path.open("x").close()
            Path(file.name).replace(path)
        finally:
            Path(file.name).unlink(missing_ok=True)


def _tell(text: str) -> None:
    click.echo(visible(text), err=True)
