"""Report + the clients as they are now → the `Plan` that takes an import back: `make_undo_plan`. Pure.

What was edited after the import stays as it is and is listed. Passwords are never captured, so none can be put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from client_import.client import Answer, Client, same_answer
from client_import.decisions import Action, Change, Decision, DecisionsBuilder
from client_import.emails import email_key
from client_import.mapping.mapping import Mapping as ColumnMapping
from client_import.plan import Plan
from client_import.problems import Problem, ProblemCode, Severity, sort_problems
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME
from client_import.records.records import Records
from client_import.records.row_checks import Fate
from client_import.records.row_problems import RowProblem, place_problem
from client_import.report import Outcome, PasswordOutcome, Report, ReportedRow
from client_import.rules import ImportRules

_WROTE = frozenset({Outcome.CREATED, Outcome.UPDATED, Outcome.DELETED})
_PASSWORD_WRITTEN = frozenset({PasswordOutcome.SET, PasswordOutcome.REPLACED})

_Decided = tuple[Decision, Sequence[RowProblem]]


def undo_keys(report: Report) -> list[str]:
    """The keys of the clients that an import wrote: whom to look up before `make_undo_plan`."""
    return [email_key(result.email) for result in report.results if result.outcome in _WROTE]


def make_undo_plan(report: Report, clients: Iterable[Client], rules: ImportRules) -> Plan:
    """Decide what becomes of each client that an import created or updated.

    A client that it created is deleted where nobody has used or edited the account since. A value that it changed gets
    its old one back where the stored one is still the import's. Whatever stays is a warning. A guard against mass
    change is for rosters; this plan has none.

    Args:
        report: Of the import; also one that was saved and loaded, or of an earlier undo.
        clients: Every stored client whose key is among `undo_keys(report)`, in any order; others do no harm.
        rules: The host's choices, of which those about conflicts and protected accounts count here.

    Returns:
        A plan with one row for each row of the report that created, updated or deleted somebody.
    """
    rows = [row for row in report.rows if row.outcome in _WROTE]
    records = _to_records(report, rows)
    stored: dict[str, list[Client]] = {}
    for client in clients:
        stored.setdefault(email_key(client.email), []).append(client)
    labels = report.form.fields
    decisions = DecisionsBuilder([Action.UNCHANGED for _ in rows], [None for _ in rows])
    problems = list(_warn_of_passwords(report))
    for index, (record, row) in enumerate(zip(records.rows, rows, strict=True)):
        decisions[index], found = _decide(row, stored.get(record.key, ()), rules, labels)
        problems.extend(place_problem(records.columns, record.line, problem) for problem in found)
    return Plan(records, rules, decisions.build(), sort_problems(problems), report.occasion.started)


def _to_records(report: Report, rows: Sequence[ReportedRow]) -> Records:
    """The rows as records that say nothing but whom they are about."""
    return Records(
        table=None,
        form=report.form,
        mapping=ColumnMapping(()),
        columns={},
        questions=(),
        defaults={},
        passed_over={},
        lines=tuple(row.line for row in rows),
        fates=(Fate.ACCEPTED,) * len(rows),
        checked=tuple((row.email, email_key(row.email), "", "", (), None, None, True) for row in rows),
        problems=(),
    )


def _warn_of_passwords(report: Report) -> Iterator[Problem]:
    """A warning that counts the passwords of clients who had an account before; the others go with their accounts."""
    lost = sum(
        result.password in _PASSWORD_WRITTEN and result.outcome is not Outcome.CREATED for result in report.results
    )
    if lost:
        yield Problem(ProblemCode.PASSWORDS_LOST, Severity.WARNING, params={"count": lost})


def _decide(row: ReportedRow, met: Sequence[Client], rules: ImportRules, labels: Mapping[str, str]) -> _Decided:
    """What happens to the client of a row; `met` are those who have its address now."""
    if row.outcome is Outcome.DELETED:
        return Decision(Action.UNCHANGED), [RowProblem(None, ProblemCode.DELETED_FOR_GOOD)]
    if not any(client.id == row.client_id for client in met):
        reason = {"reason": "other"} if met else {}
        return Decision(Action.UNCHANGED), [RowProblem(EMAIL, ProblemCode.ACCOUNT_GONE, reason)]
    if len(met) > 1:
        return Decision(Action.REJECTED), [RowProblem(EMAIL, ProblemCode.AMBIGUOUS_CLIENT)]
    client = met[0]
    if rules.protects(email_key(client.email)):
        return Decision(Action.UNCHANGED, client.id), [_stay("protected")]
    return _decide_created(row, client, labels) if row.outcome is Outcome.CREATED else _put_back(row, client, labels)


def _decide_created(row: ReportedRow, client: Client, labels: Mapping[str, str]) -> _Decided:
    """Delete a client who still is what the import created, and nothing more."""
    held, given = _values_of(client), {change.field: change.new for change in row.changes}
    found = list(_signs_of_use(client))
    found += [
        _tell_edited(field, labels, {"reason": "account"})
        for field in {**given, **held}
        if not same_answer(held.get(field), given.get(field))
    ]
    if found:
        return Decision(Action.UNCHANGED, client.id), found
    return Decision(Action.DELETE, client.id, tuple(Change(field, held[field], None) for field in given)), ()


def _signs_of_use(client: Client) -> Iterator[RowProblem]:
    if client.registration_completed:
        yield _stay("completed")
    if client.has_own_password:
        yield _stay("own_password")
    if not client.active:
        yield _stay("deactivated")


def _put_back(row: ReportedRow, client: Client, labels: Mapping[str, str]) -> _Decided:
    """The old value of each field that still holds what the import wrote."""
    held = _values_of(client)
    changes, found = [], []
    for field, old, new in row.changes:
        now = held.get(field)
        if same_answer(now, old):
            continue
        if same_answer(now, new):
            changes.append(Change(field, now, old))
        else:
            found.append(_tell_edited(field, labels, {}))
    return Decision(Action.UPDATE if changes else Action.UNCHANGED, client.id, tuple(changes)), found


def _values_of(client: Client) -> dict[str, Answer]:
    names = {EMAIL: client.email, FIRST_NAME: client.first_name, LAST_NAME: client.last_name}
    return {**names, **client.answers}


def _stay(reason: str) -> RowProblem:
    return RowProblem(EMAIL, ProblemCode.ACCOUNT_STAYS, {"reason": reason})


def _tell_edited(field: str, labels: Mapping[str, str], reason: Mapping[str, str]) -> RowProblem:
    """The warning about an edited field; a host may hold answers to questions that its form does not ask."""
    return RowProblem(field, ProblemCode.EDITED_SINCE, {**reason, "question": labels.get(field, field)})
