"""Which row of a file is its header, and which are no clients: titles above it, totals below the last one."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from client_import.aliases import name_field, name_fields
from client_import.emails import LONGEST_ADDRESS_BYTES, is_email
from client_import.errors import BadFile
from client_import.headers import looks_like_password, normalise_header
from client_import.problems import ProblemCode, bad_file
from client_import.questions import EMAIL, REQUIRED_FIELDS
from client_import.reading.rows import Rows
from client_import.reading.widths import is_filled

_ROWS_TO_TRY = 30
_CELLS_TO_TRY = 1000
_LONGEST_FOOTER = 5
_LONGEST_REMARK = 200

_ALMOST_EMAIL = re.compile(r"\S*@\S*|\S+\.\S+\.\S+")
"""`ada@`, `ada.example.edu`: no column is called so."""

_HAS_ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.")
"""A client who stands in one line with the column names, as where a line end is missing."""

_TOTAL = re.compile(
    r"\W*(?:(?:grand |sub)?totals?(?: \w+){0,2}|sum|summe|gesamt|insgesamt|suma|somme|totale|count|page|report"
    r"|number of \w+|end of \w+|page \d+(?: ?(?:of|/) ?\d+)?|(?:generated|exported|printed)\b.*)[\W\d]*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\d.,%\s()/:-]*")
_REMARK = re.compile(r"[^\"]*\d[^\"]*|\W+[^\"]*|(?:[^\s\"]+\s+){3,}[^\s\"]+")
"""`54 rows`, `(54 rows affected)`, `-- end --`, a sentence; a name is none."""


def find_header(rows: Rows, line: int | None) -> int:
    """The index of the header: the first row that names the columns.

    Args:
        rows: The rows of the file; at least one.
        line: Its physical line, where somebody knows it; then it is the first row.

    Raises:
        BadFile: There is none, or none on that line.
    """
    named = _find_named(rows.cells)
    header = _find_filled(rows.cells) if named is None else named
    if line is not None:
        if line != rows.lines[0]:
            raise no_header_there(line)
        header = 0
    names = rows.cells[header]
    is_client = any(map(is_email, names)) or (header != named and _starts_with_clients(rows.cells[header:]))
    if is_client or (any(map(looks_like_password, names)) and any(map(_HAS_ADDRESS.search, names))):
        raise bad_file(ProblemCode.FILE_NO_HEADER, line=rows.lines[header])
    return header


def refuse_second_header(rows: Rows, header: int) -> None:
    """Nothing, where no row names columns again, or one only repeats the header.

    Raises:
        BadFile: One names other columns: there are two tables, and the second would go under the first one's names.
    """
    fields = name_fields(rows.cells[header][:_CELLS_TO_TRY])
    place = fields.index(EMAIL) if EMAIL in fields else None
    if place is None:
        return
    for line, row in zip(rows.lines[header + 1 :], rows.cells[header + 1 :], strict=True):
        if len(row) <= place or "@" not in row[place]:
            others = name_fields(row[:_CELLS_TO_TRY])
            if EMAIL in others and len(set(others) - {None}) > 1 and not _is_same_header(rows.cells[header], row):
                raise bad_file(ProblemCode.FILE_TWO_TABLES, first=rows.lines[header], line=line)


def _is_same_header(first: Sequence[str], second: Sequence[str]) -> bool:
    return all(itertools.starmap(_is_same_name, itertools.zip_longest(first, second, fillvalue="")))


def _is_same_name(one: str, other: str) -> bool:
    field = name_field(one)
    return normalise_header(one) == normalise_header(other) or (field is not None and field == name_field(other))


def no_header_there(line: int) -> BadFile:
    """The refusal of a file that has no row on the line where somebody knows the header."""
    return bad_file(ProblemCode.FILE_NO_HEADER_THERE, line=line)


def find_end(rows: Rows, header: int, width: int) -> int:
    """The index after the last client: below it are rows that sum up or say goodbye. No row with an @ is one."""
    end = len(rows.cells)
    for index in range(end - 1, max(header, end - 1 - _LONGEST_FOOTER), -1):
        is_whole = rows.lines[index] != rows.cut_off or len(rows.cells[index]) >= width
        if width < len(REQUIRED_FIELDS) or index in rows.doubtful or not is_whole or not _is_footer(rows.cells[index]):
            break
        end = index
    return end


def _find_named(cells: Sequence[Sequence[str]]) -> int | None:
    """The first row with the name of an e-mail column, above all clients.

    Below another row it must name a second standard field as well, and be filled no less: an answer may be the word
    `Email`, too.
    """
    for index, row in enumerate(cells[:_ROWS_TO_TRY]):
        names = name_fields(row[:_CELLS_TO_TRY])
        above = cells[:index]
        fullest = max(map(_count_filled, above), default=0)
        stands_out = not above or (len(set(names) - {None}) > 1 and fullest <= _count_filled(row))
        if EMAIL in names and stands_out and not any(map(is_email, row)):
            return None if any(_is_client(each, names.index(EMAIL)) for each in above) else index
    return None


def _is_client(row: Sequence[str], place: int) -> bool:
    """Whether a row above the header has an address in its place, or one among several cells: it is no title then."""
    in_place = place < len(row) and is_email(row[place])
    return in_place or (_count_filled(row) >= len(REQUIRED_FIELDS) and any(map(is_email, row)))


def _count_filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _find_filled(cells: Sequence[Sequence[str]]) -> int:
    """The first row that is no title: where most rows have several cells, a title fills only the first one."""
    widths = Counter(map(len, cells))
    usual = max(widths, key=lambda width: (widths[width], width))
    for index, row in enumerate(cells[:_ROWS_TO_TRY]):
        is_title = bool(row[0].strip()) and not is_filled(row[1:]) and not is_email(row[0])
        if usual < len(REQUIRED_FIELDS) or not is_title:
            return index
    return 0


def _starts_with_clients(cells: Sequence[Sequence[str]]) -> bool:
    """Whether a broken address, or none, stands above a good one: then the first line is a client, and no header."""
    pairs = (pair for row in cells[1:2] for pair in zip(cells[0], row, strict=False))
    return any(is_email(below) and _is_almost_email(above) for above, below in pairs)


def _is_almost_email(cell: str) -> bool:
    text = cell.strip()
    if len(text) > LONGEST_ADDRESS_BYTES or "mail" in normalise_header(text):
        return False
    return not text or _ALMOST_EMAIL.fullmatch(text) is not None


def _is_footer(row: Sequence[str]) -> bool:
    """`Total,54,,`, with figures only beside the word; or a remark that stands alone, as `54 rows`."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or any("@" in cell for cell in row) or len(filled[0]) > _LONGEST_REMARK:
        return False
    if _TOTAL.fullmatch(filled[0]) and all(map(_FIGURE.fullmatch, filled[1:])):
        return True
    return len(row) == 1 and _REMARK.fullmatch(filled[0]) is not None
