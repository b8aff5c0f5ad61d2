"""What is wanted of each row under a mapping: `Wanted`, found once for the whole table."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence

import attrs

from client_import.answers import CLEARED, Translations, answer_check
from client_import.client import Answer
from client_import.form import RegistrationForm
from client_import.mapping.mapping import Mapping
from client_import.questions import Question, fold_choice
from client_import.reading import Column, Table


@attrs.frozen
class Wanted:
    """Columns and questions, and what a person decided about their values.

    Attributes:
        columns: Field -> the column that goes to it.
        questions: The questions that have a column, in the form's order.
        translations: Question id -> folded value -> the choice it means, or None: it is left out.
        constants: Question id -> what every row answers.
        defaults: Question id -> what a new client answers where the row does not.
    """

    columns: AnyMapping[str, Column]
    questions: Sequence[Question]
    translations: AnyMapping[str, Translations]
    constants: AnyMapping[str, Answer]
    defaults: AnyMapping[str, Answer]

    @property
    def question_ids(self) -> tuple[str, ...]:
        """The questions that a row answers: those with a column, then those with a constant."""
        return (*(question.id for question in self.questions), *self.constants)


def find_wanted(mapping: Mapping, table: Table, form: RegistrationForm, clear_token: str | None) -> Wanted:
    """What a mapping that was checked wants of each row of the table."""
    fields = mapping.fields
    columns = {fields[column.header]: column for column in table.columns if column.header in fields}
    return Wanted(
        columns=columns,
        questions=[question for question in form.questions if question.id in columns],
        translations={
            question: {fold_choice(value): choice for value, choice in answers.items()}
            for question, answers in mapping.answers.items()
        },
        constants=_read_values(mapping.constants, form, clear_token),
        defaults=_read_values(mapping.defaults, form),
    )


def _read_values(
    values: AnyMapping[str, str], form: RegistrationForm, clear_token: str | None = None
) -> dict[str, Answer]:
    """Question id -> the answer in the form's own spelling, in the form's order."""
    read: dict[str, Answer] = {}
    for question in form.questions:
        value = values.get(question.id, "")
        answer = CLEARED if value and value == clear_token else answer_check(question, lambda *_: None)(value)
        if answer is not None:
            read[question.id] = answer
    return read
