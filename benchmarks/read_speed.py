"""Reading alone, beside the csv module over the same bytes, in turn, each run in a process of its own.

    python -m benchmarks.read_speed                 # 55,000 rows, about 5 MB
    python -m benchmarks.read_speed --rows 10000 --rounds 9

`quoted` is the same roster with every cell quoted and one stray quotation mark, which is read line by line.
"""

from __future__ import annotations

import argparse
import csv
import io
import tempfile
import time
from pathlib import Path

from benchmarks import rounds, worlds
from client_import import ImportRules, read_table

SYSTEMS = ("csv.reader", "ours", "ours quoted")


def main() -> None:
    """Run the rounds and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=55_000)
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--run", nargs=2, metavar=("SYSTEM", "FILE"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        system, name = chosen.run
        _run_once(system, Path(name))
    else:
        _compare(chosen.rows, chosen.rounds)


def _compare(rows: int, number: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        plain, quoted = Path(name) / "plain.csv", Path(name) / "quoted.csv"
        worlds.write_roster(plain, rows)
        _quote(plain, quoted)
        print(f"{rows:,} rows, {plain.stat().st_size / 1024 / 1024:.1f} MB, {number} rounds", flush=True)
        files = {system: quoted if "quoted" in system else plain for system in SYSTEMS}
        results = rounds.run_rounds(
            SYSTEMS, number, lambda system: rounds.spawn("benchmarks.read_speed", system, files[system])
        )
    rounds.print_table(results, "csv.reader", rows)


def _quote(plain: Path, quoted: Path) -> None:
    text = io.StringIO(newline="")
    with plain.open(encoding="utf-8", newline="") as file:
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows(csv.reader(file))
    head, _, tail = text.getvalue().rpartition('","')
    quoted.write_text(f'{head}"","{tail}', encoding="utf-8", newline="")


def _run_once(system: str, file: Path) -> None:
    content = file.read_bytes()
    started = time.perf_counter()
    if system == "csv.reader":
        rows = len(list(csv.reader(io.StringIO(content.decode(), newline="")))) - 1
    else:
        rows = len(read_table(content, ImportRules(max_bytes=len(content))).rows)
    rounds.report(time.perf_counter() - started, lambda: rows)


if __name__ == "__main__":
    main()
