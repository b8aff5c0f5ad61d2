"""Sample data for each column, for a person to recognise it by; a password's column shows none."""

from __future__ import annotations

from client_import.form import RegistrationForm
from client_import.mapping import Mapping
from client_import.questions import SECRET_FIELDS
from client_import.reading import Table

MASK = "••••••"
"""What is shown in place of a password."""


def secret_headers(table: Table, mapping: Mapping, form: RegistrationForm) -> frozenset[str]:
    """The columns whose cells are shown to nobody: mapped to a password field, or named like a password."""
    named_so = {column.header for column in table.columns if form.names_password(column.text)}
    mapped = {header for header, field in mapping.fields.items() if field in SECRET_FIELDS}
    return frozenset(named_so | mapped)


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
