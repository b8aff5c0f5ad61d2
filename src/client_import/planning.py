"""Records + existing clients → `Plan`: `make_plan`. Pure: nothing is looked up and nothing written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from client_import.client import Client
from client_import.emails import email_key
from client_import.passwords import ExistingPasswords
from client_import.plan import Action, Change, Decision, PasswordAction, Plan, same_answer, sort_problems
from client_import.problems import Problem, ProblemCode, Severity
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME
from client_import.records import Records
from client_import.row_checks import Fate, Record, password_field, row_problem
from client_import.rules import ImportRules

_CREATE = Decision(Action.CREATE)
_CREATE_WITH_PASSWORD = Decision(Action.CREATE, password=PasswordAction.SET)
_UNCHANGED = Decision(Action.UNCHANGED)
_REJECTED = Decision(Action.REJECTED)


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
    swapped = 0
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
        swapped += _has_swapped_names(records.rows[index], client)
        decision = decisions[index] = _decide_existing(records.rows[index], client, records.questions, rules)
        if decision.password or not client.active:
            cautions[index] = list(_caution(records.rows[index], client, decision))
    problems = list(_warn_of_swapped(swapped, len(met)))
    problems += [
        row_problem(records.columns, records.rows[index].line, field, code, {})
        for index, found in cautions.items()
        for field, code in found
    ]
    return Plan(records, rules, decisions, sort_problems([*records.problems, *problems]))


def _has_swapped_names(record: Record, client: Client) -> bool:
    return record.first_name == client.last_name != client.first_name == record.last_name


def _warn_of_swapped(swapped: int, known: int) -> Iterator[Problem]:
    """A warning where over half of the stored clients hold first and last name the other way round."""
    if swapped > known / 2:
        params = {"swapped": swapped, "known": known}
        yield Problem(ProblemCode.NAMES_SWAPPED, Severity.WARNING, field=FIRST_NAME, params=params)


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
    field = password_field(record)
    if decision.password is PasswordAction.KEEP:
        yield field, ProblemCode.PASSWORD_KEPT
    if decision.password is PasswordAction.REPLACE and not client.password_is_placeholder:
        yield field, ProblemCode.PASSWORD_REPLACED
    if not client.active:
        yield EMAIL, ProblemCode.INACTIVE_CLIENT
