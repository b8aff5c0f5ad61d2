"""Plans and reports to and from JSON documents. Neither holds a password.

What is loaded is untrusted: a document that is truncated, of another kind, of a newer release, or wrong
anywhere inside is refused with every fault and its path.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from client_import.client import Answer, ClientId
from client_import.documents import read
from client_import.errors import BadDocument, Fault
from client_import.plan import (
    Action,
    Change,
    Counts,
    PasswordAction,
    PlannedRow,
    SavedPlan,
    count_actions,
    count_passwords,
    show_id,
)
from client_import.problems import Problem, ProblemCode, Severity
from client_import.report import Outcome, PasswordOutcome, Report, ReportedRow
from client_import.unmatched import UnmatchedAnswer


def load_plan(text: str | bytes) -> SavedPlan:
    """A plan to show, from its JSON.

    Raises:
        BadDocument: It cannot be used; every fault has its path.
    """
    document = read("plan", text, _PlanDocument)
    rows = tuple(PlannedRow(*_row_values(row)) for row in document.rows)
    plan = SavedPlan(
        count_actions(row.action for row in rows),
        count_passwords(row.password for row in rows),
        document.fingerprint,
        document.mapping,
        document.unmapped,
        document.unmatched,
        _to_problems("plan", document.problems),
        rows,
    )
    _check_counts("plan", plan, document)
    return plan


def load_report(text: str | bytes) -> Report:
    """A report from its JSON.

    Raises:
        BadDocument: It cannot be used; every fault has its path.
    """
    document = read("report", text, _ReportDocument)
    rows = tuple(ReportedRow(*_row_values(row)) for row in document.rows)
    report = Report(rows, _to_problems("report", document.problems))
    _check_counts("report", report, document)
    return report


@attrs.frozen
class _Change:
    field: str
    old: Answer | None
    new: Answer | None


@attrs.frozen
class _PlannedRow:
    line: int
    action: Action
    email: str
    client_id: ClientId | None
    changes: tuple[_Change, ...]
    password: PasswordAction | None


@attrs.frozen
class _ReportedRow:
    line: int
    outcome: Outcome
    email: str
    client_id: ClientId | None
    changes: tuple[_Change, ...]
    password: PasswordOutcome | None


@attrs.frozen
class _Problem:
    code: ProblemCode
    severity: Severity
    line: int | None
    column: int | None
    header: str | None
    field: str | None
    params: dict[str, str | int]
    message: str
    """Written for readers in other languages than Python; rendered anew from the code here."""


@attrs.frozen
class _PlanDocument:
    counts: Counts
    passwords: dict[PasswordAction, int]
    fingerprint: str
    mapping: dict[str, str]
    unmapped: tuple[str, ...]
    unmatched: tuple[UnmatchedAnswer, ...]
    problems: tuple[_Problem, ...]
    rows: tuple[_PlannedRow, ...]


@attrs.frozen
class _ReportDocument:
    counts: Counts
    passwords: dict[PasswordOutcome, int]
    problems: tuple[_Problem, ...]
    rows: tuple[_ReportedRow, ...]


def plan_data(plan: SavedPlan) -> dict[str, object]:
    """A plan as plain data."""
    return {
        "counts": attrs.asdict(plan.counts),
        "passwords": dict(plan.passwords),
        "fingerprint": plan.fingerprint,
        "mapping": dict(plan.mapping),
        "unmapped": list(plan.unmapped),
        "unmatched": [attrs.asdict(each) for each in plan.unmatched],
        "problems": [problem.to_dict() for problem in plan.problems],
        "rows": [{"action": row.action, **_row_data(row)} for row in plan.rows],
    }


def report_data(report: Report) -> dict[str, object]:
    """A report as plain data."""
    return {
        "counts": attrs.asdict(report.counts),
        "passwords": dict(report.passwords),
        "problems": [problem.to_dict() for problem in report.problems],
        "rows": [{"outcome": row.outcome, **_row_data(row)} for row in report.rows],
    }


def _row_data(row: PlannedRow | ReportedRow) -> dict[str, object]:
    return {
        "line": row.line,
        "email": row.email,
        "client_id": show_id(row.client_id),
        "changes": [change._asdict() for change in row.changes],
        "password": row.password,
    }


def _row_values(row: _PlannedRow | _ReportedRow) -> Any:  # noqa: ANN401 - the fields in the order of the value's own
    values = attrs.astuple(row, recurse=False)
    changes = tuple(Change(change.field, change.old, change.new) for change in row.changes)
    return (*values[:4], changes, values[5])


def _to_problems(kind: str, given: Sequence[_Problem]) -> tuple[Problem, ...]:
    problems = tuple(
        Problem(each.code, each.severity, each.line, each.column, each.header, each.field, each.params)
        for each in given
    )
    for index, problem in enumerate(problems):
        try:
            _ = problem.message
        except (KeyError, ValueError) as error:
            missing = Fault(f"problems[{index}].params", f"do not fit the code: {error}")
            raise BadDocument(kind, [missing]) from None
    return problems


def _check_counts(kind: str, value: SavedPlan | Report, document: _PlanDocument | _ReportDocument) -> None:
    """A document says how many; nobody may be told other numbers than those of the rows."""
    pairs = (("counts", value.counts, document.counts), ("passwords", value.passwords, document.passwords))
    faults = [Fault(key, "are not those of the rows") for key, counted, said in pairs if counted != said]
    if faults:
        raise BadDocument(kind, faults)
