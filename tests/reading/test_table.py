import csv
import io
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import BadFile, Column, ImportRules, ProblemCode, Row, Table, read_table
from client_import.defusing import undefuse


def lines_and_cells(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in read_table(content).rows]


def refusal(content: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadFile) as caught:
        read_table(content)
    return caught.value.code, dict(caught.value.params)


def test_table() -> None:
    """A table holds its columns, the rows with their lines, and how the file was written."""
    table = read_table(b" Email ;First  Name\r\nada@example.edu; Ada \r\n\r\nbob@example.edu;\r\n")
    assert table.columns == (Column(1, "Email", "Email"), Column(2, "First Name", "First Name"))
    assert table.header == ("Email", "First Name")
    assert table.lines == [2, 4]
    assert table.cells == [("ada@example.edu", " Ada "), ("bob@example.edu", "")]
    assert list(table.rows) == [Row(2, ("ada@example.edu", " Ada ")), Row(4, ("bob@example.edu", ""))]
    assert (table.encoding, table.delimiter, table.problems, table.odd_rows) == ("utf-8", ";", (), {})


def test_path(tmp_path: Path) -> None:
    """A table is read from a path and from an open file as from bytes."""
    path = tmp_path / "roster.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with path.open("rb") as file:
        assert read_table(path).cells == read_table(str(path)).cells == read_table(file).cells == [("1", "2")]


def test_windows_file() -> None:
    """A file in Windows-1252 is read with a warning in the table."""
    table = read_table("Name,Ort\nZoë,Köln\n".encode("cp1252"))
    assert (table.encoding, table.cells) == ("cp1252", [("Zoë", "Köln")])
    assert [(problem.code, problem.line) for problem in table.problems] == [(ProblemCode.ENCODING_GUESSED, 2)]


def test_one_column() -> None:
    """A file of one column is a table."""
    assert lines_and_cells(b"Email\nada@example.edu\n") == [(2, ("ada@example.edu",))]


def test_no_line_end_at_the_end() -> None:
    """The last row needs no line end."""
    assert lines_and_cells(b"a,b\n1,2") == [(2, ("1", "2"))]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_lines(end: bytes) -> None:
    """A line is the physical one on which a row starts: blank rows and line breaks in quotes count."""
    content = end.join([b"", b"a,b", b"1,2", b"", b'"x', b'y",3', b" , ", b",", b"4,5", b"", b"6,7", b""])
    inner = "x" + end.decode() + "y"
    assert lines_and_cells(content) == [(3, ("1", "2")), (5, (inner, "3")), (9, ("4", "5")), (11, ("6", "7"))]


def test_mixed_line_ends() -> None:
    """Each kind of line end counts as one line, also where a file mixes them."""
    content = b'a,b\r1,2\n\r3,4\r\n\r\n"x\r\ny\rz\nw",5\n\n6,7\r'
    assert lines_and_cells(content) == [
        (2, ("1", "2")),
        (4, ("3", "4")),
        (6, ("x\r\ny\rz\nw", "5")),
        (11, ("6", "7")),
    ]


@pytest.mark.parametrize("char", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_line_ends(char: str) -> None:
    """Characters that only some programs take for line ends are part of a cell."""
    if char == "\x1c":
        assert refusal(f"a,b\n1{char}2,3\n4,5\n".encode())[0] == "file_not_text"
    else:
        assert lines_and_cells(f"a,b\n1{char}2,3\n4,5\n".encode()) == [(2, (f"1{char}2", "3")), (3, ("4", "5"))]


def test_header_below_blank_lines() -> None:
    """Blank lines above the header are passed over and counted."""
    table = read_table(b"\n,,\n \na,b\n1,2\n")
    assert (table.header, table.lines) == (("a", "b"), [5])


def test_quotes() -> None:
    """Quotation marks around a cell are no part of it; doubled ones stand for one."""
    assert lines_and_cells(b'a,b\n"1,2","say ""hi"""\nx"y,z\n') == [(2, ("1,2", 'say "hi"')), (3, ('x"y', "z"))]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("Notes,Notes,Notes", ("Notes", "Notes [2]", "Notes [3]")),
        ("Notes,Notes,Notes [2]", ("Notes", "Notes [3]", "Notes [2]")),
        ("Notes [2],Notes,Notes", ("Notes [2]", "Notes", "Notes [3]")),
        ("Notes,notes,NOTES", ("Notes", "notes", "NOTES")),
        ("a,,b", ("a", "Column 2", "b")),
        (",,b", ("Column 1", "Column 2", "b")),
        ("Column 2,,b", ("Column 2", "Column 2 [2]", "b")),
        ('a,"First\n Name",b', ("a", "First Name", "b")),
        (" a , b,c", ("a", "b", "c")),
    ],
)
def test_names_of_columns(header: str, names: tuple[str, ...]) -> None:
    """Every column has a name of its own: repeated headers are numbered, blank ones named by their position."""
    table = read_table(f"{header}\n1,2,3\n".encode())
    assert table.header == names
    assert [column.position for column in table.columns] == [1, 2, 3]


def test_text_of_columns() -> None:
    """A column keeps what stands in the header row beside the name it was given."""
    columns = read_table(b"Notes,Notes,\n1,2,3\n").columns
    assert [column.text for column in columns] == ["Notes", "Notes", ""]


@pytest.mark.parametrize("content", [b"a,b,,\n1,2,,\n3,4,,\n", b"a,b,,\n1,2\n3,4\n", b"a,b, ,\n1,2,,\n3,4,,\n"])
def test_empty_columns_at_the_end(content: bytes) -> None:
    """Columns at the end that are blank from top to bottom are dropped."""
    table = read_table(content)
    assert table.header == ("a", "b")
    assert table.cells == [("1", "2"), ("3", "4")]
    assert table.odd_rows == {}


def test_filled_column_without_header() -> None:
    """A column at the end with a cell in it is kept, although it has no header."""
    table = read_table(b"a,b,,\n1,2,,\n3,4,x,\n")
    assert table.header == ("a", "b", "Column 3")
    assert table.cells == [("1", "2", ""), ("3", "4", "x")]


def test_empty_column_inside() -> None:
    """An empty column between others is kept."""
    assert read_table(b"a,,c\n1,,3\n").header == ("a", "Column 2", "c")


def test_narrow_row() -> None:
    """A row with too few cells is filled up, and its width remembered."""
    table = read_table(b"a,b,c\n1,2,3\n4\n5,6\n")
    assert table.cells == [("1", "2", "3"), ("4", "", ""), ("5", "6", "")]
    assert table.odd_rows == {1: 1, 2: 2}


def test_wide_row() -> None:
    """A row with filled cells beyond the header keeps them, and its width is remembered."""
    table = read_table(b"a,b\n1,2\n3,4,x\n5,6,,y\n7,8\n")
    assert table.cells == [("1", "2"), ("3", "4", "x"), ("5", "6", "", "y"), ("7", "8")]
    assert table.odd_rows == {1: 3, 2: 4}


def test_wide_row_of_blanks() -> None:
    """Blank cells beyond the header are cut off, but the row's width is remembered."""
    table = read_table(b"a,b\n1,2\n3,4, ,\n5,6\n")
    assert table.cells == [("1", "2"), ("3", "4"), ("5", "6")]
    assert table.odd_rows == {1: 4}


def test_every_row_ends_in_a_separator() -> None:
    """Where most rows are wider than the header every row is odd; only a filled surplus cell is kept."""
    table = read_table(b"a,b\n1,2,\n3,4,\n5,6,x\n7,8\n9\n")
    assert table.cells == [("1", "2"), ("3", "4"), ("5", "6", "x"), ("7", "8"), ("9", "")]
    assert table.odd_rows == {0: 3, 1: 3, 2: 3, 3: 2, 4: 1}


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\r\n\r", b"  \n\t\n", b",,\n ,\n", b"\xef\xbb\xbf", b"\xff\xfe", b'"",""\n', "\u00a0\n".encode()],
)
def test_empty_file(content: bytes) -> None:
    """A file without a single filled cell is empty."""
    assert refusal(content) == ("file_empty", {})


@pytest.mark.parametrize(("content", "line"), [(b"Email,Name", 1), (b"\n\nEmail,Name\n\n,,\n", 3)])
def test_header_only(content: bytes, line: int) -> None:
    """A header without a row below it is refused, and its line named."""
    assert refusal(content) == ("file_header_only", {"line": line})


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"ada@example.edu,Ada\nbob@example.edu,Bob\n", 1),
        (b"\nByron;Ada; ADA@example.edu \n", 2),
        (b"ada@example.edu", 1),
    ],
)
def test_no_header(content: bytes, line: int) -> None:
    """A first row with an address in it is a client and no header; the address is not quoted."""
    assert refusal(content) == ("file_no_header", {"line": line})


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'a,b\n1,2\n\n"3,4\n5,6\n', 4),
        (b'a,b\n1,"2" x\n', 2),
        (b'"a,b\n1,2\n', 1),
        (b'a,b\n"x\ny",1\n"z"w,2\n', 4),
    ],
)
def test_broken_quotes(content: bytes, line: int) -> None:
    """A quotation mark that is not closed, or text after a closing one, is refused with the row's first line."""
    assert refusal(content) == ("file_broken_quotes", {"line": line})


def test_cell_too_long() -> None:
    """A cell beyond the limit of the csv module is refused with the line on which its row starts."""
    limit = csv.field_size_limit()
    assert lines_and_cells(b"a,b\n" + b"x" * limit + b",1\n") == [(2, ("x" * limit, "1"))]
    assert refusal(b"a,b\n1,2\n" + b"x" * (limit + 1) + b",1\n") == ("file_cell_too_long", {"line": 3, "limit": limit})


def test_size_limit() -> None:
    """The rules' limit on the size of a file is kept."""
    content = b"a,b\n1,2\n"
    assert read_table(content, ImportRules(max_bytes=8)).cells == [("1", "2")]
    with pytest.raises(BadFile) as caught:
        read_table(content, ImportRules(max_bytes=7))
    assert (caught.value.code, caught.value.params) == ("file_too_large", {"limit": "7 bytes"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,\x00\n", "file_not_text"),
        (b"a,b\n1,\x81\n", "file_unknown_encoding"),
        (b"%PDF-1.4\n", "file_is_pdf"),
    ],
)
def test_refused_before_splitting(content: bytes, code: str) -> None:
    """What cannot be decoded, or is another kind of file, is refused by its own code."""
    assert refusal(content)[0] == code


def test_repr_shows_shapes_only() -> None:
    """The repr of a table and of a row shows no cell, for it may be a password."""
    table = read_table(b"Email,Password\nada@example.edu,s3cret-word\nbob@example.edu,other-word\n")
    assert repr(table) == "<Table: 2 columns, 2 rows>"
    assert repr(table.rows[0]) == "Row(line=2, cells=<2 cells>)"
    assert repr(table.rows) == "<2 items>"


def test_frozen() -> None:
    """A table cannot be changed, and is equal to itself only."""
    table, twin = read_table(b"a,b\n1,2\n"), read_table(b"a,b\n1,2\n")
    assert table != twin
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        table.delimiter = ";"  # type: ignore[misc]


LINE_ENDS = ("\n", "\r\n", "\r")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
LETTERS = "abzABZ019 éüß€'\"\t"


@st.composite
def written_tables(draw: st.DrawFn) -> tuple[bytes, str, list[tuple[int, tuple[str, ...]]]]:
    """A file as csv.writer writes it, its separator, and the rows with the lines that one should read from it."""
    delimiter, end = draw(st.sampled_from([",", ";", "\t", "|"])), draw(st.sampled_from(LINE_ENDS))
    encoding = draw(st.sampled_from(ENCODINGS))
    letters = LETTERS.replace("\t", delimiter) + ("" if encoding == "cp1252" else "Ł张😀\u2028")
    cells = st.lists(st.sampled_from([*letters, *LINE_ENDS])).map("".join)
    width = draw(st.integers(2, 4))
    text = io.StringIO(newline="")
    everything_quoted = draw(st.booleans())
    writer = csv.writer(
        text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL if everything_quoted else csv.QUOTE_MINIMAL
    )
    writer.writerow([f"Prénom {column}" for column in range(width)])
    expected = []
    for row in draw(st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=6)):
        text.write(end * draw(st.integers(0, 2)))
        given_cells = ["x" + row[0], *row[1:]]
        if not everything_quoted:
            given_cells = [re.sub(r"[\r\n]+", end, cell) for cell in given_cells]
        expected.append((1 + len(re.findall(r"\r\n|\r|\n", text.getvalue())), tuple(given_cells)))
        writer.writerow(given_cells)
    return text.getvalue().encode(encoding), delimiter, expected


@settings(deadline=None)
@given(written_tables())
def test_written_table_is_read_back(written: tuple[bytes, str, list[tuple[int, tuple[str, ...]]]]) -> None:
    """What csv.writer writes is read back, in every separator, line end and encoding, with the physical lines."""
    content, delimiter, expected = written
    table: Table = read_table(content)
    assert table.delimiter == delimiter
    assert [(row.line, row.cells) for row in table.rows] == [
        (line, tuple(map(undefuse, cells))) for line, cells in expected
    ]
    swallowing = [any(delimiter in cell and set(cell) & {"\n", "\r"} for cell in cells) for _, cells in expected]
    assert list(table.odd_rows) == [index for index, swallowed in enumerate(swallowing) if swallowed]


def test_a_row_as_wide_as_the_header_is_regular() -> None:
    """Rows with all the header's empty columns are regular, and so are rows with none, whichever are most."""
    assert read_table(b"Email,Password,,\na,b\nc,d,,\ne,f,,\n").odd_rows == {0: 2}
    assert read_table(b"Email,Password,,\na,b\nc,d\ne,f,,\n").odd_rows == {2: 4}


def test_a_swallowed_line_makes_a_row_odd() -> None:
    """A cell with a line end and a separator in it looks like a missing quotation mark; one of them alone does not."""
    table = read_table(b'A,B\n"x,y\nz",1\n"x\ny",2\n"x,y",3\n"x,\ry",4\n')
    assert table.odd_rows == {0: 2, 3: 2}


def test_a_real_header_keeps_its_name() -> None:
    """A blank header never takes the name of a real one."""
    assert read_table(b"a,,Column 2\n1,2,3\n").header == ("a", "Column 2 [2]", "Column 2")


@pytest.mark.parametrize("first", ["ada.example.edu", "ada@", "ada@@example.edu"])
def test_a_broken_address_above_a_good_one_is_no_header(first: str) -> None:
    """A first line that is a client with a slip in the address is not taken for column names, nor quoted."""
    with pytest.raises(BadFile) as caught:
        read_table(f"{first},Ada,hunter-22\nzoe@example.edu,Zoe,x\n".encode())
    assert caught.value.code == "file_no_header"
    assert "hunter-22" not in str(caught.value)


@pytest.mark.parametrize("header", ["E.mail", "Sähköposti", "Contact"])
def test_an_odd_name_of_the_email_column_is_a_header(header: str) -> None:
    """A column of addresses under an unknown name still has a header."""
    assert read_table(f"{header},First\nzoe@example.edu,Zoe\n".encode()).header == (header, "First")
