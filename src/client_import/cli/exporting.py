"""The commands `export` and `template`: clients, or the header alone, as CSV in the form that somebody needs."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click

from client_import import ExportOptions, Importer, Separator, template
from client_import.cli.files import FILE, load_form_file, refuse_overwriting, write
from client_import.cli.jobs import form_option
from client_import.cli.stopping import SOME_DID_NOT, stop
from client_import.repositories.sqlite import SqliteClients

F = TypeVar("F", bound=Callable[..., Any])

_UNKNOWN_LISTED = 20

output_option = click.option("-o", "--output", type=FILE, metavar="FILE", help="Not to standard output.")


def _split_fields(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    """Ids between commas; one that holds a comma stands in quotation marks, as in the file."""
    if text is None:
        return None
    return tuple(field.strip() for field in next(csv.reader([text], skipinitialspace=True), []) if field.strip())


def _look_options(command: F) -> F:
    """The options that say how the file looks, on a command that takes them as `ExportOptions` names them."""
    options = (
        click.option(
            "--labels", is_flag=True, help="Head each column with the question and its id, such as: Standing (R2)."
        ),
        click.option(
            "--fields",
            metavar="ID,ID,…",
            callback=_split_fields,
            help="Only these questions, in this order. E-mail and names always come first.",
        ),
        click.option(
            "--separator",
            type=click.Choice([each.name.lower() for each in Separator]),
            default=Separator.COMMA.name.lower(),
            show_default=True,
            callback=lambda _, __, name: Separator[name.upper()],
            help="What stands between cells. Excel wants semicolons where numbers have a decimal comma.",
        ),
        click.option(
            "--excel",
            "byte_order_mark",
            is_flag=True,
            help="Mark the file as UTF-8, so that Excel shows accents as they are.",
        ),
        click.option(
            "--digits-as-text",
            is_flag=True,
            help="Write ' before what starts with a digit, so that no spreadsheet makes 42 of 0042. Importing takes it "
            "off again.",
        ),
    )
    for each in reversed(options):
        command = each(command)
    return command


@click.command()
@form_option
@click.option("--clients", required=True, type=FILE, metavar="FILE.db", help="The client accounts.")
@_look_options
@click.option("--only", multiple=True, metavar="ADDRESS", help="Only this client. Can be repeated.")
@click.option("--only-in", type=click.File("rb"), metavar="FILE", help="Only the clients with an address in this file.")
@output_option
def export(
    *,
    form: BinaryIO,
    clients: Path,
    only: tuple[str, ...],
    only_in: BinaryIO | None,
    output: Path | None,
    **look: Any,  # noqa: ANN401 - the options, as ExportOptions names them
) -> None:
    """Write clients as CSV, without passwords: all of them, or only some.

    Importing the file again restores values that were overwritten since, however it was written. The FILE of --only-in
    is a text with one address on each line. Where an address belongs to no client, the others are written and the exit
    status is 1.
    """
    refuse_overwriting([form.name, clients, *([only_in.name] if only_in else [])], [output])
    importer = Importer(form=load_form_file(form), clients=_existing(clients))
    chosen = itertools.chain(only, _read_addresses(only_in)) if only or only_in else None
    unknown: list[str] = []
    write(importer.export(ExportOptions(**look), only=chosen, tell_unknown=unknown.append), output)
    if unknown:
        stop(_name_unknown(unknown), SOME_DID_NOT)


@click.command("template")
@form_option
@_look_options
@output_option
def write_template(form: BinaryIO, output: Path | None, **look: Any) -> None:  # noqa: ANN401
    """Write the header of a new roster: e-mail, names and the form's questions."""
    refuse_overwriting([form.name], [output])
    write([template(load_form_file(form), ExportOptions(**look))], output)


def _existing(clients: Path) -> SqliteClients:
    if not clients.exists():
        stop(f"{clients} does not exist, so there is nothing to export.")
    return SqliteClients(clients)


def _read_addresses(file: Iterable[bytes] | None) -> Iterator[str]:
    """The lines that are not blank; what is no UTF-8 belongs to no client, and is named like any other."""
    for line in file or ():
        address = line.decode("utf-8", "backslashreplace").removeprefix("\ufeff").strip()
        if address:
            yield address


def _name_unknown(addresses: list[str]) -> str:
    more = len(addresses) - _UNKNOWN_LISTED
    listed = ", ".join(f"“{address}”" for address in addresses[:_UNKNOWN_LISTED])
    return f"No client has the address {listed}{f' and {more:,} more' if more > 0 else ''}. The others were written."
