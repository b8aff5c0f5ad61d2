"""Plan + report → the passwords that remain, hashed and stored in batches.

Profiles take a second, hashing a full roster takes hours: so passwords come after the profiles' commit,
each batch with a commit of its own. Ctrl-C and SIGTERM end it after the batch at hand; a killed run loses the two
batches under way, and the next run sets what is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing, nullcontext
from typing import TypeAlias

from client_import.client import ClientId, NewPassword
from client_import.decisions import Decision, PasswordAction
from client_import.emails import email_key
from client_import.hashing_ahead import hash_ahead
from client_import.interrupts import Interrupts
from client_import.occasion import Clock, utc_now
from client_import.passwords import Secret
from client_import.plan import Plan
from client_import.records.row_checks import ADDRESS, KEY
from client_import.report import PasswordOutcome, PasswordsRemain, Report
from client_import.reporting import add_password_outcomes
from client_import.repository import ClientRepository

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many steps are done and how many there are; a step is a client written or a password set."""


class Steps:
    """Counts what is done, tells the host, and ends the work where somebody has asked for it."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.interrupts = Interrupts()
        self._done = 0
        self._total = total
        self._progress = progress

    def add(self, count: int) -> None:
        """So many more are done.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed, or SIGTERM sent, while there was more to do.
        """
        self._done += count
        if self._progress and count:
            self._progress(self._done, self._total)
        if self.interrupts.asked and self._done < self._total:
            raise KeyboardInterrupt


def set_passwords(
    plan: Plan,
    report: Report,
    repository: ClientRepository,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    clock: Clock = utc_now,
) -> Report:
    """Hash and store the passwords that remain after `apply_plan(plan, …, passwords="later")`.

    Args:
        plan: The plan that was applied.
        report: What applying it gave.
        repository: Where the clients are.
        executor: Where passwords are hashed; threads on all cores if absent.
        progress: Told how far it is.
        clock: Says what time it is, for the report.

    Returns:
        The report with what became of them.

    Raises:
        ValueError: The report is not that of the plan; its passwords could reach the wrong clients.
        PasswordsRemain: Storing them broke off; its report says how many remain.
    """
    records = plan.records
    planned = [(line, checked[ADDRESS]) for line, checked in zip(records.lines, records.checked, strict=True)]
    if planned != [(result.line, result.email) for result in report.results]:
        raise ValueError("The report is not that of this plan.")
    remaining = report.passwords[PasswordOutcome.REMAINING]
    steps = Steps(remaining, progress)
    with steps.interrupts:
        return write_passwords(plan, report, repository, executor, steps, expected=remaining, clock=clock)


def write_passwords(
    plan: Plan,
    report: Report,
    repository: ClientRepository,
    executor: Executor | None,
    steps: Steps,
    *,
    expected: int,
    clock: Clock,
) -> Report:
    """Hash and store batch by batch; the report with what became of each.

    Args:
        plan: The plan that was applied.
        report: What became of its profiles.
        repository: Where the clients are.
        executor: Where passwords are hashed; threads on all cores if absent.
        steps: Told how far it is.
        expected: How many passwords `steps` counts with; those of conflicted rows are done with at once.
        clock: Says what time it is, for the report.

    Raises:
        PasswordsRemain: It broke off, by an error or by Ctrl-C.
    """
    waiting = {
        index: result.client_id
        for index, result in enumerate(report.results)
        if result.password is PasswordOutcome.REMAINING and result.client_id is not None
    }
    outcomes: dict[int, PasswordOutcome] = {}
    try:
        steps.add(expected - len(waiting))
        with ThreadPoolExecutor(os.cpu_count()) if executor is None else nullcontext(executor) as pool:
            hashing = hash_ahead(plan.records.rows, waiting, pool, plan.rules.passwords.cost)
            with closing(hashing):  # or what is under way would go on after an interrupt
                for hashes in hashing:
                    outcomes |= _store(plan, waiting, hashes, repository)
                    steps.add(len(hashes))
    except (Exception, KeyboardInterrupt) as error:
        raise PasswordsRemain(add_password_outcomes(plan, report, outcomes, clock())) from error
    return add_password_outcomes(plan, report, outcomes, clock())


def _store(
    plan: Plan, clients: Mapping[int, ClientId], hashes: Mapping[int, Secret], repository: ClientRepository
) -> dict[int, PasswordOutcome]:
    """Store each password in the account that has the row's address and the reported id; what became of each."""
    keys = {index: plan.records.checked[index][KEY] for index in hashes}
    with repository.transaction() as transaction:
        owners = {email_key(client.email): client.id for client in transaction.find(list(keys.values()))}
        own = [index for index in hashes if owners.get(keys[index]) == clients[index]]
        done = transaction.set_passwords(
            [NewPassword(clients[index], hashes[index], plan.decisions.marks[index]) for index in own]
        )
        stored = {index for index, written in zip(own, done, strict=True) if written}
    return {index: _outcome(plan.decisions[index], stored=index in stored) for index in hashes}


def _outcome(decision: Decision, *, stored: bool) -> PasswordOutcome:
    if not stored:
        return PasswordOutcome.OVERTAKEN
    return PasswordOutcome.SET if decision.password is PasswordAction.SET else PasswordOutcome.REPLACED
