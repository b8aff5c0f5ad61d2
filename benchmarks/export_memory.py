"""What an export of many clients takes in memory, beside one of few; each run in a process of its own.

    python -m benchmarks.export_memory                          # 10,000 and 1,000,000 clients
    python -m benchmarks.export_memory --many 100000 --traced   # as Python counts it, which takes much longer

Clients come from a generator and from an SQLite file, once all of them and once chosen by their addresses; then each
address is remembered, so that no client comes twice, and the memory grows with the list. Shown is the peak of the whole
process, and how far it rose above the peak before the export; traced, only what the export itself takes
(tracemalloc).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from benchmarks.single import measure_peak
from client_import import Answer, Client, ExportOptions, Importer, NewClient, Question, RegistrationForm, export_clients
from client_import.repositories.sqlite import SqliteClients

SYSTEMS = ("generator", "sqlite", "chosen")

FORM = RegistrationForm(
    [
        Question("student_id", "Student ID"),
        Question("major", "Major", kind="choice", choices=["Biology", "History"]),
        Question("interests", "I want help with", kind="choices", choices=["Essays", "CVs"]),
        *(Question(f"q{number}", f"Question {number}") for number in range(5)),
    ]
)
OPTIONS = ExportOptions(labels=True, digits_as_text=True)

_AT_ONCE = 10_000


def main() -> None:
    """Run each export with few clients and with many, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--few", type=int, default=10_000)
    options.add_argument("--many", type=int, default=1_000_000)
    options.add_argument("--traced", action="store_true")
    options.add_argument("--run", nargs=3, metavar=("SYSTEM", "FILE", "CLIENTS"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        system, name, number = chosen.run
        (_trace_once if system.endswith(" traced") else _run_once)(system.split()[0], Path(name), int(number))
    else:
        _compare(chosen.few, chosen.many, " traced" if chosen.traced else "")


def _compare(few: int, many: int, way: str) -> None:
    print(f"{'clients from':<17}{'clients':>11}{'seconds':>10}{'MB of text':>12}{'peak MB':>9}{'rose MB':>9}")
    with tempfile.TemporaryDirectory() as name:
        files = {number: Path(name) / f"{number}.db" for number in (few, many)}
        for number, path in files.items():
            _store(path, number)
        for system in SYSTEMS:
            few_peak, many_peak = (_show(system + way, path, number) for number, path in files.items())
            print(f"{'':<17}{'peak of many / few':>42}{many_peak / few_peak:>18.2f}", flush=True)


def _show(system: str, path: Path, number: int) -> float:
    """Run and print a line; the peak."""
    command = [sys.executable, "-m", "benchmarks.export_memory", "--run", system, str(path), str(number)]
    result: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    seconds, size, peak, rose = (result[each] for each in ("seconds", "size", "peak", "rose"))
    print(f"{system:<17}{number:>11,}{seconds:>10.2f}{size / 1e6:>12.1f}{peak:>9.1f}{rose:>9.1f}", flush=True)
    return peak


def _run_once(system: str, path: Path, number: int) -> None:
    pieces = _export(system, path, number)
    size = len(next(pieces))
    before, started = measure_peak(), time.perf_counter()
    size += sum(map(len, pieces))
    _report(time.perf_counter() - started, size, measure_peak(), before)


def _trace_once(system: str, path: Path, number: int) -> None:
    pieces = _export(system, path, number)
    size = len(next(pieces))
    tracemalloc.start()
    started = time.perf_counter()
    size += sum(map(len, pieces))
    _report(time.perf_counter() - started, size, tracemalloc.get_traced_memory()[1] / 1024 / 1024, 0.0)


def _report(seconds: float, size: int, peak: float, before: float) -> None:
    print(json.dumps({"seconds": seconds, "size": size, "peak": peak, "rose": peak - before}))


def _export(system: str, path: Path, number: int) -> Iterator[str]:
    if system == "generator":
        return export_clients(_make_clients(number), FORM, OPTIONS)
    importer = Importer(form=FORM, clients=SqliteClients(path))
    only = (_address(each) for each in range(number)) if system == "chosen" else None
    return importer.export(OPTIONS, only=only)


def _address(number: int) -> str:
    return f"student{number}@example.edu"


def _make_clients(number: int) -> Iterator[Client]:
    for each in range(number):
        answers: dict[str, Answer] = {
            "student_id": f"00{each}",
            "major": "History",
            "interests": ("Essays", "CVs"),
            **{f"q{question}": f"answer; number {each}" for question in range(5)},
        }
        yield Client(each, _address(each), "Ada", f"Lovelace {each}", answers)


def _store(path: Path, number: int) -> None:
    """The clients in an SQLite file, by the library's own adapter."""
    store, clients = SqliteClients(path), _make_clients(number)
    for start in range(0, number, _AT_ONCE):
        batch = [next(clients) for _ in range(min(_AT_ONCE, number - start))]
        with store.transaction() as transaction:
            transaction.create([NewClient(each.email, each.first_name, each.last_name, each.answers) for each in batch])


if __name__ == "__main__":
    main()
