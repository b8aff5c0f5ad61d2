"""What `DjangoClients` says about a host's model, and what Django does by itself around an import."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest

from client_import import (
    Importer,
    NewClient,
    NewPassword,
    PasswordRules,
    Plan,
    RegistrationForm,
    Secret,
    StorageError,
    hash_password,
)
from client_import.testing import make_roster
from client_import.testing.expecting import Broken, break_off
from django_platform import set_up

set_up()

from django.conf import settings  # noqa: E402 - Django wants its settings first
from django.contrib.auth import hashers  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from client_import.repositories.django import (  # noqa: E402
    AnswersInFields,
    ClientFields,
    DjangoClients,
)
from django_platform.hosts import (  # noqa: E402
    ACCOUNT_FIELDS,
    PERSON_FIELDS,
    accounts,
    complaint,
    empty,
    run_elsewhere,
)
from django_platform.models import Account, Guest, Holder, Person, Tutor, Visit  # noqa: E402

ADA = NewClient("Ada@example.edu", "Ada", "Lovelace")


ROSTER = make_roster(
    [{"email": f"{name}@example.edu", "first_name": name, "last_name": "New"} for name in ("ada", "bob")]
)


def apply_and_break(importer: Importer, plan: Plan, using: str) -> None:
    with transaction.atomic(using=using):
        assert importer.apply(plan, passwords="later").counts.created == 2
        break_off()


def create_and_break(clients: DjangoClients) -> None:
    with clients.transaction() as transaction:
        transaction.create([ADA])
        break_off()


@pytest.fixture(params=["default", "postgresql"])
def using(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param
    empty(request.param)


def test_what_is_wrong_with_a_model_is_said_at_once() -> None:
    """Fields that are not there, a key that is not unique and fields that stay empty are all named."""
    wrong = ClientFields(email_key="nickname", first_name="visits__name", new={"colour": "red"})
    lines = complaint(Account, wrong).splitlines()
    assert lines[0] == "The model Account cannot be used:"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["nickname", "visits__name", "colour"]
    assert "email_key: is not unique" in complaint(Account, ClientFields(email_key="email")).replace(
        "email:", "email_key:"
    )
    assert "username: has no default" in complaint(Account, ClientFields(email_key="address_key"))
    only_hash = ClientFields(email_key="address_key", password="password", new={"username": "x"})
    assert "password and password_is_placeholder: name both" in complaint(Account, only_hash)
    foreign = ClientFields("account__email", "account__address_key", "account__first_name", "account__last_name", None)
    assert "account is not the one model that is one-to-one with Visit" in complaint(Visit, foreign)
    assert repr(accounts()) == "DjangoClients(Account)"


@pytest.mark.parametrize(
    ("more", "mend"),
    [([], "password: add client_import"), (["django.contrib.auth.hashers.BCryptPasswordHasher"], "in the place of")],
)
def test_a_missing_hasher_is_named(more: list[str], mend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a hasher for bcrypt nobody could log in; with Django's own a long text would be an error of the page."""
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", [*settings.PASSWORD_HASHERS[:1], *more])
    forget_hashers()
    said = complaint(Account, ACCOUNT_FIELDS)
    monkeypatch.undo()
    forget_hashers()
    assert mend in said
    assert "client_import.repositories.django.ImportedPasswordHasher" in said


def forget_hashers() -> None:
    hashers.get_hashers.cache_clear()
    hashers.get_hashers_by_algorithm.cache_clear()


@pytest.mark.parametrize("preferred", ["default", "bcrypt"])
def test_whatever_is_typed_is_a_right_or_a_wrong_password(preferred: str) -> None:
    """More than 72 bytes, NUL and an empty text are wrong, not errors; spaces around and NFC do not matter."""
    stored = "bcrypt$" + hash_password("pässword", PasswordRules(cost=4)).reveal()
    for wrong in ("x" * 73, "ä" * 37, "pässword\0", "", "other"):
        assert not hashers.check_password(wrong, stored, preferred=preferred)
    for right in ("pässword", " pa\u0308ssword "):
        assert hashers.check_password(right, stored, preferred=preferred)


def test_an_imported_password_logs_in(using: str) -> None:
    """Django's own check takes an imported password, and a new client cannot log in before it has one."""
    clients = accounts(using)
    importer = Importer(form=RegistrationForm(), clients=clients)
    roster = make_roster([{"email": "ada@example.edu", "first_name": "A", "last_name": "L", "password": "placeholder"}])
    plan = importer.plan(importer.read(roster))
    report = importer.apply(plan, passwords="later")
    assert not Account.objects.using(using).get().has_usable_password()
    importer.set_passwords(plan, report)
    assert hashers.check_password("placeholder", Account.objects.using(using).get().password)


def test_an_import_joins_the_hosts_transaction(using: str) -> None:
    """Inside the host's atomic block the import is stored or undone with it."""
    importer = Importer(form=RegistrationForm(), clients=accounts(using))
    plan = importer.plan(importer.read(ROSTER))
    with pytest.raises(Broken):
        apply_and_break(importer, plan, using)
    assert not Account.objects.using(using).exists()
    with transaction.atomic(using=using):
        importer.apply(plan, passwords="later")
        with pytest.raises(Broken):
            create_and_break(accounts(using))
    assert sorted(Account.objects.using(using).values_list("username", flat=True)) == [
        "ada@example.edu",
        "bob@example.edu",
    ]


def test_another_rule_of_the_model_is_a_storage_error(using: str) -> None:
    """A user name that is taken comes as one line of ours, without the driver's error."""
    Account.objects.using(using).create(
        username="ada@example.edu", email="other@example.edu", address_key="other@example.edu"
    )
    importer = Importer(form=RegistrationForm(), clients=accounts(using))
    plan = importer.plan(importer.read(ROSTER))
    with pytest.raises(StorageError, match=r"The database says: .* Another rule of the table") as raised:
        importer.apply(plan)
    assert "written" not in str(raised.value)  # it may be said in a savepoint, or of a look
    assert len(str(raised.value).splitlines()) == 1
    assert Account.objects.using(using).count() == 1


def test_transactions_that_block_each_other_can_be_tried_again() -> None:
    """On PostgreSQL the one that is broken off says so; whoever reads it knows what to do."""
    stored = Account.objects.using("postgresql")
    for name in ("ada", "bob"):
        stored.create(username=name, email=f"{name}@example.edu", address_key=f"{name}@example.edu")
    both_have_one = threading.Barrier(2)

    def change_elsewhere() -> None:
        with transaction.atomic(using="postgresql"):
            connections["postgresql"].cursor().execute("SET LOCAL deadlock_timeout = '20s'")  # the import is to find it
            stored.select_for_update().get(username="bob")
            both_have_one.wait(10)
            stored.select_for_update().get(username="ada")

    def look_here() -> None:
        with accounts("postgresql").transaction() as clients:
            list(clients.find(["ada@example.edu"]))
            both_have_one.wait(10)
            list(clients.find(["bob@example.edu"]))

    elsewhere = threading.Thread(target=run_elsewhere, args=[change_elsewhere])
    elsewhere.start()
    with pytest.raises(StorageError, match=r"deadlock detected\. Two transactions blocked each other; try again\."):
        look_here()
    elsewhere.join(30)
    empty("postgresql")


def test_a_client_who_signs_up_meanwhile_keeps_the_account() -> None:
    """On PostgreSQL an address that is taken between the look and the insert is left out, and the rest goes in."""
    stored = Account.objects.using("postgresql")
    signing_up = iter(["ada@example.edu"])

    def name(new: NewClient) -> str:
        """Called between the look and the insert."""
        for email in signing_up:
            run_elsewhere(partial(stored.create, username="own", address_key=email, email=email))
        return new.email

    clients = DjangoClients(
        Account,
        ClientFields(email_key="address_key", new={"username": name}),
        AnswersInFields(),
        using="postgresql",
    )
    with clients.transaction() as inside:
        ids = inside.create([ADA, NewClient("bob@example.edu", "Bob", "B")])
    assert [made is None for made in ids] == [True, False]
    assert list(stored.order_by("email").values_list("username", flat=True)) == ["own", "bob@example.edu"]
    stored.all().delete()


def test_an_import_gives_way_where_everybody_signs_up_at_once() -> None:
    """After ten attempts, each of which somebody overtook, the import says to try again."""
    stored = Account.objects.using("postgresql")
    people = [NewClient(f"client{number}@example.edu", "C", "D") for number in range(12)]
    signing_up = iter(people[1:])

    def name(new: NewClient) -> str:
        """Called once for each client and attempt."""
        if new is people[0]:
            email = next(signing_up).email
            run_elsewhere(partial(stored.create, username=f"own {email}", address_key=email, email=email))
        return new.email

    fields = ClientFields(email_key="address_key", new={"username": name})
    clients = DjangoClients(Account, fields, AnswersInFields(), using="postgresql")
    with pytest.raises(StorageError, match="signing up at the same moment"), clients.transaction() as inside:
        inside.create(people)
    assert stored.count() == 10
    stored.all().delete()


def test_a_member_of_a_group_stays(using: str) -> None:
    """A client who is in a group of Django's was more than imported."""
    clients = accounts(using)
    with clients.transaction() as inside:
        ids = [made or 0 for made in inside.create([ADA, NewClient("bob@example.edu", "Bob", "B")])]
    group = Group.objects.using(using).create(name="tutors")
    Account.objects.using(using).get(pk=ids[0]).groups.add(group)
    with clients.transaction() as inside:
        assert inside.delete(ids) == [ids[0]]
    group.delete()


def test_a_model_without_passwords_says_so() -> None:
    """Where there is no field for hashes, a roster with passwords stores nobody, and the way out is said."""
    clients = DjangoClients(Person, PERSON_FIELDS, AnswersInFields())
    importer = Importer(form=RegistrationForm(questions=[]), clients=clients)
    plan = importer.plan(importer.read(b"email,first_name,last_name,password\nada@example.edu,A,L,a placeholder\n"))
    with pytest.raises(StorageError, match="The model Person has no field for passwords: ignore that column"):
        importer.apply(plan)
    assert not Person.objects.exists()
    with pytest.raises(StorageError, match="no field for passwords"), clients.transaction() as inside:
        inside.set_passwords([NewPassword(1, Secret("x"), None)])


def test_a_profile_behind_the_clients_own_field_is_refused() -> None:
    """A OneToOneField of the client that points at its profile is named, with what to do instead."""
    fields = ClientFields(email="email", email_key="key", active=None, new={"plan": "free"})
    said = complaint(Holder, fields, AnswersInFields({"shoe": "box__size"}))
    assert said.splitlines()[1] == (
        "  box__size: box is a OneToOneField of Holder itself, and a profile has to be made after its client. Put the "
        "OneToOneField on Box, pointing at Holder."
    )


def test_a_model_that_inherits_a_table_is_refused() -> None:
    """Django cannot write it in bulk, which is said at once; a proxy is the model itself."""
    new = ClientFields(email_key="email", active=None, new={"campus": "North"})
    assert "Tutor: inherits the table of Person" in complaint(Tutor, new, AnswersInFields())
    assert repr(DjangoClients(Guest, new, AnswersInFields())) == "DjangoClients(Guest)"
