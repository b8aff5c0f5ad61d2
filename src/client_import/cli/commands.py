"""`client-import preview`, `apply` and `check-form`: options in, library calls, output through `show`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeVar

import attrs
import click
from rich.console import Console

from client_import import (
    BadForm,
    BadMapping,
    ClientImportError,
    Fault,
    Importer,
    Mapping,
    PasswordsRemain,
    Plan,
    Progress,
    RegistrationForm,
    Report,
    Table,
)
from client_import.cli import show
from client_import.repositories.sqlite import SqliteClients

F = TypeVar("F", bound=Callable[..., Any])

ALL_WENT_IN, SOME_DID_NOT, NOTHING_DONE = 0, 1, 2

_EPILOG = (
    "Exit status: 0 when every row went in, 1 when some rows were rejected or conflicted, "
    "2 when nothing was done (a bad file, form, mapping or usage)."
)


class _Commands(click.Group):
    """Turns everything that stops an import into one message and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except BadMapping as error:
            _stop(f'{error}\nMap a column with --map "HEADER=FIELD", or leave it out with --ignore "HEADER".')
        except ClientImportError as error:
            _stop(str(error))
        except BrokenPipeError:
            raise  # click ends quietly when nobody reads on
        except OSError as error:
            _stop(f"{error.filename or 'The file'}: {error.strerror or error}.")
        except (click.Abort, KeyboardInterrupt):
            _stop("Stopped. Nothing was written.")


def _stop(message: str, status: int = NOTHING_DONE) -> NoReturn:
    click.echo(f"Error: {show.visible(message, keep_lines=True)}", err=True)
    sys.exit(status)


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="client_import")
def cli() -> None:
    """Bring a roster of people from a CSV file into client accounts."""


@attrs.frozen
class _Job:
    """What the options of `preview` and `apply` ask for."""

    roster: BinaryIO
    form: BinaryIO
    clients: Path
    assigned: tuple[str, ...]
    ignored: tuple[str, ...]
    as_json: bool
    show_all: bool


def _job_options(command: F) -> F:
    options = (
        click.argument("roster", type=click.File("rb")),
        click.option(
            "--form", required=True, type=click.File("rb"), help="The registration form, a JSON file.", metavar="FILE"
        ),
        click.option(
            "--clients",
            required=True,
            type=click.Path(path_type=Path, dir_okay=False),
            metavar="FILE.db",
            help="The client accounts, an SQLite file; made by the first import.",
        ),
        click.option("--map", "assigned", multiple=True, metavar='"HEADER=FIELD"', help="Send a column to a field."),
        click.option("--ignore", "ignored", multiple=True, metavar="HEADER", help="Leave a column out."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output."),
        click.option("--all", "show_all", is_flag=True, help="List the changes of every row, not of the first ones."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command(epilog=_EPILOG)
@_job_options
def preview(**options: Any) -> None:  # noqa: ANN401 - the options, as _Job names them
    """Show exactly what importing ROSTER would do. Nothing is written.

    ROSTER is a CSV file; - reads it from standard input.
    """
    job = _Job(**options)
    _, plan = _plan(job)
    if job.as_json:
        _print_json(plan.to_dict())
    sys.exit(SOME_DID_NOT if plan.counts.rejected else ALL_WENT_IN)


@cli.command(epilog=_EPILOG)
@_job_options
@click.option("--yes", is_flag=True, help="Import without asking.")
def apply(*, yes: bool, **options: Any) -> None:  # noqa: ANN401 - the options, as _Job names them
    """Import ROSTER: show what it will do, ask, and do it.

    ROSTER is a CSV file; - reads it from standard input.
    """
    job = _Job(**options)
    if job.as_json and not yes:
        raise click.UsageError("--json leaves no room to ask; add --yes to import without asking.")
    importer, plan = _plan(job)
    if not yes:
        _ask()
    report, broke_off = _apply(importer, plan)
    if job.as_json:
        _print_json(report.to_dict())
    else:
        show.report(_console(), plan, report)
    if broke_off:
        _stop(broke_off, SOME_DID_NOT)
    sys.exit(SOME_DID_NOT if report.counts.rejected or report.counts.conflicted else ALL_WENT_IN)


@cli.command("check-form", epilog=_EPILOG)
@click.argument("form", type=click.File("rb"))
def check_form(form: BinaryIO) -> None:
    """Say what is wrong with a registration form, a JSON file, or list its fields."""
    show.form(_console(), _load_form(form))


def _plan(job: _Job) -> tuple[Importer, Plan]:
    """Read, map and plan; show it all unless JSON is wanted."""
    form = _load_form(job.form)
    importer = Importer(form=form, clients=SqliteClients(job.clients))
    table = importer.read(job.roster)
    mapping = _choose(importer, table, job)
    plan = importer.plan(table, mapping)
    if not job.as_json:
        show.plan(_console(), table, plan, name=job.roster.name, show_all=job.show_all)
    return importer, plan


def _console() -> Console:
    return Console(highlight=False)


def _load_form(file: BinaryIO) -> RegistrationForm:
    try:
        data = json.loads(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadForm([Fault("", f"{file.name} is not UTF-8")]) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadForm([Fault("", f"{file.name} is no JSON: {error.msg} ({where})")]) from None
    except RecursionError:
        raise BadForm([Fault("", f"{file.name} is nested too deeply")]) from None
    return RegistrationForm.from_dict(data)


def _choose(importer: Importer, table: Table, job: _Job) -> Mapping:
    mapping = importer.suggest_mapping(table)
    for header in job.ignored:
        mapping = mapping.ignore(header)
    for assigned in job.assigned:
        header, equals, field = assigned.rpartition("=")
        if not equals:
            raise click.UsageError(f'--map "{assigned}": write the column\'s header, =, and the field.')
        mapping = mapping.assign(header, field)
    return mapping


def _ask() -> None:
    if not sys.stdin.isatty():
        _stop("There is no terminal to ask at. Nothing was written; add --yes to import without asking.")
    if not click.confirm("Import now?", err=True):
        _stop("Nothing was written.")


def _apply(importer: Importer, plan: Plan) -> tuple[Report, str]:
    """The report, and why storing the passwords broke off, if it did."""
    try:
        with _progress() as progress:
            return importer.apply(plan, progress=progress), ""
    except PasswordsRemain as error:
        reason = "" if isinstance(error.__cause__, KeyboardInterrupt) else f" ({error.__cause__})"
        return error.report, f"{error}{reason}"


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on standard error, where that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with show.progress_bar(console) as bar:
        task = bar.add_task("Importing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_json(value: dict[str, object]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
