import json

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import import Fault
from client_import.canonical import fingerprint, from_data, join_path, to_data, to_json


@attrs.frozen
class Leaf:
    name: str
    size: int = 0
    ripe: bool = False
    note: str | None = None


@attrs.frozen
class Tree:
    leaves: tuple[Leaf, ...] = ()
    words: tuple[str, ...] = ()
    labels: dict[str, str] = attrs.field(factory=dict)


TREE = Tree((Leaf("oak", 2, True, "dry"), Leaf("élm")), ("a", "b"), {"z": "1", "a": "2"})


def test_there_and_back() -> None:
    """A value is read back from its own plain data."""
    assert from_data(json.loads(json.dumps(to_data(TREE))), Tree) == (TREE, ())


def test_defaults() -> None:
    """What has a default may be absent."""
    assert from_data({"leaves": [{"name": "oak"}]}, Tree) == (Tree((Leaf("oak"),)), ())


def test_tuple_is_a_list() -> None:
    """Data that never went through JSON may have tuples for lists."""
    assert from_data({"words": ("a", "b")}, Tree) == (Tree(words=("a", "b")), ())


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        ([], [Fault("", "must be an object, not a list")]),
        (None, [Fault("", "must be an object, not null")]),
        ("tree", [Fault("", "must be an object, not text")]),
        (1.5, [Fault("", "must be an object, not a number")]),
        ({"words": "ab"}, [Fault("words", "must be a list, not text")]),
        ({"words": {"a": 1}}, [Fault("words", "must be a list, not an object")]),
        (
            {"words": ["a", 1, None]},
            [Fault("words[1]", "must be text, not a whole number"), Fault("words[2]", "must be text, not null")],
        ),
        ({"labels": ["a"]}, [Fault("labels", "must be an object")]),
        ({"labels": {"a": True}}, [Fault("labels.a", "must be text, not true or false")]),
        ({"leaves": [{}]}, [Fault("leaves[0].name", "is missing")]),
        (
            {"leaves": [{"name": "oak", "size": True}]},
            [Fault("leaves[0].size", "must be a whole number, not true or false")],
        ),
        ({"leaves": [{"name": "oak", "size": 2.0}]}, [Fault("leaves[0].size", "must be a whole number, not a number")]),
        (
            {"leaves": [{"name": "oak", "ripe": 1}]},
            [Fault("leaves[0].ripe", "must be true or false, not a whole number")],
        ),
        ({"leaves": [{"name": "oak", "note": []}]}, [Fault("leaves[0].note", "must be text, not a list")]),
        ({"zoo": 1, "ant": 2}, [Fault("ant", "is not a known key"), Fault("zoo", "is not a known key")]),
        ({"leaves": [{"name": "oak", "zoo": 1}]}, [Fault("leaves[0].zoo", "is not a known key")]),
    ],
)
def test_wrong_data(data: object, faults: list[Fault]) -> None:
    """Wrong data gives no value, and what is wrong with its path."""
    assert from_data(data, Tree) == (None, tuple(faults))


def test_every_fault_at_once() -> None:
    """All faults are reported together, wherever they are."""
    value, faults = from_data({"leaves": [{"name": 1}, {"nam": "elm"}], "words": "x", "more": 0}, Tree)
    assert value is None
    assert {fault.path for fault in faults} == {"leaves[0].name", "leaves[1].name", "leaves[1].nam", "words", "more"}


def test_path_of_a_part() -> None:
    """The faults of a part are told from the whole."""
    assert from_data({"name": 1}, Leaf, "leaves[3]")[1] == (
        Fault("leaves[3].name", "must be text, not a whole number"),
    )
    assert from_data(7, Leaf, "leaves[3]")[1] == (Fault("leaves[3]", "must be an object, not a whole number"),)


def test_stable_json() -> None:
    """The one JSON text has sorted keys, no needless space and letters as themselves."""
    assert to_json(Leaf("élm")) == '{"name":"élm","note":null,"ripe":false,"size":0}'


def test_json_does_not_depend_on_order() -> None:
    """Two equal values have one JSON text, however their mappings are ordered."""
    other = attrs.evolve(TREE, labels={"a": "2", "z": "1"})
    assert to_json(other) == to_json(TREE)


def test_fingerprint_value() -> None:
    """A fingerprint is the SHA-256 of the parts, each after its length in eight bytes."""
    assert fingerprint([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert fingerprint(["ab"]) == "9caccc24b5d7e06c21c0277b6530d66664273e11f326515c58eaa3691afccfff"


def test_fingerprint_of_lone_surrogate() -> None:
    """Text that is no valid Unicode has a fingerprint too."""
    assert len(fingerprint(["\ud800"])) == 64


@given(st.lists(st.text()), st.lists(st.text()))
def test_fingerprint_tells_apart(parts: list[str], others: list[str]) -> None:
    """Other parts, or the same text parted elsewhere, give another fingerprint."""
    assert (fingerprint(parts) == fingerprint(others)) == (parts == others)
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])


@pytest.mark.parametrize(
    ("path", "step", "joined"),
    [
        ("", "questions", "questions"),
        ("questions", 3, "questions[3]"),
        ("questions[3]", "choices", "questions[3].choices"),
        ("", 0, "[0]"),
    ],
)
def test_join_path(path: str, step: str | int, joined: str) -> None:
    """A path grows by a name or by a position."""
    assert join_path(path, step) == joined
