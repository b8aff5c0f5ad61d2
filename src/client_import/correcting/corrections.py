"""Plan or report → the rows that did not go in, as CSV for a person to mend and to upload again: `corrections`.

Beside the columns of the roster the file has some of its own (`reading.own_columns`), which the reader knows and takes
out again. It holds no password: their column is kept, and its cells are empty.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from client_import.correcting.telling import Told, choose_rows, tell_plan, tell_report
from client_import.lazy import batches
from client_import.plan import Plan
from client_import.problems import Problem, ProblemCode
from client_import.questions import SECRET_FIELDS
from client_import.reading.own_columns import MARKED_CODES, OWN_COLUMNS, LeftOut, Mark, Marks, name_extra, write_marks
from client_import.records.original_rows import OriginalRow
from client_import.report import Report
from client_import.texts.defusing import defuse

_BYTE_ORDER_MARK = "\ufeff"
"""By which Excel knows UTF-8 (Unicode, 23.8)."""

_ROWS_AT_ONCE = 500
_LONGEST_TEXT = 1_000
_BETWEEN = " • "

_READ_AS_NUMBER = re.compile(r"(?![1-9][0-9]{0,10}$|0$)[0-9][0-9 .,:/+\-eE%]*")
"""What a spreadsheet takes for a number or a date and writes another way: `0012`, `3.10`, `1-2`, twelve digits."""

_OF_COLUMNS = frozenset({"zeros", "rounded"})
"""Damage that shows beside the other values of a column only, and those are not in this file."""

_COUNTED = frozenset({ProblemCode.CELLS_REALIGNED})
"""Problems in which each cell counts, blank ones as well."""


def corrections(source: Plan | Report, *, warned: bool = False) -> Iterator[str]:
    """The rows that are not imported, as CSV text (RFC 4180) for a person to mend, piece by piece.

    Each stands under the headers of its file in its original cells, with its line there, what is wrong, and what would
    fit. Cells beyond the last column go to columns of their own. So that no spreadsheet runs a cell, or shortens a
    number, such a cell begins with `'` (OWASP, CSV injection), which the reader takes off again.

    The file can be imported as it is. For its columns to go where they went, hand the mapping of the first import to
    `Importer.fit_mapping`.

    Args:
        source: A plan, or what became of it.
        warned: Whether rows that only carry a warning are written too.

    Yields:
        Text to be encoded as UTF-8, with a byte order mark: the header first, then some hundred rows at a time.
        Nothing where no row is to be mended.
    """
    told = tell_plan(source) if isinstance(source, Plan) else tell_report(source)
    rows = choose_rows(told, warned=warned)
    if rows:
        writer = _Writer(told, rows)
        yield _BYTE_ORDER_MARK + writer.write_header()
        yield from map(writer.write_rows, batches(rows, _ROWS_AT_ONCE))


class _Writer:
    """Writes the rows that were chosen."""

    def __init__(self, told: Told, rows: Sequence[OriginalRow]) -> None:
        self._told = told
        widths = (_count_to_keep(row, told.problems.get(row.line, ())) for row in rows)
        self._extra = max(max(widths) - len(told.header), 0)
        self._first_lines = {row.line: row.line if row.first_line is None else row.first_line for row in rows}
        fields, names_password = told.mapping.fields, told.form.names_password
        self._hidden = {
            place
            for place, header in enumerate(told.header)
            if fields.get(header) in SECRET_FIELDS or names_password(header)
        }
        self._pointing = _find_pointing(rows, told.problems)

    def write_header(self) -> str:
        """The first line."""
        extra = map(name_extra, range(1, self._extra + 1))
        return self._to_csv([[*OWN_COLUMNS, *map(defuse, self._told.header), *extra]])

    def write_rows(self, rows: Iterable[OriginalRow]) -> str:
        """Some rows."""
        return self._to_csv(map(self._to_row, rows))

    def _to_row(self, row: OriginalRow) -> list[str]:
        problems = [self._explain_here(problem) for problem in self._told.problems.get(row.line, ())]
        wrong = [f"{each.header}: {each.message}" if each.header else each.message for each in problems]
        wrong += self._describe_pointing(row.line) if not wrong else ()
        own = [self._join(wrong), self._join(self._told.advisor.advise(problems)), write_marks(_find_marks(problems))]
        first_line = self._first_lines[row.line]
        width = len(self._told.header)
        cells = ["" if place in self._hidden else _write_cell(cell) for place, cell in enumerate(row.cells)]
        cells += [""] * (width + self._extra - len(cells))
        return [str(first_line or ""), *own, *cells[: width + self._extra]]

    def _describe_pointing(self, line: int) -> Iterator[str]:
        """What is said of a row with which nothing is wrong but that another has its address."""
        lines = [str(self._first_lines[other] or "?") for other in self._pointing.get(line, ())]
        if lines:
            yield f"Line {', '.join(lines)} has the same e-mail address. This is the row that counts; keep only one."

    def _explain_here(self, problem: Problem) -> Problem:
        """The problem as it is to be mended in this file, with lines of the first one."""
        params = dict(problem.params)
        other = params.get("other_line")
        if isinstance(other, int):
            params["other_line"] = self._first_lines.get(other) or other
        if problem.code in MARKED_CODES:
            params["reason"] = "corrections"
        return attrs.evolve(problem, params=params)

    def _join(self, texts: Iterable[str]) -> str:
        """On one line and without quotation marks, so that no reader is ever in doubt where the cell ends."""
        text = _BETWEEN.join(" ".join(each.split()).replace('"', "”") for each in dict.fromkeys(texts))
        return defuse(text)[: min(_LONGEST_TEXT, self._told.longest)]

    def _to_csv(self, rows: Iterable[Iterable[str]]) -> str:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self._told.delimiter).writerows(rows)
        return text.getvalue()


def _find_pointing(
    rows: Iterable[OriginalRow], problems: Mapping[int, Sequence[Problem]]
) -> Mapping[int, Sequence[int]]:
    """Line -> the lines of rows that repeat or contradict the row there."""
    pointing: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for problem in problems.get(row.line, ()):
            other = problem.params.get("other_line")
            if isinstance(other, int):
                pointing[other].append(row.line)
    return pointing


def _find_marks(problems: Iterable[Problem]) -> Marks:
    """What a person has to clear once every cell stands in its place, or is right although it looks damaged."""
    mark, left_out = None, []
    for problem in problems:
        found, expected = (problem.params.get(name) for name in ("found", "expected"))
        if problem.code in MARKED_CODES:
            mark = Mark(problem.code, found if isinstance(found, int) else 0)
        elif problem.header and problem.params.get("reason") in _OF_COLUMNS:
            left_out.append(LeftOut(problem.header, expected if isinstance(expected, int) else None))
    return Marks(mark, tuple(left_out))


def _write_cell(cell: str) -> str:
    """A cell as it stands in the file, which no spreadsheet changes when it opens and saves it."""
    return f"'{cell}" if _READ_AS_NUMBER.fullmatch(cell) else defuse(cell)


def _count_to_keep(row: OriginalRow, problems: Iterable[Problem]) -> int:
    """How many cells of a row say anything; where they were put right by their number, all do."""
    end = len(row.cells)
    while end and not row.cells[end - 1].strip() and not any(each.code in _COUNTED for each in problems):
        end -= 1
    return end
