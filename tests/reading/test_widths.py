"""How wide the rows of a file are."""

from __future__ import annotations

import pytest

from client_import import read_table
from client_import.reading.widths import Cells, find_odd, fit, is_filled, used_width, usual_widths


def rows(*widths: int, address: str = "@") -> list[Cells]:
    """A row of filled cells for each width, with an address in the first one."""
    return [(address, *"x" * (width - 1)) for width in widths]


@pytest.mark.parametrize(
    ("cells", "filled"), [([], False), ([""], False), ([" ", "\t\u00a0"], False), (["", "0"], True), (["a"], True)]
)
def test_is_filled(cells: list[str], filled: bool) -> None:
    """A row is filled where any cell is more than spaces."""
    assert is_filled(cells) is filled


@pytest.mark.parametrize(
    ("header", "body", "width"),
    [
        (("a", "b"), [("1", "2")], 2),
        (("a", "b", "", " "), [("1", "2", "", "")], 2),
        (("a", "b", "", ""), [("1", "2", "x", "")], 3),
        (("a", "b", "", ""), [("1",), ("1", "2", "", "x"), ("1", "2", "x")], 4),
        (("a", "b"), [("1", "2", "x")], 2),
        (("a", "b", ""), [("1", "2", "", "x")], 2),
        (("a", "", "c"), [("1", "2", "3")], 3),
        (("", ""), [("", "")], 0),
    ],
)
def test_used_width(header: Cells, body: list[Cells], width: int) -> None:
    """Empty columns at the end do not count; what stands beyond the header makes no column."""
    assert used_width(header, body) == width


@pytest.mark.parametrize(
    ("widths", "expected"),
    [
        ([3, 3, 3], {3}),
        ([3, 3, 2], {3}),
        ([3, 3, 2, 2], {3}),
        ([3, 3, 2, 1, 2], {1, 2, 3}),
        ([3, *[2] * 8], {1, 2, 3}),
        ([3, *[2] * 9], {3}),
        ([*[3] * 27, 2, 2, 2], {3}),
        ([*[3] * 26, 2, 2, 2], {1, 2, 3}),
        ([2, 2, 2], {3}),
        ([4, 4, 3], {3}),
        ([4, 4, 3, 3, 3], {3}),
        ([4, 4, 4, 3, 3, 3], {3}),
    ],
)
def test_usual_widths(widths: list[int], expected: set[int]) -> None:
    """Leaving out trailing cells is a habit of a file where three rows, and more than a tenth, do and others do not."""
    assert usual_widths(rows(*widths), 3, 3) == expected


def test_the_header_decides_between_equals() -> None:
    """Of two widths as frequent, that of the header is the usual one."""
    assert usual_widths(rows(4, 4, 3, 3), 3, 4) == {4}
    assert usual_widths(rows(4, 4, 3, 3), 3, 3) == {3}


def test_empty_columns_at_the_end_of_the_header() -> None:
    """Where the header ends in empty columns, rows have them or not; one that has some of them is strange."""
    assert usual_widths(rows(3, 3, 3, 5, 4), 3, 5) == {3, 5}
    assert usual_widths(rows(5, 5, 3, 4), 3, 5) == {5}


def test_only_clients_make_a_habit() -> None:
    """Narrow rows without an address are no clients with cells left out, but pieces of them."""
    assert usual_widths([*rows(3, 3, 3), *rows(2, 2, 2, address="x")], 3, 3) == {3}
    assert usual_widths([*rows(3, 3, 3), *rows(2, 2, 2)], 3, 3) == {1, 2, 3}


@pytest.mark.parametrize(
    ("widths", "width", "header_width", "odd"),
    [
        ([3, 3, 3], 3, 3, {}),
        ([3, 2, 4], 3, 3, {1: 2, 2: 4}),
        ([2, 4, 4], 2, 4, {0: 2, 1: 4, 2: 4}),
        ([4, 4, 3], 3, 3, {0: 4, 1: 4, 2: 3}),
    ],
)
def test_find_odd(widths: list[int], width: int, header_width: int, odd: dict[int, int]) -> None:
    """Rows of another width than most are odd, and every row where most are not as wide as the header."""
    assert find_odd(rows(*widths), width, header_width) == odd


def test_blank_cells_beyond_the_last_column_are_regular() -> None:
    """A row that is as wide as its header with empty columns is odd only where one of them is filled."""
    assert find_odd([("a", "b", "", ""), ("c", "d", "", "x"), ("e", "f", "", " ")], 2, 4) == {1: 4}


def test_fit() -> None:
    """Rows are filled up, or cut off where others end so too; cells beyond stay that are filled or unusual."""
    body = [("a", "b"), ("c",), ("d", "e", " "), ("f", "g", "", "x"), ("h", "i", "", ""), ()]
    fitting = [("a", "b"), ("c", ""), ("d", "e"), ("f", "g", "", "x"), ("h", "i", "", ""), ("", "")]
    assert fit(body, 2, {2, 3}) == tuple(fitting)


def test_a_file_that_leaves_out_trailing_cells() -> None:
    """A file whose program writes no empty cells at the end of a row has a range of usual widths."""
    table = read_table(b"Email,First,Last,Note\na@x.edu,A,B,n\nb@x.edu,B,C\nc@x.edu,C,D\nd@x.edu\ne@x.edu,E,F,n\n")
    assert table.usual_widths == {1, 2, 3, 4}
    assert table.cells[1:4] == (("b@x.edu", "B", "C", ""), ("c@x.edu", "C", "D", ""), ("d@x.edu", "", "", ""))
    assert (dict(table.odd_rows), table.problems) == ({1: 3, 2: 3, 3: 1}, ())


def test_a_file_of_one_width() -> None:
    """One narrow row is a slip, not a habit."""
    table = read_table(b"Email,First,Last\na@x.edu,A,B\nb@x.edu,B\nc@x.edu,C,D\n")
    assert (set(table.usual_widths), dict(table.odd_rows)) == ({3}, {1: 2})
    assert read_table(b"Email,First,,\na@x.edu,A,,\nb@x.edu,B,,\n").usual_widths == {4}
