"""The contract of a `ClientRepository`, as a class of tests to inherit; for pytest and for unittest alike.

    class TestMyClients(RepositoryContract):
        def make_repository(self):
            return MyClients(an_empty_database())

For unittest, name `unittest.TestCase` as the second base. What else a host can say about its storage stands in
`client_import.testing.hooks`.
"""

from __future__ import annotations

from client_import.testing.changing import ChangingRules
from client_import.testing.creating import CreatingRules
from client_import.testing.deleting import DeletingRules
from client_import.testing.finding import FindingRules
from client_import.testing.password_rules import PasswordKeepingRules
from client_import.testing.racing import RacingRules
from client_import.testing.texts import TextRules
from client_import.testing.transactions import TransactionRules


class RepositoryContract(
    FindingRules,
    CreatingRules,
    TextRules,
    PasswordKeepingRules,
    DeletingRules,
    TransactionRules,
    ChangingRules,
    RacingRules,
):
    """The rules that every repository keeps, a test for each. Inherit and say how to make an empty one."""
