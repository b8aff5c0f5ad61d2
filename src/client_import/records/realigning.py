"""Rows whose cells may stand under the wrong headers: told, put right where only one way fits, or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from client_import.answers import CheckAnswer, answer_check
from client_import.emails import is_email
from client_import.problems import ERROR_CODES, ProblemCode
from client_import.questions import EMAIL, FIRST_NAME, FULL_NAME, LAST_NAME, Question, QuestionKind
from client_import.reading import Table
from client_import.reading.widths import Cells, is_filled
from client_import.records.wanted import Wanted

Complain: TypeAlias = Callable[[str | None, ProblemCode, dict[str, str | int]], None]
"""Takes what is wrong with the row at hand: field, code and parameters."""


class OddRows:
    """The odd rows of one table under one mapping."""

    def __init__(
        self,
        table: Table,
        wanted: Wanted,
        complain: Complain,
        *,
        careful: bool,
    ) -> None:
        self._table = table
        self._complain = complain
        self._careful = careful
        columns, names = wanted.columns, (FIRST_NAME, LAST_NAME, FULL_NAME)
        self._email = columns[EMAIL].position - 1
        self._names = [columns[field].position - 1 for field in names if field in columns]
        self._unmatched: list[ProblemCode] = []
        self._choices: list[tuple[int, CheckAnswer]] = [
            (columns[question.id].position - 1, self._choice_check(question, wanted))
            for question in wanted.questions
            if question.kind != QuestionKind.TEXT
        ]

    def _choice_check(self, question: Question, wanted: Wanted) -> CheckAnswer:
        translations = wanted.translations.get(question.id, {})
        return answer_check(question, lambda code, _: self._unmatched.append(code), translations)

    def straighten(self, index: int) -> Cells | None:
        """The cells of a row, each under its own header; None where that is not certain, or not yet cleared.

        Filled cells beyond the header always mean that some have moved. In a file with passwords every odd row is
        refused and never quoted: a password may stand anywhere in it.
        """
        cells, expected = self._table.cells[index], len(self._table.columns)
        widths: dict[str, str | int] = {"found": self._table.odd_rows[index], "expected": expected}
        mark = self._table.marks[index].mark if index in self._table.marks else None
        if mark and mark.code in ERROR_CODES:
            self._complain(None, mark.code, {**widths, "reason": "corrections"})
            return None
        if self._careful:
            self._refuse(cells, widths)
            return None
        if len(cells) > expected and not self._is_only_blank_beyond(cells, expected):
            return self._realign(cells, expected)
        if mark or widths["found"] not in self._table.usual_widths:
            self._complain(None, ProblemCode.UNUSUAL_WIDTH, widths)
        return cells[:expected]

    def _refuse(self, cells: Cells, widths: dict[str, str | int]) -> None:
        if len(cells) > len(self._table.columns):
            self._complain(None, ProblemCode.TOO_MANY_CELLS, widths)
        elif widths["found"] != widths["expected"]:
            self._complain(None, ProblemCode.WRONG_WIDTH, widths)
        else:
            self._complain(None, ProblemCode.DOUBTFUL_QUOTES, {})

    def _is_only_blank_beyond(self, cells: Cells, width: int) -> bool:
        """Whether a separator too many stands at the end of the row, and all before it in its place."""
        return not is_filled(cells[width:]) and is_email(cells[self._email]) and self._fits(cells, width, 0)

    def _realign(self, cells: Cells, width: int) -> Cells | None:
        """The only reading of a row that is too wide: cells that belong together, joined at one place."""
        params: dict[str, str | int] = {"found": len(cells), "expected": width}
        reading, last = None, -1
        for start in self._possible_starts(cells, width):
            if reading is None:
                reading = self._join(cells, start, width)
            elif not (start == last + 1 and self._reads_the_same(cells, last, len(cells) - width)):
                reading = None
                break
            last = start
        if reading is None:
            self._complain(None, ProblemCode.TOO_MANY_CELLS, params)
            return None
        merged = self._table.columns[last].header
        self._complain(None, ProblemCode.CELLS_REALIGNED, {**params, "merged": merged})
        return reading

    def _reads_the_same(self, cells: Cells, start: int, surplus: int) -> bool:
        """Whether joining cells one place further on gives the same reading, as it does beside blanks."""
        here, there = (self._join_cells(cells[place : place + surplus + 1]) for place in (start, start + 1))
        return here == cells[start] and cells[start + surplus + 1] == there

    def _possible_starts(self, cells: Cells, width: int) -> Iterator[int]:
        """Where cells can be joined so that the address, both names and every choice stand under their headers."""
        surplus = len(cells) - width
        stays, moves = is_email(cells[self._email]), is_email(cells[self._email + surplus])
        for start in range(width):
            has_email = start == self._email or (stays if start > self._email else moves)
            if has_email and self._fits(cells, start, surplus):
                yield start

    def _fits(self, cells: Cells, start: int, surplus: int) -> bool:
        def cell_at(place: int) -> str:
            if place == start:
                return self._join_cells(cells[start : start + surplus + 1])
            return cells[place if place < start else place + surplus]

        self._unmatched.clear()
        for place, check_answer in self._choices:
            check_answer(cell_at(place))
        names_stand = all(cell_at(place).strip() for place in self._names)
        return names_stand and not self._unmatched and (start != self._email or is_email(cell_at(start)))

    def _join(self, cells: Cells, start: int, width: int) -> Cells:
        below = start + len(cells) - width + 1
        return (*cells[:start], self._join_cells(cells[start:below]), *cells[below:])

    def _join_cells(self, cells: Sequence[str]) -> str:
        """What a separator has cut; one beside nothing was only one too many."""
        return self._table.delimiter.join(cell for cell in cells if cell.strip())
