"""Plan + what writing it met → `Report`, and what became of the passwords afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from client_import.client import Answer, ClientId
from client_import.decisions import Action, PasswordAction
from client_import.lazy import InColumns
from client_import.occasion import Occasion
from client_import.plan import Plan, add_problems
from client_import.problems import Problem, ProblemCode
from client_import.questions import EMAIL
from client_import.records.original_rows import OriginalRow, original_rows
from client_import.records.records import Records
from client_import.records.row_checks import ADDRESS, password_field
from client_import.report import Outcome, PasswordOutcome, Report, Result

_OUTCOMES = {
    Action.CREATE: Outcome.CREATED,
    Action.UPDATE: Outcome.UPDATED,
    Action.UNCHANGED: Outcome.UNCHANGED,
    Action.REJECTED: Outcome.REJECTED,
    Action.DELETE: Outcome.DELETED,
}

_OUTLOOKS = {
    PasswordAction.SET: PasswordOutcome.REMAINING,
    PasswordAction.REPLACE: PasswordOutcome.REMAINING,
    PasswordAction.KEEP: PasswordOutcome.KEPT,
}


def describe_occasion(plan: Plan, actor: str | None, started: datetime, finished: datetime) -> Occasion:
    """The circumstances under which a plan is applied."""
    table = plan.records.table
    return Occasion(
        actor=actor,
        started=started,
        finished=finished,
        file_name=table.file_name if table else None,
        file_size=table.file_size if table else None,
        delimiter=table.delimiter if table else None,
        undoes=plan.undoes,
    )


def make_report(
    plan: Plan, occasion: Occasion, created: Mapping[int, ClientId | None], conflicted: Mapping[int, ProblemCode]
) -> Report:
    """The report of a plan whose profiles are written.

    Args:
        plan: What was to be done.
        occasion: Who, when, and from which file.
        created: Index of a row -> the id of the client created for it.
        conflicted: Index of a row that was left out -> why.
    """
    records = plan.records
    problems = plan.problems
    for code in sorted(set(conflicted.values())):
        found = [(index, EMAIL) for index, why in conflicted.items() if why is code]
        problems = add_problems(plan, problems, found, code)
    return Report(
        occasion=occasion,
        form=records.form,
        mapping=records.mapping,
        rules=plan.rules,
        header=records.table.header if records.table else (),
        fields=records.created_fields,
        results=_list_results(plan, created, conflicted),
        problems=problems,
        original_rows=rows_to_mend(records, problems),
    )


def _list_results(plan: Plan, created: Mapping[int, ClientId | None], conflicted: Collection[int]) -> InColumns[Result]:
    """What became of each row."""
    records, decisions = plan.records, plan.decisions
    outcomes = [_OUTCOMES[action] for action in decisions.actions]
    client_ids, changes = list(decisions.client_ids), list(decisions.changes)
    passwords = [_OUTLOOKS[action] if action else None for action in decisions.passwords]
    values: list[tuple[Answer | None, ...] | None] = [None] * len(decisions)
    for index in created.keys() - conflicted:
        client_ids[index], values[index] = created[index], records.created_values(index)
    for index in conflicted:
        outcomes[index], changes[index], passwords[index] = Outcome.CONFLICTED, (), None
    emails = [checked[ADDRESS] for checked in records.checked]
    columns: list[Sequence[object]] = [outcomes, emails, client_ids, changes, passwords, values]
    return InColumns(Result, records.lines, *map(tuple, columns))


def add_password_outcomes(
    plan: Plan, report: Report, outcomes: Mapping[int, PasswordOutcome], finished: datetime
) -> Report:
    """The report with what became of these passwords; by index of the row."""
    results = list(report.results)
    for index, password in outcomes.items():
        result = results[index]._replace(password=password)
        if password is PasswordOutcome.OVERTAKEN and result.outcome is Outcome.UPDATED and not result.changes:
            result = result._replace(outcome=Outcome.UNCHANGED)  # the password was all that would have changed
        results[index] = result
    problems = add_problems(plan, report.problems, _find_overtaken(plan, outcomes), ProblemCode.PASSWORD_OVERTAKEN)
    return attrs.evolve(
        report,
        occasion=attrs.evolve(report.occasion, finished=finished),
        results=tuple(results),
        problems=problems,
        original_rows=rows_to_mend(plan.records, problems),
    )


def rows_to_mend(records: Records, problems: Collection[Problem]) -> tuple[OriginalRow, ...]:
    """The rows of the file that problems are about, or point at, as they stand there."""
    if records.table is None:
        return ()
    return original_rows(records.table, records.mapping, records.form, set(_lines_named(problems)))


def _lines_named(problems: Collection[Problem]) -> Iterator[int]:
    """The rows that problems are about, and those that they point at."""
    for problem in problems:
        if problem.line is not None:
            yield problem.line
            other = problem.params.get("other_line")
            if isinstance(other, int):
                yield other


def _find_overtaken(plan: Plan, outcomes: Mapping[int, PasswordOutcome]) -> Sequence[tuple[int, str]]:
    indexes = [index for index, outcome in outcomes.items() if outcome is PasswordOutcome.OVERTAKEN]
    return [(index, password_field(plan.records.rows[index])) for index in indexes]
