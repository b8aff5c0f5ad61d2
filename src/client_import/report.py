"""What an import did: `Report`, with its counts and the outcome of every row. It holds no secret.

Like a plan it keeps columns, and builds a row and the changes of a created client when somebody looks.
"""

from __future__ import annotations

import enum
import functools
import itertools
from collections import Counter
from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from typing import NamedTuple

import attrs

from client_import.canonical import fingerprint, to_json
from client_import.client import Answer, ClientId
from client_import.decisions import Change, KeptChange
from client_import.errors import ClientImportError
from client_import.form import RegistrationForm
from client_import.lazy import LazySequence
from client_import.mapping.mapping import Mapping
from client_import.occasion import Occasion
from client_import.plan import Counts
from client_import.problems import Problem
from client_import.questions import EMAIL
from client_import.records.original_rows import OriginalRow
from client_import.rules import ImportRules
from client_import.unmatched import UnmatchedAnswer, group_unmatched


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
        changes: The fields that got another value, old and new; for a created client every field that got one, for a
            deleted one every field that had one.
        password: What happened to the password in the row; None: there was none to set.
    """

    line: int
    outcome: Outcome
    email: str
    client_id: ClientId | None
    changes: tuple[Change, ...]
    password: PasswordOutcome | None


class Result(NamedTuple):
    """A row of a report as it is kept: as `ReportedRow`, but what a client was created with stands in `values`.

    Attributes:
        values: For a created client one for each of `Report.fields`, None where there is none; for others None.
    """

    line: int
    outcome: Outcome
    email: str
    client_id: ClientId | None
    changes: tuple[KeptChange, ...] = ()
    password: PasswordOutcome | None = None
    values: tuple[Answer | None, ...] | None = None


@attrs.frozen(repr=False, eq=False, kw_only=True)
class Report:
    """What an import did, on which occasion and under which choices. It holds no secret.

    Attributes:
        occasion: Who, when, and from which file.
        form: The registration form that was answered.
        mapping: Which column went where, and what was decided about values.
        rules: The host's choices; a callable `protected` does not survive saving.
        header: The columns of the file.
        fields: Those that a created client could get, beside the e-mail address.
        results: One for each row of the file, in its order; `rows` shows them.
        problems: Those of the plan, and the conflicts met while writing; by line.
        original_rows: The rows that a problem is about, as they stand in the file, for `corrections`.
    """

    occasion: Occasion
    form: RegistrationForm
    mapping: Mapping
    rules: ImportRules
    header: tuple[str, ...]
    fields: tuple[str, ...]
    results: Sequence[Result]
    problems: tuple[Problem, ...]
    original_rows: tuple[OriginalRow, ...]

    @property
    def rows(self) -> LazySequence[ReportedRow]:
        """What became of each row of the file, in its order."""
        return LazySequence(len(self.results), self._show)

    @functools.cached_property
    def counts(self) -> Counts:
        """How many rows were created, updated, unchanged, rejected, conflicted and deleted."""
        counted = Counter[Outcome]()
        for (outcome, _), rows in self._tally.items():
            counted[outcome] += rows
        return Counts(rows=counted.total(), **{outcome.value: counted[outcome] for outcome in Outcome})

    @functools.cached_property
    def passwords(self) -> AnyMapping[PasswordOutcome, int]:
        """How many passwords were set, replaced, kept, overtaken, and how many remain."""
        counted = Counter[PasswordOutcome | None]()
        for (_, password), rows in self._tally.items():
            counted[password] += rows
        return {outcome: counted[outcome] for outcome in PasswordOutcome}

    @functools.cached_property
    def _tally(self) -> Counter[tuple[Outcome, PasswordOutcome | None]]:
        """How many rows have these two outcomes, found in one pass for both counts."""
        return Counter((result.outcome, result.password) for result in self.results)

    @functools.cached_property
    def unmatched(self) -> tuple[UnmatchedAnswer, ...]:
        """The values that match no choice, grouped."""
        return group_unmatched(self.problems, self.form)

    @functools.cached_property
    def form_version(self) -> str:
        """64 hexadecimal digits that change when anything in the form does."""
        return fingerprint([to_json(self.form.to_dict())])

    def _show(self, index: int) -> ReportedRow:
        result = self.results[index]
        changes = tuple(itertools.starmap(Change, result.changes))
        if result.values is not None:
            given = zip(self.fields, result.values, strict=True)
            values = (Change(field, None, value) for field, value in given if value is not None)
            changes = (Change(EMAIL, None, result.email), *values)
        return ReportedRow(*result[:4], changes, result.password)

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
