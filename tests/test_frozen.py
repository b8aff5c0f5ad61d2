"""A mapping that cannot be changed."""

from __future__ import annotations

import copy
import pickle

import pytest

from client_import.frozen import FrozenMapping


def test_it_is_a_copy() -> None:
    """What happens to the given items later changes nothing."""
    items = {"a": 1, "b": 2}
    frozen = FrozenMapping(items)
    items["a"] = 9
    assert dict(frozen) == {"a": 1, "b": 2}
    assert (len(frozen), frozen["b"], list(frozen), repr(frozen)) == (2, 2, ["a", "b"], "{'a': 1, 'b': 2}")


def test_it_compares_as_its_items_do() -> None:
    """Equal items are equal, whatever kind of mapping holds them."""
    assert FrozenMapping({"a": 1}) == {"a": 1} == FrozenMapping({"a": 1})
    assert FrozenMapping({"a": 1}) != {"a": 2}


def test_it_travels() -> None:
    """It survives pickling and copying."""
    frozen = FrozenMapping({"a": (1, 2)})
    assert pickle.loads(pickle.dumps(frozen)) == copy.deepcopy(frozen) == frozen


def test_it_cannot_be_changed() -> None:
    """There is no way to set an item."""
    with pytest.raises(TypeError):
        FrozenMapping({"a": 1})["a"] = 2  # type: ignore[index]


def test_it_can_be_hashed() -> None:
    """Equal mappings hash alike, in whatever order their items came."""
    assert hash(FrozenMapping({"a": 1, "b": 2})) == hash(FrozenMapping({"b": 2, "a": 1}))
