"""A row + its stored client + the rules → what happens to it: `decide_existing`. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

import attrs

from client_import.client import Answer, Client, same_answer
from client_import.decisions import Action, Decision, DecisionsBuilder, KeptChange, PasswordAction
from client_import.passwords import ExistingPasswords
from client_import.problems import ProblemCode
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME, PASSWORD, PASSWORD_HASH, QuestionKind
from client_import.records.records import Records
from client_import.records.row_checks import Checked, Fate
from client_import.records.row_problems import RowProblem
from client_import.rules import ChoicesAnswers, ImportRules, InactiveClients, StoredValues, Writes

REJECTED = Decision(Action.REJECTED)

_NOT_GOING_ON = {Fate.PASSED_OVER: Action.UNCHANGED, Fate.REJECTED: Action.REJECTED}


def decide_alone(records: Records) -> DecisionsBuilder:
    """What happens to each row as long as there is no stored client for it, and as far as the rules allow it."""
    fates, rows = records.fates, records.checked
    return DecisionsBuilder(
        [Action.CREATE if fate is Fate.ACCEPTED else _NOT_GOING_ON[fate] for fate in fates],
        [
            PasswordAction.SET if (password or password_hash) and fate is Fate.ACCEPTED else None
            for fate, (_, _, _, _, _, password, password_hash, _) in zip(fates, rows, strict=True)
        ],
    )


@attrs.frozen
class Terms:
    """On what terms rows meet stored clients in one plan.

    Attributes:
        rules: The host's choices.
        questions: The ids of the questions that a record answers.
        labels: Field -> its label, for what is told.
        adds_to: Question id -> its choices, for the check-all questions to whose stored answers a row adds.
    """

    rules: ImportRules
    questions: Sequence[str]
    labels: Mapping[str, str]
    adds_to: Mapping[str, Sequence[str]]


def find_terms(records: Records, rules: ImportRules) -> Terms:
    """The terms of a plan for these records."""
    adds = rules.choices_answers is ChoicesAnswers.ADD
    questions = [each for each in records.form.questions if adds and each.kind is QuestionKind.CHOICES]
    return Terms(rules, records.questions, records.form.fields, {each.id: each.choices for each in questions})


def decide_existing(row: Checked, client: Client, terms: Terms) -> tuple[Decision, tuple[RowProblem, ...]]:
    """What happens to a row that meets a stored client, and what is worth a problem."""
    _, _, _, _, _, given_password, given_hash, _ = row
    rules = terms.rules
    if not client.active and rules.inactive_clients is InactiveClients.REJECT:
        return Decision(Action.REJECTED, client.id), (RowProblem(EMAIL, ProblemCode.INACTIVE_CLIENT_REJECTED),)
    row_problems: tuple[RowProblem, ...] = ()
    changes = _compare(row, client, terms)
    if changes and rules.stored_values is StoredValues.FILL_MISSING:
        row_problems = tuple(_hold_back(field, "fill_missing", terms) for field, old, _ in changes if old)
        changes = [(field, old, new) for field, old, new in changes if not old]
    password = None
    if given_password or given_hash:
        password = _decide_password(client, rules.passwords.existing)
    writes = bool(changes) or password in _WRITTEN
    if writes and rules.writes is Writes.CREATE_ONLY:
        return Decision(Action.UNCHANGED, client.id), (_hold_back(EMAIL, "create_only", terms),)
    if password or not client.active:
        row_problems += tuple(_warn_of(PASSWORD_HASH if given_hash else PASSWORD, client, password))
    updates = changes or password is PasswordAction.SET or _replaces_for_good(password, rules)
    action = Action.UPDATE if updates else Action.UNCHANGED
    mark = client.password_mark if password else None
    return Decision(action, client.id, tuple(changes), password, mark), row_problems


def _compare(row: Checked, client: Client, terms: Terms) -> list[KeptChange]:
    """Every field in which the row says something else than what is stored."""
    _, _, first_name, last_name, answers, _, _, _ = row
    changes = []
    if first_name != client.first_name or last_name != client.last_name:
        changes = list(_compare_names(row, client))
    find_stored = client.answers.get
    for question, answer in zip(terms.questions, answers, strict=True):
        if answer is not None:
            stored = find_stored(question)
            if stored != answer:
                new = _merge(stored, answer, terms.adds_to.get(question))
                if not same_answer(stored, new):
                    changes.append((question, stored, new))
    return changes


def _compare_names(row: Checked, client: Client) -> Iterator[KeptChange]:
    """The names that differ in more than spaces and how accents are encoded.

    Where the split of a full name is not certain and the client has the same words, their own split stands.
    """
    _, _, first_name, last_name, _, _, _, certain = row
    first, last = _fold_name(client.first_name), _fold_name(client.last_name)
    new_first, new_last = _fold_name(first_name), _fold_name(last_name)
    if not certain and sorted(f"{first} {last}".split()) == sorted(f"{new_first} {new_last}".split()):
        return
    if new_first != first:
        yield FIRST_NAME, client.first_name, first_name
    if new_last != last:
        yield LAST_NAME, client.last_name, last_name


def _fold_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _merge(stored: Answer | None, answer: Answer, added_to: Sequence[str] | None) -> Answer | None:
    """What is to be stored; None where the answer goes. `added_to`: the choices of a question that is added to."""
    if added_to is None or not answer or not stored:
        return answer or None
    before = (stored,) if isinstance(stored, str) else stored
    checked = {*before, *answer}
    return (*(choice for choice in added_to if choice in checked), *(each for each in before if each not in added_to))


_WRITTEN = (PasswordAction.SET, PasswordAction.REPLACE)


def _hold_back(field: str, reason: str, terms: Terms) -> RowProblem:
    return RowProblem(field, ProblemCode.HELD_BACK, {"reason": reason, "question": terms.labels[field]})


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


def _warn_of(field: str, client: Client, password: PasswordAction | None) -> Iterator[RowProblem]:
    """What is worth a warning about the password in a row, which comes from `field`, and about the account."""
    if password is PasswordAction.KEEP:
        yield RowProblem(field, ProblemCode.PASSWORD_KEPT)
    if password is PasswordAction.REPLACE and not client.password_is_placeholder:
        yield RowProblem(field, ProblemCode.PASSWORD_REPLACED)
    if not client.active:
        yield RowProblem(EMAIL, ProblemCode.INACTIVE_CLIENT)
