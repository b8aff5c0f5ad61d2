"""Text whose quotation marks are not all in order → its rows, each mark in doubt weighed by itself.

A row whose marks pair is read as RFC 4180 says, wherever it stands. Of any other the line alone is read, in the first
way that gives it the usual width, so that a mark too many or too few spoils no other row.
"""

from __future__ import annotations

import bisect
import itertools
from array import array
from collections import Counter

from client_import.problems import Problem, ProblemCode, bad_file, warning
from client_import.reading.cells import Dialect, Quotes, Record, cell_reader
from client_import.reading.lines import iterate_lines
from client_import.reading.rows import Rows, RowsBuilder, swallows, too_many_columns, too_many_rows
from client_import.reading.widths import Cells, is_filled
from client_import.rules import ImportRules

_MOST_LINES = 250_000
"""A file with more lines than this is refused before they fill the memory, unless the rules allow as many rows."""

_MOST_CELLS = 10
"""And so is one with a line of more cells than so many times what the rules allow."""


def mend_rows(text: str, dialect: Dialect, rules: ImportRules) -> Rows:
    """The rows of a text.

    Raises:
        BadFile: There is more than the rules allow, or a mark is open and nobody can tell where its cell ends.
    """
    return _Mending(text, dialect, rules).finish()


class _Mending:
    """The rows of one text, line after line."""

    def __init__(self, text: str, dialect: Dialect, rules: ImportRules) -> None:
        self._text = text
        self._delimiter = dialect.delimiter
        self._reader = cell_reader(dialect)
        self._rules = rules
        self._builder = RowsBuilder(rules)
        self._doubtful: set[int] = set()
        self._problems: list[Problem] = []
        self._starts, self._ends, self._numbers = array("q"), array("q"), array("q")
        self._alone: list[Cells] = []
        self._quotes = bytearray()
        self._read_lines()
        self._wrapped = self._find_wrapped()
        self._unwrapped: list[int] = []
        self._usual = self._find_usual_width()

    def finish(self) -> Rows:
        index = 0
        while index < len(self._alone):
            index = self._take(index)
        if self._unwrapped:
            first, count = self._unwrapped[0], len(self._unwrapped)
            self._problems.append(warning(ProblemCode.ROWS_UNWRAPPED, first, rows=count))
        return self._builder.build(self._text, self._delimiter, self._doubtful, self._problems)

    def _read_lines(self) -> None:
        """Each line that is not blank, read by itself: its cells, and how its marks stand."""
        most, most_cells = max(self._rules.max_rows, _MOST_LINES), self._rules.max_columns * _MOST_CELLS
        start = 0
        for number, line in enumerate(iterate_lines(self._text), start=1):
            bare = line.rstrip("\r\n")
            if bare and not bare.isspace():
                read = self._reader.read_line(bare, most_cells)
                self._alone.append(tuple(read.cells))
                if len(self._alone) > most:
                    raise too_many_rows(self._rules)
                if len(read.cells) >= most_cells:
                    raise too_many_columns(self._rules, number)
                self._starts.append(start)
                self._ends.append(start + len(bare))
                self._numbers.append(number)
                self._quotes.append(read.quotes)
            start += len(line)

    def _line(self, index: int) -> str:
        return self._text[self._starts[index] : self._ends[index]]

    def _find_wrapped(self) -> dict[int, Cells]:
        """The cells of each line that stands between marks as a whole."""
        return {
            index: tuple(self._reader.read_line(cells[0]).cells)
            for index, cells in enumerate(self._alone)
            if len(cells) == 1 and self._quotes[index] == Quotes.PAIRED and self._reader.is_wrapped(self._line(index))
        }

    def _find_usual_width(self) -> int:
        """The width of most rows whose marks pair, else of most lines; of two equally frequent ones the larger."""
        widths: Counter[int] = Counter()
        index = 0
        while index < len(self._alone):
            record = None
            if self._quotes[index] == Quotes.PAIRED:
                widths[len(self._wrapped.get(index, self._alone[index]))] += is_filled(self._alone[index])
            else:
                record = self._read_record(index)
                widths.update([len(record.cells)] if record and record.quotes is Quotes.PAIRED else [])
            index = self._below(record) if record else index + 1
        widths = +widths or Counter(map(len, self._alone))
        return max(widths, key=lambda width: (widths[width], width), default=1)

    def _take(self, index: int) -> int:
        """Add the row that starts on this line; the index of the line below it."""
        if self._quotes[index] == Quotes.PAIRED:
            self._add_paired(index)
            return index + 1
        record = self._read_record(index)
        if record and len(record.cells) == self._usual and not self._is_suspicious(record):
            return self._add_record(index, record)
        cells = self._fit(index)
        if self._quotes[index] != Quotes.OPEN:
            self._add_stray(index, cells or self._alone[index])
        elif record and not cells and not self._holds_rows(index, record):
            return self._add_record(index, record)
        else:
            self._add_open(index, cells)
        return index + 1

    def _add_paired(self, index: int) -> None:
        cells = self._wrapped.get(index, ())
        if len(cells) == self._usual > 1:
            self._unwrapped.append(self._numbers[index])
            self._add(index, cells)
        else:
            self._add(index, self._alone[index])

    def _add_record(self, index: int, record: Record) -> int:
        """Add a row over several lines whose marks pair; the index of the line below it."""
        below = self._below(record)
        doubt = ProblemCode.STRAY_QUOTE if record.quotes is Quotes.STRAY else None
        self._add(index, tuple(record.cells), doubt, last=below - 1)
        return below

    def _is_suspicious(self, record: Record) -> bool:
        """Whether a record with a stray mark may have swallowed rows because of it."""
        return record.quotes is Quotes.STRAY and swallows(record.cells, self._delimiter)

    def _add_open(self, index: int, cells: Cells | None) -> None:
        """Add a row with a cell that does not end on its line: its mark is one too many.

        Raises:
            BadFile: Even so the row is of another width, and there are lines below that it may have swallowed.
        """
        is_last = index == len(self._alone) - 1
        if not cells and not is_last:
            raise bad_file(ProblemCode.FILE_BROKEN_QUOTES, line=self._numbers[index])
        self._add(index, cells or self._alone[index], ProblemCode.QUOTE_CLOSED, is_doubtful=True)

    def _add_stray(self, index: int, cells: Cells) -> None:
        if len(cells) < self._usual:
            self._doubt_row_above(index)
        is_doubtful = self._quotes[index] == Quotes.BROKEN or cells != self._alone[index]
        self._add(index, cells, ProblemCode.STRAY_QUOTE, is_doubtful=is_doubtful)

    def _fit(self, index: int) -> Cells | None:
        """The first way to read a line by itself that gives it the usual width."""
        readings = itertools.chain([self._alone[index]], self._reader.other_readings(self._line(index)))
        return next((tuple(cells) for cells in readings if len(cells) == self._usual), None)

    def _read_record(self, index: int) -> Record | None:
        return self._reader.read_record(self._text, self._starts[index])

    def _below(self, record: Record) -> int:
        """The index of the line below a record."""
        return bisect.bisect_left(self._starts, record.end)

    def _holds_rows(self, index: int, record: Record) -> bool:
        """Whether lines inside a record would be rows by themselves."""
        inside = range(index + 1, self._below(record))
        return any(self._quotes[each] == Quotes.PAIRED and len(self._alone[each]) == self._usual > 1 for each in inside)

    def _add(
        self,
        index: int,
        cells: Cells,
        doubt: ProblemCode | None = None,
        *,
        last: int | None = None,
        is_doubtful: bool = False,
    ) -> None:
        number = self._numbers[index]
        if doubt:
            self._problems.append(warning(doubt, number))
        if is_filled(cells):
            if is_doubtful:
                self._doubtful.add(len(self._builder.cells))
            self._builder.add(number, number if last is None else self._numbers[last], cells)

    def _doubt_row_above(self, index: int) -> None:
        """What stands below a row and is too narrow to be one, with a stray mark, may be the rest of it."""
        lines = self._builder.lines
        if lines and lines[-1] == self._numbers[index] - 1:
            self._doubtful.add(len(lines) - 1)
            self._problems.append(warning(ProblemCode.ROW_MAY_GO_ON, lines[-1]))
