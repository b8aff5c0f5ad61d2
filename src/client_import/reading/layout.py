"""Which row of a file is its header, and which are no clients: titles above it, totals below the last one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from client_import.aliases import name_fields
from client_import.emails import is_email
from client_import.problems import ProblemCode, bad_file
from client_import.questions import EMAIL, REQUIRED_FIELDS
from client_import.reading.splitting import Rows
from client_import.reading.widths import is_filled

_ROWS_TO_TRY = 30
_CELLS_TO_TRY = 1000
_LONGEST_FOOTER = 5

_ALMOST_EMAIL = re.compile(r"\S*@\S*|\S+\.\S+\.\S+")
"""`ada@`, `ada.example.edu`: no column is called so."""

_TOTAL = re.compile(
    r"\W*(?:(?:grand |sub)?totals?|sum|summe|gesamt|insgesamt|suma|somme|totale|count|number of \w+|end of \w+|"
    r"generated|exported|printed|page|report)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\d.,%\s()/:-]*")
_REMARK = re.compile(r"[^\"@]*(?:\d\s+\w|\w\s+\w|--)[^\"@]*")


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
        return rows.lines.index(line)
    header = _find_named(rows.cells)
    if header is None:
        header = _find_filled(rows.cells)
    below = rows.cells[header + 1 : header + 2]
    if any(map(is_email, rows.cells[header])) or (below and _looks_like_clients(rows.cells[header], below[0])):
        raise bad_file(ProblemCode.FILE_NO_HEADER, line=rows.lines[header])
    return header


def find_end(rows: Rows, header: int, width: int) -> int:
    """The index after the last client: below it are rows that sum up or say goodbye. No row with an @ is one."""
    end = len(rows.cells)
    for index in range(end - 1, max(header, end - 1 - _LONGEST_FOOTER), -1):
        cut_off = index == len(rows.cells) - 1 and not rows.ended
        if width < len(REQUIRED_FIELDS) or index in rows.doubtful or not _is_footer(rows.cells[index], cut_off=cut_off):
            break
        end = index
    return end


def _find_named(cells: Sequence[Sequence[str]]) -> int | None:
    """The first row with the name of an e-mail column, above all clients.

    Below another row it must name a second standard field as well: an answer may be the word `Email`, too.
    """
    for index, row in enumerate(cells[:_ROWS_TO_TRY]):
        fields = {field for field in name_fields(row[:_CELLS_TO_TRY]) if field}
        if EMAIL in fields and (index == 0 or len(fields) > 1) and not any(map(is_email, row)):
            return None if _has_client_above(cells[:index], row) else index
    return None


def _has_client_above(above: Sequence[Sequence[str]], header: Sequence[str]) -> bool:
    """Whether a row above has a valid address in its place: it is a client then, and no title."""
    place = name_fields(header[:_CELLS_TO_TRY]).index(EMAIL)
    return any(len(row) == len(header) and is_email(row[place]) for row in above)


def _find_filled(cells: Sequence[Sequence[str]]) -> int:
    """The first row that is no title: where most rows have several cells, a title fills only the first one."""
    usual = Counter(map(len, cells)).most_common(1)[0][0]
    for index, row in enumerate(cells[:_ROWS_TO_TRY]):
        is_title = bool(row[0].strip()) and not is_filled(row[1:]) and not is_email(row[0])
        if usual < len(REQUIRED_FIELDS) or not is_title:
            return index
    return 0


def _looks_like_clients(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether a broken address stands above a good one: then there is no header, and the first line is a client."""
    pairs = zip(first, second, strict=False)
    return any(_ALMOST_EMAIL.fullmatch(above.strip()) and is_email(below) for above, below in pairs)


def _is_footer(row: Sequence[str], *, cut_off: bool) -> bool:
    """`Total,54,,`, with figures only beside the word; or a remark that stands alone, as `54 rows`."""
    filled = [cell for cell in row if cell.strip()]
    if not filled or any("@" in cell for cell in row):
        return False
    if _TOTAL.match(filled[0]):
        return all(map(_FIGURE.fullmatch, filled[1:])) and len(filled) < len(row)
    return len(row) == 1 and not cut_off and _REMARK.fullmatch(filled[0]) is not None
