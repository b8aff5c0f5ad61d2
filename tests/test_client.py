"""Answers as storages hold them."""

import pytest

from client_import.client import read_answer


@pytest.mark.parametrize(
    ("stored", "answer"),
    [
        ("Art", "Art"),
        (["CVs", "Essays"], ("CVs", "Essays")),
        (2029, "2029"),
        (0, "0"),
        (None, None),
        ("", None),
        ([], None),
    ],
)
def test_stored_answers_are_read(stored: object, answer: object) -> None:
    """Texts, lists of texts and whole numbers are answers; null and what is empty is none."""
    assert read_answer(stored) == answer


@pytest.mark.parametrize("stored", [True, 1.5, {"a": "b"}, [1], ["a", None]])
def test_other_values_are_no_answers(stored: object) -> None:
    """Anything else is a host's own."""
    assert read_answer(stored) is None
