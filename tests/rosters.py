"""Small helpers for tests that read better with a roster as text."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Callable
from datetime import UTC, datetime

from client_import import (
    Client,
    ImportRules,
    Mapping,
    Occasion,
    OriginalRow,
    PasswordRules,
    Plan,
    Problem,
    Question,
    Records,
    RegistrationForm,
    Report,
    Result,
    Table,
    check_rows,
    make_plan,
    read_table,
    suggest_mapping,
)

FORM = RegistrationForm(
    questions=[
        Question("sid", "Student ID"),
        Question("major", "Major", kind="choice", choices=["Biology", "History"]),
        Question("help", "Help with", kind="choices", choices=["Essays", "CVs"]),
    ]
)
QUICK = ImportRules(passwords=PasswordRules(cost=4))


def roster(text: str) -> bytes:
    """An indented text as a file."""
    return textwrap.dedent(text).lstrip().encode()


Decide = Callable[[Mapping], Mapping]


def as_suggested(mapping: Mapping) -> Mapping:
    """The mapping, with nothing decided by hand."""
    return mapping


def check(text: str, rules: ImportRules = QUICK, decide: Decide = as_suggested) -> Records:
    """The checked rows of a roster under the suggested mapping and what was decided beside."""
    table = read_table(roster(text))
    return check_rows(table, decide(suggest_mapping(table, FORM)), FORM, rules)


def report_of(
    *results: Result, problems: tuple[Problem, ...] = (), original_rows: tuple[OriginalRow, ...] = ()
) -> Report:
    """A report with these rows, of an import of one morning."""
    morning = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
    return Report(
        occasion=Occasion(actor="admin 7", started=morning, finished=morning, file_name="roster.csv", file_size=99),
        form=FORM,
        mapping=Mapping(("Mail", "Help")),
        rules=QUICK,
        header=("Mail", "Help"),
        fields=("first_name", "last_name", "help"),
        results=results,
        problems=problems,
        original_rows=original_rows,
    )


def table_of(*headers: str, rows: tuple[tuple[str, ...], ...] = ()) -> Table:
    """A table of these headers, with one row of filled cells where no rows are given."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *(rows or [("x",) * len(headers)])])
    return read_table(text.getvalue().encode())


def plan(text: str, *clients: Client, rules: ImportRules = QUICK, decide: Decide = as_suggested) -> Plan:
    """The plan for a roster and these stored clients."""
    return make_plan(check(text, rules, decide), clients, rules)


def codes(problems: tuple[Problem, ...]) -> list[tuple[int | None, str]]:
    """Line and code of each problem."""
    return [(problem.line, problem.code.value) for problem in problems]
