"""What the command prints of a saved report: who, when, from which file, what was written, and what went wrong."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from datetime import datetime

from rich.console import Console
from rich.text import Text

from client_import import STANDARD_FIELDS, Outcome, PasswordOutcome, Report, ReportedRow
from client_import.cli.show import show_answer, show_problems, show_result
from client_import.cli.terminal import count, say, visible

_ROWS_SHOWN = 20

_INDENT = " " * 15

_STYLES = {
    Outcome.CREATED: "green",
    Outcome.UPDATED: "yellow",
    Outcome.UNCHANGED: "dim",
    Outcome.REJECTED: "red",
    Outcome.CONFLICTED: "red",
    Outcome.DELETED: "yellow",
}

_PASSWORDS = {
    PasswordOutcome.SET: "set",
    PasswordOutcome.REPLACED: "replaced",
    PasswordOutcome.KEPT: "kept as the client has it",
    PasswordOutcome.OVERTAKEN: "left, since the client changed it meanwhile",
    PasswordOutcome.REMAINING: "not set yet",
}


def show_saved_report(console: Console, report: Report, *, show_all: bool) -> None:
    """The circumstances, the changes of each row, the problems; the counts are the last line."""
    for line in _describe_occasion(report):
        say(console, line)
    _show_changes(console, report, show_all=show_all)
    show_problems(console, report.problems, show_all=show_all)
    show_result(console, report)


def _describe_occasion(report: Report) -> Iterator[str]:
    occasion = report.occasion
    size = "" if occasion.file_size is None else f" ({count(occasion.file_size, 'byte')})"
    what = f"Imported from {occasion.file_name or 'a file without a name'}{size}"
    if occasion.undoes:
        what = f"Took back the import of {_show_time(occasion.undoes)}"
    yield what + (f" by {occasion.actor}" if occasion.actor else "")
    yield f"Started {_show_time(occasion.started)}, finished {_show_time(occasion.finished)}"
    yield f"Form: {report.form.name or 'without a name'}"


def _show_time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _show_changes(console: Console, report: Report, *, show_all: bool) -> None:
    labels = {**report.form.fields}
    rows = (row for row in report.rows if row.changes or row.password)
    shown = list(rows if show_all else itertools.islice(rows, _ROWS_SHOWN))
    if shown:
        say(console, "\nChanges", "bold")
    for row in shown:
        _show_row(console, row, labels)
    rest = sum(1 for _ in rows)
    if rest:
        say(console, f"  … and {count(rest, 'more row')}; --all lists every one.", "dim")


def _show_row(console: Console, row: ReportedRow, labels: Mapping[str, str]) -> None:
    new = {change.field: show_answer(change.new) for change in row.changes}
    is_new = row.outcome is Outcome.CREATED
    name = f"  {new.get('first_name', '')} {new.get('last_name', '')}" if is_new else ""
    console.print(
        Text(f"  line {row.line:<6}"),
        Text(f"{row.outcome.value:<12}", style=_STYLES[row.outcome]),
        Text(f"{visible(row.email)}{name}"),
        sep="",
        soft_wrap=True,
    )
    if is_new:
        told = [f"{labels.get(field, field)}: {value}" for field, value in new.items() if field not in STANDARD_FIELDS]
        if told:
            say(console, f"{_INDENT}{' · '.join(told)}", "dim")
    else:
        for change in row.changes:
            label = labels.get(change.field, change.field)
            say(console, f"{_INDENT}{label}: {show_answer(change.old)} → {show_answer(change.new)}")
    if row.password:
        say(console, f"{_INDENT}Password: {_PASSWORDS[row.password]}", "dim")
