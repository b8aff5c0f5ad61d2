"""Hashes that stand where none is expected."""

from __future__ import annotations

import pytest

from client_import.texts.masking import MASK, holds_hash, mask_hashes
from rosters import plan

HASH = "$2b$12$" + "u" * 53
HEADER = "Email,First Name,Last Name,Major\n"


@pytest.mark.parametrize("text", [HASH, f"{{bcrypt}}{HASH}", f"x {HASH.replace('$2b', '$2y')} y"])
def test_a_hash_is_found_and_masked(text: str) -> None:
    """A bcrypt hash is found anywhere in a text, and nothing of it is left."""
    assert holds_hash(text)
    assert "uuu" not in mask_hashes(text)
    assert MASK in mask_hashes(text)


@pytest.mark.parametrize("text", ["", "$2", "$2b$12$short", "costs $20"])
def test_other_texts_stay(text: str) -> None:
    """What is no hash is left as it is."""
    assert not holds_hash(text)
    assert mask_hashes(text) == text


def test_no_message_and_no_group_shows_a_hash() -> None:
    """A hash that slipped into another column is quoted nowhere."""
    made = plan(HEADER + f"a@example.edu,A,B,{HASH}\n{HASH},C,D,History\n")
    assert [problem.code for problem in made.problems] == ["unmatched_answer", "invalid_email"]
    shown = [*(problem.message for problem in made.problems), *(answer.value for answer in made.unmatched)]
    assert not [text for text in shown if "uuu" in text]
