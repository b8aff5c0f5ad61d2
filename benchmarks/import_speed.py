"""Ours and the floor, in turn, each run in a process of its own: seconds, ratio, peak memory.

    python -m benchmarks.import_speed               # 55,000 rows, half of them updates, into SQLite
    python -m benchmarks.import_speed --rows 10000 --rounds 9

Each run starts from a fresh copy of the same database and must leave the same clients, or its time does not count.
The ratio is taken round by round, so that it holds on a machine whose speed drifts.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks import floor, rounds, worlds
from client_import import Importer
from client_import.repositories.sqlite import SqliteClients

SYSTEMS = ("ours", "floor")


def main() -> None:
    """Run the rounds and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=55_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--run", nargs=3, metavar=("SYSTEM", "ROSTER", "DATABASE"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        system, roster, database = chosen.run
        _run_once(system, Path(roster), Path(database))
    else:
        _compare(chosen.rows, chosen.rounds)


def _compare(rows: int, number: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roster, filled = folder / "roster.csv", folder / "filled.db"
        worlds.write_roster(roster, rows)
        worlds.fill_storage(filled, rows)
        size = roster.stat().st_size / 1024 / 1024
        print(f"{rows:,} rows, {size:.1f} MB, half of them updates, SQLite, {number} rounds", flush=True)
        results = rounds.run_rounds(SYSTEMS, number, lambda system: _spawn(system, roster, filled, folder / "work.db"))
    rounds.print_table(results, "floor", rows)


def _spawn(system: str, roster: Path, filled: Path, work: Path) -> rounds.Result:
    shutil.copy(filled, work)
    return rounds.spawn("benchmarks.import_speed", system, roster, work)


def _run_once(system: str, roster: Path, database: Path) -> None:
    """One import, measured from reading to report; what it left is told by a digest."""
    started = time.perf_counter()
    counts = floor.import_into_sqlite(roster, database) if system == "floor" else _import(roster, database)
    rounds.report(time.perf_counter() - started, lambda: (counts, _digest(database)))


def _import(roster: Path, database: Path) -> tuple[int, int]:
    importer = Importer(form=worlds.FORM, clients=SqliteClients(database))
    report = importer.apply(importer.plan(importer.read(roster)))
    return report.counts.created, report.counts.updated


def _digest(database: Path) -> str:
    """The clients, whatever their ids and the order of their answers."""
    clients = sorted(
        (client.email, client.first_name, client.last_name, sorted(client.answers.items()))
        for client in SqliteClients(database).all()
    )
    return hashlib.sha256(repr(clients).encode()).hexdigest()


if __name__ == "__main__":
    main()
