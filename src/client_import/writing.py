"""The three ways to write profiles inside a transaction: update, create, delete.

Each compares first what it is about to change with what the plan saw, and writes nothing over what changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from client_import.client import Answer, Client, ClientId, ClientUpdate, NewClient, same_answer
from client_import.decisions import KeptChange
from client_import.emails import email_key
from client_import.lazy import batches
from client_import.password_batches import Steps
from client_import.plan import Plan
from client_import.problems import ProblemCode
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME
from client_import.records.records import Records
from client_import.records.row_checks import KEY
from client_import.repository import ClientTransaction

Changes: TypeAlias = tuple[KeptChange, ...]

_PROFILES_AT_ONCE = 1000
_PROFILE = frozenset({EMAIL, FIRST_NAME, LAST_NAME})


def update_clients(
    plan: Plan, indexes: Sequence[int], transaction: ClientTransaction, steps: Steps
) -> dict[int, ProblemCode]:
    """Update what is still as the plan saw it; the rows for which it is not."""
    changes = plan.decisions.changes
    conflicted: dict[int, ProblemCode] = {}
    for batch in batches(indexes, _PROFILES_AT_ONCE):
        fresh = _find_fresh(plan, batch, transaction, _is_as_seen)
        # a row without changes is about a password only
        transaction.update(
            [_to_update(client_id, changes[index]) for index, client_id in fresh.items() if changes[index]]
        )
        conflicted |= dict.fromkeys(set(batch).difference(fresh), ProblemCode.CONFLICTED)
        steps.add(len(batch))
    return conflicted


def delete_clients(
    plan: Plan, indexes: Sequence[int], transaction: ClientTransaction, steps: Steps
) -> dict[int, ProblemCode]:
    """Delete the clients that are still as the plan saw them; the rows whose clients stay."""
    conflicted: dict[int, ProblemCode] = {}
    for batch in batches(indexes, _PROFILES_AT_ONCE):
        fresh = _find_fresh(plan, batch, transaction, _is_untouched)
        kept = frozenset(transaction.delete(list(fresh.values())))
        conflicted |= dict.fromkeys(set(batch).difference(fresh), ProblemCode.CONFLICTED)
        refused = (index for index, client_id in fresh.items() if client_id in kept)
        conflicted |= dict.fromkeys(refused, ProblemCode.DELETE_REFUSED)
        steps.add(len(batch))
    return conflicted


def create_clients(
    plan: Plan, indexes: Sequence[int], transaction: ClientTransaction, steps: Steps
) -> dict[int, ClientId | None]:
    """Create the new clients; for each row the id, or None where the address is taken by now."""
    created: dict[int, ClientId | None] = {}
    for batch in batches(indexes, _PROFILES_AT_ONCE):
        clients = [_to_client(plan.records, index) for index in batch]
        created.update(zip(batch, transaction.create(clients), strict=True))
        steps.add(len(batch))
    return created


def _find_fresh(
    plan: Plan, indexes: Sequence[int], transaction: ClientTransaction, is_fresh: Callable[[Client, Changes], bool]
) -> dict[int, ClientId]:
    """Those of the rows whose client is there, alone with its address, and passes the check; with the id, locked."""
    client_ids, changes = plan.decisions.client_ids, plan.decisions.changes
    rows: dict[str, tuple[int, ...]] = {}  # several with one key are in no plan but that of a report made by hand
    for index in indexes:
        key = plan.records.checked[index][KEY]
        rows[key] = (*rows.get(key, ()), index)
    fresh: dict[int, ClientId] = {}
    met = set[str]()
    for client in transaction.find(rows.keys()):
        key = email_key(client.email)
        for index in rows.get(key, ()):
            if key in met:
                fresh.pop(index, None)
            elif client.id == client_ids[index] and is_fresh(client, changes[index]):
                fresh[index] = client.id
        met.add(key)
    return fresh


def _is_as_seen(stored: Client, changes: Changes) -> bool:
    """Whether the client still has the old value of every field that would change."""
    return all(same_answer(_current(stored, field), old) for field, old, _ in changes)


def _is_untouched(stored: Client, changes: Changes) -> bool:
    """Whether the client holds what the plan saw, nothing more, and has not begun to use the account."""
    return (
        _is_as_seen(stored, changes)
        and stored.active
        and not stored.registration_completed
        and not stored.has_own_password
        and stored.answers.keys() <= {field for field, _, _ in changes}
    )


def _current(client: Client, field: str) -> Answer | None:
    if field in _PROFILE:
        return str(getattr(client, field))
    return client.answers.get(field)


def _to_update(client_id: ClientId, changes: Changes) -> ClientUpdate:
    first_name = last_name = None
    answers: dict[str, Answer | None] = {}
    for field, _, new in changes:
        if field == FIRST_NAME:
            first_name = str(new)
        elif field == LAST_NAME:
            last_name = str(new)
        else:
            answers[field] = new
    return ClientUpdate(client_id, first_name, last_name, answers)


def _to_client(records: Records, index: int) -> NewClient:
    email, _, first_name, last_name, answers, _, _, _ = records.checked[index]
    return NewClient(email, first_name, last_name, records.answers_of_new(answers))
