"""A row's cells → first and last name, from a column for each or from one of full names."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as AnyMapping

from client_import.answers import quote
from client_import.problems import ProblemCode
from client_import.questions import FIRST_NAME, FULL_NAME, LAST_NAME
from client_import.reading import Table
from client_import.reading.widths import Cells
from client_import.records.row_problems import Params, RowProblems
from client_import.texts.damage import find_damage, likely_letters
from client_import.texts.full_names import FullName, split_full_name

_NO_SEPARATOR = "\0"
"""Stands where the separator is a usual part of a name; the reader takes it out of every cell."""

_NOBODY = FullName("", "", certain=False)

_MISSING = {
    FIRST_NAME: ProblemCode.MISSING_FIRST_NAME,
    LAST_NAME: ProblemCode.MISSING_LAST_NAME,
    FULL_NAME: ProblemCode.MISSING_FULL_NAME,
}

CheckName = Callable[[Cells], str]


def names_check(
    table: Table, at: AnyMapping[str, int], clear_token: str | None, row_problems: RowProblems
) -> Callable[[Cells], tuple[str, str, bool]]:
    """The check that gives a row's first and last name, as `FullName`; both empty where one cannot be split.

    Args:
        table: Where the rows are from.
        at: Field -> the index of its cell.
        clear_token: What clears an answer, and never a name.
        row_problems: Take what is wrong.
    """
    if FULL_NAME in at:
        usual = {" ", ","}  # `Lovelace, Ada`
        check_full = _name_check(table, FULL_NAME, at[FULL_NAME], usual, clear_token, row_problems)
        return lambda cells: _split(check_full(cells), row_problems)
    check_first, check_last = (
        _name_check(table, field, at[field], {" "}, clear_token, row_problems) for field in (FIRST_NAME, LAST_NAME)
    )
    return lambda cells: (check_first(cells), check_last(cells), True)


def _name_check(
    table: Table, field: str, index: int, usual: set[str], clear_token: str | None, row_problems: RowProblems
) -> CheckName:
    separator = _NO_SEPARATOR if table.delimiter in usual else table.delimiter
    always = table.may_be_damaged or clear_token is not None

    def check(cells: Cells) -> str:
        cell = cells[index]
        name = cell.strip()
        if not name:
            row_problems.add(field, _MISSING[field], {})
            return ""
        if name == clear_token:
            row_problems.add(field, ProblemCode.INVALID_NAME, {"reason": "clear", "value": quote(name)})
            return ""
        if (always or separator in cell) and not _is_sound(
            field, name, row_problems, holds_separator=separator in cell
        ):
            return ""
        return name

    return check


def _is_sound(field: str, name: str, row_problems: RowProblems, *, holds_separator: bool) -> bool:
    """Whether a text can be a name; complains of one that is damaged, or that may be another thing."""
    damage = find_damage(name)
    likely = likely_letters(name)
    if damage:
        row_problems.add(field, ProblemCode.INVALID_NAME, {**damage, "value": quote(name)})
    elif holds_separator:
        row_problems.add(field, ProblemCode.CONTAINS_SEPARATOR, {"value": quote(name)})
    elif likely:
        row_problems.add(field, ProblemCode.WRONG_LETTERS, {"value": quote(name), "likely": quote(likely)})
    return not damage


def _split(full_name: str, row_problems: RowProblems) -> FullName:
    if not full_name:
        return _NOBODY
    names = split_full_name(full_name)
    if names is None:
        row_problems.add(FULL_NAME, ProblemCode.NAME_NOT_SPLIT, {"value": quote(full_name)})
        return _NOBODY
    if not names.certain:
        split: Params = {"value": quote(full_name), "first_name": quote(names.first), "last_name": quote(names.last)}
        row_problems.add(FULL_NAME, ProblemCode.NAME_SPLIT_DOUBTFUL, split)
    return names
