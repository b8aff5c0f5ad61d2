"""Rows of one file with one address."""

from __future__ import annotations

import pytest

from client_import import Action, Client, Duplicates, ImportRules, InactiveClients, Outcome, Writes
from client_import.applying import apply_plan
from client_import.repositories.memory import MemoryClients
from rosters import codes, plan

HEADER = "Email,First Name,Last Name\n"
THREE = HEADER + "ada@example.edu,Ada,One\nADA@example.edu,Ada,Two\nada@example.edu,Ada,Three\n"


def rules(duplicates: Duplicates) -> ImportRules:
    return ImportRules(duplicates=duplicates)


@pytest.mark.parametrize(
    ("rule", "actions", "problems", "winner"),
    [
        (
            Duplicates.REJECT_LATER,
            [Action.CREATE, Action.REJECTED, Action.REJECTED],
            [(3, "conflicting_duplicate", 2), (4, "conflicting_duplicate", 2)],
            "One",
        ),
        (
            Duplicates.FIRST_WINS,
            [Action.CREATE, Action.UNCHANGED, Action.UNCHANGED],
            [(3, "duplicate_passed_over", 2), (4, "duplicate_passed_over", 2)],
            "One",
        ),
        (
            Duplicates.LAST_WINS,
            [Action.UNCHANGED, Action.UNCHANGED, Action.CREATE],
            [(2, "duplicate_passed_over", 4), (3, "duplicate_passed_over", 4)],
            "Three",
        ),
    ],
)
def test_one_of_them_goes_in(
    rule: Duplicates, actions: list[Action], problems: list[tuple[int, str, int]], winner: str
) -> None:
    """One row goes in; each other one names its line."""
    made = plan(THREE, rules=rules(rule))
    assert [row.action for row in made.rows] == actions
    assert [(each.line, each.code, each.params["other_line"]) for each in made.problems] == problems
    store = MemoryClients()
    report = apply_plan(made, store)
    assert [client.last_name for client in store.all()] == [winner]
    assert report.counts.rows == 3


def test_the_last_good_row_wins() -> None:
    """A row that is rejected for another reason competes with nobody."""
    made = plan(HEADER + "ada@example.edu,Ada,One\nada@example.edu,,Two\n", rules=rules(Duplicates.LAST_WINS))
    assert [row.action for row in made.rows] == [Action.CREATE, Action.REJECTED]
    assert codes(made.problems) == [(3, "missing_first_name")]


@pytest.mark.parametrize("rule", list(Duplicates))
def test_a_repeat_is_no_conflict(rule: Duplicates) -> None:
    """Rows that say the same are one, whatever the rule."""
    made = plan(HEADER + "ada@example.edu,Ada,One\nada@example.edu,Ada,One\n", rules=rules(rule))
    assert sorted(row.action for row in made.rows) == [Action.CREATE, Action.UNCHANGED]
    assert [each.code for each in made.problems] == ["exact_repeat"]


@pytest.mark.parametrize(
    ("rules", "active", "code"),
    [
        (ImportRules(duplicates=Duplicates.LAST_WINS, writes=Writes.UPDATE_ONLY), None, "unknown_client"),
        (
            ImportRules(duplicates=Duplicates.FIRST_WINS, inactive_clients=InactiveClients.REJECT),
            False,
            "inactive_client_rejected",
        ),
    ],
)
def test_nobody_is_passed_over_for_a_row_that_stays_out(rules: ImportRules, active: bool | None, code: str) -> None:
    """Where the row that counts is rejected, so are those passed over for it, for the same reason."""
    stored = [] if active is None else [Client(1, "ada@example.edu", "Ada", "Zero", active=active)]
    made = plan(THREE, *stored, rules=rules)
    assert {row.action for row in made.rows} == {Action.REJECTED}
    assert [problem.line for problem in made.problems if problem.code == code] == [2, 3, 4]


def test_the_losing_rows_change_no_stored_client() -> None:
    """Only the winner's values reach the client who is there."""
    store = MemoryClients([Client(1, "ada@example.edu", "Ada", "Zero")])
    made = plan(THREE, *store.all(), rules=rules(Duplicates.LAST_WINS))
    report = apply_plan(made, store)
    assert [row.outcome for row in report.rows] == [Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.UPDATED]
    assert [client.last_name for client in store.all()] == ["Three"]


def test_problems_stay_in_the_order_of_lines() -> None:
    """What is found about a row only at the end stands with the other problems of its line."""
    text = HEADER + "ada@example.edu,Ada,One\nnobody,B,B\nada@example.edu,Ada,Two\n"
    made = plan(text, rules=rules(Duplicates.LAST_WINS))
    assert codes(made.problems) == [(2, "duplicate_passed_over"), (3, "invalid_email")]
