"""Ours and the floor, in turn, each run in a process of its own: seconds, ratio, peak memory.

    python -m benchmarks.import_speed               # 55,000 rows, half of them updates, into SQLite and PostgreSQL
    python -m benchmarks.import_speed --rows 10000 --rounds 9 --store postgresql

Each run starts from a fresh copy of the same database and must leave the same clients, or its time does not count.
The ratio is taken round by round, so that it holds on a machine whose speed drifts. On PostgreSQL ours is the
SQLAlchemy adapter, the floor a COPY and one upsert.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import floor, postgres, rounds, worlds
from client_import import ClientRepository, Importer
from client_import.repositories.sqlite import SqliteClients

SYSTEMS = ("ours", "floor")
STORES = ("sqlite", "postgresql")


def main() -> None:
    """Run the rounds and print a table for each store."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=55_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--store", choices=STORES)
    options.add_argument("--run", nargs=4, metavar=("STORE", "SYSTEM", "ROSTER", "PLACE"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        store, system, roster, place = chosen.run
        _RUN_ONCE[store](system, Path(roster), place)
        return
    for store in [chosen.store] if chosen.store else STORES:
        with tempfile.TemporaryDirectory() as name:
            _COMPARE[store](Path(name), chosen.rows, chosen.rounds)


def _compare_sqlite(folder: Path, rows: int, number: int) -> None:
    filled, work = folder / "filled.db", folder / "work.db"
    worlds.fill_storage(filled, rows)
    _compare("sqlite", folder, rows, number, lambda: str(shutil.copy(filled, work)))


def _compare_postgres(folder: Path, rows: int, number: int) -> None:
    with postgres.filled_server(folder, rows) as url:

        def renew() -> str:
            postgres.copy_filled(url)
            return url

        _compare("postgresql", folder, rows, number, renew)


def _compare(store: str, folder: Path, rows: int, number: int, renew: Callable[[], str]) -> None:
    roster = folder / "roster.csv"
    worlds.write_roster(roster, rows)
    size = roster.stat().st_size / 1024 / 1024
    print(f"{rows:,} rows, {size:.1f} MB, half of them updates, {store}, {number} rounds", flush=True)

    def run(system: str) -> rounds.Result:
        return rounds.spawn("benchmarks.import_speed", store, system, roster, renew())

    rounds.print_table(rounds.run_rounds(SYSTEMS, number, run), "floor", rows)


def _run_sqlite(system: str, roster: Path, place: str) -> None:
    clients, database = SqliteClients(place), Path(place)
    _run_once(clients, lambda: floor.import_into_sqlite(roster, database), roster, system)


def _run_postgres(system: str, roster: Path, place: str) -> None:
    engine = postgres.work_engine(place)
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    _run_once(postgres.open_clients(engine), lambda: floor.import_into_postgres(roster, url), roster, system)


def _run_once(clients: ClientRepository, by_hand: Callable[[], tuple[int, int]], roster: Path, system: str) -> None:
    """One import, measured from reading to report; what it left is told by a digest."""
    started = time.perf_counter()
    counts = by_hand() if system == "floor" else _import(roster, clients)
    rounds.report(time.perf_counter() - started, lambda: (counts, _digest(clients)))


def _import(roster: Path, clients: ClientRepository) -> tuple[int, int]:
    importer = Importer(form=worlds.FORM, clients=clients)
    report = importer.apply(importer.plan(importer.read(roster)))
    return report.counts.created, report.counts.updated


def _digest(clients: ClientRepository) -> str:
    """The clients, whatever their ids and the order of their answers."""
    stored = sorted(
        (client.email, client.first_name, client.last_name, sorted(client.answers.items())) for client in clients.all()
    )
    return hashlib.sha256(repr(stored).encode()).hexdigest()


_COMPARE = {"sqlite": _compare_sqlite, "postgresql": _compare_postgres}
_RUN_ONCE = {"sqlite": _run_sqlite, "postgresql": _run_postgres}

if __name__ == "__main__":
    main()
