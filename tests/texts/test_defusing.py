"""Cells that no spreadsheet runs, and back again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import.texts.defusing import defuse, may_hold_defused, undefuse


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("'=1", "''=1"),
        ("'5", "''5"),
        ("''5", "'''5"),
        ("5", "5"),
        ("'t Hart", "'t Hart"),
        ("O'Brien", "O'Brien"),
        ("", ""),
        ("a=b", "a=b"),
    ],
)
def test_what_is_written(cell: str, written: str) -> None:
    """One `'` more in front of a formula, or of a `'` before a digit; nothing else changes."""
    assert defuse(cell) == written
    assert undefuse(written) == cell


def test_a_number_kept_as_text_is_freed() -> None:
    """`'00123`, as people write it to keep the zeros, is 00123; spaces around it go too."""
    assert undefuse(" '00123 ") == "00123"
    assert undefuse(" 't Hart ") == " 't Hart "


@given(st.text(alphabet="'=+-@\t\r059 aé", max_size=8).map(str.strip))
def test_what_was_written_comes_back(cell: str) -> None:
    """Every trimmed text comes back as it was, and a file that holds a defused one is noticed."""
    assert undefuse(defuse(cell)) == cell
    assert may_hold_defused(f"x,{defuse(cell)}\n") or defuse(cell) == undefuse(defuse(cell))
