"""`Plan`: what the import will do, row by row, as a value that can be shown, counted, compared and saved.

A plan keeps columns and builds `PlannedRow` and the changes of a new client when somebody looks: an object for each
field of 55,000 rows would cost more than the import.
"""

from __future__ import annotations

import functools
import itertools
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import attrs

from client_import.canonical import fingerprint, to_json
from client_import.client import ClientId
from client_import.decisions import Action, Change, Decisions, PasswordAction
from client_import.frozen import FrozenMapping
from client_import.lazy import LazySequence, batches
from client_import.problems import Problem, ProblemCode, sort_problems
from client_import.questions import EMAIL
from client_import.records.records import Records
from client_import.records.row_checks import ADDRESS, PROFILE
from client_import.records.row_problems import RowProblem, place_problem
from client_import.rules import ImportRules
from client_import.unmatched import UnmatchedAnswer, group_unmatched


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


def _freeze_counts(counts: Mapping[PasswordAction, int]) -> Mapping[PasswordAction, int]:
    return FrozenMapping(counts)


def _freeze_texts(texts: Mapping[str, str]) -> Mapping[str, str]:
    return FrozenMapping(texts)


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


@attrs.frozen
class SavedPlan:
    """A plan that was saved and loaded again: it can be shown, and saved; never applied.

    It holds no passwords, and could have been changed by anybody who had the file.

    Attributes:
        counts: As of the plan.
        passwords: `PasswordAction` -> how many.
        fingerprint: As of the plan; hand it to `Importer.apply` as `reviewed` after planning again.
        mapping: Header -> field.
        unmapped: The headers that go nowhere.
        unmatched: The values that match no choice.
        problems: Of the file and the rows, by line.
        rows: What would happen to each row.
    """

    counts: Counts
    passwords: Mapping[PasswordAction, int] = attrs.field(converter=_freeze_counts)
    fingerprint: str
    mapping: Mapping[str, str] = attrs.field(converter=_freeze_texts)
    unmapped: tuple[str, ...]
    unmatched: tuple[UnmatchedAnswer, ...]
    problems: tuple[Problem, ...]
    rows: tuple[PlannedRow, ...]


@attrs.frozen(repr=False, eq=False)
class Plan:
    """What the import will do.

    Attributes:
        records: The checked rows.
        rules: The rules it was made under.
        decisions: One for each record.
        problems: Of the file and the rows, by line.
        undoes: When the import was started that this one takes back; None for every other.
    """

    records: Records
    rules: ImportRules
    decisions: Decisions
    problems: tuple[Problem, ...]
    undoes: datetime | None = None

    @property
    def rows(self) -> LazySequence[PlannedRow]:
        """What happens to each row of the file, in its order."""
        return LazySequence(len(self.decisions), self._show)

    @functools.cached_property
    def counts(self) -> Counts:
        """How many rows would be created, updated, unchanged and rejected."""
        return count_actions(self.decisions.actions)

    @functools.cached_property
    def passwords(self) -> Mapping[PasswordAction, int]:
        """How many passwords will be set, replaced and kept."""
        return count_passwords(self.decisions.passwords)

    @functools.cached_property
    def fingerprint(self) -> str:
        """64 hexadecimal digits that change when anything changes that the plan shows or would write.

        It covers the form, the rules, the mapping, each row's action with old and new values, the problems
        and the marks of stored passwords; not the passwords themselves.
        """
        records = self.records
        chosen = records.mapping
        decided = {question: dict(answers) for question, answers in chosen.answers.items()}
        fixed = dict(chosen.constants), dict(chosen.defaults)
        mapping = [dict(chosen.fields), chosen.headers, sorted(chosen.ignored), decided, *fixed]
        context = [to_json(records.form.to_dict()), to_json(self.rules.to_dict()), to_json(mapping)]
        problems = [(problem.line, problem.code, dict(problem.params)) for problem in self.problems]
        shown = (_encode(part) for column in (problems, *self._shown()) for part in batches(column, _ROWS_AT_ONCE))
        return fingerprint([*context, *shown])

    def _shown(self) -> tuple[Sequence[object], ...]:
        """What is shown of the rows, in columns: encoding a list for each row would take twice as long."""
        decided, rows = self.decisions, self.records.checked
        decisions = (decided.actions, decided.client_ids, decided.changes, decided.passwords, decided.marks)
        created = (action is Action.CREATE for action in decided.actions)
        profiles = [row[PROFILE] if is_created else () for row, is_created in zip(rows, created, strict=True)]
        return (self.records.lines, [row[ADDRESS] for row in rows], *decisions, profiles)

    @property
    def mass_change(self) -> Problem | None:
        """The error that keeps `apply` from starting until it is allowed, if so many clients would be renamed."""
        return next((problem for problem in self.problems if problem.code is ProblemCode.MASS_CHANGE), None)

    @functools.cached_property
    def unmatched(self) -> tuple[UnmatchedAnswer, ...]:
        """The values that match no choice, each once, with how often it stands in the file and what it may mean."""
        return group_unmatched(self.problems, self.records.form)

    def to_saved(self) -> SavedPlan:
        """The plan as it is shown, without what applying it needs: safe to keep, for it holds no secret."""
        mapping = self.records.mapping
        return SavedPlan(
            counts=self.counts,
            passwords=self.passwords,
            fingerprint=self.fingerprint,
            mapping=mapping.fields,
            unmapped=mapping.unmapped,
            unmatched=self.unmatched,
            problems=self.problems,
            rows=tuple(self.rows),
        )

    def _show(self, index: int) -> PlannedRow:
        record, decision = self.records.rows[index], self.decisions[index]
        changes = tuple(itertools.starmap(Change, decision.changes))
        if decision.action is Action.CREATE:
            given = zip(self.records.created_fields, self.records.created_values(index), strict=True)
            values = (Change(field, None, value) for field, value in given if value is not None)
            changes = (Change(EMAIL, None, record.email), *values)
        return PlannedRow(record.line, decision.action, record.email, decision.client_id, changes, decision.password)

    def __repr__(self) -> str:
        return f"<Plan: {self.counts}>"


def count_actions(actions: Iterable[Action]) -> Counts:
    """How many rows would be created, updated, unchanged, rejected and deleted."""
    counted = Counter(actions)
    return Counts(
        rows=counted.total(),
        created=counted[Action.CREATE],
        updated=counted[Action.UPDATE],
        unchanged=counted[Action.UNCHANGED],
        rejected=counted[Action.REJECTED],
        deleted=counted[Action.DELETE],
    )


def count_passwords(actions: Iterable[PasswordAction | None]) -> Mapping[PasswordAction, int]:
    """How many passwords would be set, replaced and kept."""
    counted = Counter(actions)
    return {action: counted[action] for action in PasswordAction}


def add_problems(
    plan: Plan, problems: Sequence[Problem], found: Iterable[tuple[int, str]], code: ProblemCode
) -> tuple[Problem, ...]:
    """The problems, and `code` for each row index and field found while applying; by line."""
    added = [
        place_problem(plan.records.columns, plan.records.lines[index], RowProblem(field, code))
        for index, field in found
    ]
    return sort_problems([*problems, *added])


_ROWS_AT_ONCE = 1000


def show_id(client_id: ClientId | None) -> str | int | dict[str, str] | None:
    """A client's id as JSON can hold it, a UUID as `{"uuid": "…"}`."""
    return {"uuid": str(client_id)} if isinstance(client_id, uuid.UUID) else client_id


_encode = json.JSONEncoder(default=show_id).encode
