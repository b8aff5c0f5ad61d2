"""What an import did."""

from __future__ import annotations

import pickle
import uuid

import attrs

from client_import import Change, Counts, Outcome, PasswordOutcome, PasswordsRemain, RegistrationForm, Result
from rosters import report_of

ID = uuid.UUID(int=9)
REPORT = report_of(
    Result(2, Outcome.UPDATED, "a@example.edu", ID, (Change("help", ("CVs",), ("Essays", "CVs")),)),
    Result(3, Outcome.CREATED, "b@example.edu", 5, password=PasswordOutcome.SET, values=("Zoë", "Kahn", ("CVs",))),
    Result(4, Outcome.CREATED, "c@example.edu", 6, values=("Ada", "Byron", None)),
    Result(5, Outcome.REJECTED, "x", None),
)
REMAINING = report_of(Result(2, Outcome.CREATED, "a@example.edu", 1, (), PasswordOutcome.REMAINING, ("A", "B", None)))


def test_counts_come_from_the_rows() -> None:
    """Every row is counted once."""
    assert REPORT.counts == Counts(rows=4, created=2, updated=1, unchanged=0, rejected=1)
    assert REPORT.passwords[PasswordOutcome.SET] == 1
    assert repr(REPORT) == f"<Report: {REPORT.counts}>"


def test_a_created_client_shows_every_field_that_got_a_value() -> None:
    """As in the plan: address and names first, and no field without a value."""
    shown = [row.changes for row in REPORT.rows[1:3]]
    assert shown[0][0] == Change("email", None, "b@example.edu")
    assert [(change.field, change.new) for change in shown[0][1:]] == [
        ("first_name", "Zoë"),
        ("last_name", "Kahn"),
        ("help", ("CVs",)),
    ]
    assert [change.field for change in shown[1]] == ["email", "first_name", "last_name"]
    assert REPORT.rows[0].changes == REPORT.results[0].changes


def test_the_version_of_the_form_changes_with_the_form() -> None:
    """Anything that changes in the form gives another version."""
    other = attrs.evolve(REPORT, form=RegistrationForm(REPORT.form.questions[1:]))
    assert other.form_version != REPORT.form_version
    assert len(REPORT.form_version) == 64


def test_the_error_carries_the_report_through_pickling() -> None:
    """`PasswordsRemain` keeps message and report when a worker sends it home."""
    error = pickle.loads(pickle.dumps(PasswordsRemain(REMAINING)))
    assert "1 password was not set" in str(error)
    assert error.report.counts == REMAINING.counts
