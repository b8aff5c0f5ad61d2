"""Sample data for each column, for a person to recognise it by; a password's column shows none."""

from __future__ import annotations

from collections.abc import Iterable

from client_import.form import RegistrationForm
from client_import.mapping.mapping import Mapping
from client_import.questions import SECRET_FIELDS
from client_import.reading import Table
from client_import.texts.masking import MASK, holds_hash

_ROWS_OF_NAMES = 3
_ROWS_TO_TRY = 20


def secret_headers(table: Table, mapping: Mapping, form: RegistrationForm) -> frozenset[str]:
    """The columns whose cells are shown to nobody: mapped to a password field, named like one, or full of hashes.

    Some programs write a second line of names below the first; one that is a password's counts as well. A hash that
    stands further down than the first rows makes no column secret, and is shown by no sample either.
    """
    named_so = {column.header for column in table.columns if form.names_password(column.text)}
    mapped = {header for header, field in mapping.fields.items() if field in SECRET_FIELDS}
    below_header = () if table.is_corrections else table.cells[:_ROWS_OF_NAMES]  # it has clients only, the worst ones
    more_names = [row for row in below_header if not any("@" in cell for cell in row)]
    below = {
        header for row in more_names for header, cell in zip(table.header, row, strict=False) if _names(form, cell)
    }
    first_rows = table.cells[:_ROWS_TO_TRY]
    hashed = {header for place, header in enumerate(table.header) if _holds_hashes([row[place] for row in first_rows])}
    return frozenset(named_so | mapped | below | hashed)


def _holds_hashes(cells: Iterable[str]) -> bool:
    """Whether most of the filled cells are password hashes; a single one may have slipped in."""
    found = [holds_hash(cell) for cell in cells if cell.strip()]
    return sum(found) > len(found) / 2


def _names(form: RegistrationForm, cell: str) -> bool:
    return bool(cell.strip()) and form.names_password(cell)


def sample_values(table: Table, mapping: Mapping, form: RegistrationForm, most: int = 3) -> dict[str, tuple[str, ...]]:
    """For each header the first distinct values that are not empty, for a person to recognise the column.

    A column of passwords gives `MASK`. In a file that has one, rows of another width than the header's
    are passed over, for there a password may stand under any header.
    """
    secret = secret_headers(table, mapping, form)
    passed_over = table.odd_rows if secret else {}
    samples = {}
    for index, header in enumerate(table.header):
        values = dict[str, None]()
        for row, cells in enumerate(table.cells):
            value = cells[index].strip()
            if value and row not in passed_over:
                values[MASK if header in secret or holds_hash(value) else value] = None
                if len(values) == most or header in secret:
                    break
        samples[header] = tuple(values)
    return samples
