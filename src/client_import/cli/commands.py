"""The commands of `client-import`: options in, library calls, output through `show`."""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeVar

import attrs
import click
from rich.console import Console

from client_import import (
    BadDocument,
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
    dump_json,
    load_form,
    load_mapping,
    template,
)
from client_import.cli import show
from client_import.repositories.sqlite import SqliteClients

F = TypeVar("F", bound=Callable[..., Any])

ALL_WENT_IN, SOME_DID_NOT, NOTHING_DONE = 0, 1, 2

_EPILOG = (
    "Exit status: 0 when every row went in, 1 when some rows were rejected or conflicted, "
    "2 when nothing was done (a bad file, form, mapping or usage)."
)


_LARGEST_DOCUMENT = 5 * 1024 * 1024

_FILE = click.Path(path_type=Path, dir_okay=False)


class _Console(Console):
    """A console that reports a reader who went away, instead of ending the program."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError(errno.EPIPE, "nobody reads on")


class _Commands(click.Group):
    """Turns everything that stops an import into one message and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal without UTF-8 shows what it can
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
    mapping: BinaryIO | None
    save_mapping: Path | None
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
            type=_FILE,
            metavar="FILE.db",
            help="The client accounts, an SQLite file; made by the first import.",
        ),
        click.option("--map", "assigned", multiple=True, metavar='"HEADER=FIELD"', help="Send a column to a field."),
        click.option("--ignore", "ignored", multiple=True, metavar="HEADER", help="Leave a column out."),
        click.option("--mapping", type=click.File("rb"), metavar="FILE", help="Map as in this saved mapping."),
        click.option("--save-mapping", type=_FILE, metavar="FILE", help="Save the mapping for the next file."),
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
    _refuse_overwriting([job.roster.name, job.form.name, job.clients], [job.save_mapping])
    _, plan = _plan(job)
    if job.as_json:
        _print_json(plan)
    sys.exit(SOME_DID_NOT if plan.counts.rejected else ALL_WENT_IN)


@cli.command(epilog=_EPILOG)
@_job_options
@click.option("--yes", is_flag=True, help="Import without asking.")
@click.option("--backup", type=_FILE, metavar="FILE.csv", help="Export the clients to this file first.")
def apply(*, yes: bool, backup: Path | None, **options: Any) -> None:  # noqa: ANN401 - the options, as _Job names them
    """Import ROSTER: show what it will do, ask, and do it.

    ROSTER is a CSV file; - reads it from standard input.
    """
    job = _Job(**options)
    if job.as_json and not yes:
        raise click.UsageError("--json leaves no room to ask; add --yes to import without asking.")
    if backup and backup.exists():
        raise click.UsageError(f"{backup} exists already. Choose another name, so that no backup is lost.")
    _refuse_overwriting([job.roster.name, job.form.name, job.clients], [backup, job.save_mapping])
    try:
        importer, plan = _plan(job)
    except BrokenPipeError:
        _stop("Nobody reads the output any more. Nothing was written.")
    if not yes:
        _ask()
    if backup:
        _write(importer.export(), backup)
    report, broke_off = _apply(importer, plan)
    try:
        if job.as_json:
            _print_json(report)
        else:
            show.report(_console(), plan, report)
    except (OSError, KeyboardInterrupt):
        counts = report.counts
        _stop(f"The import is done ({counts.created} created, {counts.updated} updated), but not shown.", SOME_DID_NOT)
    if broke_off:
        _stop(broke_off, SOME_DID_NOT)
    sys.exit(SOME_DID_NOT if report.counts.rejected or report.counts.conflicted else ALL_WENT_IN)


@cli.command("check-form", epilog=_EPILOG)
@click.argument("form", type=click.File("rb"))
def check_form(form: BinaryIO) -> None:
    """Say what is wrong with a registration form, a JSON file, or list its fields."""
    show.form(_console(), _load_form(form))


_form_option = click.option(
    "--form", required=True, type=click.File("rb"), help="The registration form, a JSON file.", metavar="FILE"
)
_output_option = click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Not to standard output."
)


@cli.command(epilog=_EPILOG)
@_form_option
@click.option("--clients", required=True, type=_FILE, metavar="FILE.db", help="The client accounts.")
@_output_option
def export(form: BinaryIO, clients: Path, output: Path | None) -> None:
    """Write every client as CSV, without passwords. Importing it again restores values that were overwritten."""
    _refuse_overwriting([form.name, clients], [output])
    importer = Importer(form=_load_form(form), clients=_existing(clients))
    _write(importer.export(), output)


@cli.command("template", epilog=_EPILOG)
@_form_option
@_output_option
def write_template(form: BinaryIO, output: Path | None) -> None:
    """Write the header of a new roster: e-mail, names and the form's questions."""
    _refuse_overwriting([form.name], [output])
    _write([template(_load_form(form))], output)


def _existing(clients: Path) -> SqliteClients:
    if not clients.exists():
        _stop(f"{clients} does not exist, so there is nothing to export.")
    return SqliteClients(clients)


def _write(pieces: Iterable[str], output: Path | None) -> None:
    """Text to a file or to standard output, in UTF-8 and with its own line ends wherever it runs.

    A file is replaced only once all of its new content is there.
    """
    if output is None:
        sys.stdout.buffer.writelines(piece.encode() for piece in pieces)
        return
    with tempfile.NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", delete=False) as file:
        try:
            file.writelines(piece.encode() for piece in pieces)
            file.close()
            Path(file.name).replace(output)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _refuse_overwriting(inputs: Iterable[str | Path], outputs: Iterable[Path | None]) -> None:
    """A slip of the hand must not write over the accounts, the form or the roster."""
    taken = {os.path.realpath(name) for name in inputs}
    for output in outputs:
        if output and (os.path.realpath(output) in taken or any(_is_same_file(output, name) for name in taken)):
            raise click.UsageError(f"{output} would be written over what is read or stored there. Choose another name.")
        if output:
            taken.add(os.path.realpath(output))


def _is_same_file(one: Path, other: str) -> bool:
    return one.exists() and Path(other).exists() and one.samefile(other)


def _plan(job: _Job) -> tuple[Importer, Plan]:
    """Read, map and plan; show it all unless JSON is wanted."""
    names = [file.name for file in (job.roster, job.form, job.mapping) if file]
    if names.count("<stdin>") > 1:
        raise click.UsageError("Only one of roster, form and mapping can come from standard input.")
    form = _load_form(job.form)
    importer = Importer(form=form, clients=SqliteClients(job.clients))
    table = importer.read(job.roster)
    mapping = _choose(importer, table, job)
    plan = importer.plan(table, mapping)
    if job.save_mapping:
        _write([dump_json(mapping)], job.save_mapping)
    if not job.as_json:
        show.plan(_console(), table, plan, name=job.roster.name, show_all=job.show_all)
    return importer, plan


def _console() -> Console:
    return _Console(highlight=False)


def _load_form(file: BinaryIO) -> RegistrationForm:
    try:
        return load_form(_read_document(file))
    except BadDocument as error:
        raise BadForm([Fault(file.name, fault.reason) for fault in error.faults]) from None


def _read_document(file: BinaryIO) -> bytes:
    content = file.read(_LARGEST_DOCUMENT + 1)
    if len(content) > _LARGEST_DOCUMENT:
        _stop(f"{file.name} is larger than a form or mapping can be ({_LARGEST_DOCUMENT:,} bytes).")
    return content


def _choose(importer: Importer, table: Table, job: _Job) -> Mapping:
    mapping = importer.suggest_mapping(table)
    if job.mapping:
        saved = load_mapping(_read_document(job.mapping))
        if not {*saved.fields, *saved.ignored} & set(table.header):
            _stop(
                f"{job.mapping.name}: none of its columns is in this file, so it is a mapping for another kind of file."
            )
        mapping = mapping.follow(saved)
    for header in job.ignored:
        mapping = mapping.ignore(header)
    for assigned in job.assigned:
        if "=" not in assigned:
            raise click.UsageError(f'--map "{assigned}": write the column\'s header, =, and the field.')
        mapping = mapping.assign(*_split_assignment(assigned, table, importer.form))
    return mapping


def _split_assignment(assigned: str, table: Table, form: RegistrationForm) -> tuple[str, str]:
    """Header and field, either of which may hold a = of its own."""
    places = [place for place, char in enumerate(assigned) if char == "="]
    splits = [(assigned[:place].strip(), assigned[place + 1 :].strip()) for place in reversed(places)]
    fitting = [split for split in splits if split[0] in table.header and split[1] in form.fields]
    return next(iter(fitting), splits[0])


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


def _print_json(value: Plan | Report) -> None:
    document = dump_json(value)
    click.echo(document if _writes_utf8() else json.dumps(json.loads(document)), nl=False)


def _writes_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
