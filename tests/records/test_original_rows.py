"""Rows as they stand in the file, for a person to mend."""

from __future__ import annotations

from client_import import OriginalRow, read_table, suggest_mapping
from client_import.records.original_rows import original_rows
from rosters import FORM

HASH = "$2b$04$" + "z" * 53


def rows(text: str, *lines: int) -> tuple[OriginalRow, ...]:
    table = read_table(text.encode())
    return original_rows(table, suggest_mapping(table, FORM), FORM, lines)


def test_the_cells_are_those_of_the_file() -> None:
    """Spaces, spelling and a wide row stay as they are; other lines are not shown."""
    text = "Email,First Name,Last Name\n a@x ,A,B\nb@example.edu,B,C\nc@example.edu,C,D,,E\n"
    assert rows(text, 2, 4) == (
        OriginalRow(2, (" a@x ", "A", "B")),
        OriginalRow(4, ("c@example.edu", "C", "D", "", "E"), odd=5),
    )


def test_no_password_is_shown() -> None:
    """The cell of its column is empty; in a row of another width all are, for it may stand anywhere."""
    text = "Email,First Name,Last Name,Password\na@x,A,B,canary-77\nb@x,B,canary-78\nc@x,C,canary,9,x\n"
    assert rows(text, 2, 3, 4) == (
        OriginalRow(2, ("a@x", "A", "B", "")),
        OriginalRow(3, ("", "", "", ""), odd=3),
        OriginalRow(4, ("", "", "", "", ""), odd=5),
    )


def test_a_stray_hash_is_not_shown() -> None:
    """A password hash under an ordinary header is left out as well."""
    text = f"Email,First Name,Last Name,Note\na@x,A,B,{HASH}\nb@x,B,C,x\nc@x,C,D,y\n"
    assert rows(text, 2) == (OriginalRow(2, ("a@x", "A", "B", "")),)
