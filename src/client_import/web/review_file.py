"""A plan → the file of its review, so that any page of it is read without planning again: `write_review`.

First a summary, then for each way to look at it the positions of its rows, then the rows in blocks. Errors come first,
then warnings, then updates, new clients, and what stays as it is. The file holds no secret: of a row only what
`PlannedRow` shows. Rows are made block by block, since objects for all of them would cost more than planning.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

import attrs

from client_import import Action, Plan, Problem, ProblemCode
from client_import.web.review import CHANGED, ERRORS, HEAD, ROWS_IN_BLOCK, WARNINGS, Review

_LISTED = 200
"""So many problems of the file, and so many values without a choice, are kept; the others are counted."""

_OTHERS = (Action.UPDATE, Action.CREATE, Action.DELETE, Action.UNCHANGED)

_Row: TypeAlias = tuple[object, ...]
_Problems: TypeAlias = Mapping[int | None, list[list[object]]]
"""Line -> what is wrong there, as it is kept."""

_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write_review(plan: Plan, mapping: bytes, before: Review | None = None) -> Iterator[bytes]:
    """A plan as a file to keep.

    Args:
        plan: The plan.
        mapping: The document of the mapping that it was made under.
        before: What was reviewed, where the plan has turned out to be another one; the rows that differ are marked.
    """
    problems = _problems_by_line(plan)
    ranked = _rank_rows(plan, problems)
    views = _find_views(plan, ranked)
    blocks = [_encode(rows) for rows in _blocks_of_rows(plan, problems, list(chain.from_iterable(ranked.values())))]
    if before is not None:
        views[CHANGED] = _find_changed(blocks, dict(before.every_row()))
    summary = _summarise(plan, problems) | {
        "mapping": digest_mapping(mapping),
        "views": {view: len(places) for view, places in views.items()},
        "blocks": list(map(len, blocks)),
    }
    head = _encode(summary)
    yield f"{len(head):0{HEAD}d}".encode()
    yield head
    yield from (places.tobytes() for places in views.values())
    yield from blocks


def digest_mapping(content: bytes) -> str:
    """What tells whether a review was made under this mapping."""
    return hashlib.sha256(content).hexdigest()


def _encode(value: object) -> bytes:
    return _to_json(value).encode(errors="surrogatepass")


def _problems_by_line(plan: Plan) -> _Problems:
    problems: dict[int | None, list[list[object]]] = defaultdict(list)
    for problem in plan.problems:
        problems[problem.line].append(_flatten(problem))
    return problems


def _flatten(problem: Problem) -> list[object]:
    where = (problem.line, problem.column, problem.header, problem.field)
    return [problem.code, problem.severity, *where, dict(problem.params)]


def _rank_rows(plan: Plan, problems: _Problems) -> dict[str, list[int]]:
    """The indexes of the rows, by the groups in which a person wants to see them."""
    ranked: dict[str, list[int]] = {rank: [] for rank in (ERRORS, WARNINGS, *_OTHERS)}
    for index, (line, action) in enumerate(zip(plan.records.lines, plan.decisions.actions, strict=True)):
        if action is Action.REJECTED:
            ranked[ERRORS].append(index)
        else:
            ranked[WARNINGS if line in problems else action].append(index)
    return ranked


def _find_views(plan: Plan, ranked: Mapping[str, Sequence[int]]) -> dict[str, array[int]]:
    """For each way to look at a review, the positions of its rows; those with a warning are also seen by action."""
    views, start = {str(rank): array("I") for rank in ranked}, 0
    for rank, indexes in ranked.items():
        if rank == WARNINGS:
            for place, index in enumerate(indexes, start):
                views[plan.decisions.actions[index]].append(place)
        views[rank].extend(range(start, start + len(indexes)))
        start += len(indexes)
    return views


def _blocks_of_rows(plan: Plan, problems: _Problems, order: Sequence[int]) -> Iterator[list[_Row]]:
    lines, checked, decisions = plan.records.lines, plan.records.checked, plan.decisions
    actions, changes, passwords = decisions.actions, decisions.changes, decisions.passwords
    values_of, create, nothing = plan.records.created_values, Action.CREATE, ()
    for start in range(0, len(order), ROWS_IN_BLOCK):
        yield [
            (
                lines[index],
                actions[index],
                checked[index][0],
                values_of(index) if actions[index] is create else None,
                changes[index],
                passwords[index],
                problems.get(lines[index], nothing),
            )
            for index in order[start : start + ROWS_IN_BLOCK]
        ]


def _find_changed(blocks: Sequence[bytes], known: Mapping[int, object]) -> array[int]:
    rows = (row for block in blocks for row in json.loads(block.decode(errors="surrogatepass")))
    return array("I", (place for place, row in enumerate(rows) if known.get(row[0]) != row))


def _summarise(plan: Plan, problems: _Problems) -> dict[str, object]:
    lines = set(plan.records.lines)
    of_file = [each for line, found in problems.items() if line not in lines for each in found]
    return {
        "fingerprint": plan.fingerprint,
        "counts": attrs.asdict(plan.counts),
        "passwords": dict(plan.passwords),
        "undoes": plan.undoes.isoformat() if plan.undoes else None,
        "rows": len(plan.decisions),
        "created_fields": plan.records.created_fields,
        "unmapped": plan.records.mapping.unmapped,
        "mass_change": _flatten(plan.mass_change) if plan.mass_change else None,
        "of_file": [each for each in of_file if each[0] != ProblemCode.MASS_CHANGE][:_LISTED],
        "unmatched": [attrs.asdict(each) for each in plan.unmatched[:_LISTED]],
        "unmatched_count": len(plan.unmatched),
    }
