"""Works → lines: rosters are written, stores filled, and every system does its job in turn."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

import attrs

from benchmarks import worlds
from benchmarks.jobs import Job, Result
from benchmarks.rounds import Line, make_lines, run_rounds
from benchmarks.single import run_apart
from benchmarks.stores import Store, open_store
from benchmarks.works import Case, Work
from client_import import NewClient


def measure(work: Work, rounds: int, *, progress: Callable[[str], None]) -> Iterator[list[Line]]:
    """The lines of each case of a work in each store, as soon as they are there."""
    for store in work.stores or ("",):
        for case in work.cases:
            name = " ".join(filter(None, (work.name, case.title)))
            progress(f"{name} {store} {case.rows:,} rows")
            with tempfile.TemporaryDirectory() as folder, _runner(work, case, store, Path(folder)) as (run, database):
                results = run_rounds(work.systems, rounds, run)
            yield make_lines(results, partial(Line, name, store, database, rows=case.rows))


@contextmanager
def _runner(work: Work, case: Case, store_name: str, folder: Path) -> Iterator[tuple[Callable[[str], Result], str]]:
    """What runs a system once, and the name of the database on which it does."""
    roster, form = _write_files(case, folder)
    job = Job(
        system="",
        task=work.task,
        world=case.world,
        roster=str(roster),
        form=str(form),
        store=store_name,
        rows=case.rows,
        cost=case.cost,
        threads=case.threads,
    )
    if not store_name:
        yield lambda system: run_apart(attrs.evolve(job, system=system)), ""
        return
    with open_store(store_name, folder) as store:
        _fill(store, case, job)
        yield lambda system: _run_on(store, attrs.evolve(job, system=system)), store.database


def _run_on(store: Store, job: Job) -> Result:
    """The result of a job on a fresh copy; that of an import tells the clients it left."""
    place = store.renew()
    result = run_apart(attrs.evolve(job, place=place))
    if job.task != "import":
        return result
    return attrs.evolve(result, outcome={**result.outcome, "clients": store.digest(place)})


def _write_files(case: Case, folder: Path) -> tuple[Path, Path]:
    """The roster and the form."""
    plain, quoted, form = folder / "roster.csv", folder / "quoted.csv", folder / "form.json"
    worlds.write_roster(plain, case.world, case.rows)
    form.write_text(json.dumps(worlds.find_world(case.world).form.to_dict()), encoding="utf-8")
    if not case.quoted:
        return plain, form
    worlds.quote_roster(plain, quoted)
    return quoted, form


def _fill(store: Store, case: Case, job: Job) -> None:
    """What is stored before: a roster that was imported already was so by the floor."""
    stored: Iterable[NewClient] = worlds.stored_before(case.rows) if case.stored == "half" else ()
    place = store.fill(chain(worlds.bystanders(case.bystanders), stored))
    if case.stored == "everybody":
        run_apart(attrs.evolve(job, system="floor", task="import", place=place))
