"""First login: states and events, each with the step that comes next, over both embedded repositories."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import (
    BadRegistration,
    Client,
    ClientUpdate,
    CompletedRegistration,
    ExistingPasswords,
    HashingCost,
    Importer,
    ImportRules,
    PasswordRules,
    Question,
    RegistrationForm,
    Secret,
    Step,
    WrongStep,
    asks_password,
    choose_password,
    complete_registration,
    hash_password,
    next_step,
    password_mark,
    verify_password,
)
from client_import.testing import Look, assert_no_secret
from worlds import Store, memory, sqlite

OpenStore = Callable[[tuple[Client, ...]], AbstractContextManager[Store]]
both_stores = pytest.mark.parametrize("open_store", [memory, sqlite], ids=["memory", "sqlite"])

FORM = RegistrationForm(
    questions=[
        Question("major", "Major", kind="choice", choices=["Biology", "History"], required=True),
        Question("note", "Note"),
    ]
)
QUICK = PasswordRules(cost=HashingCost.FOR_TESTS)
MARK = password_mark("$2b$04$" + "a" * 53)
ADA = Client(1, "ada@example.edu", "Ada", "Lovelace", {"major": "Biology"})
PASSWORDS: dict[str, dict[str, Any]] = {
    "none": {},
    "placeholder": {"password_mark": MARK, "password_is_placeholder": True},
    "own": {"password_mark": MARK},
}

TABLE = """
state                            nothing  import  password  replace  reset  save  switch
active    form      none         R F      R F     F F       F F      F F    R! S  X X
active    form      placeholder  F F      F F     F F       F F      F F    S S   X X
active    form      own          F F      F F     F F       F F      F F    S S   X X
active    saved     none         R S      R S     R S       R S      S S    R! S! X X
active    saved     placeholder  R S      R S     R S       R S      S S    R! S! X X
active    saved     own          S S      S S     S S       R S      S S    S! S! X X
inactive  form      none         X X      X X     X X       X X      X! X!  X! X! R F
inactive  form      placeholder  X X      X X     X X       X X      X! X!  X! X! F F
inactive  form      own          X X      X X     X X       X X      X! X!  X! X! F F
inactive  saved     none         X X      X X     X X       X X      X! X!  X! X! R S
inactive  saved     placeholder  X X      X X     X X       X X      X! X!  X! X! R S
inactive  saved     own          X X      X X     X X       X X      X! X!  X! X! S S
"""
"""The step after an event, without and with single sign-on; ! where the event itself is refused (`WrongStep`)."""

STEPS = {
    "R": Step.RESET_PASSWORD,
    "F": Step.REGISTRATION_FORM,
    "S": Step.SCHEDULE,
    "X": Step.REFUSED,
}


def read_table() -> list[tuple[Client, str, bool, str]]:
    """State, event, single sign-on and expected step of every cell of the table."""
    header, *lines = TABLE.strip().splitlines()
    events = header.split()[1:]
    cells = []
    for line in lines:
        active, saved, password, *steps = line.split()
        client = attrs.evolve(
            ADA, active=active == "active", registration_completed=saved == "saved", **PASSWORDS[password]
        )
        for place, step in enumerate(steps):
            cells.append((client, events[place // 2], place % 2 == 1, step))
    return cells


def stored(store: Store) -> Client:
    (client,) = store.all()
    return client


def import_again(store: Store, major: str, password: str, existing: ExistingPasswords) -> None:
    """Another roster with this client, whose accounts all changed a little."""
    rules = ImportRules(passwords=attrs.evolve(QUICK, existing=existing))
    importer = Importer(form=FORM, clients=store, rules=rules)
    roster = f"Email,First Name,Last Name,Major,Password\nada@example.edu,Ada,King,{major},{password}\n"
    importer.apply(importer.plan(importer.read(roster.encode())))


def save_form(store: Store, *, single_sign_on: bool) -> None:
    """The client saves the form, with a password where one is asked for."""
    client = stored(store)
    password = "my own password" if asks_password(client, single_sign_on=single_sign_on) else None
    completed = complete_registration(
        FORM, client, {"note": "saved"}, password=password, single_sign_on=single_sign_on, rules=QUICK
    )
    with store.transaction() as transaction:
        assert transaction.save_registration(completed)


def reset_password(store: Store) -> None:
    """The client follows a link and chooses a password."""
    chosen = choose_password(stored(store), "my own password", QUICK)
    with store.transaction() as transaction:
        assert transaction.save_password(chosen)


def happen(event: str, store: Store, *, single_sign_on: bool) -> None:
    """One event of the table; `switch` is the administrator's, and has made another store."""
    match event:
        case "import":
            import_again(store, "History", "", ExistingPasswords.REPLACE_PLACEHOLDER)
        case "password":
            import_again(store, "History", "imported-1", ExistingPasswords.REPLACE_PLACEHOLDER)
        case "replace":
            import_again(store, "History", "imported-1", ExistingPasswords.REPLACE)
        case "reset":
            reset_password(store)
        case "save":
            save_form(store, single_sign_on=single_sign_on)


@both_stores
@pytest.mark.parametrize(("client", "event", "single_sign_on", "step"), read_table())
def test_states_and_events(open_store: OpenStore, client: Client, event: str, single_sign_on: bool, step: str) -> None:
    """After each event in each state comes the step of the table; an event that is out of place changes nothing."""
    before = attrs.evolve(client, active=not client.active) if event == "switch" else client
    with open_store((before,)) as store:
        if step.endswith("!"):
            with pytest.raises(WrongStep) as caught:
                happen(event, store, single_sign_on=single_sign_on)
            assert caught.value.step is STEPS[step[0]]
            assert stored(store) == before
        else:
            happen(event, store, single_sign_on=single_sign_on)
        assert next_step(stored(store), single_sign_on=single_sign_on) is STEPS[step[0]]


def test_the_table_is_whole() -> None:
    """Every state meets every event, with and without single sign-on."""
    cells = read_table()
    assert len(cells) == len({(repr(client), event, sso) for client, event, sso, _ in cells}) == 12 * 7 * 2


def test_a_reset_needs_an_active_account() -> None:
    """A password cannot be chosen for a deactivated account, and the refusal says so."""
    with pytest.raises(WrongStep, match="deactivated"):
        choose_password(attrs.evolve(ADA, active=False), "my own password", QUICK)


@both_stores
@settings(deadline=None, max_examples=40)
@given(
    events=st.lists(st.sampled_from(("import", "password", "replace", "reset")), max_size=4),
    single_sign_on=st.booleans(),
    password=st.sampled_from(sorted(PASSWORDS)),
)
def test_the_form_is_seen_once(open_store: OpenStore, events: list[str], single_sign_on: bool, password: str) -> None:
    """After saving the form a client never comes to it again, whatever later imports bring; only a reset may follow."""
    client = attrs.evolve(ADA, **PASSWORDS[password])
    with open_store((client,)) as store:
        if next_step(client, single_sign_on=single_sign_on) is Step.RESET_PASSWORD:
            reset_password(store)
        save_form(store, single_sign_on=single_sign_on)
        for event in events:
            happen(event, store, single_sign_on=single_sign_on)
            imported = stored(store).password_is_placeholder and not single_sign_on
            step = Step.RESET_PASSWORD if imported else Step.SCHEDULE
            assert next_step(stored(store), single_sign_on=single_sign_on) is step
        assert stored(store).answers["note"] == "saved"


@both_stores
@pytest.mark.parametrize("password", ["none", "placeholder", "own"])
@pytest.mark.parametrize("event", ["password", "replace"])
def test_nobody_goes_on_with_an_imported_password(open_store: OpenStore, password: str, event: str) -> None:
    """No client comes to the schedule while an imported password opens the account, also where the form was saved."""
    with open_store((attrs.evolve(ADA, registration_completed=True, **PASSWORDS[password]),)) as store:
        happen(event, store, single_sign_on=False)
        client = stored(store)
        still_asked = asks_password(client, single_sign_on=False)
        assert still_asked is (password != "own" or event == "replace")
        assert (next_step(client, single_sign_on=False) is Step.RESET_PASSWORD) is still_asked
        reset_password(store)
        assert next_step(stored(store), single_sign_on=False) is Step.SCHEDULE


@both_stores
def test_saving_stores_it_all(open_store: OpenStore) -> None:
    """Names, answers, the chosen password and that the form was saved are stored together."""
    with open_store((attrs.evolve(ADA, **PASSWORDS["placeholder"]),)) as store:
        answers = {"major": "history", "note": "", "last_name": " King "}
        completed = complete_registration(FORM, stored(store), answers, password="my own password", rules=QUICK)
        with store.transaction() as transaction:
            assert transaction.save_registration(completed)
        after = stored(store)
        assert (after.first_name, after.last_name, dict(after.answers)) == ("Ada", "King", {"major": "History"})
        assert (after.registration_completed, after.password_is_placeholder) == (True, False)
        assert after.password_mark not in {None, MARK}
        assert verify_password("my own password", store.password_hash(1))


@both_stores
def test_a_form_saved_twice_is_stored_once(open_store: OpenStore) -> None:
    """Of two requests that save the form at once, the second one stores nothing and is told so."""
    with open_store((attrs.evolve(ADA, **PASSWORDS["own"]),)) as store:
        first, second = (complete_registration(FORM, stored(store), {"note": note}) for note in ("one", "two"))
        with store.transaction() as transaction:
            assert transaction.save_registration(first)
            assert not transaction.save_registration(second)
        assert stored(store).answers["note"] == "one"


@both_stores
@pytest.mark.parametrize("change", ["other password", "gone", "deactivated"])
def test_what_changed_meanwhile_is_not_overwritten(open_store: OpenStore, change: str) -> None:
    """Where the password is another by now, or the client gone or deactivated, nothing of the form is stored."""
    client = attrs.evolve(ADA, **PASSWORDS["placeholder"])
    completed = complete_registration(FORM, client, {"note": "x"}, password="my own password", rules=QUICK)
    chosen = completed.password
    assert chosen is not None
    now = {
        "other password": (attrs.evolve(client, password_mark=None, password_is_placeholder=False),),
        "gone": (attrs.evolve(client, id=2),),
        "deactivated": (attrs.evolve(client, active=False),),
    }[change]
    with open_store(now) as store:
        before = list(store.all())
        with store.transaction() as transaction:
            assert not transaction.save_registration(completed)
            assert transaction.save_password(attrs.evolve(chosen, expected_mark="another")) is False
        assert list(store.all()) == before


@pytest.mark.parametrize(
    ("password", "single_sign_on", "asked"),
    [("none", False, False), ("placeholder", False, True), ("placeholder", True, False), ("own", False, False)],
)
def test_who_is_asked_for_a_password(password: str, single_sign_on: bool, asked: bool) -> None:
    """The form asks for a password where the imported one is still there, and never with single sign-on."""
    assert asks_password(attrs.evolve(ADA, **PASSWORDS[password]), single_sign_on=single_sign_on) is asked


@pytest.mark.parametrize("password", [None, "", "  ", Secret("")])
def test_a_placeholder_is_replaced(password: str | Secret | None) -> None:
    """Whoever came with a placeholder cannot save the form without a password of their own."""
    client = attrs.evolve(ADA, **PASSWORDS["placeholder"])
    with pytest.raises(BadRegistration, match="Choose a password of your own") as caught:
        complete_registration(FORM, client, {}, password=password)
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [("password", "missing_password")]
    assert complete_registration(FORM, client, {}, password=password, single_sign_on=True).password is None


def test_an_own_password_may_be_changed() -> None:
    """Where none is asked for, one that is given is checked and stored all the same."""
    client = attrs.evolve(ADA, **PASSWORDS["own"])
    assert complete_registration(FORM, client, {}).password is None
    completed = complete_registration(FORM, client, {}, password="my own password", rules=QUICK)
    assert completed.password is not None
    assert (completed.password.client_id, completed.password.expected_mark) == (1, MARK)
    with pytest.raises(BadRegistration, match="at least 10 characters"):
        complete_registration(FORM, client, {}, password="too short")


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("123456789", "at least 10 characters"),
        ("\u00a0 123456789 ", "at least 10 characters"),
        ("x" * 73, "more than 72 bytes"),
        ("1234567890\0", "cannot be used"),
        ("1234567890\ud800", "cannot be used"),
        ("", "password of your own"),
    ],
)
def test_what_a_password_must_be(password: str, words: str) -> None:
    """The registration minimum counts, not the import's; a refusal never quotes the password."""
    with pytest.raises(BadRegistration, match=words) as caught:
        choose_password(ADA, password)
    assert not password.strip() or password not in str(caught.value) + repr(caught.value)
    assert [problem.severity for problem in caught.value.problems] == ["error"]


def test_the_rules_count() -> None:
    """Minimum and cost are those of the host's rules; a password of just so many characters is taken."""
    chosen = choose_password(ADA, Secret("12345678"), PasswordRules(registration_minimum=8, cost=5))
    assert chosen.hash.reveal().startswith("$2b$05$")
    assert verify_password("12345678", chosen.hash)
    assert "12345678" not in repr(chosen)
    assert "$2b$" not in repr(chosen)
    assert choose_password(ADA, "x" * 10).hash.reveal().startswith("$2b$12$")


def test_everything_wrong_is_said_at_once() -> None:
    """Names, answers and password are looked at together, each problem with its field."""
    client = attrs.evolve(ADA, **PASSWORDS["placeholder"])
    answers = {"first_name": " ", "major": "Golf", "shoes": "44"}
    with pytest.raises(BadRegistration) as caught:
        complete_registration(FORM, client, answers, password="short-word")
    assert [problem.field for problem in caught.value.problems] == ["shoes", "first_name", "major"]
    with pytest.raises(BadRegistration) as caught:
        complete_registration(FORM, client, answers, password="short")
    assert [problem.field for problem in caught.value.problems] == ["shoes", "first_name", "major", "password"]
    assert str(caught.value).splitlines() == [
        "The registration form has no question “shoes”.",
        "Fill in your first name.",
        "“Golf” is not one of the choices of “Major”. Choose among those.",
        "Choose a password of at least 10 characters.",
    ]


def test_with_single_sign_on_never_a_password() -> None:
    """A password with single sign-on is the host's mistake."""
    with pytest.raises(ValueError, match="no password to choose"):
        complete_registration(FORM, ADA, {}, password="my own password", single_sign_on=True)


def test_saving_without_a_change() -> None:
    """A form that is saved as it was shown changes no field, and is saved."""
    assert complete_registration(FORM, ADA, {}, single_sign_on=True) == CompletedRegistration(ClientUpdate(1))


@pytest.mark.parametrize(
    "refused",
    [
        lambda _: choose_password(ADA, "canary-1"),
        lambda _: choose_password(attrs.evolve(ADA, active=False), "canary-1"),
        lambda _: complete_registration(FORM, attrs.evolve(ADA, **PASSWORDS["own"]), {}, password="canary-1"),
        lambda _: complete_registration(FORM, ADA, {}, password="canary-1"),
        lambda _: complete_registration(FORM, ADA, {}, password="canary-1", single_sign_on=True),
        lambda _: hash_password("canary-1" * 10, QUICK),
    ],
)
def test_no_error_shows_what_was_typed(refused: Callable[[Look], object]) -> None:
    """A refusal shows the password nowhere, and no frame of this library keeps it in a local variable."""
    with pytest.raises((BadRegistration, WrongStep, ValueError)):
        assert_no_secret(["canary-1"], refused)


def test_errors_survive_pickling() -> None:
    """As every error of this library, they reach another process whole, and say what they said."""
    with pytest.raises(BadRegistration) as caught:
        choose_password(ADA, "short")
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (str(twin), twin.problems) == (str(caught.value), caught.value.problems)
    wrong = pickle.loads(pickle.dumps(WrongStep(Step.SCHEDULE)))
    assert (wrong.step, str(wrong)) == (
        Step.SCHEDULE,
        "This client is not at the registration form. The next step is: schedule.",
    )
