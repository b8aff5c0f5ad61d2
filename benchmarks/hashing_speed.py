"""Hashing imported passwords, beside a bare ThreadPoolExecutor over the same ones, in turn, each in its own process.

    python -m benchmarks.hashing_speed               # at cost 4 and at cost 10
    python -m benchmarks.hashing_speed --cost 12 --passwords 200

`bare` only hashes; `ours` hashes and stores, each batch with a commit of its own, into an SQLite file. Its ratio is
that of the seconds: 1.05 is 0.95 of the bare throughput.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import bcrypt

from benchmarks import rounds
from client_import import Importer, ImportRules, PasswordOutcome, PasswordRules, RegistrationForm
from client_import.repositories.sqlite import SqliteClients

SYSTEMS = ("bare", "ours")
SIZES = {4: 4_000, 10: 150}


def main() -> None:
    """Run the rounds and print a table for each cost."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cost", type=int, action="append")
    options.add_argument("--passwords", type=int)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--run", nargs=3, metavar=("SYSTEM", "COST", "PASSWORDS"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        system, cost, number = chosen.run
        _run_once(system, int(cost), int(number))
        return
    for cost in chosen.cost or SIZES:
        number = chosen.passwords or SIZES.get(cost, 150)
        print(f"cost {cost}, {number:,} passwords, {os.cpu_count()} cores, {chosen.rounds} rounds", flush=True)
        results = rounds.run_rounds(
            SYSTEMS,
            chosen.rounds,
            lambda system, cost=cost, number=number: rounds.spawn("benchmarks.hashing_speed", system, cost, number),  # type: ignore[misc]
        )
        rounds.print_table(results, "bare", number)


def _run_once(system: str, cost: int, number: int) -> None:
    passwords = [f"password-{place}" for place in range(number)]
    seconds, done = (_hash_bare if system == "bare" else _hash_ours)(passwords, cost)
    rounds.report(seconds, lambda: done)


def _hash_bare(passwords: list[str], cost: int) -> tuple[float, int]:
    encoded = [password.encode() for password in passwords]
    started = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        salts = [bcrypt.gensalt(cost) for _ in encoded]
        hashes = list(pool.map(bcrypt.hashpw, encoded, salts))
    return time.perf_counter() - started, len(hashes)


def _hash_ours(passwords: list[str], cost: int) -> tuple[float, int]:
    rows = "".join(f"c{place}@example.edu,C,{place},{password}\n" for place, password in enumerate(passwords))
    with tempfile.TemporaryDirectory() as folder:
        importer = Importer(
            form=RegistrationForm(),
            clients=SqliteClients(Path(folder) / "clients.db"),
            rules=ImportRules(passwords=PasswordRules(cost=cost)),
        )
        plan = importer.plan(importer.read(f"Email,First Name,Last Name,Password\n{rows}".encode()))
        report = importer.apply(plan, passwords="later")
        started = time.perf_counter()
        report = importer.set_passwords(plan, report)
        return time.perf_counter() - started, report.passwords[PasswordOutcome.SET]


if __name__ == "__main__":
    main()
