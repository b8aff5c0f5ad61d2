"""Which separator a roster uses, found by trying each on its first rows."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter

DELIMITERS = (",", ";", "\t", "|")

_ROWS_TO_TRY = 60


def find_delimiter(text: str) -> str:
    """The separator under which the first rows agree best: many rows of one width above one.

    A comma where nothing speaks for another one, as in a file of one column.
    """
    return max(DELIMITERS, key=lambda delimiter: _rate(text, delimiter))


def _rate(text: str, delimiter: str) -> tuple[float, int]:
    """How well a separator fits: the share of rows as wide as the header, then that width."""
    widths = [len(row) for row in _first_rows(text, delimiter) if any(map(str.strip, row))]
    if not widths or widths[0] == 1:
        return (0.0, 0)
    return (Counter(widths)[widths[0]] / len(widths), widths[0])


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(itertools.islice(reader, _ROWS_TO_TRY))
    except csv.Error as error:
        if "field larger" not in str(error):  # under another separator the quotes may make sense
            return []
    return rows
