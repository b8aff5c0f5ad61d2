"""Which row of a file is its header, and which are no clients: titles above it, totals below the last one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from client_import.aliases import name_fields
from client_import.emails import is_email
from client_import.problems import ProblemCode, bad_file
from client_import.questions import EMAIL, REQUIRED_FIELDS
from client_import.reading.rows import Rows
from client_import.reading.widths import is_filled

_ROWS_TO_TRY = 30
_CELLS_TO_TRY = 1000
_LONGEST_FOOTER = 5

_ALMOST_EMAIL = re.compile(r"\S*@\S*|\S+\.\S+\.\S+")
"""`ada@`, `ada.example.edu`: no column is called so."""

_TOTAL = re.compile(
    r"\W*(?:(?:grand |sub)?totals?(?: \w+){0,2}|sum|summe|gesamt|insgesamt|suma|somme|totale|count|page|report"
    r"|number of \w+|end of \w+|page \d+(?: ?(?:of|/) ?\d+)?|(?:generated|exported|printed)\b.*)[\W\d]*",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\d.,%\s()/:-]*")
_REMARK = re.compile(r"[^\"@]*\d[^\"@]*|\W+[^\"@]*")
"""`54 rows`, `(54 rows affected)`, `-- end --`; a name is none."""


def find_header(rows: Rows, line: int | None) -> int:
    """The index of the header: the first row that names the columns.

    Args:
        rows: The rows of the file; at least one.
        line: Its physical line, where somebody knows it.

    Raises:
        BadFile: There is none, or none on that line.
    """
    if line is not None:
        if line not in rows.lines:
            raise bad_file(ProblemCode.FILE_NO_HEADER_THERE, line=line)
        header = rows.lines.index(line)
    else:
        named = _find_named(rows.cells)
        header = _find_filled(rows.cells) if named is None else named
    below = rows.cells[header + 1 : header + 2]
    if any(map(is_email, rows.cells[header])) or (below and _looks_like_clients(rows.cells[header], below[0])):
        raise bad_file(ProblemCode.FILE_NO_HEADER, line=rows.lines[header])
    return header


def find_end(rows: Rows, header: int, width: int) -> int:
    """The index after the last client: below it are rows that sum up or say goodbye. No row with an @ is one."""
    end = len(rows.cells)
    for index in range(end - 1, max(header, end - 1 - _LONGEST_FOOTER), -1):
        cut_off = index == len(rows.cells) - 1 and not rows.ended
        is_whole = not cut_off or len(rows.cells[index]) >= width
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


def _looks_like_clients(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether a broken address stands above a good one: then there is no header, and the first line is a client."""
    pairs = zip(first, second, strict=False)
    return any(_ALMOST_EMAIL.fullmatch(above.strip()) and is_email(below) for above, below in pairs)


def _is_footer(row: Sequence[str]) -> bool:
    """`Total,54,,`, with figures only beside the word; or a remark that stands alone, as `54 rows`."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled or any("@" in cell for cell in row):
        return False
    if _TOTAL.fullmatch(filled[0]) and all(map(_FIGURE.fullmatch, filled[1:])):
        return True
    return len(row) == 1 and _REMARK.fullmatch(filled[0]) is not None
