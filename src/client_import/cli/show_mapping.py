"""What the command prints of a mapping: where each column goes and why, and what is left for a person to decide."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from client_import import (
    Mapping,
    Offer,
    Plan,
    ProblemCode,
    Reason,
    RegistrationForm,
    Table,
    UnmatchedAnswer,
    sample_values,
)
from client_import.cli.terminal import count, option, say, visible

GROUPED = frozenset({ProblemCode.UNMATCHED_ANSWER})
"""Problems that are shown by value, and not by row unless every one is asked for."""

_VALUES_SHOWN = 20

_WAYS_OUT = (
    '  Say which choice is meant with --translate "QUESTION=VALUE=CHOICE", or with --leave-out "QUESTION=VALUE"',
    "  that none is; --interactive asks about each. --choices-to-add FILE lists them for the owner of the form.",
)

_REASONS = {
    Reason.CHOSEN: "as you said",
    Reason.SAVED: "as saved",
    Reason.EXACT_ID: "same id",
    Reason.ID: "same id",
    Reason.LABEL: "same label",
    Reason.LABEL_AND_ID: "same label and id",
    Reason.ALIAS: "known name",
    Reason.VALUES: "its values look so",
    Reason.SIMILAR: "a similar name",
}


def show_columns(console: Console, table: Table, planned: Plan) -> None:
    """Each column with its field, the reason and sample data; then what else the mapping says, and what is open."""
    mapping, form = planned.records.mapping, planned.records.form
    samples = sample_values(table, mapping, form)
    grid = Grid("Column", "Goes to", "Because", "Sample data", box=None, pad_edge=False, header_style="bold")
    for column in table.columns:
        target, why = _where(column.header, mapping, form)
        style = "" if column.header in mapping.assignments else "yellow"
        values = ", ".join(visible(value) for value in samples[column.header])
        shown = Text(values, style="dim", overflow="ellipsis", no_wrap=True)
        grid.add_row(Text(visible(column.header)), Text(visible(target), style=style), Text(why, style="dim"), shown)
    for fixed, whom in ((mapping.constants, "(every row)"), (mapping.defaults, "(new clients)")):
        for question, value in fixed.items():
            given = [Text(visible(form.fields[question])), Text("as decided", style="dim")]
            grid.add_row(Text(whom), *given, Text(visible(value), style="dim"))
    console.print(grid)
    for line in _open_columns(mapping, form):
        say(console, line)


def _where(header: str, mapping: Mapping, form: RegistrationForm) -> tuple[str, str]:
    """Where a column goes, and why."""
    if header in mapping.assignments:
        assignment = mapping.assignments[header]
        return form.fields[assignment.field], _REASONS[assignment.reason]
    if header in mapping.ignored:
        return "left out", "as decided"
    if header in mapping.bookkeeping:
        return "left out", "kept by the platform"
    return "not imported", "perhaps a field, see below" if mapping.offers.get(header) else ""


def _open_columns(mapping: Mapping, form: RegistrationForm) -> Iterator[str]:
    offered = [header for header in mapping.unmapped if mapping.offers.get(header)]
    if offered:
        yield "\nTo decide"
    for header in offered:
        may_be = " or ".join(_describe(offer, form) for offer in mapping.offers[header])
        yield f"  {header} may be {may_be}:"
        yield from (f"      {option('--map', header, offer.field)}" for offer in mapping.offers[header])
    if mapping.unmapped:
        yield '\nSend a column to a field with --map "HEADER=FIELD", or leave it out with --ignore "HEADER";'
        yield "--interactive asks about each that is not imported."


def list_required(mapping: Mapping) -> Iterator[str]:
    """The options that take up an offer for a field that every client needs."""
    needed = {*mapping.missing, *mapping.open_fields(["full_name"])}
    for header, offers in mapping.offers.items():
        yield from (option("--map", header, offer.field) for offer in offers if offer.field in needed)


def _describe(offer: Offer, form: RegistrationForm) -> str:
    return f"{form.fields[offer.field]} ({_REASONS[offer.reason]}, {offer.score:.0%})"


def show_unmatched(console: Console, planned: Plan, *, show_all: bool) -> None:
    """Each value that matches no choice, once, with the option that says what is meant."""
    unmatched = planned.unmatched
    if not unmatched:
        return
    say(console, f"\n{count(len(unmatched), 'value')} without a matching choice", "yellow")
    for answer in unmatched if show_all else unmatched[:_VALUES_SHOWN]:
        say(console, f"  {_place(answer, planned)}“{_short(answer.value)}”, {_rows(answer)}{_advice(answer)}")
    if not show_all and len(unmatched) > _VALUES_SHOWN:
        say(console, f"  … and {len(unmatched) - _VALUES_SHOWN:,} more; --all lists every one.", "dim")
    for line in _WAYS_OUT:
        say(console, line, "dim")


def list_choices_to_add(planned: Plan) -> str:
    """The values without a matching choice, for the owner of the form: by question, with the number of their rows."""
    labels = planned.records.form.fields
    lines = []
    for question, answers in itertools.groupby(planned.unmatched, key=lambda answer: answer.question):
        lines.append(f"{labels[question]} ({question})")
        lines += [f"  {visible(answer.value)}  ({count(answer.rows, 'row')})" for answer in answers]
    return "".join(f"{line}\n" for line in lines)


def _place(answer: UnmatchedAnswer, planned: Plan) -> str:
    column = planned.records.columns.get(answer.question)
    return f"{column.header}: " if column else ""


def _rows(answer: UnmatchedAnswer) -> str:
    more = ", …" if answer.rows > len(answer.lines) else ""
    lines = "line" if answer.rows == 1 else "lines"
    return f"{count(answer.rows, 'row')} ({lines} {', '.join(map(str, answer.lines))}{more})"


def _advice(answer: UnmatchedAnswer) -> str:
    if not answer.suggestions:
        return f"\n      {option('--leave-out', answer.question, answer.value)}"
    perhaps = " or ".join(f"“{choice}”" for choice in answer.suggestions)
    options = [option("--translate", answer.question, answer.value, choice) for choice in answer.suggestions]
    return "\n      ".join([f": perhaps {perhaps}?", *options])


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:79]}…"
