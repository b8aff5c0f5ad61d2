"""Records + existing clients → `Plan`: `make_plan`. Pure: nothing is looked up and nothing written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from client_import.client import Client
from client_import.deciding import REJECTED, decide_alone, decide_existing, find_terms
from client_import.decisions import Action, DecisionsBuilder, KeptChange
from client_import.emails import email_key
from client_import.plan import Plan
from client_import.problems import ERROR_CODES, Problem, ProblemCode, Severity, sort_problems
from client_import.questions import EMAIL, FIRST_NAME, LAST_NAME
from client_import.records.records import Records
from client_import.records.row_checks import Checked
from client_import.records.row_problems import RowProblem, place_problem
from client_import.rules import ImportRules, Writes

_NAMES = (FIRST_NAME, LAST_NAME)


def make_plan(records: Records, clients: Iterable[Client], rules: ImportRules) -> Plan:
    """Decide what happens to each row.

    Args:
        records: The checked rows.
        clients: Every stored client whose key is among the records', in any order; others do no harm.
        rules: The host's choices.
    """
    rows_by_key = records.rows_by_key
    decisions = decide_alone(records)
    terms = find_terms(records, rules)
    row_problems: dict[int, Sequence[RowProblem]] = {}
    met: set[int] = set()
    swapped = 0
    for client in clients:
        index = rows_by_key.get(email_key(client.email))
        if index is None:
            continue
        if index in met:
            decisions[index] = REJECTED
            row_problems[index] = [RowProblem(EMAIL, ProblemCode.AMBIGUOUS_CLIENT)]
            continue
        met.add(index)
        row = records.checked[index]
        swapped += _has_swapped_names(row, client)
        decisions[index], found = decide_existing(row, client, terms)
        if found:
            row_problems[index] = found
    if rules.writes is Writes.UPDATE_ONLY:
        row_problems |= _reject_unknown(decisions)
    row_problems |= _reject_passed_over(records, decisions, row_problems)
    problems = [
        *_warn_of_swapped(swapped, len(met)),
        *_guard_against_mass_change(decisions, len(met), rules),
        *_to_problems(records, row_problems),
    ]
    return Plan(records, rules, decisions.build(), sort_problems([*records.problems, *problems]))


def _reject_unknown(decisions: DecisionsBuilder) -> dict[int, Sequence[RowProblem]]:
    """Reject the rows that would create somebody."""
    unknown = [index for index, action in enumerate(decisions.actions) if action is Action.CREATE]
    for index in unknown:
        decisions[index] = REJECTED
    return {index: [RowProblem(EMAIL, ProblemCode.UNKNOWN_CLIENT)] for index in unknown}


def _reject_passed_over(
    records: Records, decisions: DecisionsBuilder, row_problems: Mapping[int, Sequence[RowProblem]]
) -> dict[int, Sequence[RowProblem]]:
    """Reject the rows that were passed over for one that is rejected itself, for the same reason."""
    rejected: dict[int, Sequence[RowProblem]] = {
        loser: [problem for problem in row_problems[winner] if problem.code in ERROR_CODES]
        for loser, winner in records.passed_over.items()
        if decisions.actions[winner] is Action.REJECTED
    }
    for loser in rejected:
        decisions[loser] = REJECTED
    return rejected


def _to_problems(records: Records, row_problems: Mapping[int, Sequence[RowProblem]]) -> Iterator[Problem]:
    for index, found in row_problems.items():
        for problem in found:
            yield place_problem(records.columns, records.lines[index], problem)


def _has_swapped_names(row: Checked, client: Client) -> bool:
    _, _, first_name, last_name, _, _, _, _ = row
    return first_name == client.last_name != client.first_name == last_name


def _warn_of_swapped(swapped: int, known: int) -> Iterator[Problem]:
    """A warning where over half of the stored clients hold first and last name the other way round."""
    if swapped > known / 2:
        params = {"swapped": swapped, "known": known}
        yield Problem(ProblemCode.NAMES_SWAPPED, Severity.WARNING, field=FIRST_NAME, params=params)


def _guard_against_mass_change(decisions: DecisionsBuilder, known: int, rules: ImportRules) -> Iterator[Problem]:
    """An error of the whole plan where so many clients would be renamed that columns may be swapped or shifted."""
    renamed = sum(_renames(changes) for changes in decisions.changes if changes)
    if renamed >= rules.mass_change_minimum and renamed > rules.mass_change_share * known:
        yield Problem(ProblemCode.MASS_CHANGE, Severity.ERROR, params={"renamed": renamed, "known": known})


def _renames(changes: Sequence[KeptChange]) -> bool:
    """Whether a name that is stored would get another value; names stand first among the changes."""
    for field, old, _ in changes:
        if field not in _NAMES:
            return False
        if old:
            return True
    return False
