"""The commands of `client-import`: options in, library calls, output through `show`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
from rich.console import Console as RichConsole

from client_import import (
    Importer,
    ImportRules,
    PasswordsRemain,
    Plan,
    Progress,
    Report,
    dump_json,
)
from client_import.cli import show
from client_import.cli.exporting import export, output_option, write_template
from client_import.cli.files import FILE, load_form_file, write
from client_import.cli.jobs import Job, job_options, plan_job
from client_import.cli.report_commands import corrections_command, show_command
from client_import.cli.stopping import ALL_WENT_IN, ALLOWING, SOME_DID_NOT, Commands, stop
from client_import.cli.terminal import console, say

_EPILOG = (
    "Exit status: 0 when every row went in, 1 when some rows were rejected or conflicted, or a preview waits to be "
    "allowed, 2 when nothing was done (a bad file, form, rules, mapping or usage, or an import that waits)."
)


@click.group(cls=Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="client_import")
def cli() -> None:
    """Bring a roster of people from a CSV file into client accounts."""


cli.add_command(corrections_command)
cli.add_command(show_command)


@cli.command(epilog=_EPILOG)
@job_options
def preview(**options: Any) -> None:  # noqa: ANN401 - the options, as Job names them
    """Show exactly what importing ROSTER would do. No client is touched.

    ROSTER is a CSV file; - reads it from standard input.
    """
    job = Job.from_options(**options)
    _, plan = plan_job(job)
    if job.mending:
        job.mending.write(plan, aside=job.as_json)
    if job.as_json:
        _print_json(plan)
    elif plan.mass_change:
        say(console(), f"Nothing is imported until this is allowed. {ALLOWING}")
    sys.exit(SOME_DID_NOT if plan.counts.rejected or plan.mass_change else ALL_WENT_IN)


@cli.command(epilog=_EPILOG)
@job_options
@click.option("--yes", is_flag=True, help="Import without asking.")
@click.option("--backup", type=FILE, metavar="FILE.csv", help="Export the clients to this file first.")
@click.option("--allow-mass-change", is_flag=True, help="Import even where very many names change.")
def apply(*, yes: bool, backup: Path | None, allow_mass_change: bool, **options: Any) -> None:  # noqa: ANN401
    """Import ROSTER: show what it will do, ask, and do it.

    ROSTER is a CSV file; - reads it from standard input.
    """
    job = Job.from_options(**options)
    if job.as_json and not yes:
        raise click.UsageError("--json leaves no room to ask; add --yes to import without asking.")
    if backup and backup.exists():
        raise click.UsageError(f"{backup} exists already. Choose another name, so that no backup is lost.")
    job.refuse_overwriting(backup)
    try:
        importer, plan = plan_job(job)
    except BrokenPipeError:
        stop("Nobody reads the output any more. Nothing was written.")
    if plan.mass_change and not allow_mass_change:
        reason = plan.mass_change.message if job.as_json else "Nothing was written, since so many names would change."
        stop(f"{reason} {ALLOWING}")
    if not yes:
        _ask(offer_backup=not backup and job.clients.exists(), kept=job.saves_to)
    if backup:
        write(importer.export(), backup)
    report, broke_off = _apply(importer, plan, allow_mass_change=allow_mass_change)
    if job.mending:
        job.mending.write_done(report, aside=job.as_json)
    _show_report(plan, report, as_json=job.as_json)
    if broke_off:
        stop(broke_off, SOME_DID_NOT)
    sys.exit(SOME_DID_NOT if report.counts.rejected or report.counts.conflicted else ALL_WENT_IN)


@cli.command(epilog=_EPILOG)
@output_option
def rules(output: Path | None) -> None:
    """Write the default rules, a JSON file to edit and to hand to preview and apply with --rules."""
    write([dump_json(ImportRules())], output)


@cli.command("check-form", epilog=_EPILOG)
@click.argument("form", type=click.File("rb"))
def check_form(form: BinaryIO) -> None:
    """Say what is wrong with a registration form, a JSON file, or list its fields."""
    show.form(console(), load_form_file(form))


for each in (export, write_template):
    each.epilog = _EPILOG
    cli.add_command(each)


def _ask(*, offer_backup: bool, kept: Path | None) -> None:
    if not sys.stdin.isatty():
        stop("There is no terminal to ask at. Nothing was written; add --yes to import without asking.")
    if offer_backup:
        click.echo("To keep a copy of what is stored now, say no and add --backup FILE.csv.", err=True)
    try:
        agreed = click.confirm("Import now?", err=True)
    except click.Abort:
        if not kept:
            raise
        agreed = False
    if not agreed:
        stop(f"What was decided is in {kept}; nothing was imported." if kept else "Nothing was written.")


def _apply(importer: Importer, plan: Plan, *, allow_mass_change: bool) -> tuple[Report, str]:
    """The report, and why storing the passwords broke off, if it did."""
    try:
        with _progress(plan) as progress:
            return importer.apply(plan, allow_mass_change=allow_mass_change, progress=progress), ""
    except PasswordsRemain as error:
        reason = "" if isinstance(error.__cause__, KeyboardInterrupt) else f" ({error.__cause__})"
        return error.report, f"{error}{reason}"


def _show_report(plan: Plan, report: Report, *, as_json: bool) -> None:
    try:
        if as_json:
            _print_json(report)
        else:
            show.report(console(), plan, report)
    except (OSError, KeyboardInterrupt):
        counts = report.counts
        stop(f"The import is done ({counts.created} created, {counts.updated} updated), but not shown.", SOME_DID_NOT)


@contextmanager
def _progress(plan: Plan) -> Iterator[Progress | None]:
    """Bars on standard error, where that is a terminal: one for the clients, and one for the passwords.

    A password takes a thousand times as long as a client, so the time left is told from passwords alone.
    """
    terminal = RichConsole(stderr=True)
    if not terminal.is_terminal:
        yield None
        return
    clients = plan.counts.created + plan.counts.updated
    with show.progress_bar(terminal) as bar:
        writing = bar.add_task("Clients", total=clients)
        hashing = bar.add_task("Passwords", total=None, start=False, visible=False)

        def update(done: int, total: int) -> None:
            bar.update(writing, completed=min(done, clients))
            if done >= clients and total > clients:
                bar.start_task(hashing)
                bar.update(hashing, completed=done - clients, total=total - clients, visible=True)

        yield update


def _print_json(value: Plan | Report) -> None:
    document = dump_json(value)
    click.echo(document if _writes_utf8() else json.dumps(json.loads(document)), nl=False)


def _writes_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
