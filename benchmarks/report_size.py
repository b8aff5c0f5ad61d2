"""What saving a report costs beside `json.dumps` of the same content, and its size beside its roster, in one run.

    python -m benchmarks.report_size                 # 55,000 rows, 5 MB
    python -m benchmarks.report_size --rows 10000 --rounds 9

`updates` is an import in which every second client is stored already and gets another major; in `creates` everybody is
new, so that the report holds every value of the roster.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import worlds
from client_import import Client, Importer, NewClient, Report, dump_json
from client_import.repositories.memory import MemoryClients


def main() -> None:
    """Run the rounds and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=55_000)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "roster.csv"
        worlds.write_roster(file, "usual", chosen.rows)
        size = file.stat().st_size
        print(f"{chosen.rows:,} rows, {size / 1024 / 1024:.1f} MB, {chosen.rounds} rounds")
        print(f"{'work':<10}{'ours s':>8}{'json s':>8}{'ratio':>7}{'size MB':>9}{'times the roster':>18}")
        for work, clients in (("updates", list(worlds.stored_before(chosen.rows))), ("creates", [])):
            text, ours, plain = _measure(_import(file, clients), chosen.rounds)
            written = len(text.encode())
            ratio = median(mine / other for mine, other in zip(ours, plain, strict=True))
            print(
                f"{work:<10}{median(ours):>8.3f}{median(plain):>8.3f}{ratio:>7.2f}"
                f"{written / 1024 / 1024:>9.1f}{written / size:>18.2f}"
            )


def _import(file: Path, stored: Sequence[NewClient]) -> Report:
    clients = [
        Client(number, new.email, new.first_name, new.last_name, new.answers) for number, new in enumerate(stored, 1)
    ]
    importer = Importer(form=worlds.FORM, clients=MemoryClients(clients))
    return importer.apply(importer.plan(importer.read(file)))


def _measure(report: Report, rounds: int) -> tuple[str, list[float], list[float]]:
    """The document, and the seconds that ours and the plain one took in each round."""
    text = dump_json(report)
    content = json.loads(text)
    ours, plain = [], []
    for _ in range(rounds):
        ours.append(_time(lambda: dump_json(report)))
        plain.append(_time(lambda: json.dumps(content, ensure_ascii=False)))
    return text, ours, plain


def _time(work: object) -> float:
    assert callable(work)
    began = perf_counter()
    work()
    return perf_counter() - began


if __name__ == "__main__":
    main()
