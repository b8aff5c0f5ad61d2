"""`DjangoClients` keeps the contract on a user model and on a profile, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar, TypeVar

import pytest

from client_import import (
    ClientId,
    ClientRepository,
    Question,
    RegistrationForm,
)
from client_import.testing import RepositoryContract
from django_platform import set_up

set_up()

from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from client_import.repositories.django import (  # noqa: E402
    AnswersInFields,
    AnswersInJson,
    DjangoClients,
)
from django_platform.hosts import ACCOUNT_FIELDS, MEMBER_FIELDS, PERSON_FIELDS, TEXTS, change_profile_answer  # noqa: E402
from django_platform.models import Account, Letter, Member, Person, Profile, Visit  # noqa: E402

T = TypeVar("T")


class DjangoHost(RepositoryContract):
    """What every platform on Django does."""

    pause = 0.1
    using: str

    @pytest.fixture(autouse=True, params=["default", "postgresql"])
    def _database(self, request: pytest.FixtureRequest) -> Iterator[None]:
        self.using = request.param
        yield
        for model in (Visit, Letter, Account, Profile, Member, Person):
            model.objects.using(self.using).all().delete()

    def run_request(self, act: Callable[[], T]) -> T:
        try:
            return act()
        finally:
            connections.close_all()

    def stored_hash(self, repository: ClientRepository, client_id: ClientId) -> str | None:  # noqa: ARG002
        password: str = self.model.objects.using(self.using).get(pk=client_id).password
        return None if password.startswith("!") else password.removeprefix("bcrypt$")

    model: ClassVar[Any]


class TestUserModel(DjangoHost):
    model = Account

    def make_repository(self) -> DjangoClients:
        return DjangoClients(Account, ACCOUNT_FIELDS, AnswersInFields(TEXTS, {"help": "topics"}), using=self.using)

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        Account.objects.using(self.using).filter(pk=client_id).update(registered_at=timezone.now())

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:  # noqa: ARG002
        changed = {"password": f"bcrypt${password_hash}", "password_imported": False}
        Account.objects.using(self.using).filter(pk=client_id).update(**changed)

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:  # noqa: ARG002
        Account.objects.using(self.using).filter(pk=client_id).update(**{TEXTS[question.id]: text})

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        Account.objects.using(self.using).filter(pk=client_id).update(is_active=False)

    def refer_to(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        Visit.objects.using(self.using).create(account_id=client_id)


class TestProfile(DjangoHost):
    model = Member

    def make_repository(self) -> DjangoClients:
        return DjangoClients(Member, MEMBER_FIELDS, AnswersInJson("about__answers"), using=self.using)

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        Profile.objects.using(self.using).filter(member=client_id).update(registered=True)

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:  # noqa: ARG002
        Member.objects.using(self.using).filter(pk=client_id).update(password=f"bcrypt${password_hash}")
        Profile.objects.using(self.using).filter(member=client_id).update(imported=False)

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:  # noqa: ARG002
        change_profile_answer(self.using, {"member": client_id}, question.id, text)

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        Profile.objects.using(self.using).filter(member=client_id).update(is_open=False)

    def refer_to(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        Letter.objects.using(self.using).create(to=Profile.objects.using(self.using).get(member=client_id))


class TestAddressIsTheKey(DjangoHost):
    model = Person
    stored_hash = RepositoryContract.stored_hash
    keeps_passwords = False
    keeps_spelling = False
    form = RegistrationForm(
        questions=[
            Question("note", "Note"),
            Question("help", "Help", kind="choices", choices=["Essays", 'say "hi"', "🐤|x"]),
        ]
    )

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:  # noqa: ARG002
        Person.objects.using(self.using).filter(pk=client_id).update(**{question.id: text})

    def make_repository(self) -> DjangoClients:
        return DjangoClients(
            Person, PERSON_FIELDS, AnswersInFields({"note": "note"}, {"help": "help"}), using=self.using
        )
