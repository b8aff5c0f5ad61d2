"""`MemoryClients` keeps the contract."""

from client_import import Client
from client_import.repositories.memory import MemoryClients
from client_import.testing import RepositoryContract


class TestMemoryClients(RepositoryContract):
    def make_repository(self) -> MemoryClients:
        return MemoryClients()


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
