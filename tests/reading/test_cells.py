"""One line or one record, split into cells."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import.reading.cells import CellReader, Dialect, Line, Quotes, Record, cell_reader

COMMA = Dialect(",")


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a,b", ["a", "b"]),
        (" a , b ", [" a ", " b "]),
        ("a,,", ["a", "", ""]),
        (",", ["", ""]),
        ('"a","b"', ["a", "b"]),
        ('"a,b",c', ["a,b", "c"]),
        ('"say ""hi""",c', ['say "hi"', "c"]),
        ('"",""', ["", ""]),
        ('"""",c', ['"', "c"]),
        ('a,"",', ["a", "", ""]),
        (' "a, b" , "c"', ["a, b", "c"]),
        ('\t"a"\t,b', ["a", "b"]),
        ('="0012",b', ['="0012"', "b"]),
        ('b, ="0;1" ', ["b", ' ="0;1" ']),
    ],
)
def test_a_line_in_order(line: str, cells: list[str]) -> None:
    """Marks that pair enclose their cell, with spaces around them or not; `="…"` is a cell as it stands."""
    assert cell_reader(COMMA).read_line(line) == Line(cells, Quotes.PAIRED)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('5" pipe,b', ['5" pipe', "b"]),
        ('a,say "hi"', ["a", 'say "hi"']),
        ('a"', ['a"']),
        ('a","b"', ['a"', "b"]),
        ('b,x="1"', ["b", 'x="1"']),
    ],
)
def test_a_stray_mark(line: str, cells: list[str]) -> None:
    """A mark inside a cell that none encloses is a part of its text."""
    assert cell_reader(COMMA).read_line(line) == Line(cells, Quotes.STRAY)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"say "hi" now",b', ['say "hi" now', "b"]),
        ('"a"x",b', ['a"x', "b"]),
        ('a,"x"y" ', ["a", 'x"y']),
        ('"a"x, "b"', ['a"x, "b']),
        ('"a"x""y",b"c', ['a"x"y', 'b"c']),
    ],
)
def test_a_broken_cell(line: str, cells: list[str]) -> None:
    """A mark inside a quoted cell is a part of its text; the next one at the end of a cell closes it."""
    assert cell_reader(COMMA).read_line(line) == Line(cells, Quotes.BROKEN)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"a', ["a"]),
        ('"a,b', ["a", "b"]),
        ('a,"', ["a", ""]),
        ('a, "b,c', ["a", "b", "c"]),
        ('"a"b,c', ['a"b', "c"]),
        ('x"y,"z', ['x"y', "z"]),
        ('"p"q",r,"s', ['p"q', "r", "s"]),
    ],
)
def test_an_open_cell(line: str, cells: list[str]) -> None:
    """A mark that nothing closes is taken off, and its cell ends at the separator."""
    assert cell_reader(COMMA).read_line(line) == Line(cells, Quotes.OPEN)


def test_the_worst_comes_last() -> None:
    """The state of a line is that of its worst cell."""
    assert sorted([Quotes.OPEN, Quotes.STRAY, Quotes.BROKEN, Quotes.PAIRED]) == [
        Quotes.PAIRED,
        Quotes.STRAY,
        Quotes.BROKEN,
        Quotes.OPEN,
    ]


@pytest.mark.parametrize(
    ("line", "readings"),
    [
        ('a,"b,c', [["a", "b", "c"], ["a", "b,c"]]),
        ('"a"x,b"c', [['a"x', 'b"c'], ['a"x,b"c']]),
        ('a,b"c,d', [["a", 'b"c', "d"]]),
        ('"a","b" x,', [["a", 'b" x', ""], ["a", 'b" x,']]),
        ('"a,b"c', [["a", 'b"c'], ['a,b"c']]),
    ],
)
def test_other_readings(line: str, readings: list[list[str]]) -> None:
    """A line that does not pair may have its broken marks as signs, or be open to its end."""
    assert list(cell_reader(COMMA).other_readings(line)) == readings


@pytest.mark.parametrize(
    ("text", "position", "record"),
    [
        ("a,b\nc,d\n", 0, Record(["a", "b"], 3, Quotes.PAIRED)),
        ("a,b\nc,d", 4, Record(["c", "d"], 7, Quotes.PAIRED)),
        ('"x\ny",b\r\nc', 0, Record(["x\ny", "b"], 7, Quotes.PAIRED)),
        ('"x\r,""y""\r\n",\n', 0, Record(['x\r,"y"\r\n', ""], 13, Quotes.PAIRED)),
        ('a,="1\n2"\n', 0, Record(["a", '="1'], 5, Quotes.STRAY)),
        ("", 0, Record([""], 0, Quotes.PAIRED)),
        ('"a,b\nc,d\n', 0, None),
        ('"a" b,c\n', 0, None),
        ('a,b" c\n', 0, Record(["a", 'b" c'], 6, Quotes.STRAY)),
    ],
)
def test_a_record(text: str, position: int, record: Record | None) -> None:
    """A record goes over line ends inside its quoted cells and ends at the first other one, if its marks pair."""
    assert cell_reader(COMMA).read_record(text, position) == record


@pytest.mark.parametrize(
    ("line", "is_wrapped"),
    [
        ('"a,b"', True),
        (' "a,b" ', True),
        ('"a,""b"""', True),
        ('"ab"', False),
        ('"a,b",c', False),
        ("a,b", False),
        ('"a,b', False),
        ('="a,b"', False),
    ],
)
def test_a_wrapped_line(line: str, is_wrapped: bool) -> None:
    """A line is wrapped where one pair of marks encloses the whole of it, separators and all."""
    assert cell_reader(COMMA).is_wrapped(line) is is_wrapped


@pytest.mark.parametrize(
    ("dialect", "line", "cells"),
    [
        (Dialect(";"), 'a,b;"c;d"', ["a,b", "c;d"]),
        (Dialect("|"), 'a|"b|c"|', ["a", "b|c", ""]),
        (Dialect("\t"), '"a"\t"b\tc"\t\t "d"', ["a", "b\tc", "", "d"]),
        (Dialect("^"), 'a^"b^c"', ["a", "b^c"]),
        (Dialect(",", "'"), "'O''Hara, B','say \"hi\"'", ["O'Hara, B", 'say "hi"']),
    ],
)
def test_dialects(dialect: Dialect, line: str, cells: list[str]) -> None:
    """Any character may separate, also one with a meaning in patterns; a tab that does is no space."""
    assert cell_reader(dialect).read_line(line) == Line(cells, Quotes.PAIRED)


def test_readers_are_shared() -> None:
    """A dialect is compiled once."""
    assert cell_reader(Dialect(";")) is cell_reader(Dialect(";"))
    assert isinstance(cell_reader(COMMA), CellReader)


CELLS = st.text(alphabet='ab ,;"é=', max_size=6)


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_enclosed_cells_are_read_back(cells: list[str]) -> None:
    """A line of enclosed cells is read back, by itself and as a record."""
    line = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    assert cell_reader(COMMA).read_line(line) == Line(cells, Quotes.PAIRED)
    assert cell_reader(COMMA).read_record(f"{line}\nx", 0) == Record(cells, len(line), Quotes.PAIRED)


@given(st.text(alphabet='ab,"', min_size=1, max_size=12))
def test_a_line_is_read_as_the_csv_module_reads_it(line: str) -> None:
    """The cells are those of the csv module where it reads the line, and the marks in doubt where it stumbles."""
    read = cell_reader(COMMA).read_line(line)
    try:
        (cells,) = csv.reader([line], strict=True)
    except csv.Error:
        assert read.quotes in {Quotes.BROKEN, Quotes.OPEN}
    else:
        assert (read.cells, read.quotes in {Quotes.PAIRED, Quotes.STRAY}) == (cells, True)


@given(st.text(alphabet='ab ,"=', max_size=12))
def test_no_line_is_lost(line: str) -> None:
    """Whatever the marks, no other character of a line is lost, and every reading has a cell."""
    read = cell_reader(COMMA).read_line(line)
    readings = [read.cells]
    if read.quotes is not Quotes.PAIRED:
        readings += cell_reader(COMMA).other_readings(line)
    for cells in readings:
        kept = "".join(cells)
        assert cells
        assert [kept.count(char) for char in "ab="] == [line.count(char) for char in "ab="]
