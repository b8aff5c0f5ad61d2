"""What the rules of the contract are written with: small acts on a repository, and complaints that name the rule."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import NoReturn, TypeVar

from client_import import (
    Answer,
    Answers,
    Client,
    ClientId,
    ClientImportError,
    ClientRepository,
    NewClient,
    NewPassword,
    Secret,
)

T = TypeVar("T")

HASH = "$2b$04$" + "a" * 53
OTHER_HASH = "$2b$04$" + "b" * 53

LONGEST_SECONDS = 60.0
"""After which something that runs in a thread of its own counts as hanging."""


class Broken(Exception):
    """Raised to break a transaction."""


def break_off() -> NoReturn:
    """Break the transaction at hand."""
    raise Broken


def expect(rule: str, got: object, wanted: object) -> None:
    """Complain where something else came than the rule wants."""
    if got != wanted:
        raise AssertionError(f"The contract's rule “{rule}” is broken.\nWanted: {wanted!r}\nGot:    {got!r}")


@contextmanager
def keeping(rule: str) -> Iterator[None]:
    """Whatever is raised inside breaks the rule."""
    try:
        yield
    except (AssertionError, Broken):
        raise
    except Exception as error:
        raise AssertionError(f"The contract's rule “{rule}” is broken.\nIt raised: {error!r}") from error


@contextmanager
def refused_as(rule: str) -> Iterator[None]:
    """What is done inside must be refused with an error of this library."""
    try:
        yield
    except ClientImportError:
        return
    except Exception as error:
        raise AssertionError(
            f"The contract's rule “{rule}” is broken.\nWanted: StorageError\nIt raised: {error!r}"
        ) from error
    raise AssertionError(f"The contract's rule “{rule}” is broken.\nWanted: StorageError\nIt was taken.")


def start(act: Callable[[], T]) -> Future[T]:
    """Begin something in a thread of its own, which holds nobody up when it never ends."""
    begun: Future[T] = Future()

    def run() -> None:
        try:
            begun.set_result(act())
        except BaseException as error:  # noqa: BLE001 - handed to who waits for the result
            begun.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return begun


def new(email: str, answers: Answers | None = None, first_name: str = "Ada", last_name: str = "Lovelace") -> NewClient:
    """A client to create."""
    return NewClient(email, first_name, last_name, answers or {})


def create(repository: ClientRepository, *clients: NewClient) -> Sequence[ClientId | None]:
    """Create clients in a transaction of their own."""
    with repository.transaction() as transaction:
        return transaction.create(clients)


def create_known(repository: ClientRepository, *clients: NewClient) -> list[ClientId]:
    """The ids of clients who can all be created."""
    return [known(client_id) for client_id in create(repository, *clients)]


def known(client_id: ClientId | None) -> ClientId:
    """The id of a client who had to be created."""
    if client_id is None:
        raise AssertionError("The contract's rule “create: an address that was free is taken” is broken: it gave None.")
    return client_id


def only(repository: ClientRepository) -> Client:
    """The one client there is."""
    clients = list(repository.all())
    if len(clients) != 1:
        raise AssertionError(f"The contract's rule “all: every client once” is broken.\nWanted one, got {clients!r}")
    return clients[0]


def by_id(repository: ClientRepository) -> dict[ClientId, Client]:
    """Every client by id."""
    return {client.id: client for client in repository.all()}


def emails_of(repository: ClientRepository) -> list[str]:
    """Every stored address, sorted."""
    return sorted(client.email for client in repository.all())


def set_password(repository: ClientRepository, client_id: ClientId, password_hash: str, mark: str | None) -> list[bool]:
    """What `set_passwords` says about one password."""
    with repository.transaction() as transaction:
        return list(transaction.set_passwords([NewPassword(client_id, Secret(password_hash), mark)]))


def sorted_answers(answers: Answers) -> dict[str, Answer]:
    """Answers for comparing: the order in which choices are stored says nothing."""
    return {
        question: tuple(sorted(answer)) if isinstance(answer, tuple) else answer for question, answer in answers.items()
    }
