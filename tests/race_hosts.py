"""Platforms whose clients sign up and change their accounts while administrators import: for `race_imports.py`.

Each act is a transaction as a request of the platform would have it, and tells what it wrote and in place of what.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import NullPool, create_engine, delete, insert, select, update

from client_import import ClientRepository
from platforms import PLATFORMS, change_answer

NOBODY = "(nobody)"
"""What stands in every field of a client who is not there."""

FIELDS = ("first_name", "last_name", "note", "year")


class Write(NamedTuple):
    """A value that was written: whose, where, in place of what."""

    key: str
    field: str
    old: Any
    new: Any


class RaceHost(Protocol):
    """What the race asks of a platform."""

    def make_tables(self) -> None:
        """Once, by one process."""
        ...

    def open(self) -> ClientRepository:
        """The platform's clients."""
        ...

    def empty(self) -> None:
        """Nobody is stored any more."""
        ...

    def sign_up(self, people: Sequence[str], draw: random.Random) -> list[Write]:
        """Clients create their own accounts."""
        ...

    def change(self, people: Sequence[str], draw: random.Random) -> list[Write]:
        """Accounts change in a field that no roster has."""
        ...

    def answer(self, people: Sequence[str], draw: random.Random) -> list[Write]:
        """Clients change an answer that the rosters have, too; those who are not there do not."""
        ...


class TableHost:
    """A platform with tables of its own, by SQLAlchemy."""

    def __init__(self, layout: str, url: str) -> None:
        self._platform = PLATFORMS[layout]()
        self._engine = create_engine(url, poolclass=NullPool)

    def make_tables(self) -> None:
        self._platform.metadata.create_all(self._engine)

    def open(self) -> ClientRepository:
        return self._platform.open(self._engine)

    def empty(self) -> None:
        with self._engine.begin() as connection:
            for table in reversed(self._platform.metadata.sorted_tables):
                connection.execute(delete(table))

    def sign_up(self, people: Sequence[str], draw: random.Random) -> list[Write]:  # noqa: ARG002
        accounts, answers = self._platform.accounts, self._platform.answers
        with self._engine.begin() as connection:
            for email in people:
                own: dict[str, Any] = {"address": email, "address_key": email, "given_name": "Own"}
                own |= {"family_name": "Own", "is_open": True, "secret_imported": False}
                own |= dict(answers.to_values(accounts, new=True)({}))
                connection.execute(insert(accounts).values(own))
        return written_by_signing_up(people)

    def change(self, people: Sequence[str], draw: random.Random) -> list[Write]:
        accounts = self._platform.accounts
        with self._engine.begin() as connection:
            for email in people:
                changed = update(accounts).where(accounts.c.address_key == email)
                connection.execute(changed.values(theme=draw.choice(["dark", "light"])))
                time.sleep(draw.random() / 500)
        return []

    def answer(self, people: Sequence[str], draw: random.Random) -> list[Write]:
        accounts = self._platform.accounts
        done: list[Write] = []
        with self._engine.begin() as connection:
            for email in people:
                mine = select(accounts.c.id).where(accounts.c.address_key == email)
                client_id = connection.execute(mine).scalar()
                if client_id is not None:
                    question, text = draw_answer(draw)
                    before = change_answer(connection, self._platform, client_id, question, text)
                    done.append(Write(email, question, before, text))
                    time.sleep(draw.random() / 500)
        return done


class ProfileHost:
    """A platform on Django, whose clients have a profile."""

    def __init__(self, url: str) -> None:
        from django_platform import set_up_at  # noqa: PLC0415 - Django is set up once in a process, for one database

        set_up_at(url)
        from django_platform import hosts, models  # noqa: PLC0415

        self._hosts, self._models = hosts, models

    def make_tables(self) -> None:
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", run_syncdb=True, verbosity=0)

    def open(self) -> ClientRepository:
        return self._hosts.members()

    def empty(self) -> None:
        self._models.Member.objects.all().delete()

    def sign_up(self, people: Sequence[str], draw: random.Random) -> list[Write]:  # noqa: ARG002
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic():
            for email in people:
                member = self._models.Member.objects.create(email=email)
                self._models.Profile.objects.create(member=member, key=email, given="Own", family="Own")
        return written_by_signing_up(people)

    def change(self, people: Sequence[str], draw: random.Random) -> list[Write]:
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic():
            for email in people:
                self._models.Profile.objects.filter(key=email).update(plan=draw.choice(["free", "paid"]))
                time.sleep(draw.random() / 500)
        return []

    def answer(self, people: Sequence[str], draw: random.Random) -> list[Write]:
        from django.db import transaction  # noqa: PLC0415

        done: list[Write] = []
        with transaction.atomic():
            for email in people:
                question, text = draw_answer(draw)
                told = self._hosts.change_profile_answer("default", {"key": email}, question, text)
                done += [Write(email, question, before, text) for before in told]
                time.sleep(draw.random() / 500)
        return done


def draw_answer(draw: random.Random) -> tuple[str, str]:
    """A question that rosters answer as well, and a text that nobody has written before."""
    return draw.choice(["note", "year"]), f"own {draw.random()}"


def written_by_signing_up(people: Sequence[str]) -> list[Write]:
    """A new account has names and no answers."""
    own = {"first_name": "Own", "last_name": "Own"}
    return [Write(email, field, NOBODY, own.get(field)) for email in people for field in FIELDS]


HOSTS: dict[str, Callable[[str], RaceHost]] = {
    "answers in JSON": lambda url: TableHost("in_json", url),
    "answers in columns": lambda url: TableHost("in_columns", url),
    "answers in rows": lambda url: TableHost("in_rows", url),
    "a profile of Django's": ProfileHost,
}
