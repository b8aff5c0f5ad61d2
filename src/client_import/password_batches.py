"""Plan + report → the passwords that remain, hashed and stored in batches; and what every writer shares.

Profiles take a second, hashing a full roster takes hours: so passwords come after the profiles' commit,
each batch with a commit of its own, and an interrupted run loses one batch at most.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from typing import TypeAlias, TypeVar

from client_import.client import NewPassword
from client_import.form import PASSWORD
from client_import.passwords import Secret, draw_salt, hash_password
from client_import.plan import Decision, PasswordAction, Plan
from client_import.problems import Problem, ProblemCode
from client_import.records import row_problem
from client_import.report import Outcome, PasswordOutcome, PasswordsRemain, Report
from client_import.repository import ClientRepository

T = TypeVar("T")

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many steps are done and how many there are; a step is a client written or a password set."""

_PASSWORDS_AT_ONCE = 16
"""For each thread of this machine: small enough that a batch is stored every few seconds."""


def set_passwords(
    plan: Plan,
    report: Report,
    repository: ClientRepository,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Report:
    """Hash and store the passwords that remain after `apply_plan(plan, …, passwords="later")`.

    Returns:
        The report with what became of them.

    Raises:
        PasswordsRemain: Storing them broke off; its report says how many remain.
    """
    return write_passwords(
        plan, report, repository, executor, Steps(report.passwords[PasswordOutcome.REMAINING], progress)
    )


def write_passwords(
    plan: Plan, report: Report, repository: ClientRepository, executor: Executor | None, steps: Steps
) -> Report:
    """Hash and store batch by batch, so that an interrupted run loses one batch at most."""
    waiting = [index for index, row in enumerate(report.rows) if row.password is PasswordOutcome.REMAINING]
    if not waiting:
        return report
    threads = os.cpu_count() or 1
    outcomes: dict[int, PasswordOutcome] = {}
    try:
        with ThreadPoolExecutor(threads) if executor is None else nullcontext(executor) as pool:
            for batch in batches(waiting, _PASSWORDS_AT_ONCE * threads):
                outcomes.update(_write_batch(plan, report, batch, repository, pool))
                steps.add(len(batch))
    except Exception as error:
        so_far = _with_passwords(plan, report, outcomes)
        remaining = so_far.passwords[PasswordOutcome.REMAINING]
        raise PasswordsRemain(
            f"The clients were stored, but {remaining} passwords were not set. Import the file again to set them.",
            so_far,
        ) from error
    return _with_passwords(plan, report, outcomes)


def _write_batch(
    plan: Plan, report: Report, batch: Sequence[int], repository: ClientRepository, pool: Executor
) -> dict[int, PasswordOutcome]:
    hashes = _hash(plan, batch, pool)
    passwords = [
        NewPassword(client_id, hashes[index], plan.decisions[index].mark)
        for index in batch
        if (client_id := report.rows[index].client_id) is not None
    ]
    with repository.transaction() as transaction:
        stored = list(transaction.set_passwords(passwords))
    return {
        index: _password_outcome(plan.decisions[index], stored=done) for index, done in zip(batch, stored, strict=True)
    }


def _hash(plan: Plan, batch: Sequence[int], pool: Executor) -> dict[int, Secret]:
    """Row -> what is to be stored. Salts are drawn here, so that equal passwords never share a hash."""
    records = plan.records.rows
    hashes = {index: given for index in batch if (given := records[index].password_hash) is not None}
    plain = {index: given for index in batch if (given := records[index].password) is not None}
    salts = [draw_salt(plan.rules.passwords.cost) for _ in plain]
    hashes.update(zip(plain, map(Secret, pool.map(hash_password, plain.values(), salts)), strict=True))
    return hashes


def _password_outcome(decision: Decision, *, stored: bool) -> PasswordOutcome:
    if not stored:
        return PasswordOutcome.OVERTAKEN
    return PasswordOutcome.SET if decision.password is PasswordAction.SET else PasswordOutcome.REPLACED


def _with_passwords(plan: Plan, report: Report, outcomes: dict[int, PasswordOutcome]) -> Report:
    rows = list(report.rows)
    overtaken = []
    for index, password in outcomes.items():
        row = rows[index]
        outcome = row.outcome
        if password is PasswordOutcome.OVERTAKEN:
            overtaken.append(index)
            if outcome is Outcome.UPDATED and not row.changes:
                outcome = Outcome.UNCHANGED  # the password was all that the row would have changed
        rows[index] = row._replace(outcome=outcome, password=password)
    problems = add_problems(plan, report.problems, overtaken, PASSWORD, ProblemCode.PASSWORD_OVERTAKEN)
    return Report(tuple(rows), problems)


class Steps:
    """Counts what is done and tells the host."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done = 0
        self._total = total
        self._progress = progress

    def add(self, count: int) -> None:
        """So many more are done."""
        self._done += count
        if self._progress and count:
            self._progress(self._done, self._total)


def batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items in order, `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def add_problems(
    plan: Plan, problems: tuple[Problem, ...], indexes: Iterable[int], field: str, code: ProblemCode
) -> tuple[Problem, ...]:
    """The problems, and `code` for each of these rows, by line."""
    lines = [plan.records.rows[index].line for index in indexes]
    added = [row_problem(plan.records.columns, line, field, code, {}) for line in lines]
    return tuple(sorted([*problems, *added], key=lambda problem: problem.line or 0)) if added else problems
