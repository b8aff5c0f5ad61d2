"""Hosts for the contract: what a platform does to its own clients, behind the library's back."""

from __future__ import annotations

from typing import Any

import attrs

from client_import import Client, ClientId, ClientRepository, Question, password_mark
from client_import.repositories.memory import MemoryClients
from client_import.testing import RepositoryContract


def in_memory(repository: ClientRepository) -> MemoryClients:
    """The repository, known to be one in memory."""
    assert isinstance(repository, MemoryClients)
    return repository


def change(repository: ClientRepository, client_id: ClientId, **fields: Any) -> None:  # noqa: ANN401
    """Change a stored client as a host would behind the library's back."""
    clients = in_memory(repository)._state.clients
    clients[client_id] = attrs.evolve(clients[client_id], **fields)


class MemoryHost(RepositoryContract):
    """What a host with its clients in memory does to them."""

    def make_repository(self) -> MemoryClients:
        return MemoryClients()

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:
        with in_memory(repository)._lock:
            answers = in_memory(repository)._state.clients[client_id].answers
            change(repository, client_id, answers={**answers, question.id: text})

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:
        change(repository, client_id, registration_completed=True)

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:
        in_memory(repository)._state.hashes[client_id] = password_hash
        change(repository, client_id, password_mark=password_mark(password_hash), password_is_placeholder=False)

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:
        change(repository, client_id, active=False)

    def store_second(self, repository: ClientRepository, email: str) -> None:
        second = Client("second", email, "Second", "Client")
        in_memory(repository)._state = MemoryClients([*repository.all(), second])._state

    def stored_hash(self, repository: ClientRepository, client_id: ClientId) -> str | None:
        return in_memory(repository).password_hash(client_id)
