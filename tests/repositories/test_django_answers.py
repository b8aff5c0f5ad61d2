"""Answers in Django's fields: what a field holds, what it cannot hold, and what the model's validation says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from client_import import (
    ClientUpdate,
    NewClient,
    StorageError,
)
from django_platform import set_up

set_up()


from client_import.repositories.django import (  # noqa: E402
    AnswersInJson,
    DjangoClients,
)
from django_platform.hosts import (  # noqa: E402
    ACCOUNT_FIELDS,
    accounts,
    empty,
    readers,
    store_reader,
)
from django_platform.models import Account, Card  # noqa: E402

ADA = NewClient("Ada@example.edu", "Ada", "Lovelace")


@pytest.fixture(params=["default", "postgresql"])
def using(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param
    empty(request.param)


@pytest.mark.parametrize("stored", [["x"], "x", 5])
def test_answers_of_another_shape_are_refused(stored: object) -> None:
    """JSON that is no object gives a clear error; numbers are answers, and blanks and other members are none."""
    clients = DjangoClients(Account, ACCOUNT_FIELDS, AnswersInJson("topics"))
    Account.objects.create(username="a", email="a@example.edu", address_key="a@example.edu", topics=stored)
    with pytest.raises(StorageError, match="something else than an object") as raised:
        list(clients.all())
    assert str(raised.value).startswith(f"The client {Account.objects.get().pk} cannot be read.")
    assert raised.value.__cause__ is None
    Account.objects.update(topics={"year": 2029, "a": None, "b": "", "c": [], "d": {"e": 1}, "f": [5], "g": True})
    assert [dict(client.answers) for client in clients.all()] == [{"year": "2029"}]
    Account.objects.all().delete()


def test_questions_without_a_field_are_named() -> None:
    """An answer for which there is no field is refused with the way out."""
    with pytest.raises(StorageError, match="no field for the answer to “shoe”"), accounts().transaction() as inside:
        inside.create([NewClient("ada@example.edu", "A", "L", {"shoe": "42"})])


@pytest.mark.parametrize("stored", ["Essays, CVs", "{oops", '"Essays"', '{"Essays": 1}', "[1]"])
def test_choices_of_another_shape_are_refused(stored: str, using: str) -> None:
    """A text that is no JSON list of texts is named by question and client, and not quoted."""
    ada = store_reader(using)
    Card.objects.using(using).create(reader=ada, topics=stored)
    with pytest.raises(StorageError) as raised:
        list(readers(using).all())
    said = f"The client {ada.pk} cannot be read. The stored answer to “topics” is no list of texts."
    assert str(raised.value) == said
    Card.objects.using(using).update(topics="null")
    assert [dict(client.answers) for client in readers(using).all()] == [{"visits": "0"}]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("year", "soon"),
        ("year", "007"),
        ("year", "9" * 20),
        ("born", "31 May"),
        ("born", "2001-02-30"),
        ("visits", None),
    ],
)
def test_an_answer_that_a_field_cannot_hold_is_refused(question: str, answer: str | None, using: str) -> None:
    """A field of another type that would not give the answer back is named with question and client, not the answer."""
    ada = store_reader(using)
    with pytest.raises(StorageError) as raised, readers(using).transaction() as inside:
        inside.update([ClientUpdate(ada.pk, answers={question: answer})])
    said = str(raised.value)
    assert said.startswith(f"The client {ada.pk} cannot be changed. The field {question} cannot hold ")
    assert f"“{question}”" in said
    assert answer is None or answer not in said
    assert raised.value.__cause__ is None


def test_answers_in_fields_of_other_types_come_back(using: str) -> None:
    """A whole number and a date are stored as such, and None where there is no answer any more."""
    answers = {"year": "2029", "born": "2001-05-31", "visits": "3"}
    with readers(using).transaction() as inside:
        (client_id,) = inside.create([NewClient("ada@example.edu", "A", "L", answers)])
    assert [dict(client.answers) for client in readers(using).all()] == [answers]
    with readers(using).transaction() as inside:
        inside.update([ClientUpdate(client_id or 0, answers={"year": None, "born": None})])
    assert [dict(client.answers) for client in readers(using).all()] == [{"visits": "3"}]


def test_a_models_own_clean_may_raise_an_error_of_no_field(using: str) -> None:
    """What `clean` says is passed on with the client, without the value that it would quote."""
    ada = store_reader(using)
    with pytest.raises(StorageError) as raised, readers(using, validate=True).transaction() as inside:
        inside.update([ClientUpdate(ada.pk, answers={"major": "Alchemy"})])
    assert str(raised.value) == f"The model does not take the client {ada.pk}: Nobody reads … here."


def test_a_list_in_place_of_the_answers_is_not_changed() -> None:
    """A field that holds a list is refused also where it is only written; an empty list holds no answers."""
    clients = DjangoClients(Account, ACCOUNT_FIELDS, AnswersInJson("topics"))
    named = {"username": "a", "email": "a@example.edu", "address_key": "a@example.edu"}
    account = Account.objects.create(**named, topics=["x"])
    update = ClientUpdate(account.pk, answers={"major": "History"})
    with pytest.raises(StorageError, match="something else than an object"), clients.transaction() as inside:
        inside.update([update])
    Account.objects.update(topics=[])
    with clients.transaction() as inside:
        inside.update([update])
    assert [dict(client.answers) for client in clients.all()] == [{"major": "History"}]
    Account.objects.all().delete()


def test_the_models_validation_is_asked_where_wanted(using: str) -> None:
    """With `validate=True` a client whom the model does not take stops the import; without, the model is not asked."""
    broken = NewClient("not an address", "A", "L")
    with pytest.raises(StorageError, match=r"does not take a new client: .*email: Enter a valid email") as raised:  # noqa: SIM117
        with accounts(using, validate=True).transaction() as inside:
            inside.create([ADA, broken])
    assert raised.value.__cause__ is None
    with accounts(using).transaction() as inside:
        (client_id,) = inside.create([broken])
    with pytest.raises(StorageError, match="subject"), accounts(using, validate=True).transaction() as inside:
        inside.update([ClientUpdate(client_id or 0, answers={"major": "x" * 41})])
    assert Account.objects.using(using).get().subject == ""
