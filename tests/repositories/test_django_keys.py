"""Every client of a Django model has the key of the address, or it is said before anybody is stored twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from client_import import (
    StorageError,
)
from django_platform import set_up

set_up()


from client_import.repositories.django import (  # noqa: E402
    AnswersInFields,
    ClientFields,
    DjangoClients,
    fill_keys,
)
from django_platform.hosts import (  # noqa: E402
    MEMBER_FIELDS,
    PERSON_FIELDS,
    READER_FIELDS,
    complaint,
    empty,
    readers,
    store_reader,
)
from django_platform.models import Loan, Member, Person, Profile, Reader  # noqa: E402


@pytest.fixture(params=["default", "postgresql"])
def using(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param
    empty(request.param)


def test_a_key_may_be_unique_by_a_constraint() -> None:
    """A UniqueConstraint on the key alone is as good as unique=True; elsewhere or at the commit it is not."""
    assert repr(readers()) == "DjangoClients(Reader)"
    wrong = ClientFields(email_key="first_name", active=None)
    assert "first_name: is not unique" in complaint(Reader, wrong, AnswersInFields())
    late = ClientFields(email_key="name", email="name", first_name="name", last_name="name", active=None)
    assert "name: is not unique" in complaint(Loan, late, AnswersInFields())


def test_clients_without_their_key_are_named_before_they_are_doubled(using: str) -> None:
    """No key, and the key of another address: no use before they are mended, which fill_keys does once."""
    store_reader(using, email="Ada@Example.edu", email_key=None)
    store_reader(using, email="bob@example.edu", email_key="bob@old.example.edu")
    store_reader(using, email="", email_key=None)
    clients = readers(using)
    fault = "email_key: 1 client has no key and 1 client has the key of another address, and would be stored twice. Run"
    for use in (
        lambda: list(clients.find(["ada@example.edu"])),
        lambda: list(clients.all()),
        clients.transaction().__enter__,
    ):
        with pytest.raises(StorageError, match=fault):
            use()
    assert fill_keys(Reader, READER_FIELDS, using=using) == []
    assert [client.email for client in clients.find(["ada@example.edu"])] == ["Ada@Example.edu"]
    assert fill_keys(Reader, READER_FIELDS, using=using) == []


def test_accounts_without_an_address_are_no_clients(using: str) -> None:
    """An account with an empty address is not read, needs no key and gets none."""
    for key in ("ada@example.edu", None, None):
        store_reader(using, email=key or "", email_key=key)
    assert [client.email for client in readers(using).all()] == ["ada@example.edu"]
    assert fill_keys(Reader, READER_FIELDS, using=using) == []
    assert Reader.objects.using(using).filter(email_key=None).count() == 2


def test_keys_that_stand_in_each_others_way_are_mended(using: str) -> None:
    """A key that is another's by mistake is free once that one has its own: nobody is named a double for it."""
    store_reader(using, email="ada@example.edu", email_key="bob@example.edu")
    store_reader(using, email="bob@example.edu", email_key="eve@example.edu")
    store_reader(using, email="eve@example.edu", email_key=None)
    store_reader(using, email="Eve@example.edu", email_key=None)
    assert fill_keys(Reader, READER_FIELDS, using=using) == ["Eve@example.edu"]
    keys = Reader.objects.using(using).order_by("pk").values_list("email_key", flat=True)
    assert list(keys) == ["ada@example.edu", "bob@example.edu", "eve@example.edu", None]


def test_many_keys_are_filled(using: str) -> None:
    """More clients than one statement takes all get their own key."""
    Reader.objects.using(using).bulk_create(Reader(email=f"C{number}@example.edu") for number in range(1_001))
    assert fill_keys(Reader, READER_FIELDS, using=using) == []
    stored = Reader.objects.using(using).values_list("email", "email_key")
    assert [address.lower() for address, _ in stored] == [key for _, key in stored]


def test_two_accounts_of_one_person_are_named_by_fill_keys(using: str) -> None:
    """Of two clients with one key the second keeps none, and the look at the keys says what to do."""
    for email in ("Ada@example.edu", "ada@example.edu", "ADA@example.edu"):
        store_reader(using, email=email, email_key=None)
    assert fill_keys(Reader, READER_FIELDS, using=using) == ["ada@example.edu", "ADA@example.edu"]
    with pytest.raises(StorageError, match=r"2 clients have no key, .* merge the accounts"):
        list(readers(using).all())


def test_a_key_on_a_profile_is_filled_with_the_profile(using: str) -> None:
    """A client without profile gets one with the key; a profile that is there gets it, too."""
    ada, bob = (Member.objects.using(using).create(email=f"{name}@example.edu") for name in ("Ada", "Bob"))
    Profile.objects.using(using).create(member=ada, key="old")
    assert fill_keys(Member, MEMBER_FIELDS, using=using) == []
    keys = Profile.objects.using(using).order_by("member").values_list("member", "key")
    assert list(keys) == [(ada.pk, "ada@example.edu"), (bob.pk, "bob@example.edu")]


def test_addresses_that_are_no_keys_are_not_rewritten(using: str) -> None:
    """Where the address is said to be the key, one that is not stops the use; what to do is said."""
    Person.objects.using(using).create(email="Ada@example.edu", campus="North")
    with pytest.raises(StorageError, match="Store each address as its key"):
        list(DjangoClients(Person, PERSON_FIELDS, AnswersInFields(), using=using).all())
    with pytest.raises(StorageError, match="give the key a field of its own"):
        fill_keys(Person, PERSON_FIELDS, using=using)


def test_keys_are_looked_at_page_by_page() -> None:
    """Every client is looked at, also behind the first page."""
    Reader.objects.bulk_create(
        Reader(email=f"c{number}@example.edu", email_key=f"c{number}@example.edu") for number in range(2001)
    )
    assert len(list(readers().all())) == 2001
    Reader.objects.filter(email="c2000@example.edu").update(email_key=None)
    with pytest.raises(StorageError, match="1 client has no key"):
        list(readers().all())
    Reader.objects.all().delete()
