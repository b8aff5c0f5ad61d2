"""A row's cells → its password or password hash, each a `Secret`; what is wrong with one is said without showing it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from typing import TypeAlias

from client_import.hash_schemes import find_scheme, is_bcrypt_hash
from client_import.passwords import PasswordRules, Secret, clean_password, find_password_fault
from client_import.problems import ProblemCode
from client_import.questions import PASSWORD, PASSWORD_HASH
from client_import.reading import Table
from client_import.reading.widths import Cells
from client_import.records.row_problems import RowProblems
from client_import.rules import ImportRules
from client_import.texts.damage import find_damage

Passwords: TypeAlias = tuple[Secret | None, Secret | None]
"""A row's password and password hash; at most one of them is there."""


def passwords_check(
    table: Table, at: AnyMapping[str, int], rules: ImportRules, row_problems: RowProblems
) -> Callable[[int, Cells], Passwords] | None:
    """The check that gives a row's password or hash, from its line and its cells; None where no column has any.

    Args:
        table: Where the rows are from.
        at: Field -> the index of its cell.
        rules: What imported passwords must be, and what clears an answer and is never set as a password.
        row_problems: Take what is wrong.
    """
    if PASSWORD not in at and PASSWORD_HASH not in at:
        return None
    doubtful = _doubtful_lines(table)

    def check(line: int, cells: Cells) -> Passwords:
        plain, hashed = (_find_cell(cells, at, field, rules, row_problems) for field in (PASSWORD, PASSWORD_HASH))
        password = _check_password(plain, rules.passwords, row_problems)
        password_hash = _check_hash(hashed, row_problems)
        if password and password_hash:
            row_problems.add(PASSWORD, ProblemCode.PASSWORD_BESIDE_HASH, {})
            password = None
        if password and line in doubtful:
            row_problems.add(PASSWORD, ProblemCode.PASSWORD_DAMAGED, {"reason": "controls"})
            password = None
        return password, password_hash

    return check


def _doubtful_lines(table: Table) -> frozenset[int]:
    """The lines of rows out of which the reader took control characters: what their password was is not certain."""
    found = [problem.line or 0 for problem in table.problems if problem.code is ProblemCode.CONTROL_CHARACTERS]
    return frozenset(table.lines[bisect_right(table.lines, line) - 1] for line in found if line >= table.lines[0])


def _find_cell(
    cells: Cells, at: AnyMapping[str, int], field: str, rules: ImportRules, row_problems: RowProblems
) -> str:
    """The cell of a password field, if there is one; what clears an answer is never set as a password."""
    cell = cells[at[field]] if field in at else ""
    if cell.strip() != rules.clear_token:
        return cell
    row_problems.add(field, ProblemCode.PASSWORD_DAMAGED, {"reason": "clear"})
    return ""


def _check_password(cell: str, rules: PasswordRules, row_problems: RowProblems) -> Secret | None:
    damage = find_damage(cell.strip()) if cell else None
    if damage:
        row_problems.add(PASSWORD, ProblemCode.PASSWORD_DAMAGED, damage)
        return None
    secret = Secret(clean_password(cell))
    if len(secret) == 0:
        return None
    fault = find_password_fault(secret, rules.import_minimum)
    if fault:
        row_problems.add(PASSWORD, *fault)
        return None
    return secret


def _check_hash(cell: str, row_problems: RowProblems) -> Secret | None:
    secret = Secret(cell.strip())
    if len(secret) == 0:
        return None
    if not is_bcrypt_hash(secret.reveal()):
        reason = find_scheme(secret.reveal())
        row_problems.add(PASSWORD_HASH, ProblemCode.INVALID_PASSWORD_HASH, {"reason": reason})
        return None
    return secret
