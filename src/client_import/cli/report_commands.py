"""The commands that look at the saved report of an import: `corrections` and `show`."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import click

from client_import import BadDocument, Fault, Report, corrections, load_report
from client_import.cli.correcting import Mending
from client_import.cli.files import FILE, refuse_overwriting, write
from client_import.cli.show_report import show_saved_report
from client_import.cli.stopping import stop
from client_import.cli.terminal import console, say

_LARGEST_REPORT = 512 * 1024 * 1024

_report_argument = click.argument("report", type=click.File("rb"))


@click.command("corrections")
@_report_argument
@click.option("-o", "--output", type=FILE, metavar="FILE", help="Not to standard output; the mapping goes beside it.")
@click.option("--warned", is_flag=True, help="Write rows that only carry a warning as well.")
def corrections_command(report: BinaryIO, output: Path | None, *, warned: bool) -> None:
    """Write the rows of REPORT that did not go in, as CSV to mend and to import again.

    REPORT is the report of an import, a JSON file; - reads it from standard input.
    """
    if output is None:
        loaded = load_report_file(report)
        write(corrections(loaded, warned=warned), None)
        say(console(aside=True), "The mapping of that import is not in this output; -o FILE writes both.")
        return
    mending = Mending(output, warned)
    refuse_overwriting([report.name], [output, mending.mapping_path])
    mending.refuse_loss()
    mending.write(load_report_file(report), aside=False)


@click.command("show")
@_report_argument
@click.option("--all", "show_all", is_flag=True, help="List the changes of every row, not of the first ones.")
def show_command(report: BinaryIO, *, show_all: bool) -> None:
    """Show who imported what and when, every change, and every problem of REPORT.

    REPORT is the report of an import, a JSON file; - reads it from standard input.
    """
    show_saved_report(console(), load_report_file(report), show_all=show_all)


def load_report_file(file: BinaryIO) -> Report:
    """The report in a file; its faults name the file."""
    content = file.read(_LARGEST_REPORT + 1)
    if len(content) > _LARGEST_REPORT:
        stop(f"{file.name} is larger than a report can be ({_LARGEST_REPORT:,} bytes).")
    try:
        return load_report(content)
    except BadDocument as error:
        places = [f"{file.name}, {fault.path}" if fault.path else file.name for fault in error.faults]
        faults = [Fault(place, fault.reason) for place, fault in zip(places, error.faults, strict=True)]
        raise BadDocument(error.kind, faults) from None
