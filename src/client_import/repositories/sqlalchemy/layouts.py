"""Where the answers are: in columns of their own, in one JSON column, or in a table of (client, question, answer) rows.

Answers come in and go out as this library knows them: text, or a tuple of texts for a question of kind `choices`.
NULL, an empty text and an empty list are all no answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Protocol, TypeAlias

import attrs
from sqlalchemy import ColumnElement, Connection, Table

from client_import.client import Answer, ClientId, read_answer
from client_import.errors import StorageError
from client_import.frozen import FrozenMapping
from client_import.repositories.sqlalchemy.answer_values import (
    encode_json,
    from_list,
    has_default,
    holds_json,
    list_faults,
    object_faults,
    text_faults,
    to_list,
    to_text,
)
from client_import.repositories.sqlalchemy.statements import Statements

Given: TypeAlias = Mapping[str, Answer | None]
"""Question -> its new answer; None takes it away."""

ToValues: TypeAlias = Callable[[Given], dict[str, Any]]
"""A client's answers -> column -> value."""


class AnswerLayout(Protocol):
    """What the adapter asks of a layout.

    Attributes:
        merges: Whether an update changes part of the value of a column.
    """

    merges: ClassVar[bool]

    def columns(self) -> Sequence[str]:
        """The columns of the client table that hold answers."""
        ...

    def select_list(self, table: Table, statements: Statements) -> Sequence[ColumnElement[Any]]:
        """What `read` is given of the client table: those columns, as they are read fastest."""
        ...

    def tables(self) -> Sequence[tuple[Table, Sequence[str]]]:
        """Tables beside the client table, each with the columns that are used."""
        ...

    def faults(self, table: Table) -> Iterable[str]:
        """What is wrong with the types of those columns."""
        ...

    def to_values(self, table: Table, *, new: bool) -> ToValues:
        """What gives the values of those columns for new clients, or of the changed ones for stored clients."""
        ...

    def read(self, values: Sequence[Any]) -> dict[str, Answer]:
        """The answers in the values of those columns."""
        ...

    def fetch(
        self, connection: Connection, statements: Statements, ids: Sequence[ClientId], *, locking: bool
    ) -> Mapping[Any, Any]:
        """Client -> the answers in tables beside the client table; `locking`: nobody may change them meanwhile."""
        ...

    def store(
        self, connection: Connection, statements: Statements, changes: Iterable[tuple[ClientId, Given]], *, new: bool
    ) -> None:
        """Write the answers in tables beside the client table."""
        ...

    def forget(self, connection: Connection, statements: Statements, ids: Sequence[ClientId]) -> None:
        """Delete all answers of these clients from tables beside the client table."""
        ...


class _InTheClientTable:
    """A layout that needs no other table."""

    merges: ClassVar[bool] = False

    def tables(self) -> Sequence[tuple[Table, Sequence[str]]]:
        """None: the answers stand in the client table."""
        return ()

    def fetch(self, *_: object, **__: object) -> Mapping[Any, Any]:
        """Nothing beside the client table."""
        return {}

    def store(
        self, connection: Connection, statements: Statements, changes: Iterable[tuple[ClientId, Given]], *, new: bool
    ) -> None:
        """Nothing is left to write."""

    def forget(self, connection: Connection, statements: Statements, ids: Sequence[ClientId]) -> None:
        """Nothing is left to delete."""


def _freeze(columns: Mapping[str, str]) -> Mapping[str, str]:
    return FrozenMapping(columns)


@attrs.frozen
class AnswersInColumns(_InTheClientTable):
    """Each answer in a column of the client table.

    Attributes:
        texts: Question id -> column, for the kinds `text` and `choice`. A column of integers takes answers that
            are whole numbers: give such a question a pattern.
        choices: Question id -> column, for the kind `choices`: a JSON or ARRAY column, or a text with a JSON list.
    """

    texts: Mapping[str, str] = attrs.field(factory=dict, converter=_freeze)
    choices: Mapping[str, str] = attrs.field(factory=dict, converter=_freeze)

    def columns(self) -> Sequence[str]:
        """One for each question."""
        return (*self.texts.values(), *self.choices.values())

    def select_list(self, table: Table, statements: Statements) -> Sequence[ColumnElement[Any]]:  # noqa: ARG002
        """The columns as they are."""
        return [table.c[name] for name in self.columns()]

    def faults(self, table: Table) -> Iterator[str]:
        """Types that would give an answer back otherwise."""
        for name in self.texts.values():
            yield from text_faults(table.c[name])
        for name in self.choices.values():
            yield from list_faults(table.c[name])

    def to_values(self, table: Table, *, new: bool) -> ToValues:
        """The columns of the questions that are named, for a new client also of the others that have no default."""
        blank = self._blank(table) if new else {}
        return lambda answers: dict(self._pairs(table, {**blank, **answers}))

    def _pairs(self, table: Table, answers: Given) -> Iterator[tuple[str, Any]]:
        """Each column with its value."""
        for question, answer in answers.items():
            if question in self.choices:
                yield self.choices[question], to_list(table.c[self.choices[question]], answer)
            elif question in self.texts:
                yield self.texts[question], to_text(question, table.c[self.texts[question]], answer)
            else:
                raise StorageError(f"There is no column for the answer to “{question}”: name it in AnswersInColumns.")

    def read(self, values: Sequence[Any]) -> dict[str, Answer]:
        """An answer for each column that holds one."""
        answers: dict[str, Answer] = {}
        for question, value in zip((*self.texts, *self.choices), values, strict=True):
            if value is None or (not value and type(value) is not int):
                continue
            if question in self.choices:
                chosen = from_list(question, value)
                answers.update({question: chosen} if chosen else {})
            else:
                answers[question] = str(value)
        return answers

    def _blank(self, table: Table) -> Given:
        """No answer to each question whose column does not know by itself what that is."""
        named = {**self.texts, **self.choices}
        return {question: None for question, name in named.items() if not has_default(table.c[name])}


@attrs.frozen
class AnswersInJson(_InTheClientTable):
    """All answers as one JSON object, question id -> answer, in a column of the client table.

    Attributes:
        column: A JSON column, or a text with JSON in it.
    """

    merges: ClassVar[bool] = True

    column: str = "answers"

    def columns(self) -> Sequence[str]:
        """The one."""
        return (self.column,)

    def select_list(self, table: Table, statements: Statements) -> Sequence[ColumnElement[Any]]:
        """The one, to be decoded here where that is faster than what the driver does."""
        return [statements.as_text(table.c[self.column])]

    def faults(self, table: Table) -> Iterator[str]:
        """A type that holds no JSON."""
        yield from object_faults(table.c[self.column])

    def to_values(self, table: Table, *, new: bool) -> ToValues:
        """An object of the questions that are named; null takes an answer away (RFC 7396)."""
        encode = None if holds_json(table.c[self.column]) else encode_json

        def to_values(answers: Given) -> dict[str, Any]:
            if not answers and not new:
                return {}
            document = answers if type(answers) is dict else dict(answers)  # a copy for each client is not cheap
            return {self.column: encode(document) if encode else document}

        return to_values

    def read(self, values: Sequence[Any]) -> dict[str, Answer]:
        """The answers in the object; a whole number counts as its digits, and what is no answer is the host's own."""
        (document,) = values
        if isinstance(document, str):
            document = _decode(document)
        if not isinstance(document, dict | None):
            raise StorageError(f"The column {self.column} holds something else than a JSON object of answers.")
        if not document:
            return {}
        if set(map(type, document.values())) == _TEXTS and all(document.values()):
            return document  # nearly every one holds texts only, and needs no reading
        read = ((question, read_answer(stored)) for question, stored in document.items())
        return {question: answer for question, answer in read if answer}


_TEXTS = {str}

_decode_start = json.JSONDecoder().raw_decode
# json.loads looks for space around the document first, which takes as long as reading it


def _decode(document: str) -> object:
    """What the JSON says; a text that is none is left for the caller to refuse."""
    try:
        if document.startswith("{"):
            decoded, end = _decode_start(document)
            if end == len(document):
                return decoded
        return json.loads(document) if document else {}
    except ValueError:
        return document
