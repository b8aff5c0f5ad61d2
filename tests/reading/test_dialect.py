"""Which separator and which quotation mark a roster uses."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from client_import import read_table
from client_import.reading.cells import Dialect
from client_import.reading.dialect import Found, find_dialect, spaces_to_tabs


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators(delimiter: str) -> None:
    """The separator is the one that puts the addresses into a cell of their own."""
    text = "Email,First,Note\na@x.edu,Ada,\nb@x.edu,Bob,hi\n".replace(",", delimiter)
    assert find_dialect(text) == Found(Dialect(delimiter))
    assert read_table(text.encode()).delimiter == delimiter
    assert read_table(text.encode()).cells == (("a@x.edu", "Ada", ""), ("b@x.edu", "Bob", "hi"))


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Email;Note\na@x.edu;1,2\nb@x.edu;3,4\n", ";"),
        ("Name;Email\nRoss, Bob;b@x.edu\nLovelace, Ada;a@x.edu\n", ";"),
        ("Name\tEmail\nRoss, Bob\tb@x.edu\nLovelace, Ada\ta@x.edu\n", "\t"),
        ("Email,Help with\na@x.edu,Essays;CVs\nb@x.edu,Essays;Theses\n", ","),
        ("Email,Note\na@x.edu,a|b\nb@x.edu,c|d\n", ","),
        ("First Name,Last Name\nAda,Lovelace\n", ","),
        ("Email\na@x.edu\n", ","),
        ("Note\nhello\n", ","),
        ("", ","),
        ('Email;Note\na@x.edu;"1;2\n3"\nb@x.edu;"x, y"\n', ";"),
        ('Email;Note\na@x.edu;"open, \nb@x.edu;x, y\n', ";"),
        ('"Email;First"\n"a@x.edu;Ada"\n"b@x.edu;Bob"\n', ";"),
        ("Email,First\na@x.edu,\n,,,;\n", ","),
    ],
)
def test_doubtful_separators(text: str, delimiter: str) -> None:
    """Other separators inside of cells do not deceive; where nothing speaks for another one it is a comma."""
    assert find_dialect(text) == Found(Dialect(delimiter))


def test_many_more_lines_decide() -> None:
    """Where the first hundred lines leave a doubt, those below decide."""
    start = "Name, in full;Email\n" + "Ross, Bob;\n" * 120
    assert find_dialect(start).dialect.delimiter == ","
    assert find_dialect(start + "Ross, Bob;b@x.edu\n" * 60).dialect.delimiter == ";"


def test_a_comma_and_a_space() -> None:
    """A space behind each separator is no part of a quoted cell, and no mark of it is stray."""
    table = read_table(b'Email, First, Note\na@x.edu, Ada, "Essays, CVs"\nb@x.edu, Bob, "two\nlines"\n')
    assert (table.header, table.delimiter, table.problems) == (("Email", "First", "Note"), ",", ())
    assert list(table.lines) == [2, 3]
    assert table.cells == (("a@x.edu", " Ada", "Essays, CVs"), ("b@x.edu", " Bob", "two\nlines"))


def test_spaces() -> None:
    """Runs of spaces separate where nothing else does and each line has as many of them."""
    table = read_table(b'Email   First Last\na@x.edu Ada   "van Dam" \n\n  b@x.edu Bob  Ross\n')
    assert (table.delimiter, table.header, table.lines) == (" ", ("Email", "First", "Last"), (2, 4))
    assert table.cells == (("a@x.edu", "Ada", "van Dam"), ("b@x.edu", "Bob", "Ross"))
    assert (dict(table.odd_rows), table.problems) == ({}, ())


@pytest.mark.parametrize(
    "text",
    [
        "Email\na@x.edu\nb@x.edu\n",
        "Full Name\nAda Lovelace\nBob Ross\n",
        "Email First Last\na@x.edu Ada Lovelace\nb@x.edu Mary Ann Ross\n",
        "Email Address\na@x.edu\nb@x.edu\n",
    ],
)
def test_spaces_that_do_not_separate(text: str) -> None:
    """Where lines have unlike numbers of spaces, or no address stands between them, there is one column."""
    table = read_table(text.encode())
    assert (table.delimiter, len(table.columns)) == (",", 1)


@pytest.mark.parametrize(
    ("text", "with_tabs"),
    [
        ("a b  c\n", "a\tb\tc\n"),
        (" a b \r\n  c d", "a\tb\r\nc\td"),
        ('a "b  c" d\n', 'a\t"b  c"\td\n'),
        ('a "b\n', 'a\t"b\n'),
        ("   \n", "\n"),
    ],
)
def test_spaces_to_tabs(text: str, with_tabs: str) -> None:
    """Spaces between cells become tabs; those around a line go, those between marks stay."""
    assert spaces_to_tabs(text, '"') == with_tabs


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("'Email','First'\n'a@x.edu','Ada'\n'b@x.edu','O''Hara, B'\n", "'"),
        ("Email,First\n'a@x.edu', 'Ada'\n'b@x.edu', 'Bob'\n", "'"),
        ("Email,First\na@x.edu,'t Hart'\nb@x.edu,'Bob'\n", '"'),
        ("Email,First\n'a@x.edu',Ada\n'b@x.edu',Bob\n", '"'),
        ("Email,First,Last\n'a@x.edu','A','B'\nb@x.edu,'C','D'\n", '"'),
        ("Email,First\na@x.edu,''\nb@x.edu,'\n", '"'),
        ("'Email','First'\n", '"'),
    ],
)
def test_apostrophes(text: str, quote: str) -> None:
    """An apostrophe encloses cells where it stands around most of them and around nearly all addresses."""
    assert find_dialect(text) == Found(Dialect(",", quote))
    if text.count("\n") > 1:
        assert read_table(text.encode()).quote == quote


def test_cells_between_apostrophes() -> None:
    """Cells between apostrophes are read without them, a doubled one stands for one, and other marks are text."""
    table = read_table(b"'Email','Last'\n'a@x.edu','O''Hara, B'\n'b@x.edu','5\" x'\n'c@x.edu','a\nb'\n'd@x.edu','D'\n")
    assert (table.quote, table.header, table.lines) == ("'", ("Email", "Last"), (2, 3, 4, 6))
    assert table.cells[:3] == (("a@x.edu", "O'Hara, B"), ("b@x.edu", '5" x'), ("c@x.edu", "a\nb"))
    assert table.problems == ()


@pytest.mark.parametrize(
    ("declaration", "delimiter"),
    [
        ("sep=;", ";"),
        ("SEP=;", ";"),
        ('"sep=;"', ";"),
        ("sep=\t", "\t"),
        ('"sep=\t"', "\t"),
        ("sep=,", ","),
        ("sep=|,,", "|"),
        ("sep=;;;", ";"),
        ("sep=#", "#"),
        ("sep=^", "^"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_declared_separator(declaration: str, delimiter: str, end: str) -> None:
    """A first line that names the separator, as Excel writes it, is obeyed, counted and no row."""
    text = end.join([declaration, "Email,Note", "a@x.edu,1", ""]).replace("Email,Note", f"Email{delimiter}Note")
    table = read_table(text.replace("a@x.edu,1", f"a@x.edu{delimiter}1").encode())
    assert (table.delimiter, table.header, table.header_line) == (delimiter, ("Email", "Note"), 2)
    assert ([(row.line, row.cells) for row in table.rows], table.problems) == ([(3, ("a@x.edu", "1"))], ())


@pytest.mark.parametrize("first", ["sep", "sep=", "separator=;", "x sep=;"])
def test_what_declares_nothing(first: str) -> None:
    """A first line that is not of that form is read like any other."""
    assert find_dialect(f"{first}\nEmail,First\na@x.edu,Ada\n") == Found(Dialect(","))


def test_a_separator_that_is_known() -> None:
    """What the caller says goes before what the file says, and a declaring line is no row even so."""
    assert find_dialect("Email#First\na@x.edu#Ada\n", "#") == Found(Dialect("#"))
    assert find_dialect("Email,First\na@x.edu,Ada\n", ";") == Found(Dialect(";"))
    assert find_dialect("sep=;\nEmail,First\na@x.edu,Ada\n", ",") == Found(Dialect(","), len("sep=;"))
    assert find_dialect("'Email'#'First'\n'a@x.edu'#'Ada'\n", "#") == Found(Dialect("#", "'"))
    assert find_dialect("Email First\na@x.edu Ada\n", " ") == Found(Dialect(" "))


@pytest.mark.parametrize(
    ("content", "cells"),
    [
        (b"'Email' 'Last'\n'a@x.edu' 'de la Cruz'\n'b@x.edu' 'Ross'\n", ("a@x.edu", "de la Cruz")),
        (b'Email Note\na@x.edu "two\nlong lines"\n' + b"b@x.edu x\n" * 20, ("a@x.edu", "two\nlong lines")),
    ],
)
def test_spaces_inside_of_cells(content: bytes, cells: tuple[str, ...]) -> None:
    """Where spaces separate, those inside of an enclosed cell are a part of it, whatever encloses it."""
    assert read_table(content).cells[0] == cells


def test_apostrophes_around_separators() -> None:
    """An apostrophe that encloses every cell is found where cells hold the separator, too."""
    table = read_table(b"'Email','Name'\n'a@x.edu','Lovelace, Ada'\n'b@x.edu','Ross, Bob'\n")
    assert table.cells == (("a@x.edu", "Lovelace, Ada"), ("b@x.edu", "Ross, Bob"))


def test_spaces_beside_commas() -> None:
    """Spaces separate where only they put the addresses into cells, although some cells hold a comma."""
    table = read_table(b'Email First Last\na@x.edu Ada "Lovelace, Jr."\nb@x.edu Bob "Ross, Jr."\n')
    assert table.cells == (("a@x.edu", "Ada", "Lovelace, Jr."), ("b@x.edu", "Bob", "Ross, Jr."))


@attrs.frozen
class Habit:
    """How a program writes a roster."""

    delimiter: str
    encoding: str
    end: str
    quoting: str

    def write(self, rows: Sequence[Sequence[str]]) -> bytes:
        """The file."""
        lines = [self.delimiter.join(map(self._write_cell, row)) + self.end for row in rows]
        return "".join(lines).encode(self.encoding)

    def _write_cell(self, cell: str) -> str:
        mark = self.quoting[-1]
        needed = self.delimiter.strip() in cell or mark in cell or " " in cell
        return mark + cell.replace(mark, mark * 2) + mark if needed or self.quoting.startswith("all") else cell


HABITS = st.builds(
    Habit,
    st.sampled_from([",", ";", "\t", "|", ", ", " "]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(['needed"', 'all"', "all'"]),
)
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["Ada", "Zoë", "Mary Ann", "René", "Siân", "Jürgen"]),
        st.sampled_from(["Lovelace", "de la Cruz", "O'Brien", "Müller", "Nuñez", "Ross, Jr.", "Smith;Jones", "x|y"]),
        st.sampled_from(["Biology", "History", "Français", "Essays, CVs"]),
    ),
    min_size=2,
    max_size=8,
)


@settings(deadline=None, max_examples=600)
@given(HABITS, PEOPLE)
def test_a_roster_is_read_back_however_it_was_written(habit: Habit, people: list[tuple[str, str, str]]) -> None:
    """In every separator, encoding, line end and quoting the same people come back, on the same lines."""
    has_others = any(set(cell) & set(",;|") for person in people for cell in person)
    assume(not (has_others and (habit.delimiter == " " or habit.quoting == "all'")))
    assume((habit.delimiter, habit.quoting) != (" ", "all'"))
    rows = [(f"client{number}@example.edu", *person) for number, person in enumerate(people)]
    table = read_table(habit.write([("Email", "First Name", "Last Name", "Major"), *rows]))
    assert table.header == ("Email", "First Name", "Last Name", "Major")
    assert [tuple(map(str.strip, cells)) for cells in table.cells] == rows
    assert list(table.lines) == list(range(2, len(rows) + 2))
    assert (table.delimiter, dict(table.odd_rows)) == (habit.delimiter[0], {})
    assert {problem.code for problem in table.problems} <= {"encoding_guessed"}


@pytest.mark.parametrize(
    "row",
    [
        "'+ada@example.edu,0,'",
        "'+ada@example.edu,0,',,",
        "'=ada@example.edu;'5;'",
    ],
)
def test_marks_of_different_cells_enclose_nothing(row: str) -> None:
    """A `'` before a defused address and one at the end of a later cell are no pair, though no other cell is filled."""
    delimiter = ";" if ";" in row else ","
    header = delimiter.join(["email", "first_name", "last_name", "note", "more"][: len(row.split(delimiter))])
    found = find_dialect(f"{header}\n{row}\n")
    assert found.dialect == (delimiter, '"')


def test_whole_rows_between_apostrophes() -> None:
    """Where the header stands between two of them as well, they enclose the rows."""
    text = "'email,first,last'\n'ada@example.edu,Ada,Lovelace'\n'bob@example.edu,Bob,Byron'\n"
    assert find_dialect(text).dialect == (",", "'")
