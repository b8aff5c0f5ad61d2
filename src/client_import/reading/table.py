"""The file as read: `Table`, with a stable name for every column and the physical line of every row.

A table may hold passwords before anybody has said which column they are in. So the repr of a table and
of a row shows shapes only, and neither has a JSON form.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import attrs

from client_import.defusing import may_hold_defused, undefuse
from client_import.emails import BadEmail, parse_email
from client_import.lazy import LazySequence
from client_import.problems import Problem, ProblemCode, bad_file
from client_import.reading.decoding import decode
from client_import.reading.dialect import find_delimiter
from client_import.reading.signatures import refuse_other_kinds
from client_import.reading.source import Source, load_bytes
from client_import.rules import ImportRules

Cells: TypeAlias = tuple[str, ...]

_ALMOST_EMAIL = re.compile(r"\S*@\S*|\S+\.\S+\.\S+")
"""`ada@`, `ada.example.edu`: no column is called so."""


@attrs.frozen
class Column:
    """A column of the file.

    Attributes:
        position: From 1, as a spreadsheet counts.
        header: Its name, unlike any other column's: a repeated one is `Notes [2]`, a blank one `Column 4`.
        text: What stands in the header row, spaces tidied; empty where it is blank.
    """

    position: int
    header: str
    text: str


@attrs.frozen
class Row:
    """A row of the file.

    Attributes:
        line: The physical line on which it starts; the file's first line is 1.
        cells: As they stand in the file, one for each column; more only where filled cells stand beyond the last one.
    """

    line: int
    cells: Cells = attrs.field(repr=lambda cells: f"<{len(cells)} cells>")


@attrs.frozen(repr=False, eq=False)
class Table:
    """A roster file, split into cells and not yet understood.

    Attributes:
        columns: Without empty ones at the end.
        lines: For each row that is not blank, the physical line on which it starts.
        cells: For each such row its cells, as `Row.cells`.
        odd_rows: Index of a row -> how many cells it has in the file, for rows in which a cell may stand under
            the wrong header: of another width than the header and most rows, or with a cell that has swallowed
            a line end and a separator, as a missing quotation mark makes it do.
        encoding: How the file was decoded, as Python names it.
        delimiter: What separates its cells.
        problems: What is worth knowing about the file as a whole.
    """

    columns: tuple[Column, ...]
    lines: Sequence[int]
    cells: Sequence[Cells]
    odd_rows: Mapping[int, int]
    encoding: str
    delimiter: str
    problems: tuple[Problem, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.header for column in self.columns)

    @property
    def rows(self) -> LazySequence[Row]:
        """The rows that are not blank, in the file's order."""
        return LazySequence(len(self.lines), lambda index: Row(self.lines[index], self.cells[index]))

    def __repr__(self) -> str:
        return f"<Table: {len(self.columns)} columns, {len(self.lines)} rows>"


def read_table(source: Source, rules: ImportRules | None = None) -> Table:
    """The table in a CSV file (RFC 4180, and what spreadsheets make of it).

    Read are UTF-8, UTF-16 and Windows-1252; comma, semicolon, tab and pipe as separators; CRLF, LF and
    CR as line ends, also inside quotes. Blank rows and empty columns at the end are dropped, and the `'` that
    keeps a spreadsheet from running a cell as a formula is taken off.

    Args:
        source: A path, the bytes, or a file opened in binary mode.
        rules: For the limit `max_bytes`; the default rules if absent.

    Raises:
        BadFile: It is no usable CSV; the message says what it is and what to do.
        OSError: It cannot be opened or read.
        TypeError: A file opened as text.
    """
    content = load_bytes(source, (rules or ImportRules()).max_bytes)
    refuse_other_kinds(content)
    decoded = decode(content)
    delimiter = find_delimiter(decoded.text)
    lines, rows, spanning = _split(decoded.text, delimiter)
    if not rows:
        raise bad_file(ProblemCode.FILE_EMPTY)
    if may_hold_defused(decoded.text):
        rows = [list(map(undefuse, row)) for row in rows]
    header_line, header = lines.pop(0), rows.pop(0)
    if any(map(_is_email, header)) or (rows and _looks_like_clients(header, rows[0])):
        raise bad_file(ProblemCode.FILE_NO_HEADER, line=header_line)
    if not rows:
        raise bad_file(ProblemCode.FILE_HEADER_ONLY, line=header_line)
    width = _used_width(header, rows)
    columns = _name_columns(header[:width])
    return Table(
        columns=columns,
        lines=lines,
        cells=_fit(rows, width),
        odd_rows=_find_odd(rows, width, len(header)) | _find_swallowed(rows, spanning, delimiter),
        encoding=decoded.encoding,
        delimiter=delimiter,
        problems=decoded.problems,
    )


def _split(text: str, delimiter: str) -> tuple[list[int], list[list[str]], list[int]]:
    """The rows that are not blank, the line on which each starts, and the indexes of those over several lines."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    spanning: list[int] = []
    start = 1
    try:
        for row in reader:
            if row and (row[0].strip() or _is_filled(row)):
                if reader.line_num > start:
                    spanning.append(len(rows) - 1)  # the header is no row
                lines.append(start)
                rows.append(row)
            start = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            limit = csv.field_size_limit()
            raise bad_file(ProblemCode.FILE_CELL_TOO_LONG, line=start, limit=limit) from None
        raise bad_file(ProblemCode.FILE_BROKEN_QUOTES, line=start) from None
    return lines, rows, spanning


def _is_filled(cells: Iterable[str]) -> bool:
    return any(map(str.strip, cells))


def _is_email(cell: str) -> bool:
    try:
        parse_email(cell)
    except BadEmail:
        return False
    return True


def _looks_like_clients(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether a broken address stands above a good one: then there is no header, and the first line is a client."""
    pairs = zip(first, second, strict=False)
    return any(_ALMOST_EMAIL.fullmatch(above.strip()) and _is_email(below) for above, below in pairs)


def _used_width(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """How many columns there are without those at the end that are blank from top to bottom."""
    width = len(header)
    while not header[width - 1].strip() and not any(row[width - 1].strip() for row in rows if len(row) >= width):
        width -= 1
    return width


def _name_columns(header: Sequence[str]) -> tuple[Column, ...]:
    texts = [" ".join(cell.split()) for cell in header]
    real, taken = set(texts), set[str]()
    numbers: dict[str, int] = {}
    columns = []
    for position, text in enumerate(texts, start=1):
        base = name = text or f"Column {position}"
        while name in taken or (name != text and name in real):
            numbers[base] = numbers.get(base, 1) + 1
            name = f"{base} [{numbers[base]}]"
        taken.add(name)
        columns.append(Column(position, name, text))
    return tuple(columns)


def _fit(rows: Iterable[list[str]], width: int) -> list[Cells]:
    """Each row as wide as the header; wider only where filled cells stand beyond it."""
    blank = [""] * width
    return [tuple(row) if len(row) == width else tuple(_fit_odd(row, width, blank)) for row in rows]


def _fit_odd(row: list[str], width: int, blank: list[str]) -> list[str]:
    if len(row) < width:
        return row + blank[len(row) :]
    return row if _is_filled(row[width:]) else row[:width]


def _find_odd(rows: Sequence[list[str]], width: int, header_width: int) -> dict[int, int]:
    """Rows that are not as wide as most; all of them where most are not as wide as the header."""
    counts = Counter(map(len, rows))
    usual = max((header_width, width, *counts), key=lambda each: counts[each])
    regular = usual if usual in {width, header_width} else None
    return {
        index: len(row)
        for index, row in enumerate(rows)
        if len(row) != regular or (len(row) > width and _is_filled(row[width:]))
    }


def _find_swallowed(rows: Sequence[list[str]], spanning: Iterable[int], delimiter: str) -> dict[int, int]:
    return {
        index: len(rows[index])
        for index in spanning
        if index >= 0 and any(delimiter in cell and ("\n" in cell or "\r" in cell) for cell in rows[index])
    }
