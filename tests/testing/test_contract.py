"""The contract notices repositories that break it, and names the rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from client_import import Client, ClientId, ClientUpdate, NewClient, NewPassword
from client_import.repositories.memory import MemoryClients
from client_import.testing import RepositoryContract


class Wrong:
    """A transaction that passes everything on, but for what a subclass does wrong."""

    def __init__(self, inner: Any) -> None:  # noqa: ANN401 - the memory repository's own transaction
        self.inner = inner

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.inner, name)


class NeverFree(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        self.inner.create(clients)
        return [None] * len(clients)


class Reversed(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        return list(reversed(self.inner.create(clients)))


class IgnoresMarks(Wrong):
    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        marks = {client.id: client.password_mark for client in self.inner.clients.values()}
        return list(
            self.inner.set_passwords(
                [NewPassword(each.client_id, each.hash, marks.get(each.client_id)) for each in passwords]
            )
        )


class RefusesToDelete(Wrong):
    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        return list(client_ids)


class UpdatesTheFirst(Wrong):
    def update(self, updates: Sequence[ClientUpdate]) -> None:
        self.inner.update(updates[:1])


class AnswersReversed(Wrong):
    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        stored = self.inner.set_passwords(passwords)
        return [not stored[0], *stored[1:]] if len(stored) > 1 else list(stored)


class ReusesIds(MemoryClients):
    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            inner.last_id = max((int(str(client_id)) for client_id in inner.clients), default=0)
            yield inner


class WrongClients(MemoryClients):
    """Memory with a wrong transaction."""

    wrong: Callable[[Any], Wrong]

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            yield type(self).wrong(inner)


class NoRollback(MemoryClients):
    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            try:
                yield inner
            except Exception:  # noqa: BLE001 - that is what it does wrong
                return


class FindsBySpelling(MemoryClients):
    def find(self, email_keys: Collection[str]) -> list[Client]:
        return [client for client in self.all() if client.email in email_keys]


class GivesAllTwice(MemoryClients):
    def all(self) -> Iterator[Client]:
        yield from super().all()
        yield from super().all()


def with_transaction(wrong: type[Wrong]) -> type[MemoryClients]:
    return type(wrong.__name__, (WrongClients,), {"wrong": wrong})


def broken_rules(make: type[MemoryClients]) -> str:
    """What the contract says about a repository, all tests together."""

    class Contract(RepositoryContract):
        def make_repository(self) -> MemoryClients:
            return make()

    complaints = []
    for name in dir(Contract):
        if name.startswith("test_"):
            try:
                getattr(Contract(), name)()
            except AssertionError as error:
                complaints.append(str(error))
    return "\n".join(complaints)


def test_a_right_repository_gives_no_complaint() -> None:
    """The contract finds nothing in the memory repository."""
    assert broken_rules(MemoryClients) == ""


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (with_transaction(NeverFree), "create: gave None for an address that was free"),
        (with_transaction(Reversed), "create: ids in order"),
        (with_transaction(IgnoresMarks), "set_passwords: another mark"),
        (with_transaction(RefusesToDelete), "delete: refuses no imported client"),
        (with_transaction(UpdatesTheFirst), "update: each its own client"),
        (with_transaction(AnswersReversed), "set_passwords: said in order"),
        (ReusesIds, "delete: an id is never used again"),
        (NoRollback, "transaction: the exception must reach the caller"),
        (FindsBySpelling, "find: by e-mail key"),
        (GivesAllTwice, "all: wanted exactly one client"),
    ],
)
def test_a_wrong_repository_is_told_the_rule(make: type[MemoryClients], rule: str) -> None:
    """Each wrong repository fails, with a message that names the rule."""
    assert rule in broken_rules(make)


def test_the_repository_must_be_given() -> None:
    """Without `make_repository` the contract says what to write."""
    with pytest.raises(NotImplementedError, match="make_repository"):
        RepositoryContract().make_repository()
