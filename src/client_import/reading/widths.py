"""How wide the rows of a file are: which columns are used, and which rows are odd."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from typing import TypeAlias

Cells: TypeAlias = tuple[str, ...]

_HABIT, _FEWEST = 0.1, 3
"""Leaving out trailing cells is a habit where more than this share of the rows do, and no fewer rows than that."""


def is_filled(cells: Iterable[str]) -> bool:
    """Whether any of the cells is not blank."""
    return any(map(str.strip, cells))


def used_width(header: Cells, rows: Iterable[Cells]) -> int:
    """How many columns there are without those at the end that are blank from top to bottom."""
    width = _filled_width(header)
    for row in rows:
        if len(row) > width:
            width = max(width, _filled_width(row[: len(header)]))
    return width


def _filled_width(cells: Cells) -> int:
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def usual_widths(rows: Sequence[Cells], width: int, header_width: int) -> frozenset[int]:
    """How many cells a row may have without being strange: as many as the header, with its empty ones or without.

    Where it is the habit of a file to leave out trailing cells, a row may be as narrow as it likes.

    Args:
        rows: As they stand in the file.
        width: The number of columns.
        header_width: The same with empty ones at the end.
    """
    counts = Counter(map(len, rows))
    complete = sum(count for each, count in counts.items() if each >= width)
    narrow = sum(len(row) < width and any("@" in cell for cell in row) for row in rows) if complete < len(rows) else 0
    if narrow >= _FEWEST and narrow > len(rows) * _HABIT and complete > len(rows) * _HABIT:
        return frozenset(range(1, header_width + 1))
    most = max(counts, key=lambda each: (counts[each], each))
    return frozenset({header_width} | ({most} & {*range(width, header_width)}))


def find_odd(rows: Sequence[Cells], width: int, header_width: int) -> dict[int, int]:
    """Index -> number of cells, of rows not as wide as most; of all where most are not as wide as the header."""
    counts = Counter(map(len, rows))
    usual = max((header_width, width, *counts), key=lambda each: counts[each])
    regular = usual if usual in {width, header_width} else None
    return {
        index: len(row)
        for index, row in enumerate(rows)
        if len(row) != regular or (len(row) > width and is_filled(row[width:]))
    }


def fit(rows: Iterable[Cells], width: int, usual: Container[int]) -> tuple[Cells, ...]:
    """Each row as wide as the header; wider only where the cells beyond it are filled, or others have none there."""
    return tuple([row if len(row) == width else _fit_odd(row, width, usual) for row in rows])


def _fit_odd(row: Cells, width: int, usual: Container[int]) -> Cells:
    if len(row) < width:
        return row + ("",) * (width - len(row))
    return row if is_filled(row[width:]) or len(row) not in usual else row[:width]
