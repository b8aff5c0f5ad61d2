"""Answers in a table of (client, question, answer) rows: `AnswersInRows`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import attrs
from sqlalchemy import ColumnElement, Connection, Integer, String, Table, delete, select

from client_import.client import Answer, ClientId
from client_import.errors import StorageError
from client_import.lazy import batches
from client_import.repositories.sqlalchemy.answer_values import WHOLE_NUMBER, row_faults
from client_import.repositories.sqlalchemy.columns import to_table
from client_import.repositories.sqlalchemy.layouts import Given, ToValues
from client_import.repositories.sqlalchemy.statements import Statements


def _to_tuple(questions: Sequence[str]) -> tuple[str, ...]:
    return tuple(questions)


@attrs.frozen
class AnswersInRows:
    """A table with a row for each answer, or for each chosen choice.

    Attributes:
        table: That table, or the class that the host's ORM maps to it.
        client: Its column with the client's id.
        question: Its column with the question's id; one of integers takes ids that are numbers.
        answer: Its column with the text.
        choices: The ids of the questions of kind `choices`.
    """

    merges: ClassVar[bool] = False

    table: Table = attrs.field(converter=to_table)
    client: str = "client_id"
    question: str = "question"
    answer: str = "answer"
    choices: Sequence[str] = attrs.field(default=(), converter=_to_tuple)

    def columns(self) -> Sequence[str]:
        """None in the client table."""
        return ()

    def select_list(self, table: Table, statements: Statements) -> Sequence[ColumnElement[Any]]:  # noqa: ARG002
        """None in the client table."""
        return ()

    def tables(self) -> Sequence[tuple[Table, Sequence[str]]]:
        """The one, with its three columns."""
        return ((self.table, (self.client, self.question, self.answer)),)

    def faults(self, table: Table) -> Iterator[str]:  # noqa: ARG002
        """Types of its own table that hold no question, or give an answer back otherwise."""
        question, answer = (self.table.c[name] for name in (self.question, self.answer))
        if not isinstance(question.type, String | Integer):
            yield f"{self.table.fullname}.{question.name}: takes no ids of questions. Use a text or integer column."
        yield from (f"{self.table.fullname}.{fault}" for fault in row_faults(answer))

    def to_values(self, table: Table, *, new: bool) -> ToValues:  # noqa: ARG002
        """Nothing in the client table."""
        return lambda _: {}

    def read(self, values: Sequence[Any]) -> dict[str, Answer]:  # noqa: ARG002
        """Nothing from the client table."""
        return {}

    def fetch(
        self, connection: Connection, statements: Statements, ids: Sequence[ClientId], *, locking: bool
    ) -> Mapping[Any, Any]:
        """Client -> question -> answer; locked, where asked for, as the client is."""
        client, question, answer = (self.table.c[name] for name in (self.client, self.question, self.answer))
        found: dict[Any, dict[str, Any]] = {}
        for chunk in batches(ids, statements.keys_at_once):
            query = select(client, question, answer).where(statements.is_among(client, chunk))
            for client_id, asked, text in connection.execute(query.with_for_update() if locking else query):
                if not text:
                    continue
                answers = found.setdefault(client_id, {})
                if str(asked) in self.choices:
                    answers[str(asked)] = (*answers.get(str(asked), ()), text)
                else:
                    answers[str(asked)] = text
        return found

    def store(
        self, connection: Connection, statements: Statements, changes: Iterable[tuple[ClientId, Given]], *, new: bool
    ) -> None:
        """Take the named answers away and write the new ones."""
        named = [(client_id, question, answer) for client_id, given in changes for question, answer in given.items()]
        as_stored = self._to_number if isinstance(self.table.c[self.question].type, Integer) else str
        if not new:
            pairs = [{self.client: client_id, self.question: as_stored(question)} for client_id, question, _ in named]
            statements.delete_rows(connection, self.table, pairs)
        rows = [
            {self.client: client_id, self.question: as_stored(question), self.answer: text}
            for client_id, question, answer in named
            for text in ([answer] if isinstance(answer, str) else answer or ())
        ]
        statements.insert(connection, self.table, rows)

    def forget(self, connection: Connection, statements: Statements, ids: Sequence[ClientId]) -> None:
        """Delete all answers of these clients."""
        for chunk in batches(ids, statements.keys_at_once):
            connection.execute(delete(self.table).where(statements.is_among(self.table.c[self.client], chunk)))

    def _to_number(self, question: str) -> int:
        if not WHOLE_NUMBER.fullmatch(question):
            where = f"{self.table.fullname}.{self.question}"
            raise StorageError(f"The column {where} takes whole numbers, and “{question}” is none.")
        return int(question)
