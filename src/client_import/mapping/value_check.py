"""Whether what a person decided about values fits the form: constants, defaults and translated answers."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping

from client_import.answers import answer_check
from client_import.errors import Fault
from client_import.form import RegistrationForm
from client_import.mapping.mapping import Mapping
from client_import.questions import Question, QuestionKind, fold_choice
from client_import.texts.damage import find_damage
from client_import.texts.lookalikes import Lookalikes
from client_import.texts.spaces import is_whole

_NAMES_LISTED = 30


def find_value_faults(mapping: Mapping, form: RegistrationForm, clear_token: str | None) -> Iterator[Fault]:
    """What is wrong with each decision that does not fit the form, with its path in the saved mapping.

    Args:
        mapping: What was decided.
        form: Its questions.
        clear_token: What clears an answer, by the rules; a value for every row may be that.
    """
    for field, value in mapping.constants.items():
        if value != clear_token or not any(question.id == field for question in form.questions):
            yield from _value_faults("constants", field, value, "every row", form)
    for field, value in mapping.defaults.items():
        if value == clear_token:
            yield Fault(f"defaults.{field}", f"“{value}” clears answers; a new client has none to clear.")
        else:
            yield from _value_faults("defaults", field, value, "new clients", form)
    for field, answers in mapping.answers.items():
        yield from _answers_faults(field, answers, form)


def _value_faults(part: str, field: str, value: str, whom: str, form: RegistrationForm) -> Iterator[Fault]:
    questions = {question.id: question for question in form.questions}
    question = questions.get(field)
    if question is None:
        hint = hint_at(field, questions, "The questions are")
        reason = f"There is a value for {whom} for “{field}”, which is not a question of this form. {hint}"
        yield Fault(f"{part}.{field}", reason)
    elif not _fits(question, value):
        hint = hint_at(value, question.choices, "Its choices are")
        reason = f"The value for {whom}, “{value}”, is no answer to “{question.label}”. {hint}"
        yield Fault(f"{part}.{field}", reason.rstrip())


def _fits(question: Question, value: str) -> bool:
    """Whether a value is an answer, and a whole one, to a question."""
    row_problems: list[object] = []
    answer = answer_check(question, lambda code, _: row_problems.append(code))(value)
    return answer is not None and not row_problems and not find_damage(value) and is_whole(value)


def _answers_faults(field: str, answers: AnyMapping[str, str | None], form: RegistrationForm) -> Iterator[Fault]:
    questions = {question.id: question for question in form.questions if question.kind != QuestionKind.TEXT}
    if field not in questions:
        hint = hint_at(field, questions, "Those with choices are")
        reason = f"Values are translated for “{field}”, which is not a question with choices in this form. {hint}"
        yield Fault(f"answers.{field}", reason)
        return
    label, choices = questions[field].label, questions[field].choices
    known = set(map(fold_choice, choices))
    seen: dict[str, str] = {}
    for value, choice in answers.items():
        path = f"answers.{field}.{value}"
        earlier = seen.setdefault(fold_choice(value), value)
        if earlier != value:
            yield Fault(path, f"“{value}” and “{earlier}” are the same value, and both are decided. Keep one of them.")
        if not is_whole(value):
            yield Fault(path, "A value here holds half a character (U+D800 to U+DFFF), which no file can hold.")
        if not fold_choice(value):
            yield Fault(path, "A blank cell is no value that could be translated or left out.")
        if fold_choice(value) in known:
            reason = f"“{value}” is a choice of “{label}” itself, so it cannot be taken for another one or left out."
            yield Fault(path, reason)
        if choice is not None and choice not in choices:
            hint = hint_at(choice, choices, "Its choices are")
            yield Fault(path, f"“{value}” is translated to “{choice}”, which is not a choice of “{label}”. {hint}")


def hint_at(text: str, known: Iterable[str], otherwise: str) -> str:
    """The nearest known name, else the first of them."""
    names = tuple(known)
    near = [found.name for found in _index(names).find(text, most=1)]
    if not near and len(names) <= _NAMES_LISTED:
        near = difflib.get_close_matches(text, names, n=1)
    if near:
        return f"Did you mean “{near[0]}”?"
    more = ", …" if len(names) > _NAMES_LISTED else ""
    return f"{otherwise} {', '.join(names[:_NAMES_LISTED])}{more}." if names else ""


@functools.lru_cache(maxsize=16)
def _index(names: tuple[str, ...]) -> Lookalikes:
    """One index for all the slips in a mapping that was edited by hand."""
    return Lookalikes(names)
