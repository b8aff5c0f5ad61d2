"""A profile beside a Django model: made where it is missing, and locked with its client."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from client_import import (
    ClientUpdate,
    NewPassword,
    Secret,
)
from client_import.testing.expecting import start
from django_platform import set_up

set_up()

from django.db import OperationalError, connections, transaction  # noqa: E402

from client_import.repositories.django import (  # noqa: E402
    AnswersInFields,
    DjangoClients,
)
from django_platform.hosts import (  # noqa: E402
    PERSON_FIELDS,
    empty,
    readers,
    run_elsewhere,
    store_reader,
)
from django_platform.models import Card, Person, Reader  # noqa: E402


@pytest.fixture(params=["default", "postgresql"])
def using(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param
    empty(request.param)


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


def test_a_profile_that_is_keyed_by_its_client_is_made(using: str) -> None:
    """Where the profile's primary key is the client, a missing one gets the answer and the mark of a placeholder."""
    ada, bob = store_reader(using), store_reader(using, email="bob@example.edu", email_key="bob@example.edu")
    with readers(using).transaction() as inside:
        inside.update([ClientUpdate(ada.pk, answers={"major": "History"})])
        assert inside.set_passwords([NewPassword(bob.pk, Secret("x" * 60), None)]) == [True]
    stored = list(readers(using).all())
    assert [dict(client.answers) for client in stored] == [{"major": "History", "visits": "0"}, {"visits": "0"}]
    assert [client.password_is_placeholder for client in stored] == [False, True]


def test_an_answer_on_a_profile_stays_as_it_was_seen() -> None:
    """On PostgreSQL nobody changes an answer between the look at a client and the change of it."""
    Card.objects.using("postgresql").create(reader=store_reader("postgresql"))
    profile = Card.objects.using("postgresql").select_for_update(nowait=True)

    def change_elsewhere() -> None:
        with transaction.atomic(using="postgresql"):
            assert profile.get().major == ""

    with readers("postgresql").transaction() as inside:
        (ada,) = inside.find(["ada@example.edu"])
        with pytest.raises(OperationalError, match="could not obtain lock"):
            run_elsewhere(change_elsewhere)
    with readers("postgresql").transaction() as inside:
        inside.update([ClientUpdate(ada.id, first_name="Augusta")])
        with pytest.raises(OperationalError, match="could not obtain lock"):
            run_elsewhere(change_elsewhere)
    Reader.objects.using("postgresql").all().delete()


def test_an_import_reads_what_it_waited_for() -> None:
    """On PostgreSQL an answer that another transaction commits while the import waits for it is what it sees."""
    Card.objects.using("postgresql").create(reader=store_reader("postgresql"))
    changed = threading.Event()

    def change_slowly() -> None:
        with transaction.atomic(using="postgresql"):
            Card.objects.using("postgresql").update(major="History")
            changed.set()
            with connections["postgresql"].cursor() as cursor:
                for _ in range(400):
                    cursor.execute("SELECT count(*), pg_sleep(0.05) FROM pg_locks WHERE NOT granted")
                    if cursor.fetchone()[0]:
                        break
        connections.close_all()

    other = start(change_slowly)
    assert changed.wait(30)
    with readers("postgresql").transaction() as inside:
        (ada,) = inside.find(["ada@example.edu"])
    other.result(30)
    assert ada.answers["major"] == "History"
    Reader.objects.using("postgresql").all().delete()


def test_a_client_who_is_changed_twice_at_once_gets_one_profile(using: str) -> None:
    """Two updates of one client in one call are stored in order, in one profile."""
    ada = store_reader(using)
    with readers(using).transaction() as inside:
        inside.update([ClientUpdate(ada.pk, answers={"major": major}) for major in ("History", "Biology")])
    assert [client.answers["major"] for client in readers(using).all()] == ["Biology"]
