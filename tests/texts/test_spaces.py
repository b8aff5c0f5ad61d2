"""What is trimmed from around a value."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import.texts.spaces import may_hold_invisible, trim

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("  ada ", "ada"),
        ("\ufeffada\u200b", "ada"),
        ("\u00a0zoë\r\n", "zoë"),
        ("a\u200bda", "a\u200bda"),
        ("", ""),
        (" \u200b ", ""),
    ],
)
def test_trim(text: str, trimmed: str) -> None:
    """What stands around goes, what stands inside stays."""
    assert trim(text) == trimmed


@given(st.text())
def test_trim_goes_beyond_strip(text: str) -> None:
    """Whatever Python calls a space goes, and nothing that can be seen."""
    trimmed = trim(text)
    assert trimmed == trimmed.strip()
    gone = text[: text.index(trimmed)] + text[text.index(trimmed) + len(trimmed) :]
    assert all(char.isspace() or unicodedata.category(char) == "Cf" for char in gone)


@pytest.mark.parametrize("char", INVISIBLE)
def test_may_hold_invisible(char: str) -> None:
    """Every invisible character that is trimmed is noticed in a text."""
    assert may_hold_invisible(f"x{char}y")
    assert trim(f"{char}x{char}") == "x"


def test_holds_nothing_invisible() -> None:
    """An ordinary text holds none."""
    assert not may_hold_invisible("Zoë Okafor")
    assert not may_hold_invisible("Ada")
