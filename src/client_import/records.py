"""Rows + mapping → checked values and problems: `check_rows`.

Every row becomes one `Record`, and all that is wrong with it is collected. Nothing is looked up and
nothing decided here about stored clients.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Sequence
from collections.abc import Mapping as AnyMapping
from functools import partial
from typing import NamedTuple, TypeAlias

import attrs

from client_import.answers import CheckAnswer, answer_check, guarded_answer_check, quote
from client_import.client import Answer
from client_import.damage import find_damage, find_figures, likely_letters
from client_import.emails import BadEmail, Email, parse_email
from client_import.form import RegistrationForm
from client_import.mapping import Mapping, check_mapping
from client_import.passwords import LONGEST_PASSWORD_BYTES, PasswordRules, Secret, clean_password, is_bcrypt_hash
from client_import.problems import ERROR_CODES, Problem, ProblemCode, Severity
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME, PASSWORD, PASSWORD_HASH, Question, QuestionKind
from client_import.reading import Column, Table
from client_import.reading.widths import Cells
from client_import.realigning import OddRows
from client_import.rules import ImportRules
from client_import.samples import secret_headers

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


@attrs.frozen(repr=False, eq=False)
class Records:
    """The checked rows of one table, and what they were checked against.

    Attributes:
        form: The form whose questions they answer.
        mapping: The mapping they were read under.
        columns: Field -> the column that goes to it.
        questions: The question ids that have a column, in the form's order.
        rows: One for each row of the table, in its order.
        problems: Of the file and of the rows, in the order of lines.
    """

    form: RegistrationForm
    mapping: Mapping
    columns: AnyMapping[str, Column]
    questions: tuple[str, ...]
    rows: Sequence[Record]
    problems: tuple[Problem, ...]

    @property
    def keys(self) -> list[str]:
        """The keys of the accepted rows: whom to look up before planning."""
        return [record.key for record in self.rows if record.fate is Fate.ACCEPTED]

    def __repr__(self) -> str:
        return f"<Records: {len(self.rows)} rows, {len(self.problems)} problems>"


def check_rows(table: Table, mapping: Mapping, form: RegistrationForm, rules: ImportRules) -> Records:
    """Every row of the table, checked.

    Raises:
        BadMapping: The mapping does not fit the table or the form.
    """
    check_mapping(mapping, table, form)
    fields = mapping.fields
    columns = {fields[column.header]: column for column in table.columns if column.header in fields}
    complaints = _Complaints(columns)
    careful = bool(secret_headers(table, mapping, form))
    questions = [question for question in form.questions if question.id in columns]
    check_row = _row_check(table, columns, questions, rules, complaints)
    odd_rows = OddRows(table, columns, questions, complaints.add, careful=careful)
    claims: dict[str, Record] = {}
    records: list[Record] = []
    problems = list(table.problems)
    for index, (line, cells) in enumerate(zip(table.lines, table.cells, strict=True)):
        straight = odd_rows.straighten(index) if index in table.odd_rows else cells
        if straight is None:
            email = "" if careful else cells[columns[EMAIL].position - 1].strip()
            record = Record(line, Fate.REJECTED, email, "", "", "", (), None, None)
        else:
            record = check_row(line, straight)
            if record.fate is Fate.ACCEPTED and claims.setdefault(record.key, record) is not record:
                record = _compare(record, claims[record.key], complaints)
        records.append(record)
        if complaints.found:
            problems.extend(complaints.take(line))
    return Records(form, mapping, columns, tuple(question.id for question in questions), records, tuple(problems))


def _stored_values(record: Record) -> tuple[object, ...]:
    return record.first_name, record.last_name, record.answers, record.password, record.password_hash


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


class _Complaints:
    """What is wrong with the row at hand, until it is taken."""

    def __init__(self, columns: AnyMapping[str, Column]) -> None:
        self.found: list[tuple[str | None, ProblemCode, Params]] = []
        self._columns = columns

    def add(self, field: str | None, code: ProblemCode, params: Params) -> None:
        self.found.append((field, code, params))

    @property
    def reject(self) -> bool:
        return any(code in ERROR_CODES for _, code, _ in self.found)

    def take(self, line: int) -> list[Problem]:
        taken = [row_problem(self._columns, line, *complaint) for complaint in self.found]
        self.found.clear()
        return taken


def _row_check(
    table: Table,
    columns: AnyMapping[str, Column],
    questions: Sequence[Question],
    rules: ImportRules,
    complaints: _Complaints,
) -> Callable[[int, Cells], Record]:
    """The check for one row: every mapped column has its own, made once."""
    at = {field: column.position - 1 for field, column in columns.items()}
    checks = [(at[question.id], _answer_check(table, at[question.id], question, complaints)) for question in questions]
    email_at, first_at, last_at = at[EMAIL], at[FIRST_NAME], at[LAST_NAME]
    separator = _NO_SEPARATOR if table.delimiter == " " else table.delimiter
    has_passwords = PASSWORD in at or PASSWORD_HASH in at

    def check(line: int, cells: Cells) -> Record:
        email = _check_email(cells[email_at], complaints)
        if separator in email.key:
            complaints.add(EMAIL, ProblemCode.CONTAINS_SEPARATOR, {"value": quote(email.address)})
        first_name, last_name = cells[first_at].strip(), cells[last_at].strip()
        if table.may_be_damaged or not first_name or separator in cells[first_at]:
            _look_at_name(FIRST_NAME, cells[first_at], separator, complaints)
        if table.may_be_damaged or not last_name or separator in cells[last_at]:
            _look_at_name(LAST_NAME, cells[last_at], separator, complaints)
        answers = tuple([check_answer(cells[position]) for position, check_answer in checks])
        password = password_hash = None
        if has_passwords:
            password, password_hash = _check_passwords(cells, at, rules.passwords, complaints)
        rejected = bool(complaints.found) and complaints.reject
        return Record(
            line,
            Fate.REJECTED if rejected else Fate.ACCEPTED,
            email.address,
            email.key,
            first_name,
            last_name,
            answers,
            password,
            password_hash,
        )

    return check


def _answer_check(table: Table, index: int, question: Question, complaints: _Complaints) -> CheckAnswer:
    complain = partial(complaints.add, question.id)
    figures = find_figures(table.cells, index) if question.kind == QuestionKind.TEXT else None
    if question.kind == QuestionKind.TEXT and (table.may_be_damaged or (figures and figures.length)):
        return guarded_answer_check(question, complain, figures)
    return answer_check(question, complain)


def _look_at_name(field: str, cell: str, separator: str, complaints: _Complaints) -> None:
    """Complain of a name that is missing or damaged, or that may be another thing."""
    name = cell.strip()
    damage = find_damage(name)
    likely = likely_letters(name)
    if not name:
        complaints.add(field, _MISSING[field], {})
    elif damage:
        complaints.add(field, ProblemCode.INVALID_NAME, {**damage, "value": quote(name)})
    elif separator in cell:
        complaints.add(field, ProblemCode.CONTAINS_SEPARATOR, {"value": quote(name)})
    elif likely:
        complaints.add(field, ProblemCode.WRONG_LETTERS, {"value": quote(name), "likely": quote(likely)})


def _check_email(cell: str, complaints: _Complaints) -> Email:
    try:
        return parse_email(cell)
    except BadEmail as error:
        if cell.strip():
            complaints.add(EMAIL, ProblemCode.INVALID_EMAIL, {"value": quote(cell), "reason": error.reason})
        else:
            complaints.add(EMAIL, ProblemCode.MISSING_EMAIL, {})
        return Email(cell.strip(), "")


def _check_passwords(
    cells: Cells, at: AnyMapping[str, int], rules: PasswordRules, complaints: _Complaints
) -> tuple[Secret | None, Secret | None]:
    """A row's password and password hash; the hash wins where both are there."""
    password = _check_password(cells[at[PASSWORD]], rules, complaints) if PASSWORD in at else None
    password_hash = _check_hash(cells[at[PASSWORD_HASH]], complaints) if PASSWORD_HASH in at else None
    if password and password_hash:
        complaints.add(PASSWORD, ProblemCode.PASSWORD_BESIDE_HASH, {})
        password = None
    return password, password_hash


def _check_password(cell: str, rules: PasswordRules, complaints: _Complaints) -> Secret | None:
    damage = find_damage(cell.strip())
    if damage:
        complaints.add(PASSWORD, ProblemCode.PASSWORD_DAMAGED, damage)
        return None
    secret = Secret(clean_password(cell))
    if len(secret) == 0:
        return None
    if len(secret) < rules.import_minimum:
        complaints.add(PASSWORD, ProblemCode.PASSWORD_TOO_SHORT, {"minimum": rules.import_minimum})
        return None
    if secret.size > LONGEST_PASSWORD_BYTES:
        complaints.add(PASSWORD, ProblemCode.PASSWORD_TOO_LONG, {"limit": LONGEST_PASSWORD_BYTES})
        return None
    return secret


def _check_hash(cell: str, complaints: _Complaints) -> Secret | None:
    if not cell.strip():
        return None
    if not is_bcrypt_hash(cell.strip()):
        complaints.add(PASSWORD_HASH, ProblemCode.INVALID_PASSWORD_HASH, {})
        return None
    return Secret(cell.strip())


def _compare(record: Record, earlier: Record, complaints: _Complaints) -> Record:
    """A row whose address an earlier one has claimed: a repeat of it, or in conflict with it."""
    same = _stored_values(record) == _stored_values(earlier)
    code = ProblemCode.EXACT_REPEAT if same else ProblemCode.CONFLICTING_DUPLICATE
    complaints.add(EMAIL, code, {"first_line": earlier.line})
    return record._replace(fate=Fate.REPEATED if same else Fate.REJECTED)
