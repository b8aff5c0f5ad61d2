"""What a host's own test suite imports: the contract that every repository passes."""

from client_import.testing.contract import RepositoryContract

__all__ = ["RepositoryContract"]
