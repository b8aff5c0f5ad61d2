"""What is wrong with the row at hand, until it is told as problems of the row's line."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from typing import TypeAlias

from client_import.problems import ERROR_CODES, Problem, ProblemCode, Severity
from client_import.questions import FIRST_NAME, FULL_NAME, LAST_NAME
from client_import.reading import Column

Params: TypeAlias = dict[str, str | int]

_STANDS_IN = {FIRST_NAME: FULL_NAME, LAST_NAME: FULL_NAME}


def row_problem(
    columns: AnyMapping[str, Column], line: int, field: str | None, code: ProblemCode, params: Params
) -> Problem:
    """A problem of one row; it names the column that goes to `field`."""
    column = columns.get(field) or columns.get(_STANDS_IN.get(field, "")) if field else None
    return Problem(
        code=code,
        severity=Severity.ERROR if code in ERROR_CODES else Severity.WARNING,
        line=line,
        column=column.position if column else None,
        header=column.header if column else None,
        field=field,
        params=params,
    )


class Complaints:
    """What is wrong with the row at hand, until it is taken."""

    def __init__(self, columns: AnyMapping[str, Column]) -> None:
        self.found: list[tuple[str | None, ProblemCode, Params]] = []
        self._columns = columns

    def add(self, field: str | None, code: ProblemCode, params: Params) -> None:
        """One more thing is wrong, with a field or with the row as a whole."""
        self.found.append((field, code, params))

    @property
    def reject(self) -> bool:
        """Whether anything found keeps the row out."""
        return any(code in ERROR_CODES for _, code, _ in self.found)

    def take(self, line: int) -> list[Problem]:
        """The problems of the row on `line`; the next row begins without any."""
        taken = [row_problem(self._columns, line, *complaint) for complaint in self.found]
        self.found.clear()
        return taken
