"""What grouping unmatched answers and suggesting choices adds to planning, in one run.

    python -m benchmarks.unmatched_speed                 # 50,000 rows, 5 MB
    python -m benchmarks.unmatched_speed --rows 10000 --rounds 9

The roster answers a drop-down of 300 choices with 200 distinct values that are none of them, in every second row.
`plan` reads and plans; `unmatched` also asks the plan for its unmatched answers, with suggestions.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import tempfile
import time
from pathlib import Path

import attrs

from benchmarks import rounds, worlds
from client_import import Importer, RegistrationForm
from client_import.repositories.memory import MemoryClients

SYSTEMS = ("plan", "unmatched")

_FIELDS = ("Film", "Law", "Art", "Music", "Civil", "Marine", "Applied", "Modern", "Social", "Digital")
_SUBJECTS = ("Theory", "Ethics", "History", "Engineering", "Studies", "Science")
_PLACES = ("", " and Media", " and Design", " (Honours)", " Education")
CHOICES = [f"{field} {subject}{place}" for field in _FIELDS for subject in _SUBJECTS for place in _PLACES]


def main() -> None:
    """Run the rounds and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=50_000)
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
        file = Path(name) / "roster.csv"
        _write_roster(file, rows)
        size = file.stat().st_size / 1024 / 1024
        print(f"{rows:,} rows, {size:.1f} MB, {len(CHOICES)} choices, {number} rounds", flush=True)
        results = rounds.run_rounds(
            SYSTEMS, number, lambda system: rounds.spawn("benchmarks.unmatched_speed", system, file)
        )
    rounds.print_table(results, "plan", rows)


def _write_roster(path: Path, rows: int) -> None:
    """The usual roster, with other answers in the column of the major."""
    draw = random.Random(rows)
    values = _mangle(draw)
    worlds.write_roster(path, rows)
    with path.open(encoding="utf-8", newline="") as file:
        header, *people = csv.reader(file)
    place = header.index("Major")
    for number, person in enumerate(people):
        person[place] = draw.choice(values if number % 2 else CHOICES)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *people])
    path.write_bytes(text.getvalue().encode())


def _mangle(draw: random.Random) -> list[str]:
    """200 distinct values that are no choice: a letter lost, words turned round, shortened, or something else."""
    values = set[str]()
    while len(values) < 200:
        choice = draw.choice(CHOICES)
        cut = draw.randrange(1, len(choice) - 1)
        words = choice.split()
        ways = (choice[:cut] + choice[cut + 1 :], ", ".join(reversed(words)), choice[:4], f"Other {draw.random():.6f}")
        values.add(draw.choice(ways))
    return sorted(values - set(CHOICES))


def _run_once(system: str, file: Path) -> None:
    questions = [
        attrs.evolve(question, choices=CHOICES) if question.id == "major" else question
        for question in worlds.FORM.questions
    ]
    importer = Importer(form=RegistrationForm(questions), clients=MemoryClients())
    table = importer.read(file)
    started = time.perf_counter()
    plan = importer.plan(table)
    if system != "plan":
        assert any(answer.suggestions for answer in plan.unmatched)
    rounds.report(time.perf_counter() - started, lambda: [plan.counts.created, len(plan.unmatched)])


if __name__ == "__main__":
    main()
