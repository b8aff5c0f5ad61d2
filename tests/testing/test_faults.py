"""`FaultyRepository` fails where it is told to, and an import survives it wherever that is."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from client_import import (
    ClientRepository,
    ClientUpdate,
    HashingCost,
    Importer,
    ImportRules,
    NewClient,
    NewPassword,
    PasswordRules,
    PasswordsRemain,
    Secret,
)
from client_import.repositories.sqlite import SqliteClients
from client_import.testing import Fault, FaultyRepository, MemoryClients, make_roster, sample_form, sample_rows

FORM = sample_form()
RULES = ImportRules(passwords=PasswordRules(cost=HashingCost.FOR_TESTS))
ROSTER = make_roster([{**row, "password": "placeholder"} for row in sample_rows(FORM, 6)])


def import_into(clients: ClientRepository) -> None:
    importer = Importer(form=FORM, clients=clients, rules=RULES)
    importer.apply(importer.plan(importer.read(ROSTER)))


@pytest.mark.parametrize("halfway", [False, True])
@pytest.mark.parametrize("error", [Fault("no"), KeyboardInterrupt()], ids=["error", "Ctrl-C"])
def test_an_import_is_whole_or_nothing_at_every_call(*, halfway: bool, error: BaseException) -> None:
    """Whichever call fails, the profiles are all stored or none, and the next run completes what is missing."""
    for fail_at in itertools.count(1):
        clients = MemoryClients()
        faulty = FaultyRepository(clients, fail_at=fail_at, halfway=halfway, error=error)
        try:
            import_into(faulty)
        except (Fault, KeyboardInterrupt, PasswordsRemain):
            assert len(list(clients.all())) in {0, 6}
        if faulty.calls < fail_at:
            break
        assert faulty.calls == fail_at
        import_into(clients)
        stored = list(clients.all())
        assert len(stored) == 6
        assert all(client.password_mark for client in stored)
    profiles = ["transaction", "set_passwords", "create", "commit"]
    whole = ["find", *profiles, "transaction", "transaction.find", "set_passwords", "commit"]
    assert faulty.names == whole


def test_calls_are_passed_on() -> None:
    """Without a fault it does what the inner one does, under the names that are counted."""
    faulty = FaultyRepository(MemoryClients())
    with faulty.transaction() as transaction:
        (first, second) = transaction.create([NewClient(f"{name}@example.edu", "A", "B") for name in ("ada", "bob")])
        assert first is not None
        assert second is not None
        transaction.update([ClientUpdate(first, first_name="Ada")])
        assert list(transaction.set_passwords([NewPassword(first, Secret("$2b$04$x"), None)])) == [True]
        assert list(transaction.delete([second])) == []
    assert [client.first_name for client in faulty.all()] == ["Ada"]
    assert faulty.names == ["transaction", "create", "update", "set_passwords", "delete", "commit", "all"]
    assert faulty.calls == 7


BATCHES: dict[str, Callable[[Sequence[Any]], object]] = {
    "create": lambda ids: [NewClient(f"{name}@example.edu", "Half", "B") for name in ("mia", "zoe")],  # noqa: ARG005
    "update": lambda ids: [ClientUpdate(client_id, first_name="Half") for client_id in ids],
    "set_passwords": lambda ids: [NewPassword(client_id, Secret("$2b$04$x"), None) for client_id in ids],
}


class Opened(MemoryClients):
    """A repository of which one transaction is open and stays so."""

    def __init__(self, inner: Any) -> None:  # noqa: ANN401 - the memory repository's own
        super().__init__()
        self.inner = inner

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        yield self.inner


@pytest.mark.parametrize("name", BATCHES)
def test_halfway_does_half_of_the_batch(name: str) -> None:
    """A batch that fails halfway was half done, as is seen inside the transaction before it is rolled back."""
    clients = MemoryClients()
    with clients.transaction() as transaction:
        ids = transaction.create([NewClient(f"{name}@example.edu", "A", "B") for name in ("ada", "bob")])
    with clients.transaction() as inner:
        faulty = FaultyRepository(Opened(inner), fail_at=2, halfway=True)
        with pytest.raises(Fault, match="Call 2"), faulty.transaction() as transaction:
            getattr(transaction, name)(BATCHES[name](ids))
    touched = [client for client in clients.all() if client.first_name == "Half" or client.password_mark]
    assert len(touched) == 1


def test_a_process_that_stops_leaves_nothing_or_all(tmp_path: Path) -> None:
    """At whichever call the process ends, a file holds all profiles or none."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[3]); from test_faults import *; "
        "import_into(FaultyRepository(SqliteClients(sys.argv[1]), stop_at=int(sys.argv[2])))"
    )
    for stop_at in itertools.count(1):
        file = tmp_path / f"clients{stop_at}.db"
        command = [sys.executable, "-c", code, str(file), str(stop_at), str(Path(__file__).parent)]
        status = subprocess.run(command, check=False, timeout=60).returncode
        if status == 0:
            break
        assert status == 9
        assert len(list(SqliteClients(file).all())) == (0 if stop_at <= 5 else 6)
    assert stop_at == 10


def test_the_way_to_stop_can_be_chosen() -> None:
    """Where ending the process is too much, another way to stop is called with the exit status."""
    with pytest.raises(SystemExit) as stopped:
        import_into(FaultyRepository(MemoryClients(), stop_at=3, stop=sys.exit))
    assert stopped.value.code == 9
