"""Records + existing clients → `Plan`: what the import will do. Pure; nothing is written or looked up.

A plan keeps one small tuple for each row and builds `PlannedRow` and the changes of a new client when
somebody looks: an object for each field of 55,000 rows would cost more than the import.
"""

from __future__ import annotations

import enum
import functools
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import attrs

from client_import.canonical import fingerprint, to_json
from client_import.client import Answer, Client, ClientId
from client_import.emails import email_key
from client_import.form import EMAIL, FIRST_NAME, LAST_NAME, PASSWORD, PASSWORD_HASH
from client_import.lazy import LazySequence
from client_import.passwords import ExistingPasswords
from client_import.problems import Problem, ProblemCode
from client_import.records import Fate, Record, Records, given_answers, row_problem
from client_import.rules import ImportRules


class Action(enum.StrEnum):
    """What the import will do with a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    DELETE = "delete"
    """Only in a plan that undoes an import."""


class PasswordAction(enum.StrEnum):
    """What the import will do with the password in a row."""

    SET = "set"
    """The client has none yet."""
    REPLACE = "replace"
    KEEP = "keep"
    """The client's own stays."""


class Change(NamedTuple):
    """One field that gets another value; `old` is None where there was none."""

    field: str
    old: Answer | None
    new: Answer | None


@attrs.frozen
class Counts:
    """Rows by what becomes of them; the others add up to `rows`."""

    rows: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    conflicted: int = 0
    deleted: int = 0


@attrs.frozen
class PlannedRow:
    """What the import will do with one row, for showing.

    Attributes:
        line: The physical line on which the row starts.
        action: What happens to the client.
        email: As the row spells it; the bare cell where it is no address.
        client_id: Of the stored client that is meant, or None.
        changes: Every field that gets another value; for a new client every field that gets one.
        password: What happens to the password in the row; None: there is none to set.
    """

    line: int
    action: Action
    email: str
    client_id: ClientId | None
    changes: tuple[Change, ...]
    password: PasswordAction | None


class Decision(NamedTuple):
    """What was decided about a row, without what the record says already (the values of a new client)."""

    action: Action
    client_id: ClientId | None = None
    changes: tuple[Change, ...] = ()
    password: PasswordAction | None = None
    mark: str | None = None
    """The stored client's `password_mark`, where a password is to be set."""


@attrs.frozen(repr=False, eq=False)
class Plan:
    """What the import will do.

    Attributes:
        records: The checked rows.
        rules: The rules it was made under.
        decisions: One for each record.
        problems: Of the file and the rows, by line.
    """

    records: Records
    rules: ImportRules
    decisions: Sequence[Decision]
    problems: tuple[Problem, ...]

    @property
    def rows(self) -> LazySequence[PlannedRow]:
        """What happens to each row of the file, in its order."""
        return LazySequence(len(self.decisions), self._show)

    @functools.cached_property
    def counts(self) -> Counts:
        """How many rows would be created, updated, unchanged and rejected."""
        actions = Counter(decision.action for decision in self.decisions)
        return Counts(
            rows=len(self.decisions),
            created=actions[Action.CREATE],
            updated=actions[Action.UPDATE],
            unchanged=actions[Action.UNCHANGED],
            rejected=actions[Action.REJECTED],
            deleted=actions[Action.DELETE],
        )

    @functools.cached_property
    def passwords(self) -> Mapping[PasswordAction, int]:
        """How many passwords will be set, replaced and kept."""
        actions = Counter(decision.password for decision in self.decisions)
        return {action: actions[action] for action in PasswordAction}

    @functools.cached_property
    def fingerprint(self) -> str:
        """64 hexadecimal digits that change when anything changes that the plan shows or would write.

        It covers the form, the rules, the mapping, each row's action with old and new values, and the
        marks of stored passwords; not the passwords themselves.
        """
        rows = [(row.line, row.action, str(row.client_id), row.changes, row.password) for row in self.rows]
        marks = [decision.mark for decision in self.decisions]
        shown = json.dumps([self.records.mapping.fields, rows, marks])
        return fingerprint([json.dumps(self.records.form.to_dict()), to_json(self.rules), shown])

    def to_dict(self) -> dict[str, object]:
        """The plan as plain data, for showing: what would be, and why. It holds no secret."""
        return {
            "counts": attrs.asdict(self.counts),
            "passwords": {action.value: count for action, count in self.passwords.items()},
            "fingerprint": self.fingerprint,
            "mapping": self.records.mapping.fields,
            "unmapped": list(self.records.mapping.unmapped),
            "problems": [problem.to_dict() for problem in self.problems],
            "rows": [
                {
                    "line": row.line,
                    "action": row.action.value,
                    "email": row.email,
                    "client_id": show_id(row.client_id),
                    "changes": [change._asdict() for change in row.changes],
                    "password": row.password and row.password.value,
                }
                for row in self.rows
            ],
        }

    def _show(self, index: int) -> PlannedRow:
        record, decision = self.records.rows[index], self.decisions[index]
        changes = decision.changes
        if decision.action is Action.CREATE:
            names = {EMAIL: record.email, FIRST_NAME: record.first_name, LAST_NAME: record.last_name}
            values = names | given_answers(record, self.records.questions)
            changes = tuple(Change(field, None, value) for field, value in values.items())
        return PlannedRow(record.line, decision.action, record.email, decision.client_id, changes, decision.password)

    def __repr__(self) -> str:
        return f"<Plan: {self.counts}>"


def make_plan(records: Records, clients: Iterable[Client], rules: ImportRules) -> Plan:
    """Decide what happens to each row.

    Args:
        records: The checked rows.
        clients: Every stored client whose key is among the records', in any order; others do no harm.
        rules: The host's choices.
    """
    rows_by_key = {record.key: index for index, record in enumerate(records.rows) if record.fate is Fate.ACCEPTED}
    decisions: list[Decision] = [_decide_alone(record) for record in records.rows]
    met: set[int] = set()
    cautions: dict[int, list[tuple[str, ProblemCode]]] = {}
    for client in clients:
        index = rows_by_key.get(email_key(client.email))
        if index is None:
            continue
        if index in met:
            decisions[index] = _REJECTED
            cautions[index] = [(EMAIL, ProblemCode.AMBIGUOUS_CLIENT)]
            continue
        met.add(index)
        decision = decisions[index] = _decide_existing(records.rows[index], client, records.questions, rules)
        if decision.password or not client.active:
            cautions[index] = list(_caution(records.rows[index], client, decision))
    problems = [
        row_problem(records.columns, records.rows[index].line, field, code, {})
        for index, found in cautions.items()
        for field, code in found
    ]
    everything = sorted([*records.problems, *problems], key=lambda problem: problem.line or 0)
    return Plan(records, rules, decisions, tuple(everything))


def show_id(client_id: ClientId | None) -> str | int | None:
    """A client's id as JSON can hold it."""
    return str(client_id) if isinstance(client_id, uuid.UUID) else client_id


def same_answer(stored: Answer | None, other: Answer | None) -> bool:
    """Whether two answers say the same; the order in which choices are stored says nothing."""
    if isinstance(stored, tuple) and isinstance(other, tuple):
        return set(stored) == set(other)
    return stored == other


_CREATE = Decision(Action.CREATE)
_CREATE_WITH_PASSWORD = Decision(Action.CREATE, password=PasswordAction.SET)
_UNCHANGED = Decision(Action.UNCHANGED)
_REJECTED = Decision(Action.REJECTED)


def _decide_alone(record: Record) -> Decision:
    """What happens to a row for which there is no stored client."""
    if record.fate is Fate.ACCEPTED:
        return _CREATE_WITH_PASSWORD if record.password or record.password_hash else _CREATE
    return _UNCHANGED if record.fate is Fate.REPEATED else _REJECTED


def _decide_existing(record: Record, client: Client, questions: Sequence[str], rules: ImportRules) -> Decision:
    changes = []
    if record.first_name != client.first_name:
        changes.append(Change(FIRST_NAME, client.first_name, record.first_name))
    if record.last_name != client.last_name:
        changes.append(Change(LAST_NAME, client.last_name, record.last_name))
    for question, answer in zip(questions, record.answers, strict=True):
        if answer is not None:
            stored = client.answers.get(question)
            if stored != answer and not same_answer(stored, answer):
                changes.append(Change(question, stored, answer))
    password = None
    if record.password or record.password_hash:
        password = _decide_password(client, rules.passwords.existing)
    updates = changes or password is PasswordAction.SET or _replaces_for_good(password, rules)
    return Decision(
        Action.UPDATE if updates else Action.UNCHANGED,
        client.id,
        tuple(changes),
        password,
        client.password_mark if password else None,
    )


def _decide_password(client: Client, existing: ExistingPasswords) -> PasswordAction:
    if client.password_mark is None:
        return PasswordAction.SET
    if existing is ExistingPasswords.REPLACE:
        return PasswordAction.REPLACE
    if existing is ExistingPasswords.REPLACE_PLACEHOLDER and client.password_is_placeholder:
        return PasswordAction.REPLACE
    return PasswordAction.KEEP


def _replaces_for_good(password: PasswordAction | None, rules: ImportRules) -> bool:
    """A placeholder set anew makes no update of a row: the same file twice would never come to rest."""
    return password is PasswordAction.REPLACE and rules.passwords.existing is ExistingPasswords.REPLACE


def _caution(record: Record, client: Client, decision: Decision) -> Iterator[tuple[str, ProblemCode]]:
    """What is worth a warning about a row that meets a stored client: field and code."""
    field = PASSWORD_HASH if record.password_hash else PASSWORD
    if decision.password is PasswordAction.KEEP:
        yield field, ProblemCode.PASSWORD_KEPT
    if decision.password is PasswordAction.REPLACE and not client.password_is_placeholder:
        yield field, ProblemCode.PASSWORD_REPLACED
    if not client.active:
        yield EMAIL, ProblemCode.INACTIVE_CLIENT
