"""What the command prints: plans with changes, problems and counts; reports; forms."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TypeVar

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from client_import import (
    STANDARD_FIELDS,
    Action,
    Answer,
    PasswordAction,
    PasswordOutcome,
    Plan,
    PlannedRow,
    Problem,
    RegistrationForm,
    Report,
    Severity,
    Table,
)
from client_import.cli.show_mapping import GROUPED, show_columns, show_unmatched
from client_import.cli.terminal import count, say, visible

T = TypeVar("T")

_ROWS_SHOWN = 20
_PROBLEMS_SHOWN = 500

_DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes", " ": "spaces"}

_ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "mac_roman": "Mac OS Roman",
    "cp850": "DOS code page 850",
}

_PASSWORDS_PLANNED = {
    PasswordAction.SET: "to set",
    PasswordAction.REPLACE: "to replace for good",
    PasswordAction.KEEP: "kept as the client has it",
}

_PASSWORDS_DONE = {
    PasswordOutcome.SET: "set",
    PasswordOutcome.REPLACED: "replaced",
    PasswordOutcome.KEPT: "kept as the client has it",
    PasswordOutcome.OVERTAKEN: "left, since the client changed it meanwhile",
    PasswordOutcome.REMAINING: "not set yet",
}

_INDENT = " " * 13

_STYLES = {
    Action.CREATE: "green",
    Action.UPDATE: "yellow",
    Action.UNCHANGED: "dim",
    Action.REJECTED: "red",
    Action.DELETE: "red",
}


def plan(console: Console, table: Table, planned: Plan, *, name: str, show_all: bool) -> None:
    """The dry run: file, columns, changes, problems; what it comes to stands last, where the eye rests."""
    encoding = _ENCODING_NAMES.get(table.encoding, table.encoding)
    separator = _DELIMITER_NAMES.get(table.delimiter, f"“{visible(table.delimiter)}”")
    shape = f"{count(len(table.rows), 'row')}, {count(len(table.columns), 'column')}"
    say(console, f"{name}: {shape}, {encoding}, separated by {separator}\n")
    show_columns(console, table, planned)
    _show_changes(console, planned, show_all=show_all)
    show_unmatched(console, planned, show_all=show_all)
    problems = [problem for problem in planned.problems if show_all or problem.code not in GROUPED]
    show_problems(console, problems, show_all=show_all)
    counts = planned.counts
    say(
        console,
        f"\nTo import: {counts.created} to create, {counts.updated} to update, {counts.unchanged} unchanged, "
        f"{counts.rejected} rejected.",
        "bold",
    )
    show_counts(console, "Passwords: ", _PASSWORDS_PLANNED, planned.passwords)


def undo(console: Console, reported: Report, planned: Plan, *, show_all: bool) -> None:
    """What taking an import back would do, as `plan` shows an import."""
    occasion, counts = reported.occasion, reported.counts
    by = f" by {occasion.actor}" if occasion.actor else ""
    what = f" of {occasion.file_name}" if occasion.file_name else ""
    done = f"{counts.created} created, {counts.updated} updated"
    title = f"The import{what}"
    if occasion.undoes:
        title, done = "The undo", f"{counts.deleted} deleted, {counts.updated} updated"
    say(console, f"{title} on {occasion.started:%Y-%m-%d at %H:%M} UTC{by}: {done}.")
    _show_changes(console, planned, show_all=show_all)
    show_problems(console, planned.problems, show_all=show_all)
    wanted = planned.counts
    say(
        console,
        f"\nTo take back: {wanted.deleted} to delete, {wanted.updated} to update, {wanted.unchanged} unchanged, "
        f"{wanted.rejected} rejected.",
        "bold",
    )


def report(console: Console, planned: Plan, reported: Report) -> None:
    """What was done; the counts are the last line."""
    shown = set(planned.problems)
    show_problems(console, [problem for problem in reported.problems if problem not in shown], show_all=False)
    show_result(console, reported)


def show_result(console: Console, reported: Report) -> None:
    """How many passwords and clients were stored; the counts of clients are the last line."""
    show_counts(console, "\nPasswords: ", _PASSWORDS_DONE, reported.passwords)
    counts = reported.counts
    conflicted = f", {counts.conflicted} conflicted" if counts.conflicted else ""
    first = f"{counts.deleted} deleted" if reported.occasion.undoes else f"{counts.created} created"
    say(
        console,
        f"{first}, {counts.updated} updated, {counts.unchanged} unchanged, {counts.rejected} rejected{conflicted}.",
        "bold",
    )


def form(console: Console, checked: RegistrationForm) -> None:
    """The fields of a form that is in order."""
    say(console, f"{checked.name or 'The form'} is in order. Columns can go to these fields:\n")
    grid = Grid("Field", "Label", "Choices", box=None, pad_edge=False, header_style="bold")
    questions = {question.id: question for question in checked.questions}
    for field, label in checked.fields.items():
        question = questions.get(field)
        answers = show_answer(question.choices) if question else ""
        grid.add_row(Text(visible(field)), Text(visible(label)), Text(visible(answers), style="dim"))
    console.print(grid)


def show_counts(console: Console, title: str, words: Mapping[T, str], counts: Mapping[T, int]) -> None:
    """Those that are not 0, each with what it counts."""
    listed = [f"{counts[key]} {words[key]}" for key in words if counts[key]]
    if listed:
        say(console, f"{title}{', '.join(listed)}.")


def show_problems(console: Console, problems: Sequence[Problem], *, show_all: bool) -> None:
    """Warnings, then errors, each with its place."""
    for severity, rest, style in (
        (Severity.WARNING, "", "yellow"),
        (Severity.ERROR, ": not imported", "red"),
    ):
        found = [problem for problem in problems if problem.severity is severity]
        if found:
            say(console, f"\n{count(len(found), severity.value)}{rest}", style)
        for problem in found if show_all else found[:_PROBLEMS_SHOWN]:
            place = f"line {problem.line}" if problem.line else "file"
            header = f"{problem.header}: " if problem.header else ""
            say(console, f"  {place:<11}{header}{problem.message}")
        if not show_all and len(found) > _PROBLEMS_SHOWN:
            say(console, f"  … and {len(found) - _PROBLEMS_SHOWN:,} more; --all lists every one.", "dim")


def _show_changes(console: Console, planned: Plan, *, show_all: bool) -> None:
    labels = planned.records.form.fields
    rows = (row for row in planned.rows if row.changes or row.password)
    shown = list(rows if show_all else itertools.islice(rows, _ROWS_SHOWN))
    if shown:
        say(console, "\nChanges", "bold")
    for row in shown:
        _show_row(console, row, labels)
    rest = sum(1 for _ in rows)
    if rest:
        say(console, f"  … and {count(rest, 'more row')}; --all lists every one.", "dim")


def _show_row(console: Console, row: PlannedRow, labels: Mapping[str, str]) -> None:
    deleted = row.action is Action.DELETE
    whole = deleted or row.action is Action.CREATE
    new = {change.field: show_answer(change.old if deleted else change.new) for change in row.changes}
    name = f"  {new['first_name']} {new['last_name']}" if whole else ""
    console.print(
        Text(f"  line {row.line:<6}"),
        Text(f"{row.action.value:<10}", style=_STYLES[row.action]),
        Text(f"{visible(row.email)}{name}"),
        sep="",
        soft_wrap=True,
    )
    if whole:
        answers = [f"{labels[field]}: {new[field]}" for field in labels if field in new.keys() - STANDARD_FIELDS.keys()]
        if answers:
            say(console, f"{_INDENT}{' · '.join(answers)}", "dim")
    else:
        for change in row.changes:
            say(console, f"{_INDENT}{labels[change.field]}: {show_answer(change.old)} → {new[change.field]}")
    if row.password:
        say(console, f"{_INDENT}Password: {_PASSWORDS_PLANNED[row.password]}", "dim")


def show_answer(answer: Answer | None) -> str:
    """An answer on one line."""
    if answer is None:
        return "(nothing)"
    shown = answer if isinstance(answer, str) else ", ".join(_quote_parts(answer))
    return visible(shown)


def _quote_parts(parts: Sequence[str]) -> list[str]:
    return [f"“{part}”" if "," in part else part for part in parts]
