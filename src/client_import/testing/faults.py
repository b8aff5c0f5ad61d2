"""`FaultyRepository`: a repository whose nth call fails, or at whose nth call the process ends.

for fail_at in itertools.count(1):
    faulty = FaultyRepository(clients, fail_at=fail_at)
    …
    if faulty.calls < fail_at:
        break  # every call has failed once
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from client_import import Client, ClientId, ClientRepository, ClientTransaction, ClientUpdate, NewClient, NewPassword

STOPPED = 9
"""The exit status of a process that a `FaultyRepository` has ended."""


class Fault(Exception):
    """What a `FaultyRepository` raises unless it is told otherwise."""


class FaultyRepository:
    """A repository that does as another one does, up to a call that fails.

    Counted are `find`, `all`, the beginning of a transaction, what is called inside one, and its commit.

    Args:
        inner: The repository that does the work.
        fail_at: The call that raises `error`, counted from 1; None: none does.
        stop_at: The call at which the process ends at once, as if it was killed.
        error: What is raised; give `KeyboardInterrupt()` for Ctrl-C.
        halfway: Whether a batch that fails is half done by then.
        stop: What ends the process; called with the exit status 9.

    Attributes:
        names: The names of the calls so far, that which failed included.
    """

    def __init__(
        self,
        inner: ClientRepository,
        *,
        fail_at: int | None = None,
        stop_at: int | None = None,
        error: BaseException | None = None,
        halfway: bool = False,
        stop: Callable[[int], object] = os._exit,
    ) -> None:
        self._inner = inner
        self._fail_at, self._stop_at, self._stop = fail_at, stop_at, stop
        self._error = error or Fault(f"Call {fail_at} fails.")
        self.halfway = halfway
        self.names: list[str] = []

    @property
    def calls(self) -> int:
        """How many calls there were."""
        return len(self.names)

    def find(self, email_keys: Collection[str]) -> Iterable[Client]:
        """As the inner one, unless it is this call's turn."""
        self.count("find")
        return self._inner.find(email_keys)

    def all(self) -> Iterator[Client]:
        """As the inner one, unless it is this call's turn."""
        self.count("all")
        return self._inner.all()

    @contextmanager
    def transaction(self) -> Iterator[_FaultyTransaction]:
        """As the inner one's; a commit that fails rolls back."""
        self.count("transaction")
        with self._inner.transaction() as inner:
            yield _FaultyTransaction(inner, self)
            self.count("commit")

    def is_next(self) -> bool:
        """Whether the next call is the one that fails or ends the process."""
        return self.calls + 1 in {self._fail_at, self._stop_at}

    def count(self, name: str) -> None:
        """One more call; the one whose turn it is fails, or ends the process."""
        self.names.append(name)
        if self.calls == self._stop_at:
            self._stop(STOPPED)
        if self.calls == self._fail_at:
            raise self._error


class _FaultyTransaction:
    """What can be done inside a transaction, each call counted."""

    def __init__(self, inner: ClientTransaction, faults: FaultyRepository) -> None:
        self._inner = inner
        self._faults = faults

    def find(self, email_keys: Collection[str]) -> Iterable[Client]:
        self._faults.count("transaction.find")
        return self._inner.find(email_keys)

    def create(self, clients: Sequence[NewClient]) -> Sequence[ClientId | None]:
        if self._breaks_halfway():
            self._inner.create(clients[: len(clients) // 2])
        self._faults.count("create")
        return self._inner.create(clients)

    def update(self, updates: Sequence[ClientUpdate]) -> None:
        if self._breaks_halfway():
            self._inner.update(updates[: len(updates) // 2])
        self._faults.count("update")
        self._inner.update(updates)

    def set_passwords(self, passwords: Sequence[NewPassword]) -> Sequence[bool]:
        if self._breaks_halfway():
            self._inner.set_passwords(passwords[: len(passwords) // 2])
        self._faults.count("set_passwords")
        return self._inner.set_passwords(passwords)

    def delete(self, client_ids: Collection[ClientId]) -> Collection[ClientId]:
        self._faults.count("delete")
        return self._inner.delete(client_ids)

    def _breaks_halfway(self) -> bool:
        return self._faults.halfway and self._faults.is_next()
