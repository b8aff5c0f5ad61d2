"""What `apply` and `undo` have in common once the plan is shown: ask, write, keep the report, show it, end."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console as RichConsole

from client_import import Importer, PasswordsRemain, Plan, Progress, Report, dump_json
from client_import.cli import show
from client_import.cli.correcting import Mending
from client_import.cli.saved_reports import Account, save_report
from client_import.cli.stopping import ALL_WENT_IN, SOME_DID_NOT, stop
from client_import.cli.terminal import console


def ask(question: str, *, hint: str = "", kept: Path | None = None) -> None:
    """Nothing, where a person agrees; else the command ends.

    Args:
        question: What to agree to, for a person.
        hint: What to say before.
        kept: A file that was written all the same.
    """
    if not sys.stdin.isatty():
        stop("There is no terminal to ask at. Nothing was written; add --yes to go on without asking.")
    if hint:
        click.echo(hint, err=True)
    try:
        agreed = click.confirm(question, err=True)
    except click.Abort:
        if not kept:
            raise
        agreed = False
    if not agreed:
        stop(f"What was decided is in {kept}; nothing was imported." if kept else "Nothing was written.")


def carry_out(
    importer: Importer,
    plan: Plan,
    clients: Path,
    account: Account,
    *,
    mending: Mending | None = None,
    as_json: bool,
    allow_mass_change: bool = False,
) -> NoReturn:
    """Write what the plan shows, keep the report and the rows to mend, show it, and end with the status that fits."""
    report, broke_off = _apply(importer, plan, account, allow_mass_change=allow_mass_change)
    saved = save_report(report, clients, account)
    if mending:
        mending.write_done(report, aside=as_json)
    _show_report(plan, report, as_json=as_json)
    if broke_off:
        stop(broke_off, SOME_DID_NOT)
    went_in = saved and not report.counts.rejected and not report.counts.conflicted
    sys.exit(ALL_WENT_IN if went_in else SOME_DID_NOT)


def print_json(value: Plan | Report) -> None:
    """The document on standard output, in letters that it can show."""
    document = dump_json(value)
    click.echo(document if _writes_utf8() else json.dumps(json.loads(document)), nl=False)


def _writes_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"


def _apply(importer: Importer, plan: Plan, account: Account, *, allow_mass_change: bool) -> tuple[Report, str]:
    """The report, and why storing the passwords broke off, if it did."""
    try:
        with _progress(plan) as progress:
            report = importer.apply(plan, allow_mass_change=allow_mass_change, progress=progress, actor=account.actor)
            return report, ""
    except PasswordsRemain as error:
        reason = "" if isinstance(error.__cause__, KeyboardInterrupt) else f" ({error.__cause__})"
        return error.report, f"{error}{reason}"


def _show_report(plan: Plan, report: Report, *, as_json: bool) -> None:
    try:
        if as_json:
            print_json(report)
        else:
            show.report(console(), plan, report)
    except (OSError, KeyboardInterrupt):
        counts = report.counts
        done = f"{counts.created} created, {counts.updated} updated"
        if plan.undoes:
            stop(f"The undo is done ({counts.deleted} deleted, {counts.updated} updated), but not shown.", SOME_DID_NOT)
        stop(f"The import is done ({done}), but not shown.", SOME_DID_NOT)


@contextmanager
def _progress(plan: Plan) -> Iterator[Progress | None]:
    """Bars on standard error, where that is a terminal: one for the clients, and one for the passwords.

    A password takes a thousand times as long as a client, so the time left is told from passwords alone.
    """
    terminal = RichConsole(stderr=True)
    if not terminal.is_terminal:
        yield None
        return
    from client_import.cli.progress import progress_bar  # noqa: PLC0415 - see there

    clients = plan.counts.created + plan.counts.updated + plan.counts.deleted
    with progress_bar(terminal) as bar:
        writing = bar.add_task("Clients", total=clients)
        hashing = bar.add_task("Passwords", total=None, start=False, visible=False)

        def update(done: int, total: int) -> None:
            bar.update(writing, completed=min(done, clients))
            if done >= clients and total > clients:
                bar.start_task(hashing)
                bar.update(hashing, completed=done - clients, total=total - clients, visible=True)

        yield update
