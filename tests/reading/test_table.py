import csv
import io
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import BadFile, Column, ImportRules, ProblemCode, Row, Table, read_table
from client_import.texts.defusing import undefuse
from rosters import codes


def lines_and_cells(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.line, row.cells) for row in read_table(content).rows]


def refusal(
    content: bytes, rules: ImportRules | None = None, *, header_line: int | None = None
) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadFile) as caught:
        read_table(content, rules, header_line=header_line)
    return caught.value.code, dict(caught.value.params)


def test_table() -> None:
    """A table holds its columns, the rows with their lines, and how the file was written."""
    table = read_table(b" Email ;First  Name\r\nada@example.edu; Ada \r\n\r\nbob@example.edu;\r\n")
    assert table.columns == (Column(1, "Email", "Email"), Column(2, "First Name", "First Name"))
    assert table.header == ("Email", "First Name")
    assert table.lines == (2, 4)
    assert table.cells == (("ada@example.edu", " Ada "), ("bob@example.edu", ""))
    assert list(table.rows) == [Row(2, ("ada@example.edu", " Ada ")), Row(4, ("bob@example.edu", ""))]
    assert (table.encoding, table.delimiter, table.problems, table.odd_rows) == ("utf-8", ";", (), {})


def test_path(tmp_path: Path) -> None:
    """A table is read from a path and from an open file as from bytes."""
    path = tmp_path / "roster.csv"
    path.write_bytes(b"a,b\n1,2\n")
    with path.open("rb") as file:
        assert read_table(path).cells == read_table(str(path)).cells == read_table(file).cells == (("1", "2"),)


def test_windows_file() -> None:
    """A file in Windows-1252 is read with a warning in the table."""
    table = read_table("Name,Ort\nZoë,Köln\n".encode("cp1252"))
    assert (table.encoding, table.cells) == ("cp1252", (("Zoë", "Köln"),))
    assert [(problem.code, problem.line) for problem in table.problems] == [(ProblemCode.ENCODING_GUESSED, 2)]


def test_one_column() -> None:
    """A file of one column is a table."""
    assert lines_and_cells(b"Email\nada@example.edu\n") == [(2, ("ada@example.edu",))]


def test_no_line_end_at_the_end() -> None:
    """The last row needs no line end, but may have been cut off."""
    table = read_table(b"a,b\n1,2\n3,4")
    assert list(table.rows) == [Row(2, ("1", "2")), Row(3, ("3", "4"))]
    assert codes(table.problems) == [(3, "maybe_truncated")]
    assert codes(read_table(b'a,b\n1,"2\n3"').problems) == [(2, "maybe_truncated")]
    assert read_table(b"a,b\n1,2\r").problems == ()


@pytest.mark.parametrize(
    ("content", "damaged"),
    [
        (b"a,b\n1,2\n", False),
        (b"a,b\n1,#N/A\n", True),
        (b"a,b\n1,1.2E+10\n", True),
        ("a,b\n1,ZoÃ«\n".encode(), True),
        ("a,b\n1,Zoë\n".encode(), False),
    ],
)
def test_damaged(content: bytes, damaged: bool) -> None:
    """A table says whether its text shows any sign of damage."""
    assert read_table(content).may_be_damaged is damaged


def test_a_known_encoding() -> None:
    """An encoding that the caller names is used, and nothing is said of it."""
    table = read_table("Email,Name\na@x.edu,Zoë Łuk\n".encode("cp1250"), encoding="windows-1250")
    assert (table.encoding, table.cells, table.problems) == ("cp1250", (("a@x.edu", "Zoë Łuk"),), ())
    with pytest.raises(ValueError, match="“nope”"):
        read_table(b"a,b\n1,2\n", encoding="nope")
    with pytest.raises(BadFile) as caught:
        read_table(b"a,b\n1,\xff\n", encoding="utf-8")
    assert (caught.value.code, dict(caught.value.params)) == ("file_wrong_encoding", {"encoding": "utf-8", "line": 2})


def test_a_known_delimiter() -> None:
    """A separator that the caller names is used, whatever stands in the file."""
    table = read_table(b"Email#Name,x\na@x.edu#Ada,y\n", delimiter="#")
    assert (table.delimiter, table.header, table.cells) == ("#", ("Email", "Name,x"), (("a@x.edu", "Ada,y"),))


@pytest.mark.parametrize("delimiter", ["", ";;", "\n", "\r", '"', "'"])
def test_no_delimiter(delimiter: str) -> None:
    """A separator is one character, and none with another meaning."""
    with pytest.raises(ValueError, match="must be one character"):
        read_table(b"a,b\n1,2\n", delimiter=delimiter)


TITLED = b'My list\n\nEmail,First\n\na@x.edu,Ada\n"x\ny",Bob\n'


def test_a_known_header() -> None:
    """The header stands where the caller says; what is above it is not read, and nothing is said of that."""
    assert codes(read_table(TITLED).problems) == [(1, "preamble_skipped")]
    table = read_table(TITLED, header_line=3)
    assert (table.header, table.header_line, table.problems) == (("Email", "First"), 3, ())
    assert list(table.rows) == [Row(5, ("a@x.edu", "Ada")), Row(6, ("x\ny", "Bob"))]
    assert refusal(TITLED, header_line=5) == ("file_no_header", {"line": 5})
    assert (read_table(TITLED).header_line, read_table(TITLED, header_line=1).header) == (3, ("My list",))


@pytest.mark.parametrize("line", [-1, 0, 2, 8, 99])
def test_no_header_there(line: int) -> None:
    """A line that is blank, inside of a cell or beyond the file is no header."""
    assert refusal(TITLED, header_line=line) == ("file_no_header_there", {"line": line})


def test_no_row_below_a_known_header() -> None:
    """The last row cannot be the header."""
    assert refusal(TITLED, header_line=6) == ("file_header_only", {"line": 6})


def test_a_header_whose_mark_is_not_closed() -> None:
    """Marks that are in doubt in the header make no row of clients odd."""
    table = read_table(b'Title\n"Email,First\na@x.edu,"Ada\nb@x.edu,Bob\n')
    assert (table.header, table.cells) == (("Email", "First"), (("a@x.edu", "Ada"), ("b@x.edu", "Bob")))
    assert dict(table.odd_rows) == {0: 2}
    assert codes(table.problems) == [(2, "quote_closed"), (3, "quote_closed"), (1, "preamble_skipped")]


def test_a_repeated_header() -> None:
    """A text above several columns is warned of on the header's line."""
    table = read_table(b"\nEmail,Notes,Notes\na@x.edu,1,2\n")
    assert [(problem.line, problem.code, problem.column) for problem in table.problems] == [(2, "repeated_header", 2)]


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


@pytest.mark.parametrize("char", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_no_line_ends(char: str) -> None:
    """Characters that only some programs take for line ends are part of a cell."""
    assert lines_and_cells(f"a,b\n1{char}2,3\n4,5\n".encode()) == [(2, (f"1{char}2", "3")), (3, ("4", "5"))]


def test_a_control_character_is_no_line_end() -> None:
    """A control character that slipped in is taken out, with a warning, and ends no line."""
    table = read_table(b"a,b\n1\x1c2,3\n4,5\n")
    assert list(table.rows) == [Row(2, ("12", "3")), Row(3, ("4", "5"))]
    assert codes(table.problems) == [(2, "control_characters")]


def test_header_below_blank_lines() -> None:
    """Blank lines above the header are passed over and counted."""
    table = read_table(b"\n,,\n \na,b\n1,2\n")
    assert (table.header, table.lines) == (("a", "b"), (5,))


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
    assert table.cells == (("1", "2"), ("3", "4"))
    assert table.odd_rows == {}


def test_filled_column_without_header() -> None:
    """A column at the end with a cell in it is kept, although it has no header."""
    table = read_table(b"a,b,,\n1,2,,\n3,4,x,\n")
    assert table.header == ("a", "b", "Column 3")
    assert table.cells == (("1", "2", ""), ("3", "4", "x"))


def test_empty_column_inside() -> None:
    """An empty column between others is kept."""
    assert read_table(b"a,,c\n1,,3\n").header == ("a", "Column 2", "c")


def test_narrow_row() -> None:
    """A row with too few cells is filled up, and its width remembered."""
    table = read_table(b"a,b,c\n1,2,3\n4\n5,6\n")
    assert table.cells == (("1", "2", "3"), ("4", "", ""), ("5", "6", ""))
    assert table.odd_rows == {1: 1, 2: 2}


def test_wide_row() -> None:
    """A row with filled cells beyond the header keeps them, and its width is remembered."""
    table = read_table(b"a,b\n1,2\n3,4,x\n5,6,,y\n7,8\n")
    assert table.cells == (("1", "2"), ("3", "4", "x"), ("5", "6", "", "y"), ("7", "8"))
    assert table.odd_rows == {1: 3, 2: 4}


def test_wide_row_of_blanks() -> None:
    """Blank cells beyond the header are kept where other rows have none, for others may have moved."""
    table = read_table(b"a,b\n1,2\n3,4, ,\n5,6\n")
    assert table.cells == (("1", "2"), ("3", "4", " ", ""), ("5", "6"))
    assert table.odd_rows == {1: 4}


def test_every_row_ends_in_a_separator() -> None:
    """Where most rows are wider than the header every row is odd, and its cells beyond are kept."""
    table = read_table(b"a,b\n1,2,\n3,4,\n5,6,x\n7,8\n9\n")
    assert table.cells == (("1", "2", ""), ("3", "4", ""), ("5", "6", "x"), ("7", "8"), ("9", ""))
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
    ("content", "line", "cells"),
    [
        (b'a,b\n1,2\n\n"3,4\n5,6\n', 4, [("1", "2"), ("3", "4"), ("5", "6")]),
        (b'a,b\n1,"2" x\n', 2, [("1", '2" x')]),
        (b'a,b\n"x\ny",1\n"z"w,2\n', 4, [("x\ny", "1"), ('z"w', "2")]),
        (b'"a,b\n1,2\n', 1, [("1", "2")]),
    ],
)
def test_marks_that_do_not_pair(content: bytes, line: int, cells: list[tuple[str, ...]]) -> None:
    """A mark that is not closed ends with its line where that gives it the width of others; its row is in doubt."""
    table = read_table(content)
    assert (table.header, table.cells) == (("a", "b"), tuple(cells))
    assert codes(table.problems) == [(line, "quote_closed")]
    assert [table.lines[index] for index in table.odd_rows] == ([line] if line > 1 else [])


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'a,b,c\n1,2,3\n\n"3,4\n5,6,7\n', 4),
        (b'a,b,c\n1,"2\n4,5,6\n7,8,9\n', 2),
        (b'a,b\n"x\ny",1\n"z"w,"2,3" 4,5\n6,7\n', 4),
    ],
)
def test_broken_quotes(content: bytes, line: int) -> None:
    """A mark that is not closed is refused with its row's line where no reading gives it the width of others."""
    assert refusal(content) == ("file_broken_quotes", {"line": line})


def test_cell_too_long() -> None:
    """A cell beyond the limit is refused with the line on which its row starts."""
    limit = ImportRules().max_cell_length
    assert lines_and_cells(b"a,b\n" + b"x" * limit + b",1\n") == [(2, ("x" * limit, "1"))]
    assert refusal(b"a,b\n1,2\n" + b"x" * (limit + 1) + b",1\n") == (
        "file_cell_too_long",
        {"line": 3, "limit": 100_000},
    )


@pytest.mark.parametrize(
    ("content", "fits"),
    [
        (b"a,b\n1,333\n", True),
        (b"a,b\n1,4444\n", False),
        (b'a,b\n1,"2\nx"\n', True),
        (b'a,b\n1,"2\nxy"\n', False),
        (b"a,b\r1,333\r4,5\r", True),
        (b"a,b\r1,4444\r4,5\r", False),
        (b'a,b\n1,"2"""\n', True),
        (b'a,b\n1,2"xy\n', False),
    ],
)
def test_the_limit_of_a_cell(content: bytes, fits: bool) -> None:
    """The rules' limit on a cell is kept on one line and on several, whatever the line ends."""
    rules = ImportRules(max_cell_length=3)
    if fits:
        assert read_table(content, rules).lines[0] == 2
    else:
        assert refusal(content, rules) == ("file_cell_too_long", {"line": 2, "limit": 3})


def test_the_limit_of_a_cell_over_several_short_lines() -> None:
    """A cell may be too long although none of its lines is."""
    content = b'a,b\n"x\ny\nz",1\n'
    assert read_table(content, ImportRules(max_cell_length=5)).cells == (("x\ny\nz", "1"),)
    assert refusal(content, ImportRules(max_cell_length=4)) == ("file_cell_too_long", {"line": 2, "limit": 4})


def test_the_limit_of_columns() -> None:
    """The rules' limit on filled cells is kept by the header and by each row; blank ones beyond it do not count."""
    rules = ImportRules(max_columns=3)
    assert read_table(b"a,b,c,,\n1,2,3,, \n", rules).cells == (("1", "2", "3"),)
    assert refusal(b"a,b,c\n1,2,3\n\n1,2,3,4\n", rules) == ("file_too_many_columns", {"line": 4, "limit": 3})
    assert refusal(b"a,b,c,,d\n1,2,3\n", rules) == ("file_too_many_columns", {"line": 1, "limit": 3})
    many = b",".join([b"x"] * 1001)
    assert refusal(many + b"\n" + many) == ("file_too_many_columns", {"line": 1, "limit": 1_000})


@pytest.mark.parametrize("row", [b"1,2\n", b'1,2"\n'])
def test_the_limit_of_rows(row: bytes) -> None:
    """The rules' limit on rows is kept, however the rows are read; blank ones do not count."""
    assert len(read_table(b"a,b\n" + row * 4 + b"\n\n" * 9, ImportRules(max_rows=5)).cells) == 4
    assert refusal(b"a,b\n" + row * 6, ImportRules(max_rows=5)) == ("file_too_many_rows", {"limit": 5})


def test_size_limit() -> None:
    """The rules' limit on the size of a file is kept."""
    content = b"a,b\n1,2\n"
    assert read_table(content, ImportRules(max_bytes=8)).cells == (("1", "2"),)
    with pytest.raises(BadFile) as caught:
        read_table(content, ImportRules(max_bytes=7))
    assert (caught.value.code, caught.value.params) == ("file_too_large", {"limit": "7 bytes"})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,\x00\n", "file_not_text"),
        (b"Pr\xe9nom 0,Pr\xe9nom 1\nxA\xe9,\xe9A\n", "file_unknown_encoding"),
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
def written_tables(draw: st.DrawFn) -> tuple[bytes, str, str, list[tuple[int, tuple[str, ...]]]]:
    """A file as csv.writer writes it, its encoding and separator, and the rows to be read from it with their lines."""
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
    return text.getvalue().encode(encoding), encoding, delimiter, expected


@settings(deadline=None)
@given(written_tables())
def test_written_table_is_read_back(written: tuple[bytes, str, str, list[tuple[int, tuple[str, ...]]]]) -> None:
    """What csv.writer writes is read back, in every separator, line end and encoding, with the physical lines."""
    content, encoding, delimiter, expected = written
    table: Table = read_table(content, encoding="cp1252" if encoding == "cp1252" else None)  # no words to guess by
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


def test_a_refused_file_leaves_nothing_behind() -> None:
    """The error brings no frame and no other exception along in which the file's text stands."""
    with pytest.raises(BadFile) as caught:
        read_table("Email,First Name,Last Name\na@example.edu,Zoë,B\n".encode(), encoding="ascii")
    assert caught.value.__context__ is None
    assert [entry.name for entry in caught.traceback] == ["test_a_refused_file_leaves_nothing_behind", "read_table"]
