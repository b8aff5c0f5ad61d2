"""What an import did."""

from __future__ import annotations

import pickle
import uuid

from client_import import Change, Counts, Outcome, PasswordOutcome, PasswordsRemain, Report, ReportedRow

ID = uuid.UUID(int=9)
REPORT = Report(
    (
        ReportedRow(2, Outcome.UPDATED, "a@example.edu", ID, (Change("help", ("CVs",), ("Essays", "CVs")),), None),
        ReportedRow(3, Outcome.CREATED, "b@example.edu", 5, (), PasswordOutcome.SET),
        ReportedRow(5, Outcome.REJECTED, "x", None, (), None),
    ),
    (),
)


REMAINING = Report((ReportedRow(2, Outcome.CREATED, "a@example.edu", 1, (), PasswordOutcome.REMAINING),), ())


def test_counts_come_from_the_rows() -> None:
    """Every row is counted once."""
    assert REPORT.counts == Counts(rows=3, created=1, updated=1, unchanged=0, rejected=1)
    assert REPORT.passwords[PasswordOutcome.SET] == 1
    assert repr(REPORT) == f"<Report: {REPORT.counts}>"


def test_the_error_carries_the_report_through_pickling() -> None:
    """`PasswordsRemain` keeps message and report when a worker sends it home."""
    error = pickle.loads(pickle.dumps(PasswordsRemain(REMAINING)))
    assert "1 password was not set" in str(error)
    assert error.report.counts == REMAINING.counts
