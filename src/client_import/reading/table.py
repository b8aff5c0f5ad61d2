"""The file as read: `Table`, with a stable name for every column and the physical line of every row.

A table may hold passwords before anybody has said which column they are in. So the repr of a table and
of a row shows shapes only, and neither has a JSON form.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import attrs

from client_import.errors import BadFile
from client_import.frozen import FrozenMapping
from client_import.lazy import LazySequence
from client_import.problems import Problem, ProblemCode, bad_file, warning
from client_import.reading.cells import Dialect
from client_import.reading.cleaning import clean_cells
from client_import.reading.columns import Column, name_columns, warn_of_repeated
from client_import.reading.decoding import Decoded, decode
from client_import.reading.dialect import find_dialect
from client_import.reading.layout import find_end, find_header, no_header_there, refuse_second_header
from client_import.reading.lines import iterate_lines
from client_import.reading.own_columns import OWN_COLUMNS, Marks, declared_delimiter
from client_import.reading.restoring import Restored, find_own_header, restore
from client_import.reading.rows import Rows, too_many_rows
from client_import.reading.signatures import refuse_other_kinds
from client_import.reading.source import Source, load_bytes, name_source
from client_import.reading.splitting import split_rows
from client_import.reading.widths import Cells, find_odd, fit, used_width, usual_widths
from client_import.rules import ImportRules
from client_import.texts.damage import may_hold_damage

_NO_MARKS: Mapping[int, Marks] = FrozenMapping({})


@attrs.frozen
class Row:
    """A row of the file.

    Attributes:
        line: The physical line on which it starts; the file's first line is 1.
        cells: As they stand in the file, one for each column; more only where cells stand beyond the last one that are
            filled or that other rows have not.
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
            the wrong header: of another width than the header and most rows, or with quotation marks in doubt.
        usual_widths: How many cells a row of this file may have without being strange.
        header_line: The physical line on which the header starts.
        encoding: How the file was decoded, as Python names it.
        delimiter: What separates its cells.
        quote: What encloses them where it must.
        may_be_damaged: Whether the text shows signs of damage, so that each cell is worth a look.
        problems: What was guessed, mended or passed over; each warning says on which line.
        file_name: Without its folder; None where the file came without a name.
        file_size: In bytes.
        first_lines: For a corrections file, index of a row -> its line in the first file, where it says so; else None.
        marks: Index of a row of such a file -> what was said about it in the first one, and has not been cleared.
    """

    columns: tuple[Column, ...]
    lines: tuple[int, ...]
    cells: tuple[Cells, ...]
    odd_rows: Mapping[int, int]
    usual_widths: frozenset[int]
    header_line: int
    encoding: str
    delimiter: str
    quote: str
    may_be_damaged: bool
    problems: tuple[Problem, ...]
    file_name: str | None
    file_size: int
    first_lines: Mapping[int, int] | None = None
    marks: Mapping[int, Marks] = _NO_MARKS

    @property
    def is_corrections(self) -> bool:
        """Whether the file is one that `corrections` wrote; its own columns are none of the table's."""
        return self.first_lines is not None

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


def read_table(
    source: Source,
    rules: ImportRules | None = None,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_line: int | None = None,
    file_name: str | None = None,
) -> Table:
    """The table in a CSV file (RFC 4180, and what spreadsheets and people make of it).

    What is certain is mended: encoding, separator, quotation marks, line ends, titles above the header and totals
    below the last client are found out, and `problems` says where something was guessed or passed over.

    Args:
        source: A path, the bytes, or a file opened in binary mode.
        rules: For the limits on size, rows, columns and cells; the default rules if absent.
        encoding: As Python names it (`cp1250`), where somebody knows it.
        delimiter: The character between cells, where somebody knows it.
        header_line: The physical line of the column names, where somebody knows it; nothing above it is read.
        file_name: What the report calls the file, where the source itself has no name or not the user's.

    Raises:
        BadFile: It is no usable CSV; the message says what it is and what to do.
        OSError: It cannot be opened or read.
        TypeError: A file opened as text.
        ValueError: An unknown encoding, or a delimiter that cannot be one.
    """
    if delimiter is not None and (len(delimiter) != 1 or delimiter in "\r\n\"'"):
        raise ValueError("The delimiter must be one character, and no quotation mark or line end.")
    try:
        table = _read(source, rules or ImportRules(), encoding, delimiter, header_line)
    except BadFile as error:
        raise error.with_traceback(None)  # noqa: B904 - the same one, without the frames that hold the file's text
    return attrs.evolve(table, file_name=file_name or name_source(source))


def _read(
    source: Source, rules: ImportRules, encoding: str | None, delimiter: str | None, header_line: int | None
) -> Table:
    content = load_bytes(source, rules.max_bytes)
    refuse_other_kinds(content)
    decoded = decode(content, encoding)
    text = decoded.text if header_line is None else _blank_above(decoded.text, header_line)
    declared = declared_delimiter(text)
    if declared:
        rules = attrs.evolve(rules, max_columns=rules.max_columns + len(OWN_COLUMNS))
    dialect, start = find_dialect(text, delimiter or declared)
    rows = split_rows(text[start:], dialect, rules)
    if not rows.cells:
        raise no_header_there(header_line) if header_line is not None else bad_file(ProblemCode.FILE_EMPTY)
    _refuse_long_cells(rows, text, rules.max_cell_length)
    rows = attrs.evolve(rows, cells=clean_cells(text, rows.cells))
    own_header = find_own_header(rows)
    if own_header is None:
        header = find_header(rows, header_line)
        refuse_second_header(rows, header)
        table = _lay_out(rows, header, decoded, dialect)
    else:
        table = _lay_out_restored(restore(rows, own_header), own_header, decoded, dialect)
    if len(table.lines) > rules.max_rows:
        raise too_many_rows(rules)
    return attrs.evolve(table, file_size=len(content))


def _lay_out_restored(restored: Restored, header: int, decoded: Decoded, dialect: Dialect) -> Table:
    """The rows of a corrections file as a table of the first file; none of them is a footer."""
    table = _lay_out(restored.rows, header, decoded, dialect, is_restored=True)
    width, first = len(table.columns), header + 1
    marks = {index - first: mark for index, mark in restored.marks.items()}
    uneven = {index: len(cells) for index, cells in enumerate(restored.rows.cells[first:]) if len(cells) != width}
    doubtful = {index: found for index, found in table.odd_rows.items() if index + first in restored.rows.doubtful}
    return attrs.evolve(
        table,
        odd_rows=uneven | doubtful | {index: each.mark.found for index, each in marks.items() if each.mark},
        first_lines={index - first: line for index, line in restored.lines.items()},
        marks=marks,
    )


def _lay_out(rows: Rows, header: int, decoded: Decoded, dialect: Dialect, *, is_restored: bool = False) -> Table:
    """The rows below the header as a table, without the footers."""
    first, line, names = header + 1, rows.lines[header], rows.cells[header]
    width = used_width(names, rows.cells[first:])
    end = len(rows.cells) if is_restored else find_end(rows, header, width)
    if first >= end:
        raise bad_file(ProblemCode.FILE_HEADER_ONLY, line=line)
    body = rows.cells[first:end]
    columns = name_columns(names[:width])
    usual = usual_widths(body, width, len(names))
    doubtful = (index - first for index in rows.doubtful if first <= index < end)
    return Table(
        columns=columns,
        lines=tuple(rows.lines[first:end]),
        cells=fit(body, width, usual),
        odd_rows=find_odd(body, width, len(names)) | {index: len(body[index]) for index in doubtful},
        usual_widths=usual,
        header_line=line,
        encoding=decoded.encoding,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        may_be_damaged=may_hold_damage(decoded.text),
        problems=(
            *decoded.problems,
            *rows.problems,
            *_warn_of_skipped(rows.lines[:header]),
            *warn_of_repeated(columns, line),
            *(warning(ProblemCode.FOOTER_SKIPPED, line) for line in rows.lines[end:]),
            *(() if rows.cut_off is None else (warning(ProblemCode.MAYBE_TRUNCATED, rows.cut_off),)),
        ),
        file_name=None,
        file_size=0,
    )


def _blank_above(text: str, line: int) -> str:
    """The text with nothing but line ends above a line.

    Raises:
        BadFile: There is no such line.
    """
    if line < 1:
        raise no_header_there(line)
    above = sum(map(len, itertools.islice(iterate_lines(text), line - 1)))
    return "\n" * (line - 1) + text[above:]


def _refuse_long_cells(rows: Rows, text: str, limit: int) -> None:
    """Nothing, where no cell is longer than the limit.

    Raises:
        BadFile: One is.
    """
    lines_fit = max(map(len, iterate_lines(text))) <= limit
    for index in rows.spanning if lines_fit else range(len(rows.cells)):
        if max(map(len, rows.cells[index])) > limit:
            raise bad_file(ProblemCode.FILE_CELL_TOO_LONG, line=rows.lines[index], limit=limit)


def _warn_of_skipped(lines: Sequence[int]) -> Iterator[Problem]:
    if lines:
        yield warning(ProblemCode.PREAMBLE_SKIPPED, lines[0], first=lines[0], last=lines[-1])
