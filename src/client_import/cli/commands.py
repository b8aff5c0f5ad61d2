"""The commands of `client-import`: options in, library calls, output through `show`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, BinaryIO

import click

from client_import import ImportRules, dump_json
from client_import.cli import show
from client_import.cli.carrying_out import ask, carry_out, print_json
from client_import.cli.exporting import export, output_option, write_template
from client_import.cli.files import FILE, load_form_file, write
from client_import.cli.jobs import Job, job_options, plan_job
from client_import.cli.report_commands import corrections_command, show_command
from client_import.cli.saved_reports import Account, account_options
from client_import.cli.serving import demo, serve
from client_import.cli.stopping import ALL_WENT_IN, ALLOWING, EPILOG, SOME_DID_NOT, Commands, stop
from client_import.cli.terminal import console, say
from client_import.cli.undoing import undo

_OFFER = "To keep a copy of what is stored now, say no and add --backup FILE.csv."


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="client_import")
def cli() -> None:
    """Bring a roster of people from a CSV file into client accounts."""


@cli.command(epilog=EPILOG)
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
        print_json(plan)
    elif plan.mass_change:
        say(console(), f"Nothing is imported until this is allowed. {ALLOWING}")
    sys.exit(SOME_DID_NOT if plan.counts.rejected or plan.mass_change else ALL_WENT_IN)


@cli.command(epilog=EPILOG)
@job_options
@click.option("--yes", is_flag=True, help="Import without asking.")
@click.option("--backup", type=FILE, metavar="FILE.csv", help="Export the clients to this file first.")
@click.option("--allow-mass-change", is_flag=True, help="Import even where very many names change.")
@account_options
def apply(
    *,
    yes: bool,
    backup: Path | None,
    allow_mass_change: bool,
    actor: str | None,
    report: Path | None,
    **options: Any,  # noqa: ANN401
) -> None:
    """Import ROSTER: show what it will do, ask, and do it.

    ROSTER is a CSV file; - reads it from standard input.
    """
    job = Job.from_options(**options)
    if job.as_json and not yes:
        raise click.UsageError("--json leaves no room to ask; add --yes to import without asking.")
    if backup and backup.exists():
        raise click.UsageError(f"{backup} exists already. Choose another name, so that no backup is lost.")
    account = Account(actor, report)
    account.refuse_overwriting()
    job.refuse_overwriting(backup, report)
    try:
        importer, plan = plan_job(job)
    except BrokenPipeError:
        stop("Nobody reads the output any more. Nothing was written.")
    if plan.mass_change and not allow_mass_change:
        reason = plan.mass_change.message if job.as_json else "Nothing was written, since so many names would change."
        stop(f"{reason} {ALLOWING}")
    if not yes:
        offer = "" if backup or not job.clients.exists() else _OFFER
        ask("Import now?", hint=offer, kept=job.saves_to)
    if backup:
        write(importer.export(), backup)
    carry_out(
        importer,
        plan,
        job.clients,
        account,
        mending=job.mending,
        as_json=job.as_json,
        allow_mass_change=allow_mass_change,
    )


@cli.command(epilog=EPILOG)
@output_option
def rules(output: Path | None) -> None:
    """Write the default rules, a JSON file to edit and to hand to preview and apply with --rules."""
    write([dump_json(ImportRules())], output)


@cli.command("check-form", epilog=EPILOG)
@click.argument("form", type=click.File("rb"))
def check_form(form: BinaryIO) -> None:
    """Say what is wrong with a registration form, a JSON file, or list its fields."""
    show.form(console(), load_form_file(form))


for each in (export, write_template, undo, corrections_command, show_command, serve, demo):
    each.epilog = EPILOG
    cli.add_command(each)
