"""`MemoryClients`: clients in a dictionary, for tests and for trying things out."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

import attrs

from client_import.client import (
    ChosenPassword,
    Client,
    ClientId,
    ClientUpdate,
    CompletedRegistration,
    NewClient,
    NewPassword,
)
from client_import.emails import email_key
from client_import.passwords import password_mark
from client_import.repository import OneAtATime, refuse_nul


class MemoryClients:
    """A `ClientRepository` that forgets everything when the process ends.

    Transactions follow one another: a second one waits for the first. Reading sees what was committed.

    Args:
        clients: The first ones. Two with one key are accepted, as old storages may hold them.
    """

    def __init__(self, clients: Iterable[Client] = ()) -> None:
        stored = {client.id: client for client in clients}
        last_id = max((known for known in stored if isinstance(known, int)), default=0)
        self._state = _State(stored, {}, last_id)
        self._lock = threading.Lock()
        self._guard = OneAtATime()

    def find(self, email_keys: Collection[str]) -> list[Client]:
        """The clients that have one of these keys."""
        return self._state.find(email_keys)

    def all(self) -> Iterator[Client]:
        """Every client, as it was when this was called."""
        return iter(self._state.clients.values())

    def password_hash(self, client_id: ClientId) -> str | None:
        """The stored bcrypt hash, for a login to check against."""
        return self._state.hashes.get(client_id)

    @contextmanager
    def transaction(self) -> Iterator[_State]:
        """Changes that are seen by others only after a clean exit.

        Raises:
            StorageError: This thread has one open already.
        """
        with self._guard.enter(), self._lock:
            working = _State(dict(self._state.clients), dict(self._state.hashes), self._state.last_id)
            yield working
            self._state = working


class _State:
    """The clients and their password hashes; also the transaction on a copy of them."""

    def __init__(self, clients: dict[ClientId, Client], hashes: dict[ClientId, str], last_id: int) -> None:
        self.clients = clients
        self.hashes = hashes
        self.last_id = last_id
        self._keys: dict[str, list[ClientId]] = {}
        for client in clients.values():
            self._keys.setdefault(email_key(client.email), []).append(client.id)

    def find(self, email_keys: Collection[str]) -> list[Client]:
        return [self.clients[client_id] for key in set(email_keys) for client_id in self._keys.get(key, ())]

    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        given = list(clients)
        refuse_nul(given)
        return [self._create(client) for client in given]

    def _create(self, new: NewClient) -> ClientId | None:
        key = email_key(new.email)
        if self._keys.get(key):
            return None
        self.last_id += 1
        client_id = self.last_id
        self.clients[client_id] = Client(client_id, new.email, new.first_name, new.last_name, dict(new.answers))
        self._keys[key] = [client_id]
        return client_id

    def update(self, updates: Sequence[ClientUpdate]) -> None:
        refuse_nul(updates)
        for update in updates:
            client = self.clients.get(update.client_id)
            if client is None:
                continue
            merged = {**client.answers, **update.answers}
            self.clients[client.id] = attrs.evolve(
                client,
                first_name=client.first_name if update.first_name is None else update.first_name,
                last_name=client.last_name if update.last_name is None else update.last_name,
                answers={question: answer for question, answer in merged.items() if answer is not None},
            )

    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        return [self._set_password(password, placeholder=True) for password in passwords]

    def save_password(self, chosen: ChosenPassword) -> bool:
        """Store what a client chose, where the mark still matches; whether it was done."""
        return self._set_password(chosen, placeholder=False)

    def save_registration(self, completed: CompletedRegistration) -> bool:
        """Store a saved form; False where the client is not at the form any more, or the mark is another."""
        client = self.clients.get(completed.update.client_id)
        if client is None or not client.active or client.registration_completed:
            return False
        if completed.password and not self.save_password(completed.password):
            return False
        self.update([completed.update])
        self.clients[client.id] = attrs.evolve(self.clients[client.id], registration_completed=True)
        return True

    def _set_password(self, password: NewPassword | ChosenPassword, *, placeholder: bool) -> bool:
        client = self.clients.get(password.client_id)
        if client is None or client.password_mark != password.expected_mark:
            return False
        self.hashes[client.id] = password.hash.reveal()
        self.clients[client.id] = attrs.evolve(
            client, password_mark=password_mark(self.hashes[client.id]), password_is_placeholder=placeholder
        )
        return True

    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        return [client_id for client_id in client_ids if not self._delete(client_id)]

    def _delete(self, client_id: ClientId) -> bool:
        client = self.clients.get(client_id)
        if client is None:
            return True
        chose_password = client.password_mark is not None and not client.password_is_placeholder
        if client.registration_completed or chose_password:
            return False
        del self.clients[client_id]
        self.hashes.pop(client_id, None)
        self._keys[email_key(client.email)].remove(client_id)
        return True
