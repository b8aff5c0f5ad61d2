"""Ours and the floor, in turn, each run in a process of its own: seconds, ratio, peak memory.

    python -m benchmarks.import_speed               # 55,000 rows, half of them updates, into SQLite
    python -m benchmarks.import_speed --rows 10000 --rounds 9

Each run starts from a fresh copy of the same database and must leave the same clients, or its time does not count.
The ratio is taken round by round, so that it holds on a machine whose speed drifts.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import floor, worlds
from client_import import Importer
from client_import.repositories.sqlite import SqliteClients

SYSTEMS = ("ours", "floor")


def main() -> None:
    """Run the rounds and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=55_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--run", choices=SYSTEMS, help=argparse.SUPPRESS)
    options.add_argument("files", nargs="*", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        _run_once(chosen.run, *chosen.files)
    else:
        _compare(chosen.rows, chosen.rounds)


def _compare(rows: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roster, filled = folder / "roster.csv", folder / "filled.db"
        worlds.write_roster(roster, rows)
        worlds.fill_storage(filled, rows)
        size = roster.stat().st_size / 1024 / 1024
        print(f"{rows:,} rows, {size:.1f} MB, half of them updates, SQLite, {rounds} rounds", flush=True)
        results: dict[str, list[dict[str, float]]] = {system: [] for system in SYSTEMS}
        for round_number in range(rounds + 1):
            for system in SYSTEMS:
                result = _spawn(system, roster, filled, folder / "work.db")
                if round_number:  # the first round warms the disk up
                    results[system].append(result)
    _print_table(results, rows)


def _spawn(system: str, roster: Path, filled: Path, work: Path) -> dict[str, float]:
    shutil.copy(filled, work)
    arguments = ["-m", "benchmarks.import_speed", "--run", system, str(roster), str(work)]
    finished = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(finished.stdout)
    return result


def _run_once(system: str, roster: Path, database: Path) -> None:
    """One import, measured from reading to report; what it left is told by a digest."""
    started = time.perf_counter()
    counts = floor.import_into_sqlite(roster, database) if system == "floor" else _import(roster, database)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "counts": counts, "digest": _digest(database)}))


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


def _print_table(results: dict[str, list[dict[str, float]]], rows: int) -> None:
    left = {(str(each["counts"]), each["digest"]) for runs in results.values() for each in runs}
    if len(left) != 1:
        sys.exit(f"The systems disagree: {left}")
    floors = [each["seconds"] for each in results["floor"]]
    print(f"{'system':<8}{'median s':>10}{'min':>8}{'max':>8}{'rows/s':>10}{'peak MB':>9}{'ratio':>8}")
    for system, runs in results.items():
        seconds = [each["seconds"] for each in runs]
        ratio = statistics.median(mine / base for mine, base in zip(seconds, floors, strict=True))
        median, peak = statistics.median(seconds), statistics.median(each["peak"] for each in runs)
        print(
            f"{system:<8}{median:>10.3f}{min(seconds):>8.3f}{max(seconds):>8.3f}"
            f"{rows / median:>10,.0f}{peak:>9.0f}{ratio:>8.2f}"
        )


if __name__ == "__main__":
    main()
