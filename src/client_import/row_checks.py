"""A row's cells → its `Record`, and all that is wrong with it.

Nothing is looked up and nothing decided here about stored clients.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from functools import partial
from typing import NamedTuple, TypeAlias

from client_import.answers import CheckAnswer, answer_check, guarded_answer_check, quote
from client_import.client import Answer
from client_import.damage import find_damage, find_figures, likely_letters
from client_import.emails import BadEmail, Email, parse_email
from client_import.hash_schemes import find_scheme, is_bcrypt_hash
from client_import.passwords import PasswordRules, Secret, clean_password, find_password_fault
from client_import.problems import ERROR_CODES, Problem, ProblemCode, Severity
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME, PASSWORD, PASSWORD_HASH, Question, QuestionKind
from client_import.reading import Column, Table
from client_import.reading.widths import Cells
from client_import.rules import ImportRules

Params: TypeAlias = dict[str, str | int]

_NO_SEPARATOR = "\0"
"""Stands where cells are separated by spaces, which names hold as well; the reader takes it out of every cell."""

_MISSING = {FIRST_NAME: ProblemCode.MISSING_FIRST_NAME, LAST_NAME: ProblemCode.MISSING_LAST_NAME}


class Fate(enum.Enum):
    """What becomes of a row before anybody looked at the stored clients."""

    ACCEPTED = enum.auto()
    REPEATED = enum.auto()
    """It says the same as an earlier row."""
    REJECTED = enum.auto()


class Record(NamedTuple):
    """A checked row.

    Attributes:
        line: The physical line on which it starts.
        fate: Whether it goes on.
        email: As it will be stored; the bare cell where it is no address.
        key: By which the client is known.
        first_name: Without spaces around it.
        last_name: Likewise.
        answers: One for each of `Records.questions`; None: blank, or left out.
        password: To be hashed, or None.
        password_hash: To be stored as it is, or None.
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


def password_field(record: Record) -> str:
    """The field from which the row's password comes."""
    return PASSWORD_HASH if record.password_hash else PASSWORD


def given_answers(record: Record, questions: Sequence[str]) -> dict[str, Answer]:
    """Question id -> answer, for the questions that the row answers."""
    return {question: answer for question, answer in zip(questions, record.answers, strict=True) if answer is not None}


def row_problem(
    columns: AnyMapping[str, Column], line: int, field: str | None, code: ProblemCode, params: Params
) -> Problem:
    """A problem of one row; it names the column that goes to `field`."""
    column = columns.get(field) if field else None
    return Problem(
        code=code,
        severity=Severity.ERROR if code in ERROR_CODES else Severity.WARNING,
        line=line,
        column=column.position if column else None,
        header=column.header if column else None,
        field=field,
        params=params,
    )


class Complaints:
    """What is wrong with the row at hand, until it is taken."""

    def __init__(self, columns: AnyMapping[str, Column]) -> None:
        self.found: list[tuple[str | None, ProblemCode, Params]] = []
        self._columns = columns

    def add(self, field: str | None, code: ProblemCode, params: Params) -> None:
        """One more thing is wrong, with a field or with the row as a whole."""
        self.found.append((field, code, params))

    @property
    def reject(self) -> bool:
        """Whether anything found keeps the row out."""
        return any(code in ERROR_CODES for _, code, _ in self.found)

    def take(self, line: int) -> list[Problem]:
        """The problems of the row on `line`; the next row begins without any."""
        taken = [row_problem(self._columns, line, *complaint) for complaint in self.found]
        self.found.clear()
        return taken


def row_check(
    table: Table,
    columns: AnyMapping[str, Column],
    questions: Sequence[Question],
    rules: ImportRules,
    complaints: Complaints,
) -> Callable[[int, Cells], Record]:
    """The check for one row, from its line and its cells to the record; every mapped column has its own, made once."""
    at = {field: column.position - 1 for field, column in columns.items()}
    checks = [(at[question.id], _answer_check(table, at[question.id], question, complaints)) for question in questions]
    check_email = _email_check(table, at[EMAIL], complaints)
    check_first, check_last = (_name_check(table, field, at[field], complaints) for field in (FIRST_NAME, LAST_NAME))
    has_passwords = PASSWORD in at or PASSWORD_HASH in at
    doubtful = _doubtful_lines(table) if has_passwords else ()

    def check(line: int, cells: Cells) -> Record:
        email = check_email(cells)
        first_name, last_name = check_first(cells), check_last(cells)
        answers = tuple([check_answer(cells[position]) for position, check_answer in checks])
        password = password_hash = None
        if has_passwords:
            password, password_hash = _check_passwords(cells, at, rules.passwords, complaints)
            if password and line in doubtful:
                complaints.add(PASSWORD, ProblemCode.PASSWORD_DAMAGED, {"reason": "controls"})
                password = None
        fate = Fate.REJECTED if complaints.found and complaints.reject else Fate.ACCEPTED
        address, key = email
        return Record(line, fate, address, key, first_name, last_name, answers, password, password_hash)

    return check


def _email_check(table: Table, index: int, complaints: Complaints) -> Callable[[Cells], Email]:
    def check(cells: Cells) -> Email:
        cell = cells[index]
        try:
            email = parse_email(cell)
        except BadEmail as error:
            if cell.strip():
                complaints.add(EMAIL, ProblemCode.INVALID_EMAIL, {"value": quote(cell), "reason": error.reason})
            else:
                complaints.add(EMAIL, ProblemCode.MISSING_EMAIL, {})
            return Email(cell.strip(), "")
        if table.delimiter in email.key:
            complaints.add(EMAIL, ProblemCode.CONTAINS_SEPARATOR, {"value": quote(email.address)})
        return email

    return check


def _name_check(table: Table, field: str, index: int, complaints: Complaints) -> Callable[[Cells], str]:
    may_be_damaged = table.may_be_damaged
    separator = _NO_SEPARATOR if table.delimiter == " " else table.delimiter

    def check(cells: Cells) -> str:
        cell = cells[index]
        name = cell.strip()
        if not name:
            complaints.add(field, _MISSING[field], {})
        elif may_be_damaged or separator in cell:
            _look_at_name(field, name, complaints, holds_separator=separator in cell)
        return name

    return check


def _look_at_name(field: str, name: str, complaints: Complaints, *, holds_separator: bool) -> None:
    """Complain of a name that is damaged, or that may be another thing."""
    damage = find_damage(name)
    likely = likely_letters(name)
    if damage:
        complaints.add(field, ProblemCode.INVALID_NAME, {**damage, "value": quote(name)})
    elif holds_separator:
        complaints.add(field, ProblemCode.CONTAINS_SEPARATOR, {"value": quote(name)})
    elif likely:
        complaints.add(field, ProblemCode.WRONG_LETTERS, {"value": quote(name), "likely": quote(likely)})


def _answer_check(table: Table, index: int, question: Question, complaints: Complaints) -> CheckAnswer:
    complain = partial(complaints.add, question.id)
    figures = find_figures(table.cells, index) if question.kind == QuestionKind.TEXT else None
    if question.kind == QuestionKind.TEXT and (table.may_be_damaged or (figures and figures.length)):
        return guarded_answer_check(question, complain, figures)
    return answer_check(question, complain)


def _doubtful_lines(table: Table) -> frozenset[int]:
    """The lines of rows out of which the reader took control characters: what their password was is not certain."""
    found = [problem.line or 0 for problem in table.problems if problem.code is ProblemCode.CONTROL_CHARACTERS]
    return frozenset(table.lines[bisect_right(table.lines, line) - 1] for line in found if line >= table.lines[0])


def _check_passwords(
    cells: Cells, at: AnyMapping[str, int], rules: PasswordRules, complaints: Complaints
) -> tuple[Secret | None, Secret | None]:
    """A row's password and password hash; the hash wins where both are there."""
    password = _check_password(cells[at[PASSWORD]], rules, complaints) if PASSWORD in at else None
    password_hash = _check_hash(cells[at[PASSWORD_HASH]], complaints) if PASSWORD_HASH in at else None
    if password and password_hash:
        complaints.add(PASSWORD, ProblemCode.PASSWORD_BESIDE_HASH, {})
        password = None
    return password, password_hash


def _check_password(cell: str, rules: PasswordRules, complaints: Complaints) -> Secret | None:
    damage = find_damage(cell.strip())
    if damage:
        complaints.add(PASSWORD, ProblemCode.PASSWORD_DAMAGED, damage)
        return None
    secret = Secret(clean_password(cell))
    if len(secret) == 0:
        return None
    fault = find_password_fault(secret, rules.import_minimum)
    if fault:
        complaints.add(PASSWORD, *fault)
        return None
    return secret


def _check_hash(cell: str, complaints: Complaints) -> Secret | None:
    secret = Secret(cell.strip())
    if len(secret) == 0:
        return None
    if not is_bcrypt_hash(secret.reveal()):
        reason = find_scheme(secret.reveal())
        complaints.add(PASSWORD_HASH, ProblemCode.INVALID_PASSWORD_HASH, {"reason": reason})
        return None
    return secret
