"""A row's cells → its `Record`, and all that is wrong with it.

Nothing is looked up and nothing decided here about stored clients.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple, TypeAlias

from client_import.answers import (
    CheckAnswer,
    Complain,
    answer_check,
    clearing,
    guarded_answer_check,
    quote,
)
from client_import.client import Answer
from client_import.emails import BadEmail, Email, parse_email
from client_import.passwords import Secret
from client_import.problems import ProblemCode
from client_import.questions import EMAIL, PASSWORD, PASSWORD_HASH, Question, QuestionKind
from client_import.reading import Table
from client_import.reading.widths import Cells
from client_import.records.known_damage import known_damage_check
from client_import.records.name_checks import names_check
from client_import.records.password_checks import Passwords, passwords_check
from client_import.records.row_problems import RowProblems
from client_import.records.wanted import Wanted
from client_import.rules import ImportRules, UnmatchedAnswers
from client_import.texts.damage import find_figures

_NO_PASSWORDS: Passwords = None, None


class Fate(enum.Enum):
    """What becomes of a row before anybody looked at the stored clients."""

    ACCEPTED = enum.auto()
    PASSED_OVER = enum.auto()
    """Another row with the same address goes on."""
    REJECTED = enum.auto()


Checked: TypeAlias = tuple[str, str, str, str, tuple[Answer | None, ...], Secret | None, Secret | None, bool]
"""What was found in a row, as it is kept: a `Record` without line and fate."""

ADDRESS: Final = 0
KEY: Final = 1
PROFILE = slice(2, 5)
"""Places in what is `Checked`: the profile is both names and the answers."""


class Record(NamedTuple):
    """A checked row.

    Attributes:
        line: The physical line on which it starts.
        fate: Whether it goes on.
        email: As it will be stored; the bare cell where it is no address.
        key: By which the client is known.
        first_name: Without spaces around it.
        last_name: Likewise.
        answers: One for each of `Records.questions`; None: blank, or left out; `CLEARED`: what is stored goes.
        password: To be hashed, or None.
        password_hash: To be stored as it is, or None.
        names_certain: Whether there is no doubt which of the names is which.
    """

    line: int
    fate: Fate
    email: str
    key: str
    first_name: str
    last_name: str
    answers: tuple[Answer | None, ...]
    password: Secret | None
    password_hash: Secret | None
    names_certain: bool = True


def to_record(line: int, fate: Fate, checked: Checked) -> Record:
    """A row as it is shown."""
    return Record(line, fate, *checked)


def nothing_checked(email: str) -> Checked:
    """What is kept of a row that was not looked into; the bare cell under the header of the addresses, or nothing."""
    return email, "", "", "", (), None, None, True


def password_field(record: Record) -> str:
    """The field from which the row's password comes."""
    return PASSWORD_HASH if record.password_hash else PASSWORD


def row_check(
    table: Table, wanted: Wanted, rules: ImportRules, row_problems: RowProblems
) -> Callable[[int, Cells], Checked]:
    """The check for one row, from its line and its cells; every mapped column has its own, made once."""
    at = {field: column.position - 1 for field, column in wanted.columns.items()}
    checks = [
        (at[question.id], _answer_check(table, at[question.id], question, wanted, rules, row_problems))
        for question in wanted.questions
    ]
    check_email = _email_check(table, at[EMAIL], rules, row_problems)
    check_names = names_check(table, at, rules.clear_token, row_problems)
    check_passwords = passwords_check(table, at, rules, row_problems)
    leave_out = known_damage_check(table, wanted, row_problems)
    constants = tuple(wanted.constants.values())

    def check(line: int, cells: Cells) -> Checked:
        if leave_out:
            cells = leave_out(line, cells)
        address, key = check_email(cells)
        first_name, last_name, certain = check_names(cells)
        answers = tuple([check_answer(cells[position]) for position, check_answer in checks]) + constants
        password, password_hash = check_passwords(line, cells) if check_passwords else _NO_PASSWORDS
        return address, key, first_name, last_name, answers, password, password_hash, certain

    return check


def _email_check(table: Table, index: int, rules: ImportRules, row_problems: RowProblems) -> Callable[[Cells], Email]:
    protects = rules.protects if callable(rules.protected) or rules.protected else None

    def check(cells: Cells) -> Email:
        cell = cells[index]
        try:
            email = parse_email(cell)
        except BadEmail as error:
            if cell.strip():
                row_problems.add(EMAIL, ProblemCode.INVALID_EMAIL, {"value": quote(cell), "reason": error.reason})
            else:
                row_problems.add(EMAIL, ProblemCode.MISSING_EMAIL, {})
            return Email(cell.strip(), "")
        if table.delimiter in email.key:
            row_problems.add(EMAIL, ProblemCode.CONTAINS_SEPARATOR, {"value": quote(email.address)})
        if protects and protects(email.key):
            row_problems.add(EMAIL, ProblemCode.PROTECTED_CLIENT, {"value": quote(email.address)})
        return email

    return check


def _answer_check(
    table: Table, index: int, question: Question, wanted: Wanted, rules: ImportRules, row_problems: RowProblems
) -> CheckAnswer:
    complain = _complain_about(question, rules, row_problems)
    looks = question.kind == QuestionKind.TEXT and not table.is_corrections  # a few rows say nothing of a column
    figures = find_figures(table.cells, index) if looks else None
    if question.kind == QuestionKind.TEXT and (table.may_be_damaged or (figures and figures.length)):
        check_answer = guarded_answer_check(question, complain, figures)
    else:
        check_answer = answer_check(question, complain, wanted.translations.get(question.id, {}))
    return check_answer if rules.clear_token is None else clearing(check_answer, rules.clear_token)


def _complain_about(question: Question, rules: ImportRules, row_problems: RowProblems) -> Complain:
    if rules.unmatched_answers is UnmatchedAnswers.LEAVE_OUT:
        return partial(row_problems.add, question.id)
    stricter = {ProblemCode.UNMATCHED_ANSWER: ProblemCode.UNMATCHED_ANSWER_REJECTED}
    return lambda code, params: row_problems.add(question.id, stricter.get(code, code), params)
