"""The rows of a file while they are gathered, and as a value once they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from client_import.errors import BadFile
from client_import.problems import Problem, ProblemCode, bad_file, warning
from client_import.reading.lines import iterate_lines
from client_import.reading.widths import Cells, is_filled
from client_import.rules import ImportRules

_NO_CLIENTS = 40
"""So many titles, column names and totals may stand around the rows that the rules allow."""


@attrs.frozen(repr=False, eq=False)
class Rows:
    """The rows of a file that are not blank.

    Attributes:
        lines: The physical line on which each starts.
        cells: Its cells.
        doubtful: The indexes of rows in which a cell may be another one's, for their quotation marks are in doubt.
        problems: What had to be guessed.
        mended: Whether any quotation mark was in doubt.
        spanning: Index of a row that goes over several lines -> the last one of them.
        cut_off: The line on which the file ends without a line end, as if it had been cut off; else None.
    """

    lines: Sequence[int]
    cells: Sequence[Cells]
    doubtful: frozenset[int]
    problems: tuple[Problem, ...]
    mended: bool
    spanning: Mapping[int, int]
    cut_off: int | None


class RowsBuilder:
    """Takes row after row, within the limits.

    Args:
        rules: For the limits.
    """

    def __init__(self, rules: ImportRules) -> None:
        self.lines: list[int] = []
        self.cells: list[Cells] = []
        self.spanning: dict[int, int] = {}
        self._rules = rules
        self._last_line = 0

    def add(self, line: int, last: int, cells: Cells) -> None:
        """Take a row that is not blank.

        Args:
            line: On which it starts.
            last: On which it ends.
            cells: Its cells; blank ones beyond the limit are dropped.

        Raises:
            BadFile: There are more rows, or more filled cells in this one, than the rules allow.
        """
        limit = self._rules.max_columns
        if len(cells) > limit:
            if is_filled(itertools.islice(cells, limit, None)):
                raise too_many_columns(self._rules, line)
            cells = cells[:limit]
        if last > line:
            self.spanning[len(self.cells)] = last
        self._last_line = last
        self.lines.append(line)
        self.cells.append(cells)
        if len(self.cells) > self._rules.max_rows + _NO_CLIENTS:
            raise too_many_rows(self._rules)

    def build(self, text: str, delimiter: str, doubtful: Iterable[int] = (), problems: Iterable[Problem] = ()) -> Rows:
        """The rows.

        Args:
            text: The file.
            delimiter: What separates its cells.
            doubtful: The indexes of rows whose quotation marks were found in doubt.
            problems: What was guessed.
        """
        swallowing = {index: last for index, last in self.spanning.items() if swallows(self.cells[index], delimiter)}
        in_doubt, mended = frozenset(doubtful), tuple(problems)
        warnings = self._warn_of_swallowing(swallowing, always=bool(in_doubt))
        return Rows(
            lines=self.lines,
            cells=self.cells,
            doubtful=in_doubt.union(swallowing),
            problems=(*mended, *warnings),
            mended=bool(mended),
            spanning=self.spanning,
            cut_off=self._find_cut(text),
        )

    def _find_cut(self, text: str) -> int | None:
        """The last line, or that on which its row starts, where no line end follows what stands there."""
        if text.endswith(("\n", "\r")) or not text[max(map(text.rfind, "\n\r")) + 1 :].strip(" "):
            return None
        last = sum(1 for _ in iterate_lines(text))
        return self.lines[-1] if self._last_line == last else last

    def _warn_of_swallowing(self, swallowing: Mapping[int, int], *, always: bool) -> Iterator[Problem]:
        """A warning where what was swallowed may be a client, or where other marks of the file are in doubt."""
        for index, last in swallowing.items():
            if always or any("@" in cell and _has_line_end(cell) for cell in self.cells[index]):
                line = self.lines[index]
                yield warning(ProblemCode.MAYBE_SWALLOWED, line, first=line, last=last)


def too_many_rows(rules: ImportRules) -> BadFile:
    """The refusal of a file with more rows than the rules allow."""
    return bad_file(ProblemCode.FILE_TOO_MANY_ROWS, limit=rules.max_rows)


def too_many_columns(rules: ImportRules, line: int) -> BadFile:
    """The refusal of a file with more cells on a line than the rules allow."""
    return bad_file(ProblemCode.FILE_TOO_MANY_COLUMNS, line=line, limit=rules.max_columns)


def swallows(cells: Iterable[str], delimiter: str) -> bool:
    """Whether a cell holds a line end and a separator, as if a quotation mark were missing."""
    return any(delimiter in cell and _has_line_end(cell) for cell in cells)


def _has_line_end(cell: str) -> bool:
    return "\n" in cell or "\r" in cell
