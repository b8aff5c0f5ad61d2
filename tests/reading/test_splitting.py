"""Text as rows, each with its line, and what had to be guessed."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import BadFile, ImportRules
from client_import.reading.cells import Dialect
from client_import.reading.mending import mend_rows
from client_import.reading.rows import Rows, swallows
from client_import.reading.splitting import split_rows
from rosters import codes

COMMA = Dialect(",")
RULES = ImportRules(max_rows=1000)
Numbered = list[tuple[int, tuple[str, ...]]]
Splitter = Callable[[str, Dialect], Rows]


def split(text: str, dialect: Dialect = COMMA) -> Rows:
    return split_rows(text, dialect, RULES)


def split_line_by_line(text: str, dialect: Dialect = COMMA) -> Rows:
    return mend_rows(text, dialect, RULES)


def numbered(rows: Rows) -> Numbered:
    return list(zip(rows.lines, rows.cells, strict=True))


def read_strictly(text: str, dialect: Dialect) -> Numbered:
    """The rows that are not blank, as the csv module reads them."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True
    )
    rows, line = [], 1
    for row in reader:
        if any(map(str.strip, row)):
            rows.append((line, tuple(row)))
        line = reader.line_num + 1
    return rows


@pytest.mark.parametrize("splitter", [split, split_line_by_line])
def test_rows(splitter: Splitter) -> None:
    """Rows have their cells, the line on which they start and, over several lines, the one on which they end."""
    rows = splitter('\r\na,b\r\r\n"1\n2",3\n , \n,\n"",""\n"4","5"\r6,"7\r\r\n"', COMMA)
    assert numbered(rows) == [(2, ("a", "b")), (4, ("1\n2", "3")), (9, ("4", "5")), (10, ("6", "7\r\r\n"))]
    assert dict(rows.spanning) == {1: 5, 3: 12}
    assert (rows.doubtful, rows.problems, rows.cut_off) == (frozenset(), (), 10)


@pytest.mark.parametrize("splitter", [split, split_line_by_line])
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a,b", 1),
        ("a,b\n", None),
        ("a,b\r", None),
        ("a,b\r\nc,d", 2),
        ('a,b\n"c\nd",e', 2),
        ("a,b\n  ", None),
        ("a,b\n\t", 2),
        ("a,b\n,", 2),
        ('a,b\n"c\nd",e\n,', 4),
        ("", None),
    ],
)
def test_where_the_file_may_be_cut_off(splitter: Splitter, text: str, line: int | None) -> None:
    """A file may end without a line end, and says so."""
    assert splitter(text, COMMA).cut_off == line


@pytest.mark.parametrize("splitter", [split, split_line_by_line])
@pytest.mark.parametrize("text", ["", "\n\r\n\r", " \n\t\n", ",,\n , \n", '""\n"",""\n', "\u00a0\n"])
def test_nothing_there(splitter: Splitter, text: str) -> None:
    """A text without a filled cell has no rows."""
    assert numbered(splitter(text, COMMA)) == []


def test_spaces_between_cells() -> None:
    """Spaces that separate are read like tabs, also where a mark is stray."""
    assert numbered(split('a  b\n 1 "2 3" \n', Dialect(" "))) == [(1, ("a", "b")), (2, ("1", "2 3"))]
    rows = split('a b\n1 2"\n', Dialect(" "))
    assert (numbered(rows), codes(rows.problems)) == ([(1, ("a", "b")), (2, ("1", '2"'))], [(2, "stray_quote")])


@pytest.mark.parametrize(
    ("text", "rows", "rest"),
    [
        ('a,b,c\n"1,2,3"\n4,5,6\n', [(2, ("1", "2", "3")), (3, ("4", "5", "6"))], (2, 1)),
        ('"a,b,c"\n"1,""2, x"",3"\n\n"4,5,6"\n', [(2, ("1", "2, x", "3")), (4, ("4", "5", "6"))], (1, 3)),
        ('a,b,c\n1,2,3\n "4,5,6" \n', [(2, ("1", "2", "3")), (3, ("4", "5", "6"))], (3, 1)),
        ('"a,b,c"\n"1,""say """"hi"""""",3"\n', [(2, ("1", 'say "hi"', "3"))], (1, 2)),
    ],
)
def test_whole_rows_between_marks(text: str, rows: Numbered, rest: tuple[int, int]) -> None:
    """Rows that stand between marks as a whole are read without those, with one warning for all."""
    found, (line, count) = split(text), rest
    assert numbered(found)[1:] == rows
    assert found.cells[0] == ("a", "b", "c")
    assert [(problem.line, problem.code, dict(problem.params)) for problem in found.problems] == [
        (line, "rows_unwrapped", {"rows": count})
    ]
    assert found.doubtful == frozenset()


@pytest.mark.parametrize("text", ['Name\n"Ross"\n"Ada"\n"x"\n', 'a,b,c\n"1,2"\n3,4,5\n', 'a,b\n"1,2",3\n4,"5,6"\n'])
def test_cells_that_are_no_rows(text: str) -> None:
    """A single cell with separators stays one where it would not make a row of the usual width."""
    rows = split(text)
    assert numbered(rows) == read_strictly(text, COMMA)
    assert rows.problems == ()


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ('1,2,"3', ("1", "2", "3")),
        ('1,"2,3', ("1", "2", "3")),
        ('"1,2,3', ("1", "2", "3")),
        ('1,"2, x,3', None),
        ('1,2,"3, x', ("1", "2", "3, x")),
        ('1,"x" y,3', ("1", 'x" y', "3")),
    ],
)
def test_a_mark_that_is_not_closed(row: str, cells: tuple[str, ...] | None) -> None:
    """A cell that is not closed ends where its row gets the usual width, or the file is refused with its line."""
    text = f"a,b,c\n{row}\n4,5,6\n7,8,9\n"
    if cells is None:
        with pytest.raises(BadFile) as caught:
            split(text)
        assert (caught.value.code, dict(caught.value.params)) == ("file_broken_quotes", {"line": 2})
        return
    rows = split(text)
    assert numbered(rows) == [(1, ("a", "b", "c")), (2, cells), (3, ("4", "5", "6")), (4, ("7", "8", "9"))]
    assert codes(rows.problems) == [(2, "quote_closed")]
    assert rows.doubtful == {1}


def test_a_mark_that_is_not_closed_in_the_last_row() -> None:
    """The last row has swallowed nothing, so it is taken as it is, of whatever width."""
    rows = split('a,b,c\n1,2,3\n\n4,"5\n\n')
    assert numbered(rows)[1:] == [(2, ("1", "2", "3")), (4, ("4", "5"))]
    assert codes(rows.problems) == [(4, "quote_closed")]
    assert rows.doubtful == {2}


def test_two_marks_that_are_not_closed() -> None:
    """Marks that are not closed on two lines spoil those, and none between or below."""
    rows = split('a,b,c\n1,2,"3\n4,5,6\n"7,8,9\n1,2,3\n')
    assert [cells for _, cells in numbered(rows)[1:]] == [
        ("1", "2", "3"),
        ("4", "5", "6"),
        ("7", "8", "9"),
        ("1", "2", "3"),
    ]
    assert codes(rows.problems) == [(2, "quote_closed"), (4, "quote_closed")]
    assert rows.doubtful == {1, 3}


@pytest.mark.parametrize(
    ("row", "cells", "doubtful"),
    [
        ('1,5" pipe,3', ("1", '5" pipe', "3"), False),
        ('1,say "hi",3', ("1", 'say "hi"', "3"), False),
        ('1,"say "hi" now",3', ("1", 'say "hi" now', "3"), True),
        ('1,"a" and "b, c",3', ("1", 'a" and "b, c', "3"), True),
        ('5" x,2,3', ('5" x', "2", "3"), False),
    ],
)
def test_a_stray_mark(row: str, cells: tuple[str, ...], doubtful: bool) -> None:
    """A stray mark is a part of its text; where it stands in a quoted cell its row is in doubt."""
    rows = split(f"a,b,c\n{row}\n4,5,6\n")
    assert numbered(rows) == [(1, ("a", "b", "c")), (2, cells), (3, ("4", "5", "6"))]
    assert codes(rows.problems) == [(2, "stray_quote")]
    assert rows.doubtful == ({1} if doubtful else set())


def test_a_row_that_may_go_on() -> None:
    """A narrow line with a stray mark may be the rest of the row above, which is in doubt then."""
    rows = split('a,b,c\n1,2,first\nsecond" half\n4,5,6\n')
    assert numbered(rows)[1:] == [(2, ("1", "2", "first")), (3, ('second" half',)), (4, ("4", "5", "6"))]
    assert codes(rows.problems) == [(2, "row_may_go_on"), (3, "stray_quote")]
    assert rows.doubtful == {1}


@pytest.mark.parametrize("text", ['a,b,c\n1,2,3\n\nx" y\n4,5,6\n', 'x" y\na,b,c\n1,2,3\n', 'a,b,c\n1,2,3\n4,5" x,6\n'])
def test_a_row_that_does_not_go_on(text: str) -> None:
    """Only the row right above a line that is too narrow is in doubt."""
    rows = split(text)
    assert [code for _, code in codes(rows.problems)] == ["stray_quote"]
    assert rows.doubtful == frozenset()


@pytest.mark.parametrize(
    ("cell", "problems", "doubtful"),
    [
        ("x\nb@x.edu,Bob", [(2, "maybe_swallowed")], {1}),
        ("x\rb@x.edu,Bob", [(2, "maybe_swallowed")], {1}),
        ("x\ny, z", [], {1}),
        ("x\nb@x.edu", [], set()),
        ("b@x.edu, z", [], set()),
    ],
)
def test_a_cell_that_may_have_swallowed_rows(cell: str, problems: list[tuple[int, str]], doubtful: set[int]) -> None:
    """A cell with line ends and separators puts its row in doubt, and is warned of where a client may be inside."""
    rows = split(f'a,b\n1,"{cell}"\n3,4\n')
    assert numbered(rows) == read_strictly(f'a,b\n1,"{cell}"\n3,4\n', COMMA)
    assert codes(rows.problems) == problems
    assert rows.doubtful == doubtful
    assert [dict(problem.params) for problem in rows.problems] == [{"first": 2, "last": 3}] * len(problems)


def test_swallowed_rows_among_other_doubts() -> None:
    """Where marks of a file are in doubt, each cell that may have swallowed something is warned of."""
    rows = split('a,b\n1,"x\ny, z"\n3,"4\n5,6\n')
    assert numbered(rows) == [(1, ("a", "b")), (2, ("1", "x\ny, z")), (4, ("3", "4")), (5, ("5", "6"))]
    assert codes(rows.problems) == [(4, "quote_closed"), (2, "maybe_swallowed")]
    assert rows.doubtful == {1, 2}
    assert codes(split('a,b\n1,"x\ny, z"\n3,4" x\n5,6\n').problems) == [(4, "stray_quote")]


def test_a_record_of_another_width() -> None:
    """A row over several lines whose marks pair keeps its own width, if no line inside it would be a row."""
    rows = split('a,b,c\n1,"x\ny",3,"4",5\n5,6,7"\n5,6,7\n5,6,7\n')
    assert numbered(rows)[1:3] == [(2, ("1", "x\ny", "3", "4", "5")), (4, ("5", "6", '7"'))]
    assert (codes(rows.problems), dict(rows.spanning)) == ([(4, "stray_quote")], {1: 3})


def test_a_record_that_holds_rows() -> None:
    """A row over several lines with rows inside is none: its first mark is one too many, and it is refused."""
    with pytest.raises(BadFile) as caught:
        split('a,b,c\n1,"x\n4,5,6\ny",2,3,4\n5,6,7"\n5,6,7\n')
    assert (caught.value.code, dict(caught.value.params)) == ("file_broken_quotes", {"line": 2})


def test_a_line_that_fits_goes_before_a_record_that_does_not() -> None:
    """A cell that is closed lines below ends with its own line where only so its row has the usual width."""
    rows = split('a,b,c\n1,2,"3\nx",4\n5,6,7\n5,6" x,7\n')
    assert numbered(rows)[1:4] == [(2, ("1", "2", "3")), (3, ('x"', "4")), (4, ("5", "6", "7"))]
    assert codes(rows.problems)[:3] == [(2, "quote_closed"), (2, "row_may_go_on"), (3, "stray_quote")]
    assert rows.doubtful == {1}


def test_records_decide_the_usual_width() -> None:
    """Rows over several lines count for the usual width, their lines do not."""
    text = "a,b,c\n" + '1,"x\n4,5\ny",3\n' * 4 + '5,6,7"\n'
    rows = split(text)
    assert [cells for _, cells in numbered(rows)[1:5]] == [("1", "x\n4,5\ny", "3")] * 4
    assert list(rows.lines) == [1, 2, 5, 8, 11, 14]


def test_the_wider_of_two_widths() -> None:
    """Of two widths as frequent the larger is the usual one: the narrow line is a piece of a row."""
    rows = split('a,b,c\n1,2\nx" y\n')
    assert codes(rows.problems) == [(2, "row_may_go_on"), (3, "stray_quote")]


@pytest.mark.parametrize("row", ["a,b\n", 'a,b"\n', "a,b\n\n,\n\n", '"c"d,e\n'])
def test_too_many_rows(row: str) -> None:
    """A text of far more rows than the limit is refused before it is read to its end, however it is read."""
    with pytest.raises(BadFile) as caught:
        split_rows(row * 200, COMMA, ImportRules(max_rows=30))
    assert (caught.value.code, dict(caught.value.params)) == ("file_too_many_rows", {"limit": 30})
    assert len(split_rows(row * 30, COMMA, ImportRules(max_rows=30)).cells) == 30


def test_the_limit_is_written_for_people() -> None:
    """A large limit is named with separators of thousands."""
    with pytest.raises(BadFile) as caught:
        split_rows("a\n" * 1100, COMMA, RULES)
    assert caught.value.params["limit"] == 1_000
    assert "more than 1,000 rows" in str(caught.value)


DIALECTS = st.builds(Dialect, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(['"', "'"]))
BAD_AT_THE_START = ("=", " ", "\t")
"""A cell with `=` or a space in front of its mark is read by intent as the csv module does not read it."""


@st.composite
def uniform_texts(draw: st.DrawFn, *, wild: bool = False) -> tuple[str, Dialect]:
    """A text of one width that the csv module reads: marks inside of cells, line ends and blank rows in all places.

    Where it is not `wild`, no row over several lines has a stray mark or is blank.
    """
    dialect = draw(DIALECTS)
    delimiter, mark = dialect
    width = draw(st.integers(2, 4))
    letters = st.text(alphabet="ab@é=" + ",;|\t" + "\"' ", max_size=5)

    def plain(*, stray: bool) -> str:
        text = draw(letters).replace(delimiter, "")
        text = text if stray else text.replace(mark, "")
        return "x" + text if text.startswith((mark, *BAD_AT_THE_START)) else text

    def enclosed(*, spanning: bool) -> str:
        text = draw(st.text(alphabet="ab@, ;|\t\"'" + ("\r\n" if spanning else ""), max_size=7))
        text = text if wild or text.strip() or not spanning else text + "x"
        return mark + text.replace(mark, mark * 2) + mark

    text = delimiter.join("hijk"[:width]) + draw(st.sampled_from(["\n", "\r", "\r\n"]))
    for _ in range(draw(st.integers(1, 6))):
        spanning = draw(st.booleans())
        stray = wild or not spanning
        cells = [enclosed(spanning=spanning) if draw(st.booleans()) else plain(stray=stray) for _ in range(width)]
        text += delimiter.join(cells) + draw(st.sampled_from(["\n", "\r", "\r\n", "\n\n", "\r\n \r\n"]))
    return text, dialect


@settings(deadline=None, max_examples=800)
@given(uniform_texts())
def test_line_by_line_as_the_csv_module(written: tuple[str, Dialect]) -> None:
    """What the csv module reads as rows of one width, the reader line by line reads alike, with the same lines."""
    text, dialect = written
    assert numbered(split_line_by_line(text, dialect)) == read_strictly(text, dialect)
    assert numbered(split(text, dialect)) == read_strictly(text, dialect)


@settings(deadline=None, max_examples=800)
@given(uniform_texts(wild=True))
def test_line_by_line_as_the_csv_module_always(written: tuple[str, Dialect]) -> None:
    """The same where rows over several lines have stray marks or are blank, unless one may have swallowed others."""
    text, dialect = written
    expected = read_strictly(text, dialect)
    if not any(swallows(cells, dialect.delimiter) for _, cells in expected):
        assert numbered(split_line_by_line(text, dialect)) == expected


def test_line_by_line_as_the_csv_module_for_every_short_text() -> None:
    """The same for every text of six characters and fewer below a header, unless a row may have swallowed others."""
    for length in range(7):
        for chars in itertools.product('a,"\n', repeat=length):
            text = "h,h\n" + "".join(chars)
            try:
                expected = read_strictly(text, COMMA)
            except csv.Error:
                continue
            if {len(cells) for _, cells in expected} == {2} and not any(swallows(cells, ",") for _, cells in expected):
                assert numbered(split_line_by_line(text)) == expected, text


def test_a_blank_row_over_several_lines() -> None:
    """A row of line ends between marks is blank and no row, also where another mark is stray."""
    rows = split('a,b\nx"y,1\n"\n",\n"p\nq",3\n"\n",\n')
    assert numbered(rows) == [(1, ("a", "b")), (2, ('x"y', "1")), (5, ("p\nq", "3"))]
    assert dict(rows.spanning) == {2: 6}


@pytest.mark.parametrize("row", ['1,"two\nlines",5" thick', '1,5" thick,"two\nlines"'])
def test_a_stray_mark_in_a_row_over_several_lines(row: str) -> None:
    """A stray mark does not keep a row over several lines from being read whole."""
    text = f"a,b,c\n{row}\n4,5,6\n"
    assert numbered(split(text)) == read_strictly(text, COMMA)


def test_stray_marks_on_every_line() -> None:
    """Where each line has a stray mark the separators still separate."""
    rows = split('5" a,Email\n6" b,x@y.edu\n')
    assert [cells for _, cells in numbered(rows)] == [('5" a', "Email"), ('6" b', "x@y.edu")]


def test_blank_rows_do_not_decide_the_usual_width() -> None:
    """Rows of separators at the end, as Excel leaves them, put no other row in doubt."""
    rows = split('a,b\n1,12" deep\n,,,\n,,,\n,,,\n')
    assert codes(rows.problems) == [(2, "stray_quote")]


@given(st.text(alphabet='ab,"\n', max_size=20))
def test_every_text_is_read_or_refused(text: str) -> None:
    """Whatever the marks, rows come back on rising lines of the text, or the file is refused with one of them."""
    text = "h,h\n" + text.replace("\n", "\nx")
    lines = range(1, text.count("\n") + 2)
    rows, refused = None, None
    try:
        rows = split(text)
    except BadFile as error:
        refused = error
    if rows is None:
        assert refused
        assert (refused.code, refused.params["line"] in lines) == ("file_broken_quotes", True)
        return
    assert list(rows.lines) == sorted(set(rows.lines))
    assert all(any(map(str.strip, cells)) for cells in rows.cells)
    assert set(rows.lines) <= set(lines)
    assert rows.doubtful <= set(range(len(rows.cells)))
    assert {problem.line for problem in rows.problems} <= set(lines)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('a,b\n"say \\"hi\\", Ada",2\n3,4\n', ('say "hi", Ada', "2")),
        ('a,b\n"5\\"",2\n3,4\n', ('5"', "2")),
        ('a,b\n"C:\\\\ and \\"x\\"",2\n3,4\n', ('C:\\ and "x"', "2")),
        ('a,b\n"two\n\\"lines\\", both",2\n3,4\n', ('two\n"lines", both', "2")),
    ],
)
def test_marks_behind_backslashes(text: str, cells: tuple[str, ...]) -> None:
    r"""Marks inside a cell may be written `\"`, as some databases do; nothing is said about it."""
    rows = split(text)
    assert (rows.cells[1], rows.problems) == (cells, ())


def test_a_backslash_that_is_only_a_backslash() -> None:
    """A cell that ends in a backslash keeps it, where the marks make sense as they stand."""
    assert split('a,b\n"C:\\","say ""hi"""\n').cells[1] == ("C:\\", 'say "hi"')


def test_backslashes_that_do_not_help() -> None:
    """Where marks are in doubt either way, they are read as they stand."""
    rows = split('a,b\n"x\\" y,2\n3,4\n"5" z,6\n')
    assert rows.cells[1:] == [('x\\" y', "2"), ("3", "4"), ('5" z', "6")]
    assert codes(rows.problems) == [(2, "quote_closed"), (4, "quote_closed")]


def test_backslashes_in_a_file_that_cannot_be_read() -> None:
    """A mark that is open either way is refused by its line."""
    with pytest.raises(BadFile) as caught:
        split('a,b\n1,2,"\\"x,y\n3,4\n')
    assert (caught.value.code, dict(caught.value.params)) == ("file_broken_quotes", {"line": 2})
    assert split('a,b\n1,"x, \\"y\\", z"\n3,4\n').cells[1] == ("1", 'x, "y", z')


def test_a_file_in_order_is_not_read_with_backslashes() -> None:
    """Answers that end in a backslash, and look as if they had swallowed others, put no mark in doubt."""
    text = 'a,b,c\r\nx,",\\,,",\r\ny,"\\""\n",",b@c.de\n\\"\r\n'
    assert numbered(split(text)) == read_strictly(text, COMMA)


@settings(deadline=None, max_examples=400)
@given(st.lists(st.lists(st.text(alphabet='\\",a@\n', max_size=5), min_size=2, max_size=2), min_size=1, max_size=6))
def test_what_the_csv_module_writes(rows: list[list[str]]) -> None:
    """Whatever stands in cells, a file that follows RFC 4180 is read as it was written."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["h", "h"], *rows])
    assert numbered(split(text.getvalue())) == read_strictly(text.getvalue(), COMMA)


def test_more_lines_than_a_roster_has() -> None:
    """A text with a stray mark is refused once it has more lines than any roster, whatever its rows."""
    with pytest.raises(BadFile) as caught:
        split('a"b,c\n"' + "x\n" * 250_000 + '",d\n', COMMA)
    assert (caught.value.code, dict(caught.value.params)) == ("file_too_many_rows", {"limit": 1000})


def test_more_cells_than_a_roster_has() -> None:
    """So is one with a line of far more cells; a line that is only a part of a cell may have some more."""
    rules = ImportRules(max_columns=4)
    text = 'a,b\n"1\n' + "x," * 20 + '\n",2\n3" d,4\n'
    assert len(split_rows(text, COMMA, rules).cells) == 3
    with pytest.raises(BadFile) as caught:
        split_rows('a,b\n"1"x' + "x," * 50 + "\n", COMMA, rules)
    assert (caught.value.code, dict(caught.value.params)) == ("file_too_many_columns", {"line": 2, "limit": 4})
