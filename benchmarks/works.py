"""What is measured: each `Work` with its systems, its sizes, and what is stored before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import attrs

STORES = ("sqlite", "postgresql")
THREADS = (1, 2)

_SCRIPTS = ("floor", "ours", "polars", "pandas")
_ANY_FORM = ("floor for any form", "ours")
_IMPORT_EXPORT = ("import-export", "import-export bulk", "import-export upsert")
_FILE = 55_000
"""Rows of the largest file that the rules let in by themselves: about 5 MB."""


@attrs.frozen
class Case:
    """One size or kind of a work.

    Attributes:
        title: As the table names it; empty where the work has one case.
        rows: Of the roster, or how many passwords.
        world: Which form and roster.
        quoted: Whether the roster is one that has to be read line by line.
        stored: Who of the roster is stored before.
        bystanders: How many other clients are stored.
        cost: Of a hash.
        threads: How many of them hash.
    """

    title: str
    rows: int
    world: str = "usual"
    quoted: bool = False
    stored: Literal["nobody", "half", "everybody"] = "nobody"
    bystanders: int = 0
    cost: int = 4
    threads: int = 1


@attrs.frozen
class Work:
    """One thing that is done by several systems.

    Attributes:
        name: By which it is chosen.
        says: What it is, for the results.
        task: What each system does.
        systems: Who does it; the first is the one to which the others are a ratio.
        cases: Each is a part of the table.
        stores: Where; empty where nothing is stored.
        sizes: Whether the number of rows may be another (`any`), is what the work is about (`growing`), or `fixed`.
    """

    name: str
    says: str
    task: str
    systems: tuple[str, ...]
    cases: tuple[Case, ...]
    stores: tuple[str, ...] = ()
    sizes: Literal["any", "growing", "fixed"] = "any"


def _hash_cases(cost: int, passwords: int) -> tuple[Case, ...]:
    names = {threads: f"cost {cost}, {threads} thread{'s' if threads > 1 else ''}" for threads in THREADS}
    return tuple(Case(name, passwords, cost=cost, threads=threads) for threads, name in names.items())


_HALF = Case("", _FILE, stored="half")

WORKS = (
    Work(
        name="start",
        says="Starting a command: Python alone, the library, and a whole preview of a roster of two rows.",
        task="start",
        systems=("python", "import client_import", "client-import preview"),
        cases=(Case("", 2),),
        sizes="fixed",
    ),
    Work(
        name="read",
        says="Reading the file: bytes to rows.",
        task="read",
        systems=_SCRIPTS,
        cases=(Case("", _FILE),),
    ),
    Work(
        name="damaged",
        says="Reading a roster with every cell quoted and one stray quotation mark, which is read line by line.",
        task="read",
        systems=("floor", "ours"),
        cases=(Case("", _FILE, quoted=True),),
    ),
    Work(
        name="plan",
        says="From the file to the plan, half of the rows updates: the dry run for which an administrator waits.",
        task="plan",
        systems=_SCRIPTS,
        cases=(_HALF,),
        stores=STORES,
    ),
    Work(
        name="half",
        says="The whole import, from the file to the report, half of the rows updates.",
        task="import",
        systems=(*_SCRIPTS, "ours by Django", *_IMPORT_EXPORT),
        cases=(_HALF,),
        stores=STORES,
    ),
    Work(
        name="new",
        says="The whole import, nobody stored before.",
        task="import",
        systems=_SCRIPTS,
        cases=(Case("", _FILE),),
        stores=STORES,
    ),
    Work(
        name="unchanged",
        says="The whole import of a roster that was imported before.",
        task="import",
        systems=_SCRIPTS,
        cases=(Case("", _FILE, stored="everybody"),),
        stores=STORES,
    ),
    Work(
        name="growth",
        says="The whole import at four sizes, half of the rows updates; the rules let larger files in.",
        task="import",
        systems=("floor", "ours"),
        cases=tuple(Case(f"{rows:,}", rows, stored="half") for rows in (10_000, _FILE, 200_000, 1_000_000)),
        stores=STORES,
        sizes="growing",
    ),
    Work(
        name="crowd",
        says="The whole import, half of the rows updates, beside a million clients of whom the roster does not speak.",
        task="import",
        systems=("floor", "ours"),
        cases=(attrs.evolve(_HALF, bystanders=1_000_000),),
        stores=STORES,
    ),
    Work(
        name="columns",
        says="From the file to the plan, with more and more columns, every third a drop-down.",
        task="plan",
        systems=_ANY_FORM,
        cases=tuple(Case(f"{number} columns", 20_000, world=f"columns {number}") for number in (5, 20, 60)),
    ),
    Work(
        name="choices",
        says="From the file to the plan, with a drop-down of more and more choices.",
        task="plan",
        systems=_ANY_FORM,
        cases=tuple(Case(f"{number:,} choices", _FILE, world=f"choices {number}") for number in (30, 300, 3_000)),
    ),
    Work(
        name="unmatched",
        says="The same, where every second row answers with one of 200 values that are no choice: what it adds to say "
        "so for each, and to suggest a choice.",
        task="plan",
        systems=(*_ANY_FORM, "ours + suggestions"),
        cases=tuple(Case(f"{number:,} choices", _FILE, world=f"unmatched {number}") for number in (300, 3_000)),
    ),
    Work(
        name="hashing",
        says="Hashing passwords that came with a roster, and storing them in an SQLite file.",
        task="hash",
        systems=("threads", "ours"),
        cases=(*_hash_cases(4, 2_000), *_hash_cases(10, 100)),
        stores=("sqlite",),
    ),
)


def narrow(
    work: Work,
    systems: Sequence[str] = (),
    stores: Sequence[str] = (),
    rows: int | None = None,
    cost: int | None = None,
) -> Work:
    """The work with these systems and stores only, with another number of rows, or another cost of a hash.

    Where the sizes are what it is about, those cases remain that have no more rows.
    """
    cases = _hash_cases(cost, 100) if cost and work.task == "hash" else work.cases
    if rows and work.sizes == "growing":
        cases = tuple(case for case in cases if case.rows <= rows) or cases[:1]
    elif rows and work.sizes == "any":
        cases = tuple(attrs.evolve(case, rows=rows) for case in cases)
    kept = tuple(system for system in work.systems if not systems or system in systems)
    places = tuple(store for store in work.stores if not stores or store in stores)
    return attrs.evolve(work, systems=kept, stores=places, cases=cases)
