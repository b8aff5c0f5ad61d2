"""Rows of one file with one address: which of them goes in, by the host's rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from client_import.problems import ProblemCode
from client_import.records.row_checks import Fate, Record
from client_import.rules import Duplicates


def settle_duplicates(records: Sequence[Record], rule: Duplicates) -> list[tuple[int, int, ProblemCode]]:
    """The accepted rows whose address another accepted row has, less the one that counts.

    Returns:
        For each the index of the row, the index of the one that counts instead, and what is to be said about it.
    """
    first_use: dict[str, int] = {}
    claims: dict[str, list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        if record.fate is Fate.ACCEPTED and first_use.setdefault(record.key, index) != index:
            claims[record.key].append(index)
    settled = []
    for key, later in claims.items():
        rows = [first_use[key], *later]
        winner = rows.pop(-1 if rule is Duplicates.LAST_WINS else 0)
        settled += [(loser, winner, _explain(records[loser], records[winner], rule)) for loser in rows]
    return settled


def _explain(record: Record, winner: Record, rule: Duplicates) -> ProblemCode:
    if _stored_values(record) == _stored_values(winner):
        return ProblemCode.EXACT_REPEAT
    if rule is Duplicates.REJECT_LATER:
        return ProblemCode.CONFLICTING_DUPLICATE
    return ProblemCode.DUPLICATE_PASSED_OVER


def _stored_values(record: Record) -> tuple[object, ...]:
    return record.first_name, record.last_name, record.answers, record.password, record.password_hash
