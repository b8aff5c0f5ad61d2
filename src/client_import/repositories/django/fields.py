"""Which field of the host's model is which: `ClientFields`, and where the answers are.

A field is named as in a query of the model: `major`, or `profile__major` on a model that is one-to-one with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import attrs
from django.db.models import Field, JSONField, Q

from client_import.client import Answer, read_answer
from client_import.errors import StorageError
from client_import.frozen import FrozenMapping

Flag: TypeAlias = str | Q | None
"""A field, a condition such as `Q(profile__registered_at__isnull=False)`, or None."""

Given: TypeAlias = Mapping[str, Answer | None]
"""Question -> its new answer; None takes it away."""

FindField: TypeAlias = Callable[[str], Any]
"""Name -> the model's field."""


def _freeze(values: Mapping[str, Any]) -> Mapping[str, Any]:
    return FrozenMapping(values)


@attrs.frozen
class ClientFields:
    """The host's name for each field.

    Attributes:
        email: The address as the client spells it.
        email_key: The key, unique; the adapter writes it for those it creates. The same as `email` where the
            host stores every address as its key, `client_import.email_key(address)`.
        first_name: As on the form.
        last_name: Likewise.
        active: Where the account is open; None: every account is.
        registration_completed: Where the client has saved the registration form; None: nobody has.
        password: Django's own field for it; None: the model has no passwords.
        password_is_placeholder: Whether the password came by import and was not replaced since; needed with it.
        new: Field -> its value for each client who is created, or a function of the `NewClient` that gives it.
    """

    email: str = "email"
    email_key: str = "email_key"
    first_name: str = "first_name"
    last_name: str = "last_name"
    active: Flag = "is_active"
    registration_completed: Flag = None
    password: str | None = None
    password_is_placeholder: str | None = None
    new: Mapping[str, Any] = attrs.field(factory=dict, converter=_freeze)

    def named(self) -> list[str]:
        """Every field that is named by itself."""
        values = (getattr(self, each.name) for each in attrs.fields(type(self)))
        return [*(value for value in values if isinstance(value, str)), *self.new]


class AnswerFields(Protocol):
    """What the adapter asks about the answers."""

    def fields(self) -> Sequence[str]:
        """The fields that hold them."""
        ...

    def read(self, values: Sequence[Any]) -> dict[str, Answer]:
        """The answers in the values of those fields."""
        ...

    def changed(self, answers: Given, stored: Mapping[str, Any], find_field: FindField) -> dict[str, Any]:
        """The new values of the fields that change, from those that are stored."""
        ...


@attrs.frozen
class AnswersInFields:
    """Each answer in a field of its own.

    Attributes:
        texts: Question id -> field, for the kinds `text` and `choice`.
        choices: Question id -> field, for the kind `choices`: a JSONField or ArrayField, or a text with a JSON list.
    """

    texts: Mapping[str, str] = attrs.field(factory=dict, converter=_freeze)
    choices: Mapping[str, str] = attrs.field(factory=dict, converter=_freeze)

    def fields(self) -> Sequence[str]:
        """One for each question."""
        return (*self.texts.values(), *self.choices.values())

    def read(self, values: Sequence[Any]) -> dict[str, Answer]:
        """An answer for each field that holds one."""
        answers: dict[str, Answer] = {}
        for question, value in zip((*self.texts, *self.choices), values, strict=True):
            if question in self.texts:
                answer: Answer = "" if value is None else str(value)
            else:
                answer = tuple(json.loads(value) if value and isinstance(value, str) else value or ())
            if answer:
                answers[question] = answer
        return answers

    def changed(self, answers: Given, stored: Mapping[str, Any], find_field: FindField) -> dict[str, Any]:  # noqa: ARG002
        """The fields of the questions that are named."""
        values: dict[str, Any] = {}
        for question, answer in answers.items():
            if question in self.texts:
                name = self.texts[question]
                values[name] = answer or (None if find_field(name).null else "")
            elif question in self.choices:
                name = self.choices[question]
                values[name] = _to_list(find_field(name), [answer] if isinstance(answer, str) else list(answer or ()))
            else:
                raise StorageError(f"There is no field for the answer to “{question}”: name it in AnswersInFields.")
        return values


@attrs.frozen
class AnswersInJson:
    """All answers as one object, question id -> answer, in a JSONField.

    Attributes:
        field: The field.
    """

    field: str = "answers"

    def fields(self) -> Sequence[str]:
        """The one."""
        return (self.field,)

    def read(self, values: Sequence[Any]) -> dict[str, Answer]:
        """The answers in the object; a whole number counts as its digits."""
        (document,) = values
        if not isinstance(document, dict | None):
            raise StorageError(f"The field {self.field} holds something else than an object of answers.")
        read = ((question, read_answer(question, stored)) for question, stored in (document or {}).items())
        return {question: answer for question, answer in read if answer is not None}

    def changed(self, answers: Given, stored: Mapping[str, Any], find_field: FindField) -> dict[str, Any]:  # noqa: ARG002
        """The stored object with the named members replaced or taken out."""
        if not answers:
            return {}
        merged = {**(stored[self.field] or {}), **answers}
        return {self.field: {question: answer for question, answer in merged.items() if answer is not None}}


def _to_list(field: Field, chosen: list[str]) -> Any:  # noqa: ANN401 - as the field wants it
    if isinstance(field, JSONField) or hasattr(field, "base_field"):
        return chosen
    return json.dumps(chosen, ensure_ascii=False) if chosen else (None if field.null else "")
