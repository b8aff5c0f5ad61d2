"""Rows of one file with one address: which of them goes in, by the host's rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from client_import.problems import ProblemCode
from client_import.records.row_checks import KEY, Checked, Fate
from client_import.rules import Duplicates


def settle_duplicates(
    fates: Sequence[Fate], rows: Sequence[Checked], rule: Duplicates
) -> list[tuple[int, int, ProblemCode]]:
    """The accepted rows whose address another accepted row has, less the one that counts.

    Args:
        fates: Which rows are accepted.
        rows: What was found in them.
        rule: Which one counts.

    Returns:
        For each the index of the row, the index of the one that counts instead, and what is to be said about it.
    """
    first_use: dict[str, int] = {}
    claims: dict[str, list[int]] = defaultdict(list)
    for index, (fate, checked) in enumerate(zip(fates, rows, strict=True)):
        if fate is Fate.ACCEPTED and first_use.setdefault(checked[KEY], index) != index:
            claims[checked[KEY]].append(index)
    settled = []
    for key, later in claims.items():
        claiming = [first_use[key], *later]
        winner = claiming.pop(-1 if rule is Duplicates.LAST_WINS else 0)
        settled += [(loser, winner, _explain(rows[loser], rows[winner], rule)) for loser in claiming]
    return settled


def _explain(row: Checked, winner: Checked, rule: Duplicates) -> ProblemCode:
    if _stored_values(row) == _stored_values(winner):
        return ProblemCode.EXACT_REPEAT
    if rule is Duplicates.REJECT_LATER:
        return ProblemCode.CONFLICTING_DUPLICATE
    return ProblemCode.DUPLICATE_PASSED_OVER


def _stored_values(row: Checked) -> tuple[object, ...]:
    _, _, first_name, last_name, answers, password, password_hash, _ = row
    return first_name, last_name, answers, password, password_hash
