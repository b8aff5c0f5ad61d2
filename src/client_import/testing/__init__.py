"""What a host's own test suite imports. Nothing here needs pytest; `client_import.testing.strategies` needs hypothesis.

`RepositoryContract` proves a repository; `MemoryClients` stands in for one; `FaultyRepository` breaks one;
`sample_form`, `sample_rows` and `make_roster` give forms and files; `assert_no_secret` searches an import for leaks.
"""

from client_import.repositories.memory import MemoryClients
from client_import.testing.contract import RepositoryContract
from client_import.testing.faults import Fault, FaultyRepository
from client_import.testing.hooks import CONTRACT_FORM
from client_import.testing.leaks import Look, Run, assert_no_secret, every_step
from client_import.testing.samples import make_roster, sample_form, sample_rows

__all__ = [
    "CONTRACT_FORM",
    "Fault",
    "FaultyRepository",
    "Look",
    "MemoryClients",
    "RepositoryContract",
    "Run",
    "assert_no_secret",
    "every_step",
    "make_roster",
    "sample_form",
    "sample_rows",
]
