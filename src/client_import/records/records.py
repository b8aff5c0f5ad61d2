"""Rows + mapping → checked values and problems: `check_rows`.

Every row becomes one `Record`, and all that is wrong with it is collected. Nothing is looked up and
nothing decided here about stored clients.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence

import attrs

from client_import.answers import CLEARED
from client_import.client import Answer
from client_import.errors import BadRules, Fault
from client_import.form import RegistrationForm
from client_import.mapping.mapping import Mapping
from client_import.mapping.mapping_check import check_mapping
from client_import.mapping.samples import secret_headers
from client_import.problems import ERROR_CODES, Problem, sort_problems
from client_import.questions import EMAIL, fold_choice
from client_import.reading import Column, Table
from client_import.records.duplicates import settle_duplicates
from client_import.records.realigning import OddRows
from client_import.records.row_checks import Fate, Record, given_answers, row_check
from client_import.records.row_problems import RowProblem, RowProblems, place_problem
from client_import.records.wanted import find_wanted
from client_import.rules import ImportRules


@attrs.frozen(repr=False, eq=False)
class Records:
    """The checked rows of one table, and what they were checked against.

    Attributes:
        table: The file they are from; None for those of an import that takes another back.
        form: The form whose questions they answer.
        mapping: The mapping they were read under.
        columns: Field -> the column that goes to it.
        questions: The ids of the questions that have a column, then of those that have a constant, each in the
            form's order.
        defaults: Question id -> what a new client answers where the row does not.
        passed_over: Index of a row that is passed over -> index of the row that counts instead.
        rows: One for each row of the table, in its order.
        problems: Of the file and of the rows, in the order of lines.
    """

    table: Table | None
    form: RegistrationForm
    mapping: Mapping
    columns: AnyMapping[str, Column]
    questions: tuple[str, ...]
    defaults: AnyMapping[str, Answer]
    passed_over: AnyMapping[int, int]
    rows: Sequence[Record]
    problems: tuple[Problem, ...]

    @property
    def keys(self) -> list[str]:
        """The keys of the accepted rows: whom to look up before planning."""
        return [record.key for record in self.rows if record.fate is Fate.ACCEPTED]

    def answers_of_new(self, record: Record) -> AnyMapping[str, Answer]:
        """Question id -> answer, for the new client that a row would create."""
        given = given_answers(record, self.questions)
        if not self.defaults:
            return given
        said = zip(self.questions, record.answers, strict=True)
        cleared = {question for question, answer in said if answer == CLEARED}
        defaults = {question: answer for question, answer in self.defaults.items() if question not in cleared}
        return {**defaults, **given}

    def __repr__(self) -> str:
        return f"<Records: {len(self.rows)} rows, {len(self.problems)} problems>"


def check_rows(table: Table, mapping: Mapping, form: RegistrationForm, rules: ImportRules) -> Records:
    """Every row of the table, checked.

    Raises:
        BadMapping: The mapping does not fit the table or the form.
        BadRules: The clear token is a choice of the form.
    """
    check_mapping(mapping, table, form, clear_token=rules.clear_token)
    _refuse_ambiguous(rules.clear_token, form)
    wanted = find_wanted(mapping, table, form, rules.clear_token)
    row_problems = RowProblems(wanted.columns)
    careful = bool(secret_headers(table, mapping, form))
    check_row = row_check(table, wanted, rules, row_problems)
    odd_rows = OddRows(table, wanted, row_problems.add, careful=careful)
    email_index = wanted.columns[EMAIL].position - 1
    records: list[Record] = []
    problems = list(table.problems)
    for index, (line, cells) in enumerate(zip(table.lines, table.cells, strict=True)):
        straight = odd_rows.straighten(index) if index in table.odd_rows else cells
        if straight is None:
            email = "" if careful else cells[email_index].strip()
            records.append(Record(line, Fate.REJECTED, email, "", "", "", (), None, None))
        else:
            records.append(check_row(line, straight))
        if row_problems.found:
            problems.extend(row_problems.take(line))
    passed_over = {}
    for loser, winner, code in settle_duplicates(records, rules.duplicates):
        fate = Fate.REJECTED if code in ERROR_CODES else Fate.PASSED_OVER
        if fate is Fate.PASSED_OVER:
            passed_over[loser] = winner
        records[loser] = records[loser]._replace(fate=fate)
        found = RowProblem(EMAIL, code, {"other_line": records[winner].line})
        problems.append(place_problem(wanted.columns, records[loser].line, found))
    return Records(
        table=table,
        form=form,
        mapping=mapping,
        columns=wanted.columns,
        questions=wanted.question_ids,
        defaults=wanted.defaults,
        passed_over=passed_over,
        rows=records,
        problems=sort_problems(problems),
    )


def _refuse_ambiguous(clear_token: str | None, form: RegistrationForm) -> None:
    """Nothing, unless the clear token is an answer as well."""
    if clear_token is None:
        return
    for question in form.questions:
        if fold_choice(clear_token) in map(fold_choice, question.choices):
            reason = f"“{clear_token}” is a choice of “{question.label}” as well, so another text must clear answers"
            raise BadRules([Fault("clear_token", reason)])
