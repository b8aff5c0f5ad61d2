"""The command `undo`: from a saved report to the plan that takes its import back, and on as `apply` goes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from client_import import BadDocument, Fault, Importer, Report, load_report
from client_import.cli import show
from client_import.cli.carrying_out import ask, carry_out
from client_import.cli.files import FILE, refuse_overwriting
from client_import.cli.saved_reports import Account, account_options
from client_import.cli.stopping import ALL_WENT_IN, EPILOG, SOME_DID_NOT, stop
from client_import.cli.terminal import console, say
from client_import.repositories.sqlite import SqliteClients


@click.command(epilog=EPILOG)
@click.argument("saved", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="REPORT")
@click.option("--clients", required=True, type=FILE, metavar="FILE.db", help="The client accounts.")
@click.option("--yes", is_flag=True, help="Take back without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output.")
@click.option("--all", "show_all", is_flag=True, help="List the changes of every row, not of the first ones.")
@account_options
def undo(saved: Path, *, clients: Path, yes: bool, as_json: bool, show_all: bool, **options: Any) -> None:  # noqa: ANN401
    """Take an import back: show what that will do, ask, and do it.

    REPORT is the file that apply saved. Clients that the import created are deleted, values that it changed get their
    old ones back. Edits made since then stay, and are listed; so do accounts in use. Passwords cannot be put back.
    """
    account = Account(**options)
    if as_json and not yes:
        raise click.UsageError("--json leaves no room to ask; add --yes to take back without asking.")
    account.refuse_overwriting()
    refuse_overwriting([saved, clients], [account.report])
    report = _load(saved)
    if not clients.exists():
        stop(f"{clients} does not exist, so there is nothing to take back.")
    importer = Importer(form=report.form, clients=SqliteClients(clients), rules=report.rules)
    plan = importer.undo_plan(report)
    if not as_json:
        try:
            show.undo(console(), report, plan, show_all=show_all)
        except BrokenPipeError:
            stop("Nobody reads the output any more. Nothing was written.")
        if not plan.counts.deleted and not plan.counts.updated:
            say(console(), "There is nothing to take back.")
            sys.exit(SOME_DID_NOT if plan.counts.rejected else ALL_WENT_IN)
    if not yes:
        ask("Take this back now?")
    carry_out(importer, plan, clients, account, as_json=as_json)


def _load(path: Path) -> Report:
    try:
        return load_report(path.read_bytes())
    except BadDocument as error:
        raise BadDocument("report", [Fault(str(path), str(fault)) for fault in error.faults]) from None
