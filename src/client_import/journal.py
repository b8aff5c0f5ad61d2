"""What the logger `client_import` is told: at INFO counts and durations, at DEBUG also lines and codes.

Never a value of a file or of a stored client, so that a host may keep its log wherever it likes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from client_import.plan import Plan
from client_import.problems import Problem
from client_import.reading import Table
from client_import.report import Outcome, PasswordOutcome, Report

_log = logging.getLogger("client_import")


def log_table(table: Table, seconds: float) -> None:
    """A file was read."""
    _log.info("read %d rows of %d columns in %.2f s", len(table.rows), len(table.columns), seconds)
    _log_problems(table.problems)


def log_plan(plan: Plan, seconds: float) -> None:
    """An import was planned."""
    counts = plan.counts
    _log.info(
        "planned in %.2f s: %d to create, %d to update, %d to delete, %d unchanged, %d rejected; %d problems",
        *(seconds, counts.created, counts.updated, counts.deleted, counts.unchanged, counts.rejected),
        len(plan.problems),
    )
    _log_problems(plan.problems)


def log_report(report: Report) -> None:
    """Profiles were stored, and passwords where there were any."""
    counts, passwords = report.counts, report.passwords
    _log.info(
        "applied in %.2f s: %d created, %d updated, %d deleted, %d unchanged, %d rejected, %d conflicted",
        report.occasion.duration.total_seconds(),
        *(counts.created, counts.updated, counts.deleted, counts.unchanged, counts.rejected, counts.conflicted),
    )
    if any(passwords.values()):
        _log.info("passwords: %s", ", ".join(f"{passwords[outcome]} {outcome}" for outcome in PasswordOutcome))
    if _log.isEnabledFor(logging.DEBUG):
        for result in report.results:
            if result.outcome is Outcome.CONFLICTED:
                _log.debug("line %d: conflicted", result.line)


def _log_problems(problems: Iterable[Problem]) -> None:
    if _log.isEnabledFor(logging.DEBUG):
        for problem in problems:
            _log.debug("line %s, column %s: %s", problem.line, problem.column, problem.code.value)
