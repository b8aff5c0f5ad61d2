"""The rows of a corrections file as those of the first file."""

from __future__ import annotations

import pytest

from client_import import ProblemCode, Table, read_table
from client_import.reading.own_columns import Mark, Marks

OWN = "[corrections] line in the first file,[corrections] clear when mended"


def table(rows: str, header: str = f"{OWN},Email,A,B,[corrections] cell 2,[corrections] cell 1") -> Table:
    return read_table(f"{header}\n{rows}".encode())


def test_a_roster_is_no_corrections_file() -> None:
    """Without such columns nothing is restored."""
    plain = read_table(b"Email,A\nx,y\n")
    assert (plain.is_corrections, plain.first_lines, plain.marks) == (False, None, {})


def test_own_columns_are_gone_and_the_others_in_their_places() -> None:
    """Positions count as in the first file, and cells beyond its last column follow it by their number."""
    found = table("7,,x@example.edu,a,b,,\n9,too_many_cells: 5 cells,y@example.edu,a,b,second,first\n")
    assert found.header == ("Email", "A", "B")
    assert [column.position for column in found.columns] == [1, 2, 3]
    assert list(found.cells) == [("x@example.edu", "a", "b"), ("y@example.edu", "a", "b", "first", "second")]
    assert (found.first_lines, found.odd_rows) == ({0: 7, 1: 9}, {1: 5})
    assert found.marks == {1: Marks(Mark(ProblemCode.TOO_MANY_CELLS, 5))}


@pytest.mark.parametrize("line", ["", "seven", "1.5", "-3", "1" * 20, "²"])
def test_a_line_that_is_none_is_not_known(line: str) -> None:
    """A row that a person added, or whose line is gone, is a row all the same."""
    found = table(f"{line},,x@example.edu,a,b,,\n")
    assert (found.first_lines, len(found.rows)) == ({}, 1)


@pytest.mark.parametrize("mark", ["", "unusual_width: 2 cells", "cells_realigned: 4 cells"])
def test_a_cell_beyond_the_file_holds_the_row(mark: str) -> None:
    """Where a row of the file itself is too wide, its cells may have moved, whatever was said of it before."""
    found = table(f"7,{mark},x@example.edu,a,b,,,more\n")
    assert found.marks == {0: Marks(Mark(ProblemCode.TOO_MANY_CELLS, 6))}


def test_blank_cells_that_a_spreadsheet_left_out_are_no_fault() -> None:
    """Missing cells of columns that are not the roster's do not make a row odd; missing ones of the roster do."""
    found = table("7,,x@example.edu,a,b\n8,,y@example.edu,a\n")
    assert found.odd_rows == {1: 2}
    assert list(found.cells) == [("x@example.edu", "a", "b"), ("y@example.edu", "a", "")]


def test_cells_that_were_put_right_by_their_number_keep_it() -> None:
    """Blank ones at the end count, but never more than the file has columns for."""
    found = table("7,cells_realigned: 5 cells,x@example.edu,a,b,,z\n8,cells_realigned: 9999 cells,y,a,b,,\n")
    assert [len(cells) for cells in found.cells] == [5, 5]


def test_an_empty_row_with_its_line_is_a_row() -> None:
    """A row that is located and not quoted is accounted for."""
    found = table("7,wrong_width: 2 cells,,,,,\n")
    assert (list(found.cells), found.odd_rows) == ([("", "", "")], {0: 2})


def test_doubtful_quotation_marks_are_doubtful_here_too() -> None:
    """A row of the file whose own marks do not fit may have moved cells."""
    found = table('7,,"x"@example.edu,a,b,,\n8,,"y@example.edu",a,"b"x,,\n')
    assert 1 in found.odd_rows
