"""A value → its parts, each with where in it. What a `Secret` hides is no part, and neither is what a storage holds."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MemberDescriptorType, ModuleType

from client_import import Plan, Report, SavedPlan, Secret, Table

_SHOWN: Sequence[tuple[type | tuple[type, ...], Sequence[str]]] = (
    (Secret, ()),
    (Table, ("header", "problems")),
    ((Plan, SavedPlan, Report), ("rows", "problems")),
    ((type, ModuleType, logging.Logger, logging.Handler), ()),
)
"""Of what may be shown only in part: a table's cells and a plan's records hold passwords, for nobody to look at.

Through a logger anything can be reached, the search itself among it.
"""

_STORAGE = ("find", "all", "transaction")


def take_apart(shown: object, *, stored: bool) -> Iterator[tuple[object, str]]:
    """The parts of a value, each with where in it: attributes, keys and values, items.

    Args:
        shown: Any value but a text, bytes, a path or an exception.
        stored: Whether it comes from the storage; elsewhere a repository is not looked into, for hashes belong there.
    """
    names = _list_attributes(shown)
    if names is not None:
        yield from ((getattr(shown, name), f".{name}") for name in names)
    elif stored or not all(hasattr(type(shown), name) for name in _STORAGE):
        yield from _list_variables(shown)
        yield from _list_items(shown)


def _list_attributes(shown: object) -> Sequence[str] | None:
    """The fields of a value that has some; None: it has none."""
    for kind, names in _SHOWN:
        if isinstance(shown, kind):
            return names
    found = getattr(type(shown), "__attrs_attrs__", None) or getattr(type(shown), "__dataclass_fields__", {}).values()
    if found:
        return [field.name for field in found]
    return getattr(shown, "_fields", None) if isinstance(shown, tuple) else None


def _list_variables(shown: object) -> Iterator[tuple[object, str]]:
    """What stands in an object of a plain class; a path there only says where something is, and an iterator is used."""
    if inspect.isroutine(shown):
        return
    held = dict(_read_slots(shown))
    with suppress(AttributeError):  # it has slots alone
        held.update(object.__getattribute__(shown, "__dict__"))
    for name, value in held.items():
        if not isinstance(value, Path | Iterator):
            yield value, f".{name}"


def _read_slots(shown: object) -> Iterator[tuple[str, object]]:
    """What stands in `__slots__`, read past `__getattr__`, which may go and fetch what is not there."""
    for kind in type(shown).__mro__:
        for name, slot in vars(kind).items() if "__slots__" in vars(kind) else ():
            if isinstance(slot, MemberDescriptorType):
                with suppress(AttributeError):
                    yield name, slot.__get__(shown)


def _list_items(shown: object) -> Iterator[tuple[object, str]]:
    """The items of a collection; one that cannot be gone through, as a query without a database, has none."""
    with suppress(Exception):
        if isinstance(shown, Mapping):
            yield from ((key, " key") for key in shown)
            yield from ((value, f"[{key!r}]") for key, value in shown.items())
        elif isinstance(shown, Iterable):
            yield from ((item, f"[{index}]") for index, item in enumerate(shown))
