"""What `preview` and `apply` have in common: their options, and the way from a roster to a plan that is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import attrs
import click

from client_import import Importer, Mapping, Plan, RegistrationForm, Table, dump_json, load_mapping
from client_import.cli import show
from client_import.cli.files import FILE, load_form_file, read_document, refuse_overwriting, write
from client_import.cli.stopping import console, stop
from client_import.repositories.sqlite import SqliteClients

F = TypeVar("F", bound=Callable[..., Any])

form_option = click.option(
    "--form", required=True, type=click.File("rb"), help="The registration form, a JSON file.", metavar="FILE"
)


@attrs.frozen
class Job:
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
    encoding: str | None
    delimiter: str | None
    header_line: int | None


def _check_encoding(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    try:
        b"\n\0\n\0".decode(name or "utf-8")
    except UnicodeError:
        return name  # it exists; what the file makes of it is the reader's to say
    except LookupError:
        raise click.BadParameter(
            f"“{name}” is not an encoding. Known are utf-8, cp1252, cp1250 and many more."
        ) from None
    return name


def _check_delimiter(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    delimiter = "\t" if text in {"tab", "\\t"} else text
    if delimiter is not None and (len(delimiter) != 1 or delimiter in "\r\n\"'"):
        raise click.BadParameter("Give one character, such as ; or the word tab.")
    return delimiter


def job_options(command: F) -> F:
    """The options of both, on a command that takes them as `Job` names them."""
    options = (
        click.argument("roster", type=click.File("rb")),
        form_option,
        click.option(
            "--clients",
            required=True,
            type=FILE,
            metavar="FILE.db",
            help="The client accounts, an SQLite file; made by the first import.",
        ),
        click.option("--map", "assigned", multiple=True, metavar='"HEADER=FIELD"', help="Send a column to a field."),
        click.option("--ignore", "ignored", multiple=True, metavar="HEADER", help="Leave a column out."),
        click.option("--mapping", type=click.File("rb"), metavar="FILE", help="Map as in this saved mapping."),
        click.option("--save-mapping", type=FILE, metavar="FILE", help="Save the mapping for the next file."),
        click.option(
            "--encoding", metavar="NAME", callback=_check_encoding, help="How the roster is encoded, such as cp1250."
        ),
        click.option(
            "--delimiter", metavar="CHARACTER", callback=_check_delimiter, help="What separates its cells; or: tab."
        ),
        click.option("--header-line", type=click.IntRange(1), metavar="LINE", help="The line of its column names."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object on standard output."),
        click.option("--all", "show_all", is_flag=True, help="List the changes of every row, not of the first ones."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def plan_job(job: Job) -> tuple[Importer, Plan]:
    """Read, map and plan; show it all unless JSON is wanted."""
    names = [file.name for file in (job.roster, job.form, job.mapping) if file]
    if names.count("<stdin>") > 1:
        raise click.UsageError("Only one of roster, form and mapping can come from standard input.")
    refuse_overwriting([job.roster.name, job.form.name, job.clients], [job.save_mapping])
    form = load_form_file(job.form)
    importer = Importer(form=form, clients=SqliteClients(job.clients))
    table = importer.read(job.roster, encoding=job.encoding, delimiter=job.delimiter, header_line=job.header_line)
    mapping = _choose(importer, table, job)
    plan = importer.plan(table, mapping)
    if job.save_mapping:
        write([dump_json(mapping)], job.save_mapping)
    if not job.as_json:
        show.plan(console(), table, plan, name=job.roster.name, show_all=job.show_all)
    return importer, plan


def _choose(importer: Importer, table: Table, job: Job) -> Mapping:
    mapping = importer.suggest_mapping(table)
    if job.mapping:
        saved = load_mapping(read_document(job.mapping))
        if not {*saved.fields, *saved.ignored} & set(table.header):
            stop(
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
