"""Values to and from plain data, strictly; stable JSON; fingerprints.

What comes in is untrusted: a wrong type or an unknown key is reported with its path, all of them at
once. cattrs does the walking; it is never asked to check the rows of a roster.
"""

from __future__ import annotations

import enum
import hashlib
import json
import operator
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar, get_args, get_origin

import cattrs
from cattrs.errors import (
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.preconf.json import make_converter

from client_import.errors import Fault

T = TypeVar("T")

_NAMES = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}


class _WrongType(TypeError):
    """A scalar of another type than the value has."""


def _strict(expected: type[T]) -> Callable[[object, object], T]:
    def structure(value: object, _: object) -> T:
        if type(value) is not expected:
            raise _WrongType(f"must be {_NAMES[expected]}, not {_name_type_of(value)}")
        return value

    return structure


def _tuple_of(target: Any, converter: cattrs.Converter) -> Callable[[object, object], tuple[object, ...]]:  # noqa: ANN401
    """Only a list becomes a tuple: cattrs would take a text apart into letters."""
    item_type = get_args(target)[0]
    structure_item = converter.get_structure_hook(item_type)

    def structure(value: object, _: object) -> tuple[object, ...]:
        if not isinstance(value, list | tuple):
            raise _WrongType(f"must be a list, not {_name_type_of(value)}")
        items, wrong = [], []
        for index, item in enumerate(value):
            try:
                items.append(structure_item(item, item_type))
            except Exception as error:  # noqa: BLE001 - whatever a hook raises is collected, as cattrs does
                error.add_note(IterableValidationNote(f"at {index}", index, item_type))
                wrong.append(error)
        if wrong:
            raise IterableValidationError("in a list", wrong, tuple)
        return tuple(items)

    return structure


def _make_converter() -> cattrs.Converter:
    converter = make_converter(forbid_extra_keys=True, detailed_validation=True)
    for scalar in (str, int, bool):
        converter.register_structure_hook(scalar, _strict(scalar))
    converter.register_structure_hook_factory(_is_tuple, _tuple_of)
    converter.register_structure_hook_factory(_is_frozenset, _frozenset_of)
    converter.register_structure_hook(enum.StrEnum, _structure_enum)
    converter.register_structure_hook(float, _structure_number)
    converter.register_structure_hook(datetime, _structure_time)
    unions = (
        (frozenset[str] | Callable[[str], bool], converter.get_structure_hook(frozenset[str])),
        (str | int, _structure_param),
        (str | tuple[str, ...] | None, _structure_answer),
        (str | int | uuid.UUID | None, _structure_id),
    )
    for union, structure in unions:
        converter.register_structure_hook_func(partial(operator.eq, union), structure)
    return converter


def _is_tuple(target: Any) -> bool:  # noqa: ANN401 - any type can be asked about
    return get_origin(target) is tuple and get_args(target)[1:] == (...,)


def _is_frozenset(target: Any) -> bool:  # noqa: ANN401
    return get_origin(target) is frozenset


def _frozenset_of(target: Any, converter: cattrs.Converter) -> Callable[[object, object], frozenset[object]]:  # noqa: ANN401
    structure_tuple = _tuple_of(target, converter)
    return lambda value, _: frozenset(structure_tuple(value, tuple))


def _structure_number(value: object, _: object) -> float:
    if type(value) in {int, float}:
        try:
            return float(value)  # type: ignore[arg-type] # one of the two
        except OverflowError:
            raise _WrongType("is too large a number") from None
    raise _WrongType(f"must be a number, not {_name_type_of(value)}")


def _structure_time(value: object, _: object) -> datetime:
    """A time with its zone (RFC 3339)."""
    if isinstance(value, str):
        with suppress(ValueError, OverflowError):
            moment = datetime.fromisoformat(value)
            if moment.utcoffset() is not None:
                return moment.astimezone(UTC)
    raise _WrongType("must be a time with its zone, such as 2026-01-31T09:30:00+00:00")


def _structure_param(value: object, _: object) -> str | int:
    if isinstance(value, str) or type(value) is int:
        return value
    raise _WrongType(f"must be text or a whole number, not {_name_type_of(value)}")


def _structure_answer(value: object, _: object) -> str | tuple[str, ...] | None:
    """A text, a list of texts (the answer to a check-all question), or nothing."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    raise _WrongType(f"must be text or a list of texts, not {_name_type_of(value)}")


def _structure_id(value: object, _: object) -> str | int | uuid.UUID | None:
    """A host's id: text, a whole number, or a UUID written as `{"uuid": "…"}`."""
    if isinstance(value, dict) and set(value) == {"uuid"} and isinstance(value["uuid"], str):
        try:
            return uuid.UUID(value["uuid"])
        except ValueError:
            raise _WrongType("is not a UUID") from None
    if value is None or type(value) in {str, int}:
        return value  # type: ignore[return-value] # one of the two
    raise _WrongType(f"must be text, a whole number or a UUID, not {_name_type_of(value)}")


def _structure_enum(value: object, target: type[enum.StrEnum]) -> enum.StrEnum:
    if not isinstance(value, str) or value not in set(target):
        raise _WrongType(f"must be one of {', '.join(target)}")
    return target(value)


_converter = _make_converter()


def to_data(value: object) -> Any:  # noqa: ANN401 - plain data is what JSON can hold
    """Lists, dictionaries with text keys, text, numbers, booleans and None, ready for JSON."""
    return _converter.unstructure(value)


def from_data(data: object, target: type[T], path: str = "") -> tuple[T | None, tuple[Fault, ...]]:
    """The value that `data` describes, or None and everything that is wrong with it.

    Args:
        data: What `json.loads` gives.
        target: An attrs class.
        path: Where `data` stands in the whole, for the faults.
    """
    if not isinstance(data, dict):
        return None, (Fault(path, f"must be an object, not {_name_type_of(data)}"),)
    try:
        return _converter.structure(data, target), ()
    except BaseValidationError as error:
        return None, tuple(_faults_in(error, path))


def to_json(value: object) -> str:
    """The one JSON text of a value: sorted keys, no needless space, every letter as itself."""
    return json.dumps(to_data(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(parts: Iterable[str]) -> str:
    """64 hexadecimal digits (SHA-256) that change when any part, or where one ends, changes."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8))
        digest.update(encoded)
    return digest.hexdigest()


def join_path(path: str, step: str | int) -> str:
    """`path` one step further in: `questions[3]`, then `questions[3].choices`."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    return f"{path}.{step}" if path else step


def _faults_in(error: BaseException, path: str) -> Iterator[Fault]:
    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        for inner, note in noted:
            yield from _faults_in(inner, join_path(path, note.name))
        for other in others:
            yield from _faults_in(other, path)
    elif isinstance(error, IterableValidationError):
        for inner, where in error.group_exceptions()[0]:
            yield from _faults_in(inner, join_path(path, where.index))
    elif isinstance(error, ForbiddenExtraKeysError):
        yield from (Fault(join_path(path, key), "is not a known key") for key in sorted(error.extra_fields))
    elif isinstance(error, KeyError):
        yield Fault(path, "is missing")
    elif isinstance(error, _WrongType | ValueError):  # of a type that is wrong, or of a value that the class refuses
        yield Fault(path, str(error))
    else:  # cattrs asks a mapping for its items, and this one had none
        yield Fault(path, "must be an object")


def _name_type_of(value: object) -> str:
    if value is None:
        return "null"
    return "a number" if isinstance(value, float) else _NAMES.get(type(value), type(value).__name__)
