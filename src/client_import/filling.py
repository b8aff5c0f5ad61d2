"""What a client filled in at the registration form → the fields that change, and all that is wrong with it.

Answers are checked by what checks the cells of a roster, but nothing is left out: what does not fit is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from client_import.answers import answer_check, quote
from client_import.client import Answer, Client, ClientUpdate, same_answer
from client_import.form import RegistrationForm
from client_import.passwords import PasswordRules, Secret, find_password_fault
from client_import.problems import Problem, ProblemCode, Severity
from client_import.questions import FIRST_NAME, LAST_NAME, PASSWORD, Question, QuestionKind, fold_choice

_AT_THE_FORM = {"reason": "registration"}
"""Asks the catalogue for the message to the client; without it there is one to the person who mends a roster."""

_MISSING = {FIRST_NAME: ProblemCode.MISSING_FIRST_NAME, LAST_NAME: ProblemCode.MISSING_LAST_NAME}

_NAMES = {FIRST_NAME: "First name", LAST_NAME: "Last name"}

_UNTYPABLE = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0xD800, 0xE000)])
"""Control characters, which the reader of a roster takes out as well, and halves of letters."""


def prefill(form: RegistrationForm, client: Client) -> dict[str, Answer]:
    """What the registration form shows already: the names, and question id -> stored answer, in the form's order.

    A choice that the form no longer has is left out. No password is among it.
    """
    filled: dict[str, Answer] = {FIRST_NAME: client.first_name, LAST_NAME: client.last_name}
    for question in form.questions:
        shown = _keep_what_fits(question, client.answers.get(question.id))
        if shown:
            filled[question.id] = shown
    return filled


class Filling:
    """What one client filled in.

    Attributes:
        problems: All that is wrong with it, complete once `to_update` was called.
    """

    def __init__(self, form: RegistrationForm, client: Client, answers: Mapping[str, Answer | None]) -> None:
        self.problems: list[Problem] = []
        self._form = form
        self._client = client
        self._answers: Mapping[str, Answer] = {
            field: "" if answer is None else answer for field, answer in answers.items()
        }
        self._shown = prefill(form, client)

    def to_update(self) -> ClientUpdate:
        """The names and answers that change."""
        known = {FIRST_NAME, LAST_NAME, *(question.id for question in self._form.questions)}
        for field in self._answers:
            if field not in known:
                self._complain(field, ProblemCode.UNKNOWN_QUESTION, {"question": quote(field)})
        first_name = self._change_name(FIRST_NAME, self._client.first_name)
        last_name = self._change_name(LAST_NAME, self._client.last_name)
        return ClientUpdate(self._client.id, first_name, last_name, dict(self._change_answers()))

    def _change_name(self, field: str, stored: str) -> str | None:
        given = self._answers.get(field, stored)
        if not self._is_answer(given, field, _NAMES[field]):
            return None
        name = _to_text(given).strip()
        if not name:
            self._complain(field, _MISSING[field], {})
        return name if name and name != stored else None

    def _change_answers(self) -> Iterator[tuple[str, Answer | None]]:
        for question in self._form.questions:
            row_problems = len(self.problems)
            given = question.id in self._answers
            answer = self._check(question, self._answers[question.id]) if given else self._shown.get(question.id)
            stored = self._client.answers.get(question.id)
            if len(self.problems) > row_problems:
                continue
            if question.required and not answer:
                self._complain(question.id, ProblemCode.MISSING_ANSWER, {"question": question.label})
            elif given and not same_answer(stored, answer):
                yield question.id, answer

    def _check(self, question: Question, given: Answer) -> Answer | None:
        if not self._is_answer(given, question.id, question.label):
            return None
        check = answer_check(question, partial(self._complain, question.id))
        if question.kind is QuestionKind.CHOICES and not isinstance(given, str):
            chosen = {choice for part in given for choice in check(_to_text(part)) or ()}
            return tuple(choice for choice in question.choices if choice in chosen) or None
        return check(_to_text(given))

    def _is_answer(self, given: object, field: str, label: str) -> bool:
        """Whether it is a text or several, and no number or object, as a JSON body may hold; a problem otherwise."""
        parts = given if isinstance(given, list | tuple | set | frozenset) else (given,)
        if all(isinstance(part, str) for part in parts):
            return True
        self._complain(field, ProblemCode.PATTERN_MISMATCH, {"question": label, "value": quote(str(given))})
        return False

    def _complain(self, field: str, code: ProblemCode, params: Mapping[str, str | int]) -> None:
        self.problems.append(Problem(code, Severity.ERROR, field=field, params={**params, **_AT_THE_FORM}))


def find_password_problems(secret: Secret, rules: PasswordRules) -> list[Problem]:
    """Why a password that a client chose cannot be taken; at most one reason, and never the password.

    Args:
        secret: Cleaned; empty: there is none.
        rules: For the fewest characters of one that a client chooses.
    """
    if len(secret) == 0:
        return [Problem(ProblemCode.MISSING_PASSWORD, Severity.ERROR, field=PASSWORD)]
    fault = find_password_fault(secret, rules.registration_minimum)
    if not fault:
        return []
    code, params = fault
    return [Problem(code, Severity.ERROR, field=PASSWORD, params={**params, **_AT_THE_FORM})]


def _keep_what_fits(question: Question, stored: Answer | None) -> Answer | None:
    """The stored answer, as far as the form can show it."""
    if stored is None or question.kind is QuestionKind.TEXT:
        return stored
    known = {fold_choice(choice): choice for choice in question.choices}
    chosen = {known.get(fold_choice(part)) for part in ([stored] if isinstance(stored, str) else stored)}
    kept = tuple(choice for choice in question.choices if choice in chosen)
    if question.kind is QuestionKind.CHOICES:
        return kept
    return kept[0] if kept else None


def _to_text(given: Answer) -> str:
    """One text; several where one is asked for, as a tampered request may hold, fit no choice."""
    return (given if isinstance(given, str) else "|".join(given)).translate(_UNTYPABLE)
