"""A row, its stored client and the rules → what happens to it."""

from __future__ import annotations

import attrs
import pytest

from client_import import (
    Action,
    Change,
    ChoicesAnswers,
    Client,
    ExistingPasswords,
    ImportRules,
    InactiveClients,
    PasswordAction,
    PasswordRules,
    Severity,
    StoredValues,
    Writes,
    password_mark,
)
from rosters import codes, plan

ADA = Client(7, "ada@example.edu", "Ada", "Lovelace", {"sid": "1", "help": ("CVs",)})
HEADER = "Email,First Name,Last Name,Student ID,Major,Help with,Password\n"
CREATE_ONLY = ImportRules(writes=Writes.CREATE_ONLY)
UPDATE_ONLY = ImportRules(writes=Writes.UPDATE_ONLY)
FILL = ImportRules(stored_values=StoredValues.FILL_MISSING)
ADD = ImportRules(choices_answers=ChoicesAnswers.ADD)
CLEAR = ImportRules(clear_token="-none-")


def test_create_only_leaves_stored_clients_alone() -> None:
    """A stored client stays as it is with a warning that names the rule; new ones are created."""
    made = plan(HEADER + "ada@example.edu,Augusta,King,,,,\nbob@example.edu,Bob,B,,,,\n", ADA, rules=CREATE_ONLY)
    assert [(row.action, row.client_id) for row in made.rows] == [(Action.UNCHANGED, 7), (Action.CREATE, None)]
    assert made.rows[0].changes == ()
    (problem,) = made.problems
    assert (problem.line, problem.code, problem.severity, problem.header) == (2, "held_back", "warning", "Email")
    assert problem.params == {"reason": "create_only", "question": "Email"}


def test_create_only_sets_no_password_of_a_stored_client() -> None:
    """A password for somebody who is there is held back too."""
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,,,secret-1\n", ADA, rules=CREATE_ONLY)
    assert (made.rows[0].action, made.rows[0].password) == (Action.UNCHANGED, None)
    assert codes(made.problems) == [(2, "held_back")]


def test_create_only_says_nothing_where_nothing_differs() -> None:
    """A row that would change nothing is not held back."""
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,1,,CVs,\n", ADA, rules=CREATE_ONLY)
    assert (made.rows[0].action, made.problems) == (Action.UNCHANGED, ())


def test_update_only_rejects_unknown_addresses() -> None:
    """A row that would create somebody is rejected; others are updated."""
    made = plan(HEADER + "ada@example.edu,Ada,King,,,,\nbob@example.edu,Bob,B,,,,secret-1\n", ADA, rules=UPDATE_ONLY)
    assert [row.action for row in made.rows] == [Action.UPDATE, Action.REJECTED]
    assert made.rows[1].password is None
    assert codes(made.problems) == [(3, "unknown_client")]
    assert made.problems[0].severity is Severity.ERROR


def test_fill_missing_keeps_what_is_stored() -> None:
    """What is stored stays, a warning for each value of the row that is not taken; what is missing is filled in."""
    made = plan(HEADER + "ada@example.edu,Augusta,Lovelace,2,History,Essays,\n", ADA, rules=FILL)
    (row,) = made.rows
    assert (row.action, row.changes) == (Action.UPDATE, (Change("major", None, "History"),))
    assert [(each.field, each.code, each.header) for each in made.problems] == [
        ("first_name", "held_back", "First Name"),
        ("sid", "held_back", "Student ID"),
        ("help", "held_back", "Help with"),
    ]
    assert {str(each.params["reason"]) for each in made.problems} == {"fill_missing"}
    assert "“Student ID” has another value already" in made.problems[1].message


def test_fill_missing_fills_a_name_that_was_stored_empty() -> None:
    """A host may hold a client without a name; that is missing, too."""
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,,,\n", attrs.evolve(ADA, last_name=""), rules=FILL)
    assert made.rows[0].changes == (Change("last_name", "", "Lovelace"),)
    assert made.problems == ()


def test_choices_are_added() -> None:
    """The choices of the row join the stored ones in the form's order; what the form no longer has stays."""
    stored = attrs.evolve(ADA, answers={"help": ("Gone", "CVs")})
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,,Essays,\n", stored, rules=ADD)
    assert made.rows[0].changes == (Change("help", ("Gone", "CVs"), ("Essays", "CVs", "Gone")),)


@pytest.mark.parametrize("cell", ["CVs", ""])
def test_choices_that_are_there_add_nothing(cell: str) -> None:
    """A choice that is stored already, and a blank, change nothing."""
    made = plan(HEADER + f"ada@example.edu,Ada,Lovelace,,,{cell},\n", ADA, rules=ADD)
    assert made.rows[0].action is Action.UNCHANGED


def test_a_choice_stored_as_a_text_is_added_to() -> None:
    """A host may hold a single choice as a text; it counts as the one it is."""
    stored = attrs.evolve(ADA, answers={"help": "CVs"})
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,,Essays,\n", stored, rules=ADD)
    assert made.rows[0].changes == (Change("help", "CVs", ("Essays", "CVs")),)


def test_what_is_held_back_names_its_place() -> None:
    """A name from a column of full names names that column; a value for every row its question."""
    text = 'Email,Full Name\nada@example.edu,"King, Ada"\n'
    made = plan(text, ADA, rules=FILL, decide=lambda mapping: mapping.set_constant("sid", "2"))
    assert [(each.field, each.header) for each in made.problems] == [("last_name", "Full Name"), ("sid", None)]
    assert "“Student ID”" in made.problems[1].message


def test_choices_are_replaced_by_default() -> None:
    """Without that rule the row's choices are all there is."""
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,,Essays,\n", ADA)
    assert made.rows[0].changes == (Change("help", ("CVs",), ("Essays",)),)


def test_the_clear_token_clears_answers() -> None:
    """Stored answers of every kind go; where there is none, nothing changes."""
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,-none-,-none-, -none- ,\n", ADA, rules=CLEAR)
    assert made.rows[0].changes == (Change("sid", "1", None), Change("help", ("CVs",), None))


def test_the_clear_token_clears_even_where_choices_are_added() -> None:
    """Clearing takes every stored choice away."""
    rules = attrs.evolve(ADD, clear_token="-none-")
    assert plan(HEADER + "ada@example.edu,Ada,Lovelace,,,-none-,\n", ADA, rules=rules).rows[0].changes == (
        Change("help", ("CVs",), None),
    )


def test_a_new_client_has_nothing_to_clear() -> None:
    """For a new client the clear token is a blank."""
    made = plan(HEADER + "bob@example.edu,Bob,B,-none-,,,\n", rules=CLEAR)
    assert [change.field for change in made.rows[0].changes] == ["email", "first_name", "last_name"]


def test_the_clear_token_is_no_name_and_no_password() -> None:
    """A name cannot be cleared; a password cell that says so sets none, and is not quoted."""
    made = plan(HEADER + "bob@example.edu,-none-,B,,,,\nada@example.edu,Ada,Lovelace,,,,-none-\n", ADA, rules=CLEAR)
    assert [(row.action, row.password) for row in made.rows] == [(Action.REJECTED, None), (Action.UNCHANGED, None)]
    assert codes(made.problems) == [(2, "invalid_name"), (3, "password_damaged")]
    assert [problem.params.get("reason") for problem in made.problems] == ["clear", "clear"]
    assert "cannot be cleared" in made.problems[1].message


def test_without_a_clear_token_it_is_a_value() -> None:
    """By default no text clears anything."""
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,-none-,,,\n", ADA)
    assert made.rows[0].changes == (Change("sid", "1", "-none-"),)


def test_a_deactivated_client_is_updated_with_a_warning() -> None:
    """By default the account is updated and stays deactivated."""
    made = plan(HEADER + "ada@example.edu,Ada,King,,,,\n", attrs.evolve(ADA, active=False))
    assert made.rows[0].action is Action.UPDATE
    assert codes(made.problems) == [(2, "inactive_client")]


def test_a_deactivated_client_can_be_left_alone() -> None:
    """Under the rule its row is rejected, whatever it says."""
    rules = ImportRules(inactive_clients=InactiveClients.REJECT)
    for last_name in ("King", "Lovelace"):
        made = plan(HEADER + f"ada@example.edu,Ada,{last_name},,,,\n", attrs.evolve(ADA, active=False), rules=rules)
        assert made.rows[0].action is Action.REJECTED
        assert codes(made.problems) == [(2, "inactive_client_rejected")]
    assert plan(HEADER + "ada@example.edu,Ada,King,,,,\n", ADA, rules=rules).rows[0].action is Action.UPDATE


def test_fill_missing_leaves_the_password_rule_alone() -> None:
    """Passwords have a rule of their own."""
    rules = ImportRules(
        stored_values=StoredValues.FILL_MISSING, passwords=PasswordRules(existing=ExistingPasswords.REPLACE)
    )
    stored = attrs.evolve(ADA, password_mark=password_mark("$2b$04$" + "a" * 53))
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,,,secret-1\n", stored, rules=rules)
    assert made.rows[0].password is PasswordAction.REPLACE


@pytest.mark.parametrize(
    ("first", "last", "cell"),
    [
        ("José", "Núñez Ortega", "José Núñez Ortega"),
        ("明", "王", "明 王"),
        ("Ada", "King Lovelace", "Ada King Lovelace"),
    ],
)
def test_a_split_that_is_not_certain_moves_no_stored_name(first: str, last: str, cell: str) -> None:
    """Where the client has the same words, their own split stands; a certain one, or another word, is a change."""
    stored = attrs.evolve(ADA, first_name=first, last_name=last)
    made = plan(f"Email,Full Name\nada@example.edu,{cell}\n", stored)
    assert (made.rows[0].action, made.rows[0].changes) == (Action.UNCHANGED, ())
    other = plan(f"Email,Full Name\nada@example.edu,{cell} Berg\n", stored)
    assert other.rows[0].action is Action.UPDATE


def test_a_certain_split_moves_a_stored_name() -> None:
    """A comma leaves no doubt."""
    stored = attrs.evolve(ADA, first_name="José Núñez", last_name="Ortega")
    made = plan('Email,Full Name\nada@example.edu,"Núñez Ortega, José"\n', stored)
    assert [change.new for change in made.rows[0].changes] == ["José", "Núñez Ortega"]


@pytest.mark.parametrize("name", ["Jose\u0301", "José ", "José  Luis", "José\u00a0Luis"])
def test_spaces_and_the_encoding_of_accents_are_no_change_of_a_name(name: str) -> None:
    """A roster saved on another system renames nobody."""
    stored = attrs.evolve(ADA, first_name="José Luis" if "Luis" in name else "José")
    made = plan(HEADER + f"ada@example.edu,{name},Lovelace,,,,\n", stored)
    assert made.rows[0].action is Action.UNCHANGED


def test_what_nobody_sees_does_not_make_another_answer() -> None:
    """An invisible character inside a value does not keep it from being the choice."""
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,Hist\u200bory,,\n", ADA)
    assert made.rows[0].changes == (Change("major", None, "History"),)
    assert made.problems == ()


class _Administrators:
    """A host's list that is not loaded yet."""

    def __len__(self) -> int:
        return 0

    def __call__(self, key: str) -> bool:
        return key == "ada@example.edu"


def test_protected_accounts_may_come_from_any_callable() -> None:
    """A callable is asked for each row, also one that looks empty."""
    made = plan(
        HEADER + "ADA@example.edu,Ada,King,,,,\nbob@example.edu,Bob,B,,,,\n",
        ADA,
        rules=ImportRules(protected=_Administrators()),
    )
    assert [row.action for row in made.rows] == [Action.REJECTED, Action.CREATE]
    assert codes(made.problems) == [(2, "protected_client")]
