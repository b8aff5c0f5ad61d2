"""`MemoryClients` keeps the contract."""

from client_import.repositories.memory import MemoryClients
from client_import.testing import RepositoryContract


class TestMemoryClients(RepositoryContract):
    def make_repository(self) -> MemoryClients:
        return MemoryClients()
