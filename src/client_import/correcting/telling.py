"""What a plan and a report both tell of an import: `Told`, and which of its rows are to be mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import attrs

from client_import.correcting.advice import Advisor
from client_import.decisions import Action
from client_import.form import RegistrationForm
from client_import.mapping.mapping import Mapping as ColumnMapping
from client_import.plan import Plan
from client_import.problems import Problem, Severity
from client_import.records.original_rows import OriginalRow
from client_import.report import Outcome, Report
from client_import.reporting import rows_to_mend

_DELIMITERS = frozenset(",;\t|")


@attrs.frozen
class Told:
    """What is known of an import, planned or made.

    Attributes:
        header: The columns of its file.
        rows: Those of which anything is said.
        rejected: The lines of those that are not imported.
        problems: Line -> what is said of the row there.
        mapping: Which column went where.
        form: The form that is answered.
        advisor: Says what would fit.
        delimiter: What separates the cells.
        longest: The most characters that a cell may have.
    """

    header: Sequence[str]
    rows: Sequence[OriginalRow]
    rejected: frozenset[int]
    problems: Mapping[int, Sequence[Problem]]
    mapping: ColumnMapping
    form: RegistrationForm
    advisor: Advisor
    delimiter: str
    longest: int


def tell_plan(plan: Plan) -> Told:
    """What a plan tells."""
    records = plan.records
    pairs = zip(records.lines, plan.decisions.actions, strict=True)
    return Told(
        header=records.table.header if records.table else (),
        rows=rows_to_mend(records, plan.problems),
        rejected=frozenset(line for line, action in pairs if action is Action.REJECTED),
        problems=_by_line(plan.problems),
        mapping=records.mapping,
        form=records.form,
        advisor=Advisor(records.form, plan.unmatched),
        delimiter=_choose_delimiter(records.table.delimiter if records.table else None),
        longest=plan.rules.max_cell_length,
    )


def tell_report(report: Report) -> Told:
    """What a report tells."""
    kept_out = (Outcome.REJECTED, Outcome.CONFLICTED)
    return Told(
        header=report.header,
        rows=report.original_rows,
        rejected=frozenset(result.line for result in report.results if result.outcome in kept_out),
        problems=_by_line(report.problems),
        mapping=report.mapping,
        form=report.form,
        advisor=Advisor(report.form, report.unmatched),
        delimiter=_choose_delimiter(report.occasion.delimiter),
        longest=report.rules.max_cell_length,
    )


def _by_line(problems: Iterable[Problem]) -> Mapping[int, Sequence[Problem]]:
    found: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.line is not None:
            found[problem.line].append(problem)
    return found


def _choose_delimiter(delimiter: str | None) -> str:
    """The roster's own, for what opened that in a spreadsheet opens this; a comma where it is a rare one."""
    return delimiter if delimiter in _DELIMITERS else ","


def choose_rows(told: Told, *, warned: bool) -> Sequence[OriginalRow]:
    """The rows to write, and with each the one that it repeats or contradicts."""
    lines = set(told.rejected)
    if warned:
        lines |= {
            line for line, found in told.problems.items() if any(each.severity is Severity.WARNING for each in found)
        }
    others = {problem.params.get("other_line") for line in lines for problem in told.problems.get(line, ())}
    return [row for row in told.rows if row.line in lines or row.line in others]
