"""Plan → repository → Report. The only writer.

Profiles go in within one transaction, each compared first with what the plan saw. Passwords follow in
batches of their own, since hashing them takes minutes where the profiles take a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Literal

import attrs

from client_import.decisions import Action, PasswordAction
from client_import.errors import ClientImportError, MassChange, StalePlan
from client_import.occasion import Clock, Occasion, utc_now
from client_import.password_batches import Progress, Steps, write_passwords
from client_import.plan import Plan
from client_import.problems import ProblemCode
from client_import.report import Report
from client_import.reporting import describe_occasion, make_report
from client_import.repository import ClientRepository
from client_import.rules import Conflicts
from client_import.writing import create_clients, delete_clients, update_clients

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
    actor: str | None = None,
    clock: Clock = utc_now,
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
        actor: Who imports, for the report.
        clock: Says what time it is, for the report.

    Raises:
        ClientImportError: The plan was loaded from JSON.
        ValueError: `passwords` is another word, or the clock says no zone.
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
    steps = Steps(plan.counts.created + plan.counts.updated + plan.counts.deleted + expected, progress)
    started = clock()
    occasion = describe_occasion(plan, actor, started, started)
    with steps.interrupts:
        report = _write_profiles(plan, repository, steps, occasion, clock)
        if not expected:
            return report
        return write_passwords(plan, report, repository, executor, steps, expected=expected, clock=clock)


def _refuse_mass_change(plan: Plan) -> None:
    problem = plan.mass_change
    if problem:
        raise MassChange(problem.message, int(problem.params["renamed"]), int(problem.params["known"]))


def _write_profiles(plan: Plan, repository: ClientRepository, steps: Steps, occasion: Occasion, clock: Clock) -> Report:
    rows: dict[Action, list[int]] = {action: [] for action in Action}
    for index, action in enumerate(plan.decisions.actions):
        rows[action].append(index)
    with repository.transaction() as transaction:
        if plan.passwords[PasswordAction.SET] or plan.passwords[PasswordAction.REPLACE]:
            transaction.set_passwords([])  # storage without passwords says so before anything is written
        conflicted = update_clients(plan, rows[Action.UPDATE], transaction, steps)
        conflicted |= delete_clients(plan, rows[Action.DELETE], transaction, steps)
        created = create_clients(plan, rows[Action.CREATE], transaction, steps)
        taken = (index for index, client_id in created.items() if client_id is None)
        conflicted |= dict.fromkeys(taken, ProblemCode.CONFLICTED)
        # an account that the storage keeps is no change since the preview, and would stop every later try as well
        changed = sorted(index for index, code in conflicted.items() if code is ProblemCode.CONFLICTED)
        if changed and plan.rules.conflicts is Conflicts.STOP:
            lines = [plan.records.lines[index] for index in changed]
            raise StalePlan(_name_lines(lines), lines)
        # before the commit: after it nothing may break off unreported
        return make_report(plan, attrs.evolve(occasion, finished=clock()), created, conflicted)


def _name_lines(lines: Sequence[int]) -> str:
    named = ", ".join(map(str, lines[:_LINES_NAMED])) + (", …" if len(lines) > _LINES_NAMED else "")
    who = "1 client" if len(lines) == 1 else f"{len(lines):,} clients"
    return f"{who} changed after the preview (line {named}). Nothing was written."
