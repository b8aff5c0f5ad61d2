"""The columns of a corrections file beside those of its roster, and what stands in the one that is to be cleared."""

from __future__ import annotations

import pytest

from client_import import ENGLISH, ProblemCode
from client_import.reading.own_columns import (
    FITTING,
    LINE,
    OWN_COLUMNS,
    TO_CLEAR,
    WRONG,
    LeftOut,
    Mark,
    Marks,
    declared_delimiter,
    find_extra,
    is_own,
    name_extra,
    read_marks,
    write_marks,
)


@pytest.mark.parametrize("name", [LINE, WRONG, FITTING, TO_CLEAR, name_extra(1), name_extra(250)])
def test_own_names_are_known_in_any_spelling(name: str) -> None:
    """Case and spaces are what a person or a program may change of them."""
    assert is_own(name)
    assert is_own(f"  {name.upper().replace(' ', '  ')}\n")


@pytest.mark.parametrize("name", ["", "line in the first file", "[corrections]", "[corrections] cell", "Corrections"])
def test_no_other_name_is_taken_for_one(name: str) -> None:
    """A roster may well have a column of corrections."""
    assert not is_own(name)


def test_extra_cells_are_numbered() -> None:
    """The number is that in the name."""
    assert [find_extra(name) for name in (name_extra(1), name_extra(12), TO_CLEAR)] == [1, 12, None]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_first_name_tells_the_separator(delimiter: str) -> None:
    """Where the file begins as it was written, nothing is left to guess."""
    assert declared_delimiter(f"{delimiter.join(OWN_COLUMNS)}\n") == delimiter
    assert declared_delimiter(f'"{LINE}"{delimiter}"x"\n') == delimiter
    assert declared_delimiter(f"Email{delimiter}{LINE}\n") is None


@pytest.mark.parametrize(
    "marks",
    [
        Marks(None),
        Marks(Mark(ProblemCode.TOO_MANY_CELLS, 9)),
        Marks(None, (LeftOut("Student ID: new", 7), LeftOut("Phone", None))),
        Marks(Mark(ProblemCode.UNUSUAL_WIDTH, 3), (LeftOut("Phone", None),)),
    ],
)
def test_marks_are_read_as_they_were_written(marks: Marks) -> None:
    """Whatever they say, also of a column with a colon in its name."""
    assert read_marks(f" {write_marks(marks)} ", 5) == marks


@pytest.mark.parametrize("cell", ["ok", "too_many_cells", "too_many_cells: many cells", "missing_email: 3 cells", "0"])
def test_whatever_else_stands_there_holds_the_row(cell: str) -> None:
    """Only an empty cell says that somebody has looked at the row."""
    assert read_marks(cell, 5) == Marks(Mark(ProblemCode.WRONG_WIDTH, 5))


def test_the_messages_name_the_columns() -> None:
    """What a person is told to clear is called as it is in the file."""
    for code in ("too_many_cells", "wrong_width", "doubtful_quotes"):
        assert f"“{TO_CLEAR}”" in ENGLISH[f"{code}:corrections"]
        assert f"“{name_extra(1).removesuffix(' 1')} …”" in ENGLISH[f"{code}:corrections"]
