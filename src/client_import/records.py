"""Rows + mapping → checked values and problems: `check_rows`.

Every row becomes one `Record`, and all that is wrong with it is collected. Nothing is looked up and
nothing decided here about stored clients.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence

import attrs

from client_import.form import RegistrationForm
from client_import.mapping import Mapping, check_mapping
from client_import.problems import Problem, ProblemCode
from client_import.questions import EMAIL
from client_import.reading import Column, Table
from client_import.realigning import OddRows
from client_import.row_checks import Complaints, Fate, Record, row_check
from client_import.rules import ImportRules
from client_import.samples import secret_headers


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
    complaints = Complaints(columns)
    careful = bool(secret_headers(table, mapping, form))
    questions = [question for question in form.questions if question.id in columns]
    check_row = row_check(table, columns, questions, rules, complaints)
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


def _compare(record: Record, earlier: Record, complaints: Complaints) -> Record:
    """A row whose address an earlier one has claimed: a repeat of it, or in conflict with it."""
    same = _stored_values(record) == _stored_values(earlier)
    code = ProblemCode.EXACT_REPEAT if same else ProblemCode.CONFLICTING_DUPLICATE
    complaints.add(EMAIL, code, {"first_line": earlier.line})
    return record._replace(fate=Fate.REPEATED if same else Fate.REJECTED)


def _stored_values(record: Record) -> tuple[object, ...]:
    return record.first_name, record.last_name, record.answers, record.password, record.password_hash
