"""Rows + mapping → checked values and problems: `check_rows`.

Every row becomes one `Record`, and all that is wrong with it is collected. Nothing is looked up and
nothing decided here about stored clients.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from collections.abc import Mapping as AnyMapping

import attrs

from client_import.answers import CLEARED
from client_import.client import Answer
from client_import.errors import BadRules, Fault
from client_import.form import RegistrationForm
from client_import.lazy import InColumns
from client_import.mapping.mapping import Mapping
from client_import.mapping.mapping_check import check_mapping
from client_import.mapping.samples import secret_headers
from client_import.problems import ERROR_CODES, Problem, sort_problems
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME, fold_choice
from client_import.reading import Column, Table
from client_import.records.duplicates import settle_duplicates
from client_import.records.realigning import OddRows
from client_import.records.row_checks import KEY, Checked, Fate, Record, nothing_checked, row_check, to_record
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
        lines: For each row of the table, in its order, the physical line on which it starts.
        fates: For each row whether it goes on.
        checked: For each row what was found in it; `rows` shows all three together.
        problems: Of the file and of the rows, in the order of lines.
    """

    table: Table | None
    form: RegistrationForm
    mapping: Mapping
    columns: AnyMapping[str, Column]
    questions: tuple[str, ...]
    defaults: AnyMapping[str, Answer]
    passed_over: AnyMapping[int, int]
    lines: tuple[int, ...]
    fates: tuple[Fate, ...]
    checked: tuple[Checked, ...]
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> InColumns[Record]:
        """One for each row of the table, in its order."""
        return InColumns(to_record, self.lines, self.fates, self.checked)

    @property
    def keys(self) -> Collection[str]:
        """The keys of the accepted rows: whom to look up before planning."""
        return self.rows_by_key.keys()

    @functools.cached_property
    def rows_by_key(self) -> AnyMapping[str, int]:
        """Key -> the index of the accepted row that has it."""
        pairs = enumerate(zip(self.fates, self.checked, strict=True))
        return {checked[KEY]: index for index, (fate, checked) in pairs if fate is Fate.ACCEPTED}

    @property
    def created_fields(self) -> tuple[str, ...]:
        """The fields that a new client could get, beside the address: the names, `questions`, and those by default."""
        others = (question for question in self.defaults if question not in self.questions)
        return (FIRST_NAME, LAST_NAME, *self.questions, *others)

    def created_values(self, index: int) -> tuple[Answer | None, ...]:
        """One for each of `created_fields`, for the new client that a row would create; None: it gets none."""
        _, _, first_name, last_name, answers, _, _, _ = self.checked[index]
        if self.defaults or CLEARED in answers:
            others = self.created_fields[2:]
            answers = tuple(map(self.answers_of_new(answers).get, others))
        return (first_name, last_name, *answers)

    def answers_of_new(self, answers: Sequence[Answer | None]) -> dict[str, Answer]:
        """Question id -> answer, for the new client that a row with these `Record.answers` would create."""
        given = {question: answer for question, answer in zip(self.questions, answers, strict=True) if answer}
        if not self.defaults:
            return given
        said = zip(self.questions, answers, strict=True)
        cleared = {question for question, answer in said if answer == CLEARED}
        defaults = {question: answer for question, answer in self.defaults.items() if question not in cleared}
        return {**defaults, **given}

    def __repr__(self) -> str:
        return f"<Records: {len(self.lines)} rows, {len(self.problems)} problems>"


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
    fates: list[Fate] = []
    checked: list[Checked] = []
    problems = list(table.problems)
    for index, (line, cells) in enumerate(zip(table.lines, table.cells, strict=True)):
        straight = odd_rows.straighten(index) if index in table.odd_rows else cells
        if straight is None:
            checked.append(nothing_checked("" if careful else cells[email_index].strip()))
        else:
            checked.append(check_row(line, straight))
        fate = Fate.ACCEPTED
        if row_problems.found:
            fate = Fate.REJECTED if row_problems.reject else fate
            problems.extend(row_problems.take(line))
        fates.append(fate)
    settled = settle_duplicates(fates, checked, rules.duplicates)
    for loser, winner, code in settled:
        fates[loser] = Fate.REJECTED if code in ERROR_CODES else Fate.PASSED_OVER
        found = RowProblem(EMAIL, code, {"other_line": table.lines[winner]})
        problems.append(place_problem(wanted.columns, table.lines[loser], found))
    return Records(
        table=table,
        form=form,
        mapping=mapping,
        columns=wanted.columns,
        questions=wanted.question_ids,
        defaults=wanted.defaults,
        passed_over={loser: winner for loser, winner, code in settled if code not in ERROR_CODES},
        lines=table.lines,
        fates=tuple(fates),
        checked=tuple(checked),
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
