"""What is wrong with a row: `RowProblem` while the row is looked at, a `Problem` once it has its line and column."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from typing import NamedTuple, TypeAlias

from client_import.frozen import FrozenMapping
from client_import.problems import ERROR_CODES, Problem, ProblemCode, Severity
from client_import.questions import FIRST_NAME, FULL_NAME, LAST_NAME
from client_import.reading import Column

Params: TypeAlias = AnyMapping[str, str | int]

_NONE: Params = FrozenMapping({})

_STANDS_IN = {FIRST_NAME: FULL_NAME, LAST_NAME: FULL_NAME}
"""A name may come from a column of full names."""


class RowProblem(NamedTuple):
    """Something wrong with the row at hand.

    Attributes:
        field: The field or question it is about; None: the row as a whole.
        code: What is wrong.
        params: What the message is rendered from; never a secret.
    """

    field: str | None
    code: ProblemCode
    params: Params = _NONE


def place_problem(columns: AnyMapping[str, Column], line: int, found: RowProblem) -> Problem:
    """The problem with its line and, where it is about one column, that column."""
    field = found.field
    column = columns.get(field) or columns.get(_STANDS_IN.get(field, "")) if field else None
    return Problem(
        code=found.code,
        severity=Severity.ERROR if found.code in ERROR_CODES else Severity.WARNING,
        line=line,
        column=column.position if column else None,
        header=column.header if column else None,
        field=field,
        params=found.params,
    )


class RowProblems:
    """What is wrong with the row at hand, until it is taken."""

    def __init__(self, columns: AnyMapping[str, Column]) -> None:
        self.found: list[RowProblem] = []
        self._columns = columns

    def add(self, field: str | None, code: ProblemCode, params: Params) -> None:
        """One more thing is wrong, with a field or with the row as a whole."""
        self.found.append(RowProblem(field, code, params))

    @property
    def reject(self) -> bool:
        """Whether anything found keeps the row out."""
        return any(found.code in ERROR_CODES for found in self.found)

    def take(self, line: int) -> list[Problem]:
        """The problems of the row on `line`; the next row begins without any."""
        taken = [place_problem(self._columns, line, found) for found in self.found]
        self.found.clear()
        return taken
