"""Answers as values of a column: which types give back what they take, and what each wants."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ARRAY, JSON, Column, Enum, Integer, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from client_import.client import Answer
from client_import.errors import StorageError

encode_json = json.JSONEncoder(ensure_ascii=False).encode

WHOLE_NUMBER = re.compile("0|-?[1-9][0-9]{0,17}")
"""A number as it comes back out of a column; longer ones no database has room for."""


def text_faults(stored: Column[Any]) -> Iterator[str]:
    """What keeps the column from holding the answer to a question of kind `text` or `choice`."""
    kind = _kind(stored)
    if isinstance(kind, Enum) and kind.enum_class is not None:
        yield (
            f"{stored.name}: holds members of {kind.enum_class.__name__}, which are no texts. "
            "Use an Enum of texts or a text column."
        )
    elif isinstance(kind, Integer) and not stored.nullable:
        yield f"{stored.name}: must allow NULL, which is how a column of numbers holds no answer."
    elif not isinstance(kind, String | Integer):
        yield f"{stored.name}: takes neither texts nor whole numbers. Use a text column for answers."


def row_faults(stored: Column[Any]) -> Iterator[str]:
    """What keeps the column from holding any answer, of whatever question, in a row of its own."""
    if isinstance(_kind(stored), String):
        yield from text_faults(stored)
    else:
        yield f"{stored.name}: takes no texts. Use a text column for answers."


def list_faults(stored: Column[Any]) -> Iterator[str]:
    """What keeps the column from holding the answer to a question of kind `choices`."""
    if not isinstance(_kind(stored), JSON | ARRAY | String):
        yield f"{stored.name}: takes no list of choices. Use a JSON, ARRAY or text column."


def object_faults(stored: Column[Any]) -> Iterator[str]:
    """What keeps the column from holding all answers as one JSON object."""
    if not holds_json(stored) and not isinstance(_kind(stored), String):
        yield f"{stored.name}: takes no JSON object. Use a JSON or text column."


def holds_json(stored: Column[Any]) -> bool:
    """Whether the column takes lists and dictionaries as they are."""
    return isinstance(_kind(stored), JSON)


def has_default(stored: Column[Any]) -> bool:
    """Whether the table has a value of its own where none is given."""
    return stored.default is not None or stored.server_default is not None


def to_text(question: str, stored: Column[Any], answer: Answer | None) -> str | int | None:
    """The value for the answer to a question of kind `text` or `choice`.

    Raises:
        StorageError: The column takes whole numbers and would give this answer back otherwise.
    """
    if not answer:
        return None if stored.nullable else ""
    text = str(answer)
    if not isinstance(_kind(stored), Integer):
        return text
    if not WHOLE_NUMBER.fullmatch(text):
        raise StorageError(
            f"The column {stored.name} takes whole numbers as they are written plainly, and an answer to “{question}” "
            "is none: give the question a pattern, or use a text column."
        )
    return int(text)


def to_list(stored: Column[Any], answer: Answer | None) -> list[str] | str | None:
    """The value for the answer to a question of kind `choices`."""
    chosen = [answer] if isinstance(answer, str) else list(answer or ())
    if holds_json(stored):
        return chosen
    if not chosen and stored.nullable:
        return None
    return chosen if isinstance(_kind(stored), ARRAY) else encode_json(chosen)


def from_list(question: str, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - whatever stands in the column
    """The choices in a value of the column.

    Raises:
        StorageError: It is no list of texts.
    """
    try:
        chosen = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        chosen = value
    if isinstance(chosen, list | tuple) and all(isinstance(choice, str) for choice in chosen):
        return tuple(chosen)
    raise StorageError(f"The stored answer to “{question}” is no JSON list of texts.")


def _kind(stored: Column[Any]) -> TypeEngine[Any]:
    """The column's type, or the one that a type of the host's own is made of."""
    kind = stored.type
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
