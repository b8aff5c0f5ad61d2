"""How the models of this platform are named to the adapter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction
from django.db.models import F, Q

from client_import import StorageError
from client_import.repositories.django import AnswersInFields, AnswersInJson, ClientFields, DjangoClients
from client_import.testing.expecting import start
from django_platform.models import Account, Member, Person, Profile, Reader

TEXTS = {"note": "remark", "year": "graduation", "major": "subject"}
ACCOUNT_FIELDS = ClientFields(
    email_key="address_key",
    registration_completed=Q(registered_at__isnull=False),
    password="password",
    password_is_placeholder="password_imported",
    new={"username": lambda new: new.email.strip()[:150]},
)
MEMBER_FIELDS = ClientFields(
    email_key="about__key",
    first_name="about__given",
    last_name="about__family",
    active="about__is_open",
    registration_completed="about__registered",
    password="password",
    password_is_placeholder="about__imported",
)
PERSON_FIELDS = ClientFields(email_key="email", active=None, new={"campus": "North"})
READER_FIELDS = ClientFields(active=None, password="password", password_is_placeholder="card__imported")
CARD_TEXTS = {"major": "card__major", "year": "card__year", "born": "card__born", "visits": "card__visits"}


def accounts(using: str = "default", **options: Any) -> DjangoClients:  # noqa: ANN401
    """The user model."""
    return DjangoClients(Account, ACCOUNT_FIELDS, AnswersInFields(TEXTS), using=using, **options)


def readers(using: str = "default", **options: Any) -> DjangoClients:  # noqa: ANN401
    """Readers with their card."""
    answers = AnswersInFields(CARD_TEXTS, {"topics": "card__topics"})
    return DjangoClients(Reader, READER_FIELDS, answers, using=using, **options)


def store_reader(using: str, **more: Any) -> Reader:  # noqa: ANN401
    """A reader who signed up, without a card."""
    named = {"email": "ada@example.edu", "email_key": "ada@example.edu", **more}
    reader: Reader = Reader.objects.using(using).create(**named)
    return reader


def members(using: str = "default") -> DjangoClients:
    """Members with their profile."""
    return DjangoClients(Member, MEMBER_FIELDS, AnswersInJson("about__answers"), using=using)


def change_profile_answer(using: str, who: dict[str, Any], question: str, answer: str) -> list[str | None]:
    """Change an answer as a member would, behind a lock on the profile; what it was, where there is a profile."""
    before: list[str | None] = []
    with transaction.atomic(using=using):
        theirs = Profile.objects.using(using).filter(**who)
        if connections[using].vendor == "sqlite":
            theirs.update(
                plan=F("plan")
            )  # takes the lock; elsewhere a second update would make the commit wait for the FK
        for profile in theirs.select_for_update():
            before.append(profile.answers.get(question))
            profile.answers = {**profile.answers, question: answer}
            profile.save(update_fields=["answers"])
    return before


def empty(using: str) -> None:
    """Nobody is left."""
    for model in (Account, Profile, Member, Person, Reader):
        model.objects.using(using).all().delete()


def complaint(model: Any, fields: ClientFields, answers: Any = AnswersInJson("topics")) -> str:  # noqa: ANN401, B008
    """What is said at the start of a model that cannot be used."""
    with pytest.raises(StorageError) as raised:
        DjangoClients(model, fields, answers)
    return str(raised.value)


def run_elsewhere(act: Callable[[], object]) -> None:
    """In a thread with a connection of its own, as another request would."""

    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    start(run).result(30)
