"""What an import did: `Report`, with its counts and the outcome of every row. It holds no secret."""

from __future__ import annotations

import enum
import functools
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

import attrs

from client_import.client import ClientId
from client_import.errors import ClientImportError
from client_import.plan import Change, Counts
from client_import.problems import Problem


class Outcome(enum.StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    CONFLICTED = "conflicted"
    """The client changed after the dry run and was left as it is."""
    DELETED = "deleted"
    """Only when an import is undone."""


class PasswordOutcome(enum.StrEnum):
    """What became of the password in a row."""

    SET = "set"
    REPLACED = "replaced"
    KEPT = "kept"
    """The client's own stayed, as planned."""
    OVERTAKEN = "overtaken"
    """The client's password changed, or the client went, after the dry run: nothing was set."""
    REMAINING = "remaining"
    """Not set yet: the client has none and can use "reset password", or a later run sets it."""


class ReportedRow(NamedTuple):
    """What became of one row.

    Attributes:
        line: The physical line on which the row starts.
        outcome: What happened to the client.
        email: As the row spells it.
        client_id: Of the client created or met; None where there is none.
        changes: The fields of a stored client that were changed, old and new.
        password: What happened to the password in the row; None: there was none to set.
    """

    line: int
    outcome: Outcome
    email: str
    client_id: ClientId | None
    changes: tuple[Change, ...]
    password: PasswordOutcome | None


@attrs.frozen(repr=False, eq=False)
class Report:
    """What an import did.

    Attributes:
        rows: One for each row of the file, in its order.
        problems: Those of the plan, and the conflicts met while writing; by line.
    """

    rows: tuple[ReportedRow, ...]
    problems: tuple[Problem, ...]

    @functools.cached_property
    def counts(self) -> Counts:
        """How many rows were created, updated, unchanged, rejected and conflicted."""
        outcomes = Counter(row.outcome for row in self.rows)
        return Counts(rows=len(self.rows), **{outcome.value: outcomes[outcome] for outcome in Outcome})

    @functools.cached_property
    def passwords(self) -> Mapping[PasswordOutcome, int]:
        """How many passwords were set, replaced, kept, overtaken, and how many remain."""
        outcomes = Counter(row.password for row in self.rows)
        return {outcome: outcomes[outcome] for outcome in PasswordOutcome}

    def __repr__(self) -> str:
        return f"<Report: {self.counts}>"


class PasswordsRemain(ClientImportError, RuntimeError):
    """Every profile was stored, but storing the passwords broke off, by the error that is the `__cause__`.

    For Ctrl-C and SIGTERM that is a `KeyboardInterrupt`; they let the batch at hand be stored first.

    The clients without one can use "reset password"; importing the file again, or
    `Importer.set_passwords`, sets what is missing.

    Attributes:
        report: What was done so far.
    """

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        remaining = self.report.passwords[PasswordOutcome.REMAINING]
        words = "1 password was" if remaining == 1 else f"{remaining:,} passwords were"
        return f"The clients were stored, but {words} not set. Import the file again to set what is missing."
