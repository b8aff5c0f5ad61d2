"""Plan + what writing it met → `Report`, and what became of the passwords afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

import attrs

from client_import.client import Answer, ClientId
from client_import.occasion import Occasion
from client_import.plan import Action, PasswordAction, Plan, add_problems
from client_import.problems import Problem, ProblemCode
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME
from client_import.records.original_rows import OriginalRow, original_rows
from client_import.records.records import Records
from client_import.records.row_checks import Record, password_field
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
    fields = _created_fields(records)
    results = []
    for index, (record, decision) in enumerate(zip(records.rows, plan.decisions, strict=True)):
        action = decision.action
        if index in conflicted:
            results.append(Result(record.line, Outcome.CONFLICTED, record.email, decision.client_id))
            continue
        client_id, values = decision.client_id, None
        if action is Action.CREATE:
            client_id, values = created[index], _created_values(record, records, fields)
        password = _OUTLOOKS[decision.password] if decision.password else None
        results.append(
            Result(record.line, _OUTCOMES[action], record.email, client_id, decision.changes, password, values)
        )
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
        fields=fields,
        results=tuple(results),
        problems=problems,
        original_rows=rows_to_mend(records, problems),
    )


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


def _created_fields(records: Records) -> tuple[str, ...]:
    """Names and questions first as a record holds them, then the questions that have a default only."""
    others = (question for question in records.defaults if question not in records.questions)
    return (FIRST_NAME, LAST_NAME, *records.questions, *others)


def _created_values(record: Record, records: Records, fields: Sequence[str]) -> tuple[Answer | None, ...]:
    if not records.defaults:
        return (record.first_name, record.last_name, *[answer or None for answer in record.answers])
    answers = records.answers_of_new(record)
    return (record.first_name, record.last_name, *map(answers.get, fields[2:]))


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
