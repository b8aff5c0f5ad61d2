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
from typing import TypeAlias

import attrs

from client_import import Action, Plan, Problem, ProblemCode
from client_import.web.review import CHANGED, ERRORS, HEAD, ROWS_IN_BLOCK, WARNINGS, Review

_LISTED = 200
"""So many problems of the file, and so many values without a choice, are kept; the others are counted."""

_NAMES = ("first_name", "last_name")
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
    order = _order_rows(plan, problems)
    views = _find_views(plan, problems, order)
    blocks = [_encode(rows) for rows in _blocks_of_rows(plan, problems, order)]
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


def _order_rows(plan: Plan, problems: _Problems) -> list[int]:
    """The indexes of the rows as a person wants to see them."""
    ranked: dict[object, list[int]] = {rank: [] for rank in (Action.REJECTED, WARNINGS, *_OTHERS)}
    for index, (line, action) in enumerate(zip(plan.records.lines, plan.decisions.actions, strict=True)):
        warned = line in problems and action is not Action.REJECTED
        ranked[WARNINGS if warned else action].append(index)
    return [index for listed in ranked.values() for index in listed]


def _find_views(plan: Plan, problems: _Problems, order: Sequence[int]) -> dict[str, array[int]]:
    """For each way to look at a review, the positions of its rows."""
    views = {view: array("I") for view in (ERRORS, WARNINGS, *_OTHERS)}
    lines, actions = plan.records.lines, plan.decisions.actions
    for place, index in enumerate(order):
        action = actions[index]
        if action is Action.REJECTED:
            views[ERRORS].append(place)
            continue
        views[action].append(place)
        if lines[index] in problems:
            views[WARNINGS].append(place)
    return {str(view): places for view, places in views.items()}


def _blocks_of_rows(plan: Plan, problems: _Problems, order: Sequence[int]) -> Iterator[list[_Row]]:
    records, decisions = plan.records, plan.decisions
    for start in range(0, len(order), ROWS_IN_BLOCK):
        block: list[_Row] = []
        for index in order[start : start + ROWS_IN_BLOCK]:
            line, decision = records.lines[index], decisions[index]
            values = records.created_values(index) if decision.action is Action.CREATE else None
            shown = (decision.action, records.checked[index][0], values, decision.changes, decision.password)
            block.append((line, *shown, problems.get(line, ())))
        yield block


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
