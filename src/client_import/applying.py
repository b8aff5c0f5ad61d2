"""Plan → repository → Report. The only writer.

Profiles go in within one transaction, each compared first with what the plan saw. Passwords follow in
batches of their own, since hashing them takes minutes where the profiles take a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from typing import Literal, TypeVar

from client_import.client import Answer, Client, ClientId, ClientUpdate, NewClient
from client_import.emails import email_key
from client_import.errors import ClientImportError, MassChange, StalePlan
from client_import.lazy import batches
from client_import.password_batches import Progress, Steps, write_passwords
from client_import.plan import Action, Decision, PasswordAction, Plan, add_problems, same_answer
from client_import.problems import ProblemCode
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME
from client_import.records.records import Records
from client_import.records.row_checks import Record
from client_import.report import Outcome, PasswordOutcome, Report, ReportedRow
from client_import.repository import ClientRepository, ClientTransaction
from client_import.rules import Conflicts

T = TypeVar("T")

_PROFILES_AT_ONCE = 2000
_LINES_NAMED = 10


def apply_plan(
    plan: Plan,
    repository: ClientRepository,
    *,
    reviewed: str | None = None,
    allow_mass_change: bool = False,
    passwords: Literal["now", "later"] = "now",
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Report:
    """Write what the plan shows, and nothing else.

    Args:
        plan: What to do.
        repository: Where the clients are.
        reviewed: The fingerprint of the plan that a person has seen.
        allow_mass_change: Whether the plan may rename as many clients as it does, where that is a `mass_change`.
        passwords: "later" leaves them to `set_passwords`, after the host's own commit.
        executor: Where passwords are hashed; threads on all cores if absent.
        progress: Told how far it is.

    Raises:
        ClientImportError: The plan was loaded from JSON.
        ValueError: `passwords` is another word.
        StalePlan: The plan is not the one reviewed, or a client changed and the rules say to stop. Nothing
            was written.
        MassChange: The plan renames so many clients that it must be allowed. Nothing was written.
        PasswordsRemain: Profiles were stored, but storing the passwords broke off.
    """
    if not isinstance(plan, Plan):
        raise ClientImportError(
            "A plan that was saved and loaded can be shown, not applied: it holds no passwords and may have been "
            "changed. Plan the file again, and hand in the fingerprint that was reviewed."
        )
    if reviewed is not None and reviewed != plan.fingerprint:
        raise StalePlan("The import would not do what was reviewed: the file, the form, the rules or a client changed.")
    if not allow_mass_change:
        _refuse_mass_change(plan)
    if passwords not in {"now", "later"}:
        raise ValueError(f"passwords must be 'now' or 'later', not {passwords!r}")
    expected = plan.passwords[PasswordAction.SET] + plan.passwords[PasswordAction.REPLACE] if passwords == "now" else 0
    steps = Steps(plan.counts.created + plan.counts.updated + expected, progress)
    with steps.interrupts:
        report = _write_profiles(plan, repository, steps)
        if passwords == "later":
            return report
        return write_passwords(plan, report, repository, executor, steps, expected=expected)


def _refuse_mass_change(plan: Plan) -> None:
    problem = plan.mass_change
    if problem:
        raise MassChange(problem.message, int(problem.params["renamed"]), int(problem.params["known"]))


def _write_profiles(plan: Plan, repository: ClientRepository, steps: Steps) -> Report:
    updates = [index for index, decision in enumerate(plan.decisions) if decision.action is Action.UPDATE]
    creates = [index for index, decision in enumerate(plan.decisions) if decision.action is Action.CREATE]
    with repository.transaction() as transaction:
        conflicted = _update(plan, updates, transaction, steps)
        created = _create(plan, creates, transaction, steps)
        conflicted |= {index for index, client_id in created.items() if client_id is None}
        if conflicted and plan.rules.conflicts is Conflicts.STOP:
            lines = [plan.records.rows[index].line for index in sorted(conflicted)]
            raise StalePlan(_name_lines(lines), lines)
        return _make_report(plan, conflicted, created)  # before the commit: after it nothing may break off unreported


def _name_lines(lines: Sequence[int]) -> str:
    named = ", ".join(map(str, lines[:_LINES_NAMED])) + (", …" if len(lines) > _LINES_NAMED else "")
    who = "1 client" if len(lines) == 1 else f"{len(lines):,} clients"
    return f"{who} changed after the preview (line {named}). Nothing was written."


def _update(plan: Plan, indexes: Sequence[int], transaction: ClientTransaction, steps: Steps) -> set[int]:
    """Update what is still as the plan saw it; the indexes of the rows for which it is not."""
    records, decisions = plan.records.rows, plan.decisions
    conflicted: set[int] = set()
    for batch in batches(indexes, _PROFILES_AT_ONCE):
        stored = _group_by_key(transaction.find([records[index].key for index in batch]))
        fresh = [index for index in batch if _is_as_seen(stored.get(records[index].key, ()), decisions[index])]
        transaction.update([update for index in fresh if (update := _to_update(decisions[index]))])
        conflicted.update(set(batch).difference(fresh))
        steps.add(len(batch))
    return conflicted


def _create(
    plan: Plan, indexes: Sequence[int], transaction: ClientTransaction, steps: Steps
) -> dict[int, ClientId | None]:
    """Create the new clients; for each row the id, or None where the address is taken by now."""
    created: dict[int, ClientId | None] = {}
    for batch in batches(indexes, _PROFILES_AT_ONCE):
        clients = [_to_client(plan.records.rows[index], plan.records) for index in batch]
        created.update(zip(batch, transaction.create(clients), strict=True))
        steps.add(len(batch))
    return created


def _group_by_key(clients: Iterable[Client]) -> dict[str, list[Client]]:
    grouped: dict[str, list[Client]] = {}
    for client in clients:
        grouped.setdefault(email_key(client.email), []).append(client)
    return grouped


def _is_as_seen(stored: Sequence[Client], decision: Decision) -> bool:
    """Whether the client is there, alone, and still has the old value of every field that would change."""
    if len(stored) != 1 or stored[0].id != decision.client_id:
        return False
    return all(same_answer(_current(stored[0], change.field), change.old) for change in decision.changes)


def _current(client: Client, field: str) -> Answer | None:
    if field == FIRST_NAME:
        return client.first_name
    if field == LAST_NAME:
        return client.last_name
    return client.answers.get(field)


def _to_update(decision: Decision) -> ClientUpdate | None:
    """What the decision changes in the profile; None where it is about the password only."""
    if decision.client_id is None or not decision.changes:
        return None
    first_name = last_name = None
    answers: dict[str, Answer | None] = {}
    for field, _, new in decision.changes:
        if field == FIRST_NAME:
            first_name = str(new)
        elif field == LAST_NAME:
            last_name = str(new)
        else:
            answers[field] = new
    return ClientUpdate(decision.client_id, first_name, last_name, answers)


def _to_client(record: Record, records: Records) -> NewClient:
    return NewClient(record.email, record.first_name, record.last_name, records.answers_of_new(record))


_OUTCOMES = {
    Action.CREATE: Outcome.CREATED,
    Action.UPDATE: Outcome.UPDATED,
    Action.UNCHANGED: Outcome.UNCHANGED,
    Action.REJECTED: Outcome.REJECTED,
}


_OUTLOOKS = {
    PasswordAction.SET: PasswordOutcome.REMAINING,
    PasswordAction.REPLACE: PasswordOutcome.REMAINING,
    PasswordAction.KEEP: PasswordOutcome.KEPT,
}


def _make_report(plan: Plan, conflicted: set[int], created: dict[int, ClientId | None]) -> Report:
    rows = []
    for index, (record, decision) in enumerate(zip(plan.records.rows, plan.decisions, strict=True)):
        if index in conflicted:
            rows.append(ReportedRow(record.line, Outcome.CONFLICTED, record.email, decision.client_id, (), None))
            continue
        client_id = created[index] if decision.action is Action.CREATE else decision.client_id
        password = _OUTLOOKS[decision.password] if decision.password else None
        outcome = _OUTCOMES[decision.action]
        rows.append(ReportedRow(record.line, outcome, record.email, client_id, decision.changes, password))
    problems = add_problems(plan, plan.problems, [(index, EMAIL) for index in conflicted], ProblemCode.CONFLICTED)
    return Report(tuple(rows), problems)
