"""One physical line, or one record, → its cells under a dialect (RFC 4180, 2), however its quotation marks stand."""

from __future__ import annotations

import bisect
import enum
import functools
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple


class Dialect(NamedTuple):
    """What separates cells and what may enclose them."""

    delimiter: str
    quote: str = '"'


class Quotes(enum.IntEnum):
    """How the quotation marks of a line stand, the worst last."""

    PAIRED = enum.auto()
    STRAY = enum.auto()
    """One stands inside a cell that none encloses, and is a part of its text."""
    BROKEN = enum.auto()
    """One stands inside a cell or right after one, and another closes that cell."""
    OPEN = enum.auto()
    """One is not closed before the line ends."""


class Line(NamedTuple):
    """The cells of one physical line, read by itself."""

    cells: list[str]
    quotes: Quotes


class Record(NamedTuple):
    """A record that may go over several lines.

    Attributes:
        cells: Its cells.
        end: Where it ends in the text.
        quotes: `PAIRED`, or `STRAY` where a mark stands inside a cell that none encloses.
    """

    cells: list[str]
    end: int
    quotes: Quotes


class CellReader:
    """Splits lines and records of one dialect.

    Spaces around a quoted cell are no part of it, and `="0012"`, with which spreadsheets keep a number a text,
    is a cell of its own kind.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._delimiter, self._quote = dialect
        delimiter, quote = re.escape(dialect.delimiter), re.escape(dialect.quote)
        spaces = " \t".replace(dialect.delimiter, "")
        blanks = f"[{spaces}]*+"
        end = rf"(?={delimiter}|[\r\n]|\Z)"
        inside = f"[^{quote}]*+(?:{quote}{quote}[^{quote}]*+)*+"
        self._cell = re.compile(
            rf"{blanks}{quote}({inside}){quote}{blanks}{end}"
            rf"|([^{delimiter}{quote}\r\n]*+|{blanks}'*+={quote}[^{delimiter}{quote}\r\n]*+{quote}{blanks}){end}"
        )
        self._opening = re.compile(f"{blanks}{quote}")
        self._plain_end = re.compile(rf"[{delimiter}\r\n]")
        self._closing = re.compile(f"{quote}{blanks}{end}")

    def read_line(self, line: str, most: int = sys.maxsize) -> Line:
        """The cells of a line that holds no line end.

        Where a quotation mark is not closed cleanly, the next one at the end of a cell closes it.

        Args:
            line: The line.
            most: After so many cells nobody wants more.
        """
        if self._quote not in line:
            return Line(line.split(self._delimiter), Quotes.PAIRED)
        closings: list[tuple[int, int]] | None = None
        cells: list[str] = []
        quotes = Quotes.PAIRED
        position = 0
        while True:
            matched = self._cell.match(line, position)
            if matched:
                cells.append(self._value(matched))
                position = matched.end()
            else:
                closings = self._find_closings(line) if closings is None else closings
                cell, position, found = self._read_broken(line, position, closings)
                cells.append(cell)
                quotes = max(quotes, found)
            if position >= len(line) or len(cells) >= most:
                return Line(cells, quotes)
            position += 1

    def other_readings(self, line: str) -> Iterator[list[str]]:
        """Other ways to read a line whose marks do not pair: the broken ones as signs, or open to its end."""
        yield self._read_literally(line)
        cells: list[str] = []
        position = 0
        while matched := self._cell.match(line, position):
            cells.append(self._value(matched))
            position = matched.end() + 1
        opening = self._opening.match(line, position)
        if opening:
            yield [*cells, line[opening.end() :]]

    def read_record(self, text: str, position: int) -> Record | None:
        """The record that starts at `position`; line ends may stand inside quoted cells.

        None where a mark that opens a cell is not closed, or closed and followed by text.
        """
        cells: list[str] = []
        quotes = Quotes.PAIRED
        while True:
            matched = self._cell.match(text, position)
            if matched:
                cell, position = self._value(matched), matched.end()
            elif self._opening.match(text, position):
                return None
            else:
                cell, position = self._read_plain(text, position)
                quotes = Quotes.STRAY
            cells.append(cell)
            if not text.startswith(self._delimiter, position):
                return Record(cells, position, quotes)
            position += 1

    def is_wrapped(self, line: str) -> bool:
        """Whether a whole row stands between one pair of quotation marks."""
        matched = self._cell.match(line)
        return matched is not None and matched.end() == len(line) and matched[1] is not None and self._delimiter in line

    def _value(self, matched: re.Match[str]) -> str:
        quoted: str | None = matched[1]
        return matched[2] if quoted is None else quoted.replace(self._quote * 2, self._quote)

    def _find_closings(self, line: str) -> list[tuple[int, int]]:
        """Where a mark that could close a cell stands, and where its cell would end."""
        return [found.span() for found in self._closing.finditer(line)]

    def _read_broken(self, line: str, position: int, closings: list[tuple[int, int]]) -> tuple[str, int, Quotes]:
        """A cell whose marks do not pair: its text, where it ends, and how they stand."""
        opening = self._opening.match(line, position)
        if not opening:
            return (*self._read_plain(line, position), Quotes.STRAY)
        place = bisect.bisect_left(closings, (opening.end(), 0))
        if place == len(closings):
            return (*self._read_plain(line, opening.end()), Quotes.OPEN)
        closing, end = closings[place]
        return line[opening.end() : closing].replace(self._quote * 2, self._quote), end, Quotes.BROKEN

    def _read_plain(self, text: str, position: int) -> tuple[str, int]:
        ends = self._plain_end.search(text, position)
        end = ends.start() if ends else len(text)
        return text[position:end], end

    def _read_literally(self, line: str) -> list[str]:
        """Cells that pair as they stand; of any other one the opening mark, if it has one, is no part of it."""
        cells: list[str] = []
        position = 0
        while True:
            matched = self._cell.match(line, position)
            if matched:
                cell, position = self._value(matched), matched.end()
            else:
                opening = self._opening.match(line, position)
                cell, position = self._read_plain(line, opening.end() if opening else position)
            cells.append(cell)
            if position >= len(line):
                return cells
            position += 1


@functools.lru_cache(maxsize=32)
def cell_reader(dialect: Dialect) -> CellReader:
    """The reader of a dialect."""
    return CellReader(dialect)
