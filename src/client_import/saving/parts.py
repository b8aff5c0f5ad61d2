"""What the documents of plans and reports have in common: problems, changes, counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from client_import.client import Answer
from client_import.decisions import Change
from client_import.errors import BadDocument, Fault
from client_import.problems import Problem, ProblemCode, Severity


@attrs.frozen
class ChangeDocument:
    """A field that gets another value."""

    field: str
    old: Answer | None
    new: Answer | None


@attrs.frozen
class ProblemDocument:
    """A problem, with its English message."""

    code: ProblemCode
    severity: Severity
    line: int | None
    column: int | None
    header: str | None
    field: str | None
    params: dict[str, str | int]
    message: str
    """Written for readers in other languages than Python; rendered anew from the code here."""


def to_changes(changes: Iterable[ChangeDocument]) -> tuple[Change, ...]:
    """The changes that a document holds."""
    return tuple(Change(change.field, change.old, change.new) for change in changes)


def to_problems(kind: str, given: Sequence[ProblemDocument]) -> tuple[Problem, ...]:
    """The problems that a document of this kind holds.

    Raises:
        BadDocument: The parameters of one do not fit its code.
    """
    problems = tuple(
        Problem(each.code, each.severity, each.line, each.column, each.header, each.field, each.params)
        for each in given
    )
    for index, problem in enumerate(problems):
        try:
            _ = problem.message
        except (KeyError, ValueError) as error:
            missing = Fault(f"problems[{index}].params", f"do not fit the code: {error}")
            raise BadDocument(kind, [missing]) from None
    return problems


def check_derived(kind: str, pairs: Iterable[tuple[str, object, object]]) -> None:
    """What a document says of its content must be so: nobody may be told other numbers than those of the rows.

    Args:
        kind: Of the document.
        pairs: A key, what the rows give, and what the document says.

    Raises:
        BadDocument: They differ.
    """
    reason = "does not agree with the rest of the document"
    faults = [Fault(key, reason) for key, counted, said in pairs if counted != said]
    if faults:
        raise BadDocument(kind, faults)
