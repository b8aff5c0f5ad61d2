"""What a host's own test suite imports: the contract that every repository passes, and the search for leaks."""

from client_import.testing.contract import RepositoryContract
from client_import.testing.leaks import Look, Run, assert_no_secret, every_step

__all__ = ["Look", "RepositoryContract", "Run", "assert_no_secret", "every_step"]
