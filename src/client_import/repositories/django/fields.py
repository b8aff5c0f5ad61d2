"""Which field of the host's model is which: `ClientFields`, and where the answers are.

A field is named as in a query of the model: `major`, or `profile__major` on a model that is one-to-one with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

import attrs
from django.core.exceptions import ValidationError
from django.db.models import Field, JSONField, Q

from client_import.client import Answer, read_answer
from client_import.errors import StorageError
from client_import.frozen import FrozenMapping

Flag: TypeAlias = str | Q | None
"""A field, a condition such as `Q(profile__registered_at__isnull=False)`, or None."""

_BITS = 64
"""Of the longest whole number that a database takes."""

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
                answer = _read_choices(question, value)
            if answer:
                answers[question] = answer
        return answers

    def changed(self, answers: Given, stored: Mapping[str, Any], find_field: FindField) -> dict[str, Any]:  # noqa: ARG002
        """The fields of the questions that are named."""
        values: dict[str, Any] = {}
        for question, answer in answers.items():
            if question in self.texts:
                name = self.texts[question]
                values[name] = _to_value(question, find_field(name), answer)
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
        read = ((question, read_answer(stored)) for question, stored in self._members(document).items())
        return {question: answer for question, answer in read if answer is not None}

    def changed(self, answers: Given, stored: Mapping[str, Any], find_field: FindField) -> dict[str, Any]:  # noqa: ARG002
        """The stored object with the named members replaced or taken out."""
        if not answers:
            return {}
        merged = {**self._members(stored[self.field]), **answers}
        return {self.field: {question: answer for question, answer in merged.items() if answer is not None}}

    def _members(self, document: object) -> dict[str, Any]:
        """An empty list is the default of many a host's field."""
        if not isinstance(document or {}, dict):
            raise StorageError(f"The field {self.field} holds something else than an object of answers.")
        return dict(document or {})  # type: ignore[call-overload] # a dict, as just asked


def _read_choices(question: str, stored: object) -> tuple[str, ...]:
    """A list, or a text with a JSON list in it."""
    try:
        chosen = json.loads(stored) if stored and isinstance(stored, str) else stored
    except ValueError:
        chosen = stored
    if not chosen:
        return ()
    if not isinstance(chosen, list | tuple) or not all(isinstance(choice, str) for choice in chosen):
        raise StorageError(f"The stored answer to “{question}” is no list of texts.")
    return tuple(chosen)


def _to_value(question: str, field: Field, answer: Answer | None) -> Any:  # noqa: ANN401 - as the field wants it
    """The answer as the field's own type, where it comes out of the storage again as it went in."""
    if not answer and (field.null or field.empty_strings_allowed):
        return None if field.null else ""
    try:
        value = field.to_python(answer or "")
    except (ValueError, ValidationError):  # their messages quote the answer
        value = None
    is_too_long = isinstance(value, int) and value.bit_length() >= _BITS
    if value is None or is_too_long or str(value) != answer:
        lack = "this answer" if answer else "no answer"
        raise StorageError(
            f"The field {field.name} cannot hold {lack} to “{question}”: make it a nullable field, or a text."
        )
    return value


def _to_list(field: Field, chosen: list[str]) -> Any:  # noqa: ANN401 - as the field wants it
    if isinstance(field, JSONField) or hasattr(field, "base_field"):
        return chosen
    return json.dumps(chosen, ensure_ascii=False) if chosen else (None if field.null else "")
