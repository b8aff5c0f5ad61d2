"""Rows as they stand in the file, for a person to mend: `original_rows`. They show no password."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from client_import.form import RegistrationForm
from client_import.mapping.mapping import Mapping
from client_import.mapping.samples import secret_headers
from client_import.reading import Table
from client_import.texts.masking import holds_hash


class OriginalRow(NamedTuple):
    """A row of the file.

    Attributes:
        line: The physical line on which it starts.
        cells: As `Row.cells`, but empty under the header of a password and where a password hash stands elsewhere; all
            of them are empty where a cell may stand under the wrong header in a file that has such a column.
        odd: How many cells the row has in the file, where one of them may stand under the wrong header; else None.
        first_line: Of a row in a corrections file, its line in the first file, 0 where it does not say; else None.
    """

    line: int
    cells: tuple[str, ...]
    odd: int | None = None
    first_line: int | None = None


def original_rows(
    table: Table, mapping: Mapping, form: RegistrationForm, lines: Collection[int]
) -> tuple[OriginalRow, ...]:
    """The rows that start on these lines, in the file's order."""
    secret = secret_headers(table, mapping, form)
    hidden = {place for place, header in enumerate(table.header) if header in secret}
    wanted = frozenset(lines)
    found = []
    for index in [index for index, line in enumerate(table.lines) if line in wanted]:
        odd, cells = table.odd_rows.get(index), table.cells[index]
        unsure = bool(hidden) and odd is not None
        shown = ("" if unsure or place in hidden or holds_hash(cell) else cell for place, cell in enumerate(cells))
        first_line = None if table.first_lines is None else table.first_lines.get(index, 0)
        found.append(OriginalRow(table.lines[index], tuple(shown), odd, first_line))
    return tuple(found)
