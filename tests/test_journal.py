"""What the log is told."""

from __future__ import annotations

import logging

import pytest

from client_import import Client, Importer, ImportRules, PasswordRules
from client_import.repositories.memory import MemoryClients
from rosters import FORM

ROSTER = b"""Email,First Name,Last Name,Major,Password
new@example.edu,Nora,Newman,Astrology,canary-77
old@example.edu,Otto,Oldman,History,
nobody,Ned,Nobody,History,
"""


def run(caplog: pytest.LogCaptureFixture, level: int) -> list[str]:
    """The messages of an import during which one client changes."""
    store = MemoryClients([Client(5, "old@example.edu", "Olga", "Oldman")])
    imports = Importer(form=FORM, clients=store, rules=ImportRules(passwords=PasswordRules(cost=4)))
    with caplog.at_level(level, logger="client_import"):
        plan = imports.plan(imports.read(ROSTER))
        with store.transaction() as transaction:
            transaction.delete([5])
        imports.apply(plan)
    return [record.getMessage() for record in caplog.records]


def test_info_gives_counts_and_durations(caplog: pytest.LogCaptureFixture) -> None:
    """Four lines for an import with passwords, and no word of a person."""
    messages = run(caplog, logging.INFO)
    starts = ["read 3 rows of 5 columns in ", "planned in ", "applied in ", "passwords: 1 set, 0 replaced"]
    assert [message.startswith(start) for message, start in zip(messages, starts, strict=True)] == [True] * 4
    assert "1 to create, 1 to update, 0 to delete, 0 unchanged, 1 rejected; 2 problems" in messages[1]
    assert "1 created, 0 updated, 0 deleted, 0 unchanged, 1 rejected, 1 conflicted" in messages[2]


def test_debug_adds_lines_and_codes(caplog: pytest.LogCaptureFixture) -> None:
    """Where to look, and never what stands there."""
    messages = run(caplog, logging.DEBUG)
    assert "line 2, column 4: unmatched_answer" in messages
    assert "line 4, column 1: invalid_email" in messages
    assert "line 3: conflicted" in messages
    for value in ("new@", "Nora", "Newman", "Astrology", "canary", "Olga", "nobody"):
        assert value not in "\n".join(messages)
