"""The host's storage as this library sees it: the port `ClientRepository`.

Adapters hold no rule. The contract they all pass is `client_import.testing.RepositoryContract`.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from client_import.client import Answer, Client, ClientId, ClientUpdate, NewClient, NewPassword
from client_import.errors import StorageError

_ADVICE = {
    "locked": " Somebody else is writing; try again when that has finished.",
    "deadlock": " Two transactions blocked each other; try again.",
    "serialize": " Somebody else changed the same clients; try again.",
    "too long": " Give that field a limit, or its column more room.",
}
"""Words of a database -> what to do."""


class ClientTransaction(Protocol):
    """What can be done inside one transaction: all of it is stored, or none."""

    def find(self, email_keys: Collection[str]) -> Iterable[Client]:
        """The clients that have one of these keys now, locked against change until the end."""
        ...

    def create(self, clients: Sequence[NewClient]) -> Sequence[ClientId | None]:
        """Store new clients; their ids in the same order, None where the address was taken."""
        ...

    def update(self, updates: Sequence[ClientUpdate]) -> None:
        """Change the named fields, and no others; an update for a client who is gone does nothing."""
        ...

    def set_passwords(self, passwords: Sequence[NewPassword]) -> Sequence[bool]:
        """Store placeholders where the mark still matches; in the same order, whether it was done.

        Where a plan holds any, it is asked to store none before anything else; a storage without passwords refuses.

        Raises:
            StorageError: The storage has no place for passwords, also where there are none to store: the import
                stops before it has written anything.
        """
        ...

    def delete(self, client_ids: Collection[ClientId]) -> Collection[ClientId]:
        """Delete clients, whose ids are never used again; the ids of those that had to stay.

        To stay have those who completed registration, chose a password, or are referred to elsewhere.
        """
        ...


class ClientRepository(Protocol):
    """The host's clients. Keys are those of `client_import.emails.email_key`."""

    def find(self, email_keys: Collection[str]) -> Iterable[Client]:
        """The clients that have one of these keys, for any number of keys, in any order; as committed."""
        ...

    def all(self) -> Iterator[Client]:
        """Every client, streaming."""
        ...

    def transaction(self) -> AbstractContextManager[ClientTransaction]:
        """A transaction: commits on a clean exit, rolls back on an exception."""
        ...


class OneAtATime:
    """Refuses a transaction inside another in one thread, which would wait for itself; adapters hold one of these."""

    def __init__(self) -> None:
        self._threads: set[int] = set()

    @contextmanager
    def enter(self) -> Iterator[None]:
        """Around a transaction.

        Raises:
            StorageError: This thread has one open already.
        """
        thread = threading.get_ident()
        if thread in self._threads:
            raise StorageError("A transaction on these clients is open already; work inside that one.")
        self._threads.add(thread)
        try:
            yield
        finally:
            self._threads.discard(thread)


def refuse_nul(profiles: Iterable[NewClient | ClientUpdate]) -> None:
    """Refuse texts with the character NUL, which databases cut or cannot hold; adapters ask before they write.

    Raises:
        StorageError: One of the names or answers holds it. The reader takes it out of a file, so that it
            can only come from the host itself.
    """
    values: list[Answer | None] = []
    for profile in profiles:
        values += (profile.first_name, profile.last_name, *profile.answers.values())
    if "\0" in "".join([value if isinstance(value, str) else "".join(value or ()) for value in values]):
        raise StorageError("A name or answer holds the character NUL, which no database keeps. Take it out.")


def first_places(email_keys: Sequence[str]) -> dict[str, int]:
    """Key -> the first place where it stands: of several clients with one key in a batch the first is created."""
    return {key: place for place, key in reversed(list(enumerate(email_keys)))}


def say_what_to_do(said: str, *, breaks_rule: bool) -> str:
    """What a database said, and what to do about it; adapters say so in their `StorageError`.

    Args:
        said: The first line, without a value of the row.
        breaks_rule: Whether a rule of the table was broken, other than that of the key.
    """
    advice = next((advice for words, advice in _ADVICE.items() if words in said.lower()), "")
    if breaks_rule and not advice:
        advice = " Another rule of the table does not let these clients in."
    return f"The database says: {said}.{advice}"
