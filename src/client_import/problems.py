"""A row or the file has something wrong and the import goes on: `Problem`.

A problem is data (a stable code and parameters, never a secret); its message is rendered from a
catalogue, so that a host can hand in another language. `BadFile` is rendered from the same catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from client_import.english import ENGLISH, Catalogue
from client_import.errors import BadFile
from client_import.frozen import FrozenMapping
from client_import.problem_codes import ERROR_CODES, ProblemCode, Severity

__all__ = [
    "ENGLISH",
    "ERROR_CODES",
    "Catalogue",
    "Problem",
    "ProblemCode",
    "Severity",
    "bad_file",
    "shorten",
    "sort_problems",
    "warning",
]


_LONGEST_QUOTE = 80


def _freeze(params: Mapping[str, str | int]) -> Mapping[str, str | int]:
    return FrozenMapping(params)


@attrs.frozen
class Problem:
    """Something wrong with the file, a row or a cell.

    Attributes:
        code: What is wrong.
        severity: Whether the row still goes in.
        line: The physical line on which the row starts (the file's first line is 1); None: the whole file.
        column: The column's position in the file, from 1; None where no one column is meant.
        header: That column's header as the table names it.
        field: The field or question id it is mapped to.
        params: What the message is rendered from; never a secret.
    """

    code: ProblemCode
    severity: Severity
    line: int | None = None
    column: int | None = None
    header: str | None = None
    field: str | None = None
    params: Mapping[str, str | int] = attrs.field(factory=dict, converter=_freeze)

    @property
    def message(self) -> str:
        """The English sentence for a person: what is wrong and what to do."""
        return self.message_in(ENGLISH)

    def to_dict(self) -> dict[str, object]:
        """The problem as plain data, with its English message."""
        return {
            "code": self.code.value,
            "severity": self.severity.value,
            "line": self.line,
            "column": self.column,
            "header": self.header,
            "field": self.field,
            "params": dict(self.params),
            "message": self.message,
        }

    def message_in(self, catalogue: Catalogue) -> str:
        """The same sentence from another catalogue.

        Raises:
            KeyError: The catalogue has no message for this code.
        """
        reason = f"{self.code}:{self.params.get('reason')}"
        params = {name: shorten(value) if isinstance(value, str) else value for name, value in self.params.items()}
        return catalogue.get(reason, catalogue[self.code]).format_map(params)


def shorten(text: str) -> str:
    """A text that is not too long for a sentence."""
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def bad_file(code: ProblemCode, **params: str | int) -> BadFile:
    """The `BadFile` for `code`, its message rendered from the catalogue."""
    return BadFile(ENGLISH[code].format_map(params), code.value, params)


def sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of the file first, then by line."""
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def warning(code: ProblemCode, line: int, **params: str | int) -> Problem:
    """The warning `code` about what stands on a line of the file."""
    return Problem(code, Severity.WARNING, line=line, params=params)
