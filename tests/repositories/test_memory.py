"""`MemoryClients` keeps the contract."""

import pytest

from client_import import Client, StorageError
from client_import.repositories.memory import MemoryClients
from hosts import MemoryHost


class TestMemoryClients(MemoryHost):
    pass


def test_chosen_passwords_and_completed_registrations_are_not_deleted() -> None:
    """`delete` refuses a client who chose a password or completed the registration, and says which."""
    clients = MemoryClients(
        [
            Client(1, "ada@example.edu", "Ada", "Lovelace", registration_completed=True),
            Client(2, "bob@example.edu", "Bob", "B", password_mark="m"),
            Client(3, "eve@example.edu", "Eve", "E", password_mark="m", password_is_placeholder=True),
        ]
    )
    with clients.transaction() as transaction:
        assert transaction.delete([1, 2, 3, 4]) == [1, 2]
    assert [client.id for client in clients.all()] == [1, 2]


def test_a_transaction_inside_another_is_refused() -> None:
    """Who opens a transaction twice is told to work inside the first one, at once."""
    clients = MemoryClients()
    with (
        pytest.raises(StorageError, match="work inside that one"),
        clients.transaction(),
        clients.transaction(),
    ):
        pass
    with clients.transaction():
        pass
