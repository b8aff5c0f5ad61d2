"""Every choice the host can make about an import: `ImportRules`."""

from __future__ import annotations

import enum

import attrs

from client_import.passwords import PasswordRules

MEGABYTE = 1024 * 1024


class Conflicts(enum.StrEnum):
    """What happens when a client changed between the dry run and the import."""

    SKIP = "skip"
    """That row is left out and reported as `conflicted`; the others go in."""
    STOP = "stop"
    """Nothing is written and `StalePlan` is raised."""


@attrs.frozen
class ImportRules:
    """The choices, each with its default.

    Attributes:
        max_bytes: The largest file, in bytes.
        max_rows: The most rows in it.
        max_columns: The most filled cells in a row.
        max_cell_length: The most characters in a cell.
        passwords: What imported passwords must be and may replace.
        conflicts: What happens to a client who changed after the dry run.

    Raises:
        ValueError: A limit below 1, or an unknown word.
    """

    max_bytes: int = attrs.field(default=5 * MEGABYTE, validator=attrs.validators.ge(1))
    max_rows: int = attrs.field(default=150_000, validator=attrs.validators.ge(1))
    max_columns: int = attrs.field(default=1_000, validator=attrs.validators.ge(3))
    max_cell_length: int = attrs.field(default=100_000, validator=attrs.validators.ge(1))
    passwords: PasswordRules = attrs.field(factory=PasswordRules)
    conflicts: Conflicts = attrs.field(default=Conflicts.SKIP, converter=Conflicts)
