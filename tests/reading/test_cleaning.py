"""What spreadsheets and web pages leave in cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import import read_table
from client_import.reading.cleaning import clean_cells
from client_import.texts.defusing import defuse


def clean(*cells: str) -> tuple[str, ...]:
    """The cells of one row, cleaned."""
    (row,) = clean_cells(",".join(cells), [cells])
    return row


def test_nothing_to_clean() -> None:
    """Rows of a text with nothing to clean in it are handed on as they are, the same objects."""
    rows = [(" a ", "é\u00a0"), ("'t Hart", "= 1", 'x="1')]
    assert clean_cells(" a ,é\u00a0\n't Hart,= 1,x=1\n", rows) is rows


@pytest.mark.parametrize(
    ("cell", "cleaned"),
    [
        ('="00123"', "00123"),
        (' ="00123" ', "00123"),
        ('="say ""hi"""', 'say "hi"'),
        ('=""', ""),
        ('="a', '="a'),
        ('="a" & "b"', '="a" & "b"'),
        ('x="1"', 'x="1"'),
        ('="a"b"', '="a"b"'),
        (" plain ", " plain "),
    ],
)
def test_a_number_kept_as_text(cell: str, cleaned: str) -> None:
    """`="…"` around a number is taken off; any other formula stays."""
    assert clean(cell, '="') == (cleaned, '="')


@pytest.mark.parametrize(
    ("cell", "cleaned"),
    [
        ("'00123", "00123"),
        (" '00123 ", "00123"),
        ("'=1+1", "=1+1"),
        ("''5", "'5"),
        ("'+49 30", "+49 30"),
        ("'-", "-"),
        ("'@ada", "@ada"),
        ("'\tx", "\tx"),
        ("'t Hart", "'t Hart"),
        ("'s-Gravesande", "'s-Gravesande"),
        ("O'Brien", "O'Brien"),
        ("'", "'"),
        ("a'1", "a'1"),
    ],
)
def test_a_defused_cell(cell: str, cleaned: str) -> None:
    """The `'` in front of a number or a formula is taken off, never that of a name."""
    assert clean(cell, "'1") == (cleaned, "1")


def test_a_defused_formula_stays_one() -> None:
    """Of a defused cell only the `'` goes: a `="00123"` behind it is what somebody wrote."""
    assert clean('\'="00123"', "'=1") == ('="00123"', "=1")


@pytest.mark.parametrize("char", ["\u200b", "\ufeff", "\u2060", "\u00ad", "\u200e", "\u200f", "\u200c", "\u200d"])
def test_invisible_characters(char: str) -> None:
    """Characters that nobody sees go from around a value, with the spaces beside them, and stay inside."""
    assert clean(f"{char}ada@example.edu {char}", f"\u00a0{char}\n", f"a{char}b") == (
        "ada@example.edu",
        "",
        f"a{char}b",
    )
    assert clean(f"{char}'00123", f'{char}="0012"{char}') == ("00123", "0012")


def test_a_file_with_all_of_them() -> None:
    """Header and rows of a file are cleaned alike, without a word about it."""
    content = '\u200bEmail\u200b,\'1st Name,SID\na@x.edu\u200b,\'t Hart,"=""0012"""\n\u00a0b@x.edu,\'+Bob,\'00123\n'
    table = read_table(content.encode())
    assert table.header == ("Email", "1st Name", "SID")
    assert table.cells == (("a@x.edu", "'t Hart", "0012"), ("b@x.edu", "+Bob", "00123"))
    assert table.problems == ()


def test_a_number_as_text_without_more_marks() -> None:
    """`="00123"` as some programs write it, without doubled marks around it, is unwrapped with nothing said."""
    table = read_table(b'Email,SID\na@x.edu,="00123"\nb@x.edu, ="0;1" \n="c@x.edu",\n')
    assert table.cells == (("a@x.edu", "00123"), ("b@x.edu", "0;1"), ("c@x.edu", ""))
    assert (table.problems, table.odd_rows) == ((), {})


@given(st.lists(st.text(alphabet="'=+-@59 aé\"t", max_size=6).map(str.strip), min_size=1, max_size=4))
def test_what_was_defused_comes_back(cells: list[str]) -> None:
    """Cells written by `defuse` come back, but for a `="…"`, which `defuse` would have defused."""
    assert clean(*map(defuse, cells)) == tuple(cells)
