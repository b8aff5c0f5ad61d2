"""Records + existing clients → what the import will do."""

from __future__ import annotations

import attrs
import pytest

from client_import import (
    Action,
    Change,
    Client,
    Counts,
    ExistingPasswords,
    ImportRules,
    PasswordAction,
    PasswordRules,
    Plan,
    PlannedRow,
    Severity,
)
from rosters import codes, plan

ADA = Client(7, "Ada@example.edu", "Ada", "Lovelace", {"sid": "1", "help": ("CVs", "Essays"), "other": "kept"})
HEADER = "Email,First Name,Last Name,Student ID,Major,Help with,Password\n"


def rules(existing: str) -> ImportRules:
    return ImportRules(passwords=PasswordRules(existing=ExistingPasswords(existing)))


def test_a_new_client_is_created() -> None:
    """A row without stored client creates one; its changes are all its filled fields."""
    made = plan(HEADER + "bob@example.edu,Bob,B,,History,,secret-1\n")
    assert made.rows[0] == PlannedRow(
        line=2,
        action=Action.CREATE,
        email="bob@example.edu",
        client_id=None,
        changes=(
            Change("email", None, "bob@example.edu"),
            Change("first_name", None, "Bob"),
            Change("last_name", None, "B"),
            Change("major", None, "History"),
        ),
        password=PasswordAction.SET,
    )
    assert made.counts == Counts(rows=1, created=1, updated=0, unchanged=0, rejected=0)
    assert repr(made) == f"<Plan: {made.counts}>"


def test_a_stored_client_is_updated_with_what_differs() -> None:
    """Only fields with another value are changes; the order of choices is no difference; blank keeps."""
    made = plan(HEADER + "ada@EXAMPLE.edu,Augusta,King,2,,Essays|CVs,\n", ADA)
    (row,) = made.rows
    assert (row.action, row.client_id) == (Action.UPDATE, 7)
    assert row.changes == (
        Change("first_name", "Ada", "Augusta"),
        Change("last_name", "Lovelace", "King"),
        Change("sid", "1", "2"),
    )


def test_nothing_new_is_unchanged() -> None:
    """A row that says what is stored changes nothing."""
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,1,,essays;cvs,\n", ADA)
    assert made.rows[0].action is Action.UNCHANGED
    assert made.rows[0].client_id == 7


def test_other_clients_do_no_harm() -> None:
    """Clients that no row means are passed over."""
    made = plan(HEADER + "bob@example.edu,Bob,B,,,,\n", ADA)
    assert made.rows[0].action is Action.CREATE


def test_two_stored_clients_with_one_key_reject_the_row() -> None:
    """Which of them is meant is not for us to guess."""
    made = plan(HEADER + "ada@example.edu,Ada,King,,,,secret-1\n", ADA, attrs.evolve(ADA, id=8, active=False))
    assert made.rows[0].action is Action.REJECTED
    assert made.rows[0].password is None
    assert codes(made.problems) == [(2, "ambiguous_client")]
    assert made.problems[0].header == "Email"


def test_rows_and_problems_stay_in_order() -> None:
    """Problems of checking and of planning stand together, by line."""
    made = plan(
        HEADER + "ada@example.edu,Ada,Lovelace,,,,secret-1\nx,X,X,,,,\n",
        attrs.evolve(ADA, password_mark="m", active=False),
    )
    assert codes(made.problems) == [(2, "password_kept"), (2, "inactive_client"), (3, "invalid_email")]
    assert [row.line for row in made.rows] == [2, 3]


def stored(*names: str) -> list[Client]:
    """A stored client `a`, `b`, … for each `First Last`."""
    people = zip("abcd", map(str.split, names), strict=False)
    return [Client(letter, f"{letter}@example.edu", first, last) for letter, (first, last) in people]


SWAPPED = """
    Email,First Name,Last Name
    a@example.edu,Lovelace,Ada
    b@example.edu,Hopper,Grace
    c@example.edu,Noether,Emmy
    """


@pytest.mark.parametrize(
    ("names", "params"),
    [
        (["Ada Lovelace"], {"swapped": 1, "known": 1}),
        (["Ada Lovelace", "Grace Hopper", "Emmy Noether"], {"swapped": 3, "known": 3}),
        (["Ada Lovelace", "Grace Hopper", "Noether Emmy"], {"swapped": 2, "known": 3}),
        (["Ada Lovelace", "Grace Hopper", "Emmy Noether", "Nobody Here"], {"swapped": 3, "known": 3}),
    ],
)
def test_swapped_names_are_noticed(names: list[str], params: dict[str, int]) -> None:
    """Where over half of the stored clients have both names the other way round, the whole file is warned of."""
    made = plan(SWAPPED, *stored(*names))
    assert codes(made.problems) == [(None, "names_swapped")]
    (found,) = made.problems
    assert (found.severity, found.field, found.params) == (Severity.WARNING, "first_name", params)
    assert f"{params['swapped']} of the {params['known']} clients in this file" in found.message
    assert made.counts.rejected == 0


@pytest.mark.parametrize(
    "names",
    [
        [],
        ["Ada Lovelace", "Hopper Grace"],
        ["Ada Lovelace", "Hopper Grace", "Noether Emmy"],
        ["Augusta Lovelace"],
        ["Ada Byron"],
        ["Lovelace Ada"],
    ],
    ids=["nobody stored", "exactly half", "one of three", "other first name", "other last name", "as stored"],
)
def test_names_are_not_taken_for_swapped(names: list[str]) -> None:
    """Half of the stored clients, one changed name, or nobody stored is no sign of swapped columns."""
    assert plan(SWAPPED, *stored(*names)).problems == ()


def test_a_name_that_is_the_same_both_ways_is_not_swapped() -> None:
    """`Ali Ali` can stand in either order, and says nothing of the columns."""
    assert plan("Email,First Name,Last Name\na@example.edu,Ali,Ali\n", *stored("Ali Ali")).problems == ()


def test_swapped_names_of_rejected_rows_do_not_count() -> None:
    """Only rows that go in are compared with what is stored."""
    made = plan("Email,First Name,Last Name,Major\na@example.edu,Lovelace,Ada,x,y,z\n", *stored("Ada Lovelace"))
    assert codes(made.problems) == [(2, "too_many_cells")]


def test_a_warning_of_swapped_names_changes_the_fingerprint() -> None:
    """What is warned of was shown: with one more stored client it is another plan."""
    one, both = (plan(SWAPPED, *stored(*names)) for names in (["Ada Lovelace"], ["Ada Lovelace", "Hopper Grace"]))
    assert [bool(made.problems) for made in (one, both)] == [True, False]
    assert one.fingerprint != both.fingerprint


@pytest.mark.parametrize(
    ("existing", "mark", "placeholder", "action", "row_action", "warnings"),
    [
        ("replace_placeholder", None, False, "set", "update", []),
        ("replace_placeholder", "m", True, "replace", "unchanged", []),
        ("replace_placeholder", "m", False, "keep", "unchanged", ["password_kept"]),
        ("replace", None, False, "set", "update", []),
        ("replace", "m", True, "replace", "update", []),
        ("replace", "m", False, "replace", "update", ["password_replaced"]),
        ("keep", None, False, "set", "update", []),
        ("keep", "m", True, "keep", "unchanged", ["password_kept"]),
        ("keep", "m", False, "keep", "unchanged", ["password_kept"]),
    ],
)
def test_what_happens_to_a_stored_password(
    existing: str, mark: str | None, placeholder: bool, action: str, row_action: str, warnings: list[str]
) -> None:
    """Each rule against each state of a stored password."""
    client = attrs.evolve(ADA, password_mark=mark, password_is_placeholder=placeholder)
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,,,secret-1\n", client, rules=rules(existing))
    assert made.rows[0].password == action
    assert made.rows[0].action == row_action
    assert made.decisions[0].mark == mark
    assert [problem.code for problem in made.problems] == warnings
    assert made.passwords == {each: int(each == action) for each in PasswordAction}


def test_a_warning_names_the_column_the_password_came_from() -> None:
    """A kept password that came as a hash is reported at the hash's column."""
    text = f"Email,First Name,Last Name,Password Hash\nada@example.edu,Ada,Lovelace,$2b$04${'u' * 52}6\n"
    made = plan(text, attrs.evolve(ADA, password_mark="m"))
    assert [(problem.code, problem.header) for problem in made.problems] == [("password_kept", "Password Hash")]


FINGERPRINT_ROSTER = HEADER + "ada@example.edu,Ada,King,,,,secret-1\nbob@example.edu,Bob,B,,,,\n"


def test_the_fingerprint_is_stable() -> None:
    """Planning the same again gives the same fingerprint: 64 hexadecimal digits."""
    made = plan(FINGERPRINT_ROSTER, ADA)
    assert made.fingerprint == plan(FINGERPRINT_ROSTER, ADA).fingerprint
    assert len(made.fingerprint) == 64
    assert int(made.fingerprint, 16)


@pytest.mark.parametrize(
    "other",
    [
        plan(FINGERPRINT_ROSTER, attrs.evolve(ADA, last_name="Byron")),
        plan(FINGERPRINT_ROSTER, attrs.evolve(ADA, password_mark="m", password_is_placeholder=True)),
        plan(FINGERPRINT_ROSTER),
        plan(FINGERPRINT_ROSTER, ADA, rules=rules("keep")),
        plan(FINGERPRINT_ROSTER.replace("Bob,B", "Bob,C"), ADA),
        plan(FINGERPRINT_ROSTER.replace("Student ID", "Notes"), ADA),
        plan(FINGERPRINT_ROSTER.replace("Bob,B,,", "Bob,B,,Golf"), ADA),
        plan(FINGERPRINT_ROSTER.replace("ada@example.edu", "ADA@example.edu"), ADA),
    ],
    ids=["old value", "mark", "client gone", "rules", "new value", "mapping", "problem", "spelling"],
)
def test_the_fingerprint_covers_what_is_shown(other: Plan) -> None:
    """Another old value, mark, client, rule, new value or mapping gives another fingerprint."""
    assert other.fingerprint != plan(FINGERPRINT_ROSTER, ADA).fingerprint


def test_the_fingerprint_leaves_out_what_is_not_written() -> None:
    """A field that the plan does not write may change without making it stale."""
    elsewhere = attrs.evolve(ADA, answers={**ADA.answers, "other": "changed"}, registration_completed=True)
    assert plan(FINGERPRINT_ROSTER, elsewhere).fingerprint == plan(FINGERPRINT_ROSTER, ADA).fingerprint
