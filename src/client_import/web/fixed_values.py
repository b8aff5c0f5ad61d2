"""Values for every row, or for new clients, on the mapping page: shown, and taken from what was posted."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence

import attrs

from client_import import Mapping, Question, RegistrationForm
from client_import.web.visits import Visit

_NEW = "new"


@attrs.frozen
class ShownValue:
    """A question with the value that it gets without a column.

    Attributes:
        number: Of the question in the form.
        question: The question.
        value: What is given; blank: nothing.
        for_new: Whether only to new clients whose row says nothing.
        choices: What can be chosen, where not any text may be written.
        faults: What is wrong with it.
    """

    number: int
    question: Question
    value: str
    for_new: bool
    choices: Sequence[str]
    faults: Sequence[str]


def show_values(visit: Visit, mapping: Mapping, faults: AnyMapping[str, Sequence[str]]) -> Sequence[ShownValue]:
    """One for each question of the form.

    Args:
        visit: This one.
        mapping: What is decided.
        faults: What is wrong, by its path in the mapping.
    """
    token = visit.importer.rules.clear_token
    return [
        ShownValue(
            number=number,
            question=question,
            value=(value := mapping.constants.get(question.id) or mapping.defaults.get(question.id, "")),
            for_new=question.id in mapping.defaults and question.id not in mapping.constants,
            choices=_list_choices(question, value, token),
            faults=(*faults.get(f"constants.{question.id}", ()), *faults.get(f"defaults.{question.id}", ())),
        )
        for number, question in enumerate(visit.importer.form.questions)
    ]


def take_values(mapping: Mapping, form: RegistrationForm, posted: AnyMapping[str, str]) -> Mapping:
    """The mapping with the values that were posted."""
    for number, question in enumerate(form.questions):
        value = posted.get(f"value-{number}")
        if value is None:
            continue
        mapping = mapping.drop_constant(question.id).drop_default(question.id)
        if value.strip():
            for_new = posted.get(f"whom-{number}") == _NEW
            mapping = (mapping.set_default if for_new else mapping.set_constant)(question.id, value.strip())
    return mapping


def _list_choices(question: Question, value: str, clear_token: str | None) -> Sequence[str]:
    """The choices of a drop-down, what clears it, and what stands there now."""
    if question.kind != "choice":
        return ()
    return tuple(dict.fromkeys(each for each in (*question.choices, clear_token, value) if each))
