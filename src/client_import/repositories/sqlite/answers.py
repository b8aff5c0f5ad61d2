"""The answers of clients ↔ the JSON texts in which they are stored."""

from __future__ import annotations

import json
from collections.abc import Sequence

from client_import.client import Answer, ClientUpdate, NewClient
from client_import.errors import StorageError
from client_import.repository import refuse_nul

_TEXTS = {str}

_DAMAGED = "The answers of a stored client are damaged: not texts, and lists of texts, by question."

_encode_all = json.JSONEncoder(ensure_ascii=False, separators=(",\n", ": ")).encode
_decode = json.JSONDecoder().raw_decode
# json.dumps and json.loads set up anew at each call, which costs more here than the work itself.

_JSON_NUL = "\\u0000"


def encode_answers(profiles: Sequence[NewClient | ClientUpdate]) -> list[str]:
    """The answers of each as JSON.

    All are encoded in one go and then taken apart between an object and the next, where alone a line end is followed
    by a brace: no string holds a bare line end (RFC 8259, 7), and no answer is an object.
    """
    if not profiles:
        return []
    encoded = _encode_all([dict(profile.answers) for profile in profiles])
    names = [name for profile in profiles for name in (profile.first_name, profile.last_name) if name]
    if _JSON_NUL in encoded or "\0" in "".join(names):
        refuse_nul(profiles)
    objects = encoded[2:-2].replace(',\n"', ', "').split("},\n{")
    return [f"{{{each}}}" for each in objects]


def decode_answers(text: str) -> dict[str, Answer]:
    """The answers in a stored JSON text.

    Raises:
        StorageError: It is damaged.
    """
    try:
        answers: dict[str, Answer] = _decode(text)[0]
        kinds = set(map(type, answers.values()))
    except (AttributeError, ValueError):
        raise StorageError(_DAMAGED) from None
    if kinds <= _TEXTS:
        return answers
    return {question: answer if type(answer) is str else _to_choices(answer) for question, answer in answers.items()}


def _to_choices(answer: object) -> tuple[str, ...]:
    if not isinstance(answer, list) or not all(isinstance(choice, str) for choice in answer):
        raise StorageError(_DAMAGED)
    return tuple(answer)
