"""Plans to and from JSON documents. They hold no password, and are shown, never applied."""

from __future__ import annotations

import attrs

from client_import.client import ClientId
from client_import.decisions import Action, PasswordAction
from client_import.documents import read
from client_import.lazy import LazySequence
from client_import.plan import Counts, PlannedRow, SavedPlan, count_actions, count_passwords, show_id
from client_import.saving.parts import ChangeDocument, ProblemDocument, check_derived, to_changes, to_problems
from client_import.unmatched import UnmatchedAnswer


def load_plan(text: str | bytes) -> SavedPlan:
    """A plan to show, from its JSON.

    Raises:
        BadDocument: It cannot be used; every fault has its path.
    """
    document = read("plan", text, _PlanDocument)
    rows = tuple(map(_to_row, document.rows))
    plan = SavedPlan(
        count_actions(row.action for row in rows),
        count_passwords(row.password for row in rows),
        document.fingerprint,
        document.mapping,
        document.unmapped,
        document.unmatched,
        to_problems("plan", document.problems),
        rows,
    )
    pairs = (("counts", plan.counts, document.counts), ("passwords", plan.passwords, document.passwords))
    check_derived("plan", pairs)
    return plan


@attrs.frozen
class _PlannedRow:
    line: int
    action: Action
    email: str
    client_id: ClientId | None
    changes: tuple[ChangeDocument, ...]
    password: PasswordAction | None


@attrs.frozen
class _PlanDocument:
    counts: Counts
    passwords: dict[PasswordAction, int]
    fingerprint: str
    mapping: dict[str, str]
    unmapped: tuple[str, ...]
    unmatched: tuple[UnmatchedAnswer, ...]
    problems: tuple[ProblemDocument, ...]
    rows: tuple[_PlannedRow, ...]


def _to_row(row: _PlannedRow) -> PlannedRow:
    return PlannedRow(row.line, row.action, row.email, row.client_id, to_changes(row.changes), row.password)


def plan_data(plan: SavedPlan) -> dict[str, object]:
    """A plan as plain data, its rows built when somebody looks."""
    return {
        "counts": attrs.asdict(plan.counts),
        "passwords": dict(plan.passwords),
        "fingerprint": plan.fingerprint,
        "mapping": dict(plan.mapping),
        "unmapped": list(plan.unmapped),
        "unmatched": [attrs.asdict(each) for each in plan.unmatched],
        "problems": LazySequence(len(plan.problems), lambda index: plan.problems[index].to_dict()),
        "rows": LazySequence(len(plan.rows), lambda index: _row_data(plan.rows[index])),
    }


def _row_data(row: PlannedRow) -> dict[str, object]:
    return {
        "line": row.line,
        "action": row.action,
        "email": row.email,
        "client_id": show_id(row.client_id),
        "changes": [change._asdict() for change in row.changes],
        "password": row.password,
    }
