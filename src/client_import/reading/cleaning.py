"""What spreadsheets and web pages leave in cells, taken off: the reader's half of `defusing`, and more of its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from client_import.reading.widths import Cells
from client_import.texts.defusing import may_hold_defused, undefuse
from client_import.texts.spaces import may_hold_invisible, trim

_NUMBER_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
"""`="0012"`: a formula whose only purpose is that a spreadsheet leaves its text alone."""


def clean_cells(text: str, rows: Sequence[Cells]) -> Sequence[Cells]:
    """The rows of a text, cleaned cell by cell where the text holds anything to clean; nearly always it does not.

    Taken off are the `'` in front of a defused cell, with nothing else in that cell touched; the `="…"` around a
    number kept as text; and invisible characters around a value.
    """
    clean = _cleaner(text)
    return [tuple(map(clean, row)) for row in rows] if clean else rows


def _cleaner(text: str) -> Callable[[str], str] | None:
    invisible = may_hold_invisible(text)
    if not (invisible or may_hold_defused(text) or '="' in text):
        return None

    def clean(cell: str) -> str:
        outer = trim(cell) if invisible else cell
        undefused = undefuse(outer)
        inner = undefused if undefused is not outer else _unwrap(outer)
        return trim(inner) if invisible else inner

    return clean


def _unwrap(cell: str) -> str:
    number = _NUMBER_AS_TEXT.fullmatch(cell.strip())
    return number[1].replace('""', '"') if number else cell
