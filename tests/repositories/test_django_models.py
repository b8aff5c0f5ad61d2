"""What `DjangoClients` says about a host's model, and what Django does by itself around an import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from client_import import ClientUpdate, Importer, NewClient, NewPassword, Plan, RegistrationForm, Secret, StorageError
from client_import.testing import make_roster
from client_import.testing.expecting import Broken, break_off, start
from django_platform import set_up

set_up()

from django.conf import settings  # noqa: E402 - Django wants its settings first
from django.contrib.auth import hashers  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from client_import.repositories.django import (  # noqa: E402
    AnswersInFields,
    AnswersInJson,
    ClientFields,
    DjangoClients,
)
from django_platform.hosts import ACCOUNT_FIELDS, PERSON_FIELDS, TEXTS  # noqa: E402
from django_platform.models import Account, Person, Visit  # noqa: E402

ADA = NewClient("Ada@example.edu", "Ada", "Lovelace")
ROSTER = make_roster(
    [{"email": f"{name}@example.edu", "first_name": name, "last_name": "New"} for name in ("ada", "bob")]
)


@pytest.fixture(params=["default", "postgresql"])
def using(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param
    for model in (Account, Person):
        model.objects.using(request.param).all().delete()


def accounts(using: str = "default", **options: Any) -> DjangoClients:  # noqa: ANN401
    return DjangoClients(Account, ACCOUNT_FIELDS, AnswersInFields(TEXTS), using=using, **options)


def complaint(model: Any, fields: ClientFields, answers: Any = AnswersInJson("topics")) -> str:  # noqa: ANN401, B008
    with pytest.raises(StorageError) as raised:
        DjangoClients(model, fields, answers)
    return str(raised.value)


def apply_and_break(importer: Importer, plan: Plan, using: str) -> None:
    with transaction.atomic(using=using):
        assert importer.apply(plan, passwords="later").counts.created == 2
        break_off()


def create_and_break(clients: DjangoClients) -> None:
    with clients.transaction() as transaction:
        transaction.create([ADA])
        break_off()


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


def test_a_missing_hasher_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Django's BCryptPasswordHasher nobody could log in with an imported password."""
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", settings.PASSWORD_HASHERS[:1])
    hashers.get_hashers.cache_clear()
    hashers.get_hashers_by_algorithm.cache_clear()
    assert "add django.contrib.auth.hashers.BCryptPasswordHasher" in complaint(Account, ACCOUNT_FIELDS)
    monkeypatch.undo()
    hashers.get_hashers.cache_clear()
    hashers.get_hashers_by_algorithm.cache_clear()


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
    Account.objects.using(using).create(username="ada@example.edu", email="other@example.edu")
    importer = Importer(form=RegistrationForm(), clients=accounts(using))
    plan = importer.plan(importer.read(ROSTER))
    with pytest.raises(StorageError, match=r"The database says: .*Nothing was written") as raised:
        importer.apply(plan)
    assert len(str(raised.value).splitlines()) == 1
    assert Account.objects.using(using).count() == 1


def test_the_models_validation_is_asked_where_wanted(using: str) -> None:
    """With `validate=True` a client whom the model does not take stops the import; without, the model is not asked."""
    broken = NewClient("not an address", "A", "L")
    with pytest.raises(StorageError, match=r"does not take a client\. .*email: Enter a valid email") as raised:  # noqa: SIM117
        with accounts(using, validate=True).transaction() as inside:
            inside.create([ADA, broken])
    assert raised.value.__cause__ is None
    with accounts(using).transaction() as inside:
        (client_id,) = inside.create([broken])
    with pytest.raises(StorageError, match="subject"), accounts(using, validate=True).transaction() as inside:
        inside.update([ClientUpdate(client_id or 0, answers={"major": "x" * 41})])
    assert Account.objects.using(using).get().subject == ""


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


def run_elsewhere(act: Callable[[], object]) -> None:
    def run() -> None:
        act()
        connections.close_all()

    start(run).result(30)


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


def test_a_client_without_profile_gets_one(using: str) -> None:
    """Where the key is on the account, a profile that is missing is made by the first answer."""
    Person.objects.using(using).create(email="ada@example.edu", campus="North")
    clients = DjangoClients(Person, PERSON_FIELDS, AnswersInFields({"shoe": "extra__shoe"}), using=using)
    (ada,) = clients.all()
    assert dict(ada.answers) == {}
    for size in ("42", "43"):
        with clients.transaction() as inside:
            inside.update([ClientUpdate(ada.id, answers={"shoe": size})])
        assert [dict(client.answers) for client in clients.all()] == [{"shoe": size}]


@pytest.mark.parametrize("stored", [["x"], {"major": {"a": 1}}, {"major": [5]}])
def test_answers_of_another_shape_are_refused(stored: object) -> None:
    """JSON that is no object of answers gives a clear error; numbers and blanks are read as answers or none."""
    clients = DjangoClients(Account, ACCOUNT_FIELDS, AnswersInJson("topics"))
    Account.objects.create(username="a", email="a@example.edu", address_key="a@example.edu", topics=stored)
    with pytest.raises(StorageError, match=r"neither a text nor a list|something else than an object"):
        list(clients.all())
    Account.objects.update(topics={"year": 2029, "a": None, "b": "", "c": []})
    assert [dict(client.answers) for client in clients.all()] == [{"year": "2029"}]
    Account.objects.all().delete()


def test_questions_without_a_field_are_named() -> None:
    """An answer for which there is no field is refused with the way out."""
    with pytest.raises(StorageError, match="no field for the answer to “shoe”"), accounts().transaction() as inside:
        inside.create([NewClient("ada@example.edu", "A", "L", {"shoe": "42"})])


def test_a_model_without_passwords_says_so() -> None:
    """Where there is no field for hashes, setting a password is refused with the way out."""
    clients = DjangoClients(Person, PERSON_FIELDS, AnswersInFields())
    with pytest.raises(StorageError, match="leave that column"), clients.transaction() as inside:
        inside.set_passwords([NewPassword(1, Secret("x"), None)])
