"""Text → rows of cells, each with its physical line; what had to be guessed on the way is named.

Nearly every file follows RFC 4180, and the csv module reads it. Only where it stumbles, or where a quotation mark
may be stray, is the text read line by line: so a mark too many or too few spoils its own row, not those below it.
"""

from __future__ import annotations

import bisect
import csv
import io
import itertools
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from client_import.errors import BadFile
from client_import.problems import Problem, ProblemCode, bad_file, warning
from client_import.reading.cells import Dialect, Quotes, Record, cell_reader
from client_import.reading.dialect import spaces_to_tabs
from client_import.reading.widths import Cells, is_filled

_LINE_END = re.compile(r"\r\n|\r|\n")


@attrs.frozen(repr=False, eq=False)
class Rows:
    """The rows of a file that are not blank.

    Attributes:
        lines: The physical line on which each starts.
        cells: Its cells.
        doubtful: The indexes of rows in which a cell may be another one's, for their quotation marks are in doubt.
        problems: What had to be guessed, by line.
        spanning: Index of a row that goes over several lines -> the last one of them.
        ended: Whether the last line has a line end.
    """

    lines: Sequence[int]
    cells: Sequence[Cells]
    doubtful: frozenset[int]
    problems: tuple[Problem, ...]
    spanning: Mapping[int, int]
    ended: bool


def split_rows(text: str, dialect: Dialect, most_rows: int) -> Rows:
    """The rows of a text.

    Raises:
        BadFile: There are too many, or a quotation mark is open and nobody can tell where its cell ends.
    """
    if dialect.delimiter == " ":
        text, dialect = spaces_to_tabs(text), dialect._replace(delimiter="\t")
    return _split_strictly(text, dialect, most_rows) or _LineByLine(text, dialect, most_rows).split()


def _split_strictly(text: str, dialect: Dialect, most_rows: int) -> Rows | None:
    """The rows as the csv module reads them; None where a quotation mark may be stray."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=dialect.delimiter, quotechar=dialect.quote, strict=True
    )
    lines: list[int] = []
    cells: list[Cells] = []
    spanning: dict[int, int] = {}
    line = 1
    try:
        for row in reader:
            if row and (row[0].strip() or is_filled(row)):
                if reader.line_num > line:
                    spanning[len(cells)] = reader.line_num
                lines.append(line)
                cells.append(tuple(row))
                if len(lines) > most_rows:
                    raise _too_many_rows(most_rows)
            line = reader.line_num + 1
    except csv.Error:
        return None
    if dialect.quote in text and any(_is_suspicious(row, dialect) for row in cells):
        return None
    swallowing = list(_find_swallowing(cells, spanning, dialect.delimiter))
    return Rows(
        lines,
        cells,
        doubtful=frozenset(index for index, _ in swallowing),
        problems=tuple(_warn_of_swallowing(lines, cells, swallowing, always=False)),
        spanning=spanning,
        ended=text.endswith(("\n", "\r")),
    )


def _is_suspicious(row: Sequence[str], dialect: Dialect) -> bool:
    """Whether a row, as the csv module read it, may come from stray marks or stand between marks as a whole."""
    return dialect.quote in "".join(row) or (len(row) == 1 and dialect.delimiter in row[0])


def _find_swallowing(cells: Sequence[Cells], spanning: Mapping[int, int], delimiter: str) -> Iterator[tuple[int, int]]:
    """Of the rows over several lines those with a cell that may have swallowed a row: index and last line."""
    for index, last in spanning.items():
        if any(delimiter in cell and ("\n" in cell or "\r" in cell) for cell in cells[index]):
            yield index, last


def _warn_of_swallowing(
    lines: Sequence[int], cells: Sequence[Cells], swallowing: Iterable[tuple[int, int]], *, always: bool
) -> Iterator[Problem]:
    """A warning where what was swallowed may be a client, or where other marks of the file are in doubt."""
    for index, last in swallowing:
        if always or any("@" in cell and ("\n" in cell or "\r" in cell) for cell in cells[index]):
            yield warning(ProblemCode.MAYBE_SWALLOWED, lines[index], first=lines[index], last=last)


def _too_many_rows(most: int) -> BadFile:
    return bad_file(ProblemCode.FILE_TOO_MANY_ROWS, limit=f"{most:,}")


class _LineByLine:
    """Reads a text whose quotation marks are not all in order, weighing each mark in doubt by itself."""

    def __init__(self, text: str, dialect: Dialect, most_rows: int) -> None:
        self._text = text
        self._dialect = dialect
        self._reader = cell_reader(dialect)
        self._starts, self._ends, self._numbers = _find_lines(text, most_rows)
        self._parsed = [self._reader.read_line(line) for line in map(self._line, range(len(self._starts)))]
        self._wrapped = self._find_wrapped()
        self._usual = self._find_usual_width()
        self._unwrapped: list[int] = []
        self._lines: list[int] = []
        self._cells: list[Cells] = []
        self._spanning: dict[int, int] = {}
        self._doubtful: set[int] = set()
        self._problems: list[Problem] = []

    def split(self) -> Rows:
        index = 0
        while index < len(self._parsed):
            index = self._take(index)
        if self._unwrapped:
            first, count = self._unwrapped[0], len(self._unwrapped)
            self._problems.append(warning(ProblemCode.ROWS_UNWRAPPED, first, rows=count))
        swallowing = list(_find_swallowing(self._cells, self._spanning, self._dialect.delimiter))
        in_doubt = bool(self._doubtful)
        self._problems += _warn_of_swallowing(self._lines, self._cells, swallowing, always=in_doubt)
        return Rows(
            self._lines,
            self._cells,
            doubtful=frozenset(self._doubtful.union(index for index, _ in swallowing)),
            problems=tuple(self._problems),
            spanning=self._spanning,
            ended=self._text.endswith(("\n", "\r")),
        )

    def _line(self, index: int) -> str:
        return self._text[self._starts[index] : self._ends[index]]

    def _find_wrapped(self) -> dict[int, list[str]]:
        """The cells of each line that stands between marks as a whole."""
        return {
            index: self._reader.read_line(line.cells[0]).cells
            for index, line in enumerate(self._parsed)
            if len(line.cells) == 1 and line.quotes is Quotes.PAIRED and self._reader.is_wrapped(self._line(index))
        }

    def _find_usual_width(self) -> int:
        """The width of most rows whose marks pair; of two equally frequent ones the larger."""
        widths: Counter[int] = Counter()
        index = 0
        while index < len(self._parsed):
            record = None
            if self._parsed[index].quotes is Quotes.PAIRED:
                widths[len(self._wrapped.get(index, self._parsed[index].cells))] += 1
            else:
                record = self._reader.read_record(self._text, self._starts[index])
                widths.update([len(record.cells)] if record else [])
            index = self._below(record) if record else index + 1
        return max(widths, key=lambda width: (widths[width], width), default=1)

    def _take(self, index: int) -> int:
        """Add the row that starts on this line; the index of the line below it."""
        line = self._parsed[index]
        if line.quotes is Quotes.PAIRED:
            self._add_paired(index, line.cells)
            return index + 1
        record = self._reader.read_record(self._text, self._starts[index])
        if record and len(record.cells) == self._usual:
            return self._add_record(index, record)
        cells = self._fit(index)
        if line.quotes is Quotes.OPEN:
            if record and not cells and not self._holds_rows(index, record):
                return self._add_record(index, record)
            self._add_open(index, cells)
        else:
            self._add_stray(index, cells or line.cells)
        return index + 1

    def _add_paired(self, index: int, cells: list[str]) -> None:
        wrapped = self._wrapped.get(index, cells)
        is_wrapped = len(cells) < len(wrapped) == self._usual
        if is_wrapped:
            self._unwrapped.append(self._numbers[index])
        self._add(index, wrapped if is_wrapped else cells)

    def _add_record(self, index: int, record: Record) -> int:
        """Add a row over several lines whose marks pair; the index of the line below it."""
        below = self._below(record)
        self._spanning[len(self._cells)] = self._numbers[below - 1]
        self._add(index, record.cells)
        return below

    def _add_open(self, index: int, cells: list[str] | None) -> None:
        """Add a row with a cell that does not end on its line: its mark is one too many.

        Raises:
            BadFile: Even so the row is of another width, and there are lines below that it may have swallowed.
        """
        is_last = index == len(self._parsed) - 1
        if not cells and not is_last:
            raise bad_file(ProblemCode.FILE_BROKEN_QUOTES, line=self._numbers[index])
        self._add(index, cells or self._parsed[index].cells, ProblemCode.QUOTE_CLOSED, is_doubtful=True)

    def _add_stray(self, index: int, cells: list[str]) -> None:
        if len(cells) < self._usual:
            self._doubt_row_above(index)
        is_doubtful = self._parsed[index].quotes is Quotes.BROKEN
        self._add(index, cells, ProblemCode.STRAY_QUOTE, is_doubtful=is_doubtful)

    def _fit(self, index: int) -> list[str] | None:
        """The first way to read a line by itself that gives it the usual width."""
        readings = itertools.chain([self._parsed[index].cells], self._reader.other_readings(self._line(index)))
        return next((cells for cells in readings if len(cells) == self._usual), None)

    def _below(self, record: Record) -> int:
        """The index of the line below a record."""
        return bisect.bisect_left(self._starts, record.end)

    def _holds_rows(self, index: int, record: Record) -> bool:
        """Whether lines inside a record would be rows by themselves."""
        inside = self._parsed[index + 1 : self._below(record)]
        return any(len(line.cells) == self._usual > 1 for line in inside)

    def _add(
        self, index: int, cells: list[str], doubt: ProblemCode | None = None, *, is_doubtful: bool = False
    ) -> None:
        if doubt:
            self._problems.append(warning(doubt, self._numbers[index]))
        if is_filled(cells):
            if is_doubtful:
                self._doubtful.add(len(self._cells))
            self._lines.append(self._numbers[index])
            self._cells.append(tuple(cells))

    def _doubt_row_above(self, index: int) -> None:
        """What stands below a row and is too narrow to be one, with a stray mark, may be the rest of it."""
        if self._lines and self._lines[-1] == self._numbers[index] - 1:
            self._doubtful.add(len(self._cells) - 1)
            self._problems.append(warning(ProblemCode.ROW_MAY_GO_ON, self._lines[-1]))


def _find_lines(text: str, most: int) -> tuple[array[int], array[int], array[int]]:
    """Where each line that is not blank starts and ends, and its number."""
    starts, ends, numbers = array("q"), array("q"), array("q")
    start = 0
    ends_of_lines = itertools.chain((found.span() for found in _LINE_END.finditer(text)), [(len(text), len(text))])
    for number, (end, below) in enumerate(ends_of_lines, start=1):
        if end > start and not text[start:end].isspace():
            starts.append(start)
            ends.append(end)
            numbers.append(number)
        start = below
    if len(starts) > most:
        raise _too_many_rows(most)
    return starts, ends, numbers
