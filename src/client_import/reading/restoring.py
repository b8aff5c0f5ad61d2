"""The rows of a corrections file → the rows of the first file, as they stood there or as a person mended them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import attrs

from client_import.problems import ProblemCode, bad_file
from client_import.reading.own_columns import LINE, TO_CLEAR, Mark, Marks, find_extra, is_own, read_marks, tidy_name
from client_import.reading.rows import Rows
from client_import.reading.widths import Cells, is_filled

_ROWS_TO_TRY = 30


class Restored(NamedTuple):
    """The rows without the columns of the corrections file.

    Attributes:
        rows: All rows, the header among them.
        lines: Index of a row -> its line in the first file, where it says so.
        marks: Index of a row -> what was said about it, and has not been cleared.
    """

    rows: Rows
    lines: Mapping[int, int]
    marks: Mapping[int, Marks]


def find_own_header(rows: Rows) -> int | None:
    """The index of the header, where this is a corrections file: the first row, or one that names several of its own.

    A column that a person deleted is missed by nobody.
    """
    for index, row in enumerate(rows.cells[:_ROWS_TO_TRY]):
        own = sum(map(is_own, row))
        if own > 1 or (own and index == 0):
            return index
    return None


def restore(rows: Rows, header: int) -> Restored:
    """The rows as those of the first file.

    Raises:
        BadFile: Another header with such columns follows, as where two corrections files were put together.
    """
    places = _Places(rows.cells[header])
    cells: list[Cells] = list(rows.cells[: header + 1])
    cells[header] = places.names
    lines, marks = dict[int, int](), dict[int, Marks]()
    for index in range(header + 1, len(rows.cells)):
        row = rows.cells[index]
        if sum(map(is_own, row)) > 1:
            raise bad_file(ProblemCode.FILE_TWO_TABLES, first=rows.lines[header], line=rows.lines[index])
        line, found, restored = places.restore(row)
        cells.append(restored)
        if line:
            lines[index] = line
        if any(found):
            marks[index] = found
    return Restored(attrs.evolve(rows, cells=cells), lines, marks)


class _Places:
    """Where the columns of the first file stand, and where those of the corrections file do."""

    def __init__(self, header: Cells) -> None:
        self._width = len(header)
        self._kept = [place for place, name in enumerate(header) if not is_own(name)]
        numbered = {place: find_extra(name) for place, name in enumerate(header)}
        extra = [(number, place) for place, number in numbered.items() if number is not None]
        self._extra = [place for _, place in sorted(extra)]
        names = [tidy_name(name) for name in header]
        self._line, self._mark = (names.index(own) if own in names else len(names) for own in (LINE, TO_CLEAR))
        self.names: Cells = tuple(header[place] for place in self._kept)

    def restore(self, row: Cells) -> tuple[int | None, Marks, Cells]:
        """The line in the first file, what is not cleared, and the cells."""
        width = len(self._kept)
        kept = [row[place] for place in self._kept if place < len(row)]
        further = [_cell_at(row, place) for place in self._extra]
        beyond = row[self._width :] if is_filled(row[self._width :]) else ()
        mark, left_out = read_marks(_cell_at(row[: self._width], self._mark), width)
        is_realigned = mark is not None and mark.code is ProblemCode.CELLS_REALIGNED and not beyond
        if is_realigned or beyond or is_filled(further):
            kept += [""] * (width - len(kept)) + _without_blank_end([*further, *beyond])
        if mark is not None and is_realigned:
            kept += [""] * (min(mark.found, width + len(further)) - len(kept))
        elif len(kept) > width and (mark is None or mark.code in _HARMLESS):
            mark = Mark(ProblemCode.TOO_MANY_CELLS, len(kept))
        line = _cell_at(row[: self._width], self._line).strip()
        return int(line) if line.isdecimal() and len(line) < 10 else None, Marks(mark, left_out), tuple(kept)


_HARMLESS = frozenset({ProblemCode.UNUSUAL_WIDTH, ProblemCode.CELLS_REALIGNED})


def _cell_at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _without_blank_end(cells: Sequence[str]) -> list[str]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return list(cells[:end])
