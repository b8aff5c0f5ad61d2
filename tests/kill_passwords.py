"""An import with passwords killed at random moments: what is stored is always valid, and the next run finishes it.

    python tests/kill_passwords.py                  # 50 moments for each storage
    python tests/kill_passwords.py --moments 6      # as .ci/run does
    python tests/kill_passwords.py --storage sqlite

A process imports 300 clients with passwords and gets SIGKILL. Then either no client is stored or all of them are, each
with the names and answers of their row, and with their own password or none. One more run, and every password opens its
account; those that were set before are kept under `keep`, and set anew under `replace_placeholder`. Ends with status 1
at the first moment after which it is otherwise, or where too few moments fell into the hashing to prove anything.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol

from sqlalchemy import NullPool, create_engine, select

from client_import import (
    Client,
    ClientId,
    ClientRepository,
    ExistingPasswords,
    Importer,
    ImportRules,
    PasswordRules,
    Report,
    verify_password,
)
from client_import.repositories.sqlite import SqliteClients
from databases import postgres_engine, wait_for_server
from platforms import in_json
from rosters import FORM

CLIENTS = 300
ROSTER = "Email,First Name,Last Name,Student ID,Password\n" + "".join(
    f"c{number}@example.edu,Zoë,O'Brien {number},{number:07},password-{number}\n" for number in range(CLIENTS)
)
RULES = (ExistingPasswords.KEEP, ExistingPasswords.REPLACE_PLACEHOLDER)


class Storage(ClientRepository, Protocol):
    """A repository whose hashes can be looked at."""

    def password_hash(self, client_id: ClientId) -> str | None:
        """The stored hash of a client."""
        ...


class Kind(NamedTuple):
    """A storage that survives its process.

    Attributes:
        make: A new and empty one for as long as it is entered; the text by which any process opens it.
        open: Opens it.
    """

    make: Callable[[], AbstractContextManager[str]]
    open: Callable[[str], Storage]


@contextmanager
def _new_file() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield str(Path(folder) / "clients.db")


class HostTable:
    """Clients in a host's own table on PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, poolclass=NullPool)
        self._clients = PLATFORM.open(self._engine)
        self.find, self.all, self.transaction = self._clients.find, self._clients.all, self._clients.transaction

    def password_hash(self, client_id: ClientId) -> str | None:
        """The stored hash of a client."""
        accounts = PLATFORM.accounts
        with self._engine.connect() as connection:
            return connection.execute(select(accounts.c.secret).where(accounts.c.id == client_id)).scalar()


@contextmanager
def _new_schema() -> Iterator[str]:
    with postgres_engine() as engine:
        PLATFORM.metadata.create_all(engine)
        yield engine.url.render_as_string(hide_password=False)
        wait_for_server(engine)


def _open_table(url: str) -> HostTable:
    """The table, once no killed process holds it any more."""
    wait_for_server(create_engine(url, poolclass=NullPool))
    return HostTable(url)


PLATFORM = in_json()
KINDS: dict[str, Kind] = {"sqlite": Kind(_new_file, SqliteClients), "postgresql": Kind(_new_schema, _open_table)}


def run_import(store: ClientRepository, existing: ExistingPasswords) -> Report:
    """The whole import, as a host would do it."""
    rules = ImportRules(passwords=PasswordRules(cost=4, existing=existing))
    importer = Importer(form=FORM, clients=store, rules=rules)
    return importer.apply(importer.plan(importer.read(ROSTER.encode())))


def start_import(kind: str, place: str, existing: ExistingPasswords) -> subprocess.Popen[bytes]:
    """A process that is about to read the roster."""
    command = [sys.executable, __file__, "--child", kind, place, existing.value]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def time_import(kind: str) -> float:
    """The seconds of an import that nobody kills."""
    with KINDS[kind].make() as place, start_import(kind, place, RULES[0]) as process:
        started = time.monotonic()
        process.wait()
        return time.monotonic() - started


def kill_import(kind: str, place: str, existing: ExistingPasswords, seconds: float) -> bool:
    """Whether an import was killed after so many seconds; it may have been faster."""
    with start_import(kind, place, existing) as process:
        time.sleep(seconds)
        process.kill()
    return process.returncode == -signal.SIGKILL


def find_passwords(store: Storage) -> dict[str, str]:
    """Address -> hash of everybody who has a password; whoever is stored is whole, and a password is their own."""
    clients = list(store.all())
    hashes: dict[str, str] = {}
    assert len(clients) in {0, CLIENTS}, f"{len(clients)} of the clients are stored"
    for client in clients:
        number = int(client.email.removeprefix("c").partition("@")[0])
        wanted = Client(client.id, f"c{number}@example.edu", "Zoë", f"O'Brien {number}", {"sid": f"{number:07}"})
        found = (client.id, client.email, client.first_name, client.last_name, dict(client.answers))
        assert found == (wanted.id, wanted.email, wanted.first_name, wanted.last_name, wanted.answers), found
        stored = store.password_hash(client.id)
        assert (stored is None, stored is None) == (client.password_mark is None, not client.password_is_placeholder)
        if stored is not None:
            assert verify_password(f"password-{number}", stored), f"{client.email} has another password"
            hashes[client.email] = stored
    return hashes


def check_moment(kind: str, existing: ExistingPasswords, seconds: float) -> str:
    """Where the process was killed: `profiles`, `hashing` or `end`; nothing where it was faster."""
    with KINDS[kind].make() as place:
        killed = kill_import(kind, place, existing, seconds)
        store = KINDS[kind].open(place)
        before = find_passwords(store)
        stored = any(True for _ in store.all())
        run_import(store, existing)
        after = find_passwords(store)
        assert len(after) == CLIENTS, f"{CLIENTS - len(after)} passwords are missing after the next run"
        kept = {email for email, made in before.items() if after[email] == made}
        assert len(kept) == (len(before) if existing is ExistingPasswords.KEEP else 0)
    if not killed:
        return ""
    return ("end" if len(before) == CLIENTS else "hashing") if stored else "profiles"


def run_campaign(kind: str, moments: int) -> bool:
    """Whether enough of so many moments fell into the hashing; that each left a valid storage is asserted."""
    seconds = max(time_import(kind) for _ in range(3))
    draw = random.Random()
    found: Counter[str] = Counter()
    while found.total() < moments:
        where = check_moment(kind, RULES[found.total() % 2], draw.uniform(0, seconds))
        found += Counter([where] if where else [])
    places = ", ".join(f"{number} at {where}" for where, number in sorted(found.items()))
    print(
        f"{kind:<12}{found.total()} kills within {seconds:.2f} s: {places}; every storage valid and finished",
        flush=True,
    )
    return found["hashing"] >= moments / 5


def main() -> int:
    """Run what was asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--moments", type=int, default=50)
    options.add_argument("--storage", choices=KINDS)
    options.add_argument("--child", nargs=3, metavar=("STORAGE", "PLACE", "EXISTING"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.child:
        kind, place, existing = chosen.child
        store = KINDS[kind].open(place)
        print("ready", flush=True)
        run_import(store, ExistingPasswords(existing))
        return 0
    proved = [run_campaign(kind, chosen.moments) for kind in ([chosen.storage] if chosen.storage else KINDS)]
    return 0 if all(proved) else 1


if __name__ == "__main__":
    sys.exit(main())
