"""Sample data for each column, for a person to recognise it by; a password's column shows none."""

from __future__ import annotations

from client_import.form import RegistrationForm
from client_import.mapping import Mapping
from client_import.questions import SECRET_FIELDS
from client_import.reading import Table

_ROWS_OF_NAMES = 3

MASK = "••••••"
"""What is shown in place of a password."""


def secret_headers(table: Table, mapping: Mapping, form: RegistrationForm) -> frozenset[str]:
    """The columns whose cells are shown to nobody: mapped to a password field, or named like a password.

    Some programs write a second line of names below the first; one that is a password's counts as well.
    """
    named_so = {column.header for column in table.columns if form.names_password(column.text)}
    mapped = {header for header, field in mapping.fields.items() if field in SECRET_FIELDS}
    more_names = [row for row in table.cells[:_ROWS_OF_NAMES] if not any("@" in cell for cell in row)]
    below = {
        header for row in more_names for header, cell in zip(table.header, row, strict=False) if _names(form, cell)
    }
    return frozenset(named_so | mapped | below)


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
                values[MASK if header in secret else value] = None
                if len(values) == most or header in secret:
                    break
        samples[header] = tuple(values)
    return samples
