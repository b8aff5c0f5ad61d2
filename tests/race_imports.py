"""Two administrators import overlapping rosters at the same moment, while clients sign up and change their answers.

    python tests/race_imports.py --runs 100     # the whole campaign
    python tests/race_imports.py --runs 5       # as .ci/run does

Both have planned before either applies, each in a process of its own. Afterwards every row and every value of both
rosters is accounted for, and what was written, by an import or by a client, is one story of each field: everybody wrote
in place of what the one before had written, and the last value is what is stored. Whoever PostgreSQL stops to resolve a
deadlock plans and applies again, as a person would. Ends with status 1 at the first run that is wrong.
"""

from __future__ import annotations

import argparse
import functools
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from multiprocessing.synchronize import Barrier
from typing import Any, NamedTuple

from django.db import Error as DjangoError
from sqlalchemy.exc import DBAPIError

from client_import import Client, Importer, NewClient, Outcome, Plan, Report, StorageError, email_key
from client_import.testing import CONTRACT_FORM, make_roster
from databases import ENGINES
from race_hosts import FIELDS, HOSTS, NOBODY, RaceHost, Write

PEOPLE = 80
LONGEST_SECONDS = 120
ACTS = 40


class Row(NamedTuple):
    """What an administrator is told of a row: whose it is, what it holds, what became of it."""

    key: str
    values: dict[str, str]
    outcome: str


class Told(NamedTuple):
    """What was written, by an import or by the host, and what was said of each row.

    Attributes:
        writes: Each value.
        rows: The rows of the roster; none of the host.
        seen: Other things to count.
        miscounted: Whether the report's counts do not add up to the roster.
    """

    writes: list[Write]
    rows: list[Row]
    seen: Counter[str]
    miscounted: bool = False


@functools.cache
def host_of(name: str, url: str) -> RaceHost:
    """The platform, opened once in a process."""
    return HOSTS[name](url)


def make_rows(draw: random.Random, who: str) -> list[dict[str, str]]:
    """A roster of most of the people, in an order of its own, that fills some fields of each."""
    rows = []
    for number in draw.sample(range(PEOPLE), PEOPLE * 3 // 4):
        row = {"email": f"client{number}@example.edu", "first_name": "Ada", "last_name": "Lovelace"}
        for field in draw.sample(FIELDS, draw.randint(0, 2)):
            row[field] = f"{who} {number}"
        rows.append(row)
    return rows


def make_tables(name: str, url: str) -> None:
    """Once."""
    host_of(name, url).make_tables()


def prepare(name: str, url: str, seed: int) -> list[Client]:
    """Half of the people are stored, half of those with answers."""
    draw, host = random.Random(seed), host_of(name, url)
    host.empty()
    stored = draw.sample(range(PEOPLE), PEOPLE // 2)
    answers = [{"note": "first"}, {"year": "first"}, {"note": "first", "year": "first"}, {}]
    with host.open().transaction() as transaction:
        transaction.create(
            [NewClient(f"client{number}@example.edu", "Ada", "Lovelace", answers[number % 4]) for number in stored]
        )
    return list(host.open().all())


def read_all(name: str, url: str) -> list[Client]:
    """Who is stored."""
    return list(host_of(name, url).open().all())


def run_import(name: str, url: str, seed: int, who: str, barrier: Barrier) -> Told:
    """One administrator: plan, wait for the other one, apply."""
    importer = Importer(form=CONTRACT_FORM, clients=host_of(name, url).open())
    table = importer.read(make_roster(make_rows(random.Random(f"{seed}{who}"), who), ["email", *FIELDS]))
    plan = importer.plan(table)
    barrier.wait(LONGEST_SECONDS)
    time.sleep(random.Random(f"{who}{seed}").random() / 50)
    again = 0
    while True:
        try:
            report = importer.apply(plan, allow_mass_change=True)
        except StorageError as error:
            if "deadlock" not in str(error).lower():
                raise
            again += 1
            plan = importer.plan(table)
        else:
            return tell(report, plan, again)


def tell(report: Report, plan: Plan, again: int) -> Told:
    """The report as what can be compared with the storage."""
    writes: list[Write] = []
    rows: list[Row] = []
    for row, record in zip(report.rows, plan.records.rows, strict=True):
        values: dict[str, Any] = {"first_name": record.first_name, "last_name": record.last_name}
        values |= dict(zip(plan.records.questions, record.answers, strict=True))
        if row.outcome is Outcome.CREATED:
            writes += [Write(record.key, field, NOBODY, values.get(field)) for field in FIELDS]
        elif row.outcome is Outcome.UPDATED:
            writes += [Write(record.key, change.field, change.old, change.new) for change in row.changes]
        filled = {field: value for field, value in values.items() if value is not None}
        rows.append(Row(record.key, filled, row.outcome.value))
    counts = report.counts
    total = counts.created + counts.updated + counts.unchanged + counts.rejected + counts.conflicted + counts.deleted
    seen = Counter(row.outcome for row in rows) + Counter({"planned again": again})
    return Told(writes, rows, seen, total != len(rows) or len(rows) != PEOPLE * 3 // 4)


def disturb(name: str, url: str, seed: int, barrier: Barrier) -> Told:
    """The host: clients sign up, change their answers, and what no roster has, one by one or by twos in any order."""
    host, draw = host_of(name, url), random.Random(seed)
    writes: list[Write] = []
    seen = Counter[str]()
    barrier.wait(LONGEST_SECONDS)
    for _ in range(ACTS):
        people = [f"client{number}@example.edu" for number in draw.sample(range(PEOPLE), draw.choice([1, 2]))]
        act = draw.choice([host.sign_up, host.change, host.answer, host.answer])
        try:
            done = act(people, draw)
        except (DBAPIError, DjangoError):  # an address was taken, or it was stopped to resolve a deadlock
            seen["host: gave way"] += 1
        else:
            writes += done
            seen[f"host: {act.__name__}"] += 1
    return Told(writes, [], seen)


def find_faults(before: Iterable[Client], told: list[Told], after: list[Client]) -> Iterator[str]:
    """What is wrong after a run."""
    keys = Counter(email_key(client.email) for client in after)
    yield from (f"{key} is stored {count} times" for key, count in keys.items() if count > 1)
    first, last = read_fields(before), read_fields(after)
    stories: dict[tuple[str, str], list[Write]] = {}
    for write in (write for each in told for write in each.writes):
        stories.setdefault((write.key, write.field), []).append(write)
    for place in first.keys() | last.keys() | stories.keys():
        story = stories.get(place, [])
        if not is_one_story(first.get(place, NOBODY), story, last.get(place, NOBODY)):
            yield f"{place} was {first.get(place, NOBODY)}, is {last.get(place, NOBODY)}, by {story}"
    for each in told:
        if each.miscounted:
            yield f"the counts are not those of the roster: {each.seen}"
        others = [write for other in told if other is not each for write in other.writes]
        for row in each.rows:
            yield from find_unaccounted(row, each, others, first)


def read_fields(clients: Iterable[Client]) -> dict[tuple[str, str], Any]:
    """Key and field -> value, None for no answer."""
    return {
        (email_key(client.email), field): {
            "first_name": client.first_name,
            "last_name": client.last_name,
            **client.answers,
        }.get(field)
        for client in clients
        for field in FIELDS
    }


def is_one_story(first: object, writes: list[Write], last: object) -> bool:
    """Whether the writes can be put in one order in which each replaces what the one before wrote, first to last.

    That is an Eulerian path: each value is left as often as it is reached, but for both ends, and all hang together.
    """
    balance = Counter([first])
    balance.subtract([last])
    reached = {first}
    for write in writes:
        balance[write.new] += 1
        balance[write.old] -= 1
    for _ in writes:
        reached.update(write.new for write in writes if write.old in reached)
    return not any(balance.values()) and all(write.old in reached for write in writes)


def find_unaccounted(row: Row, told: Told, others: list[Write], first: Mapping[tuple[str, str], Any]) -> Iterator[str]:
    """Values of a row of which the report does not say truly what became of them."""
    own = {(write.field, write.new) for write in told.writes if write.key == row.key}
    theirs = [write for write in others if write.key == row.key]
    if row.outcome not in {"created", "updated", "unchanged", "conflicted"}:
        yield f"{row} is wrong"
    if row.outcome == "conflicted" and (own or not theirs):
        yield f"{row} is conflicted, and nobody else wrote: {own} {theirs}"
    for field, value in row.values.items() if row.outcome != "conflicted" else ():
        stood = {first.get((row.key, field)), *(write.new for write in theirs if write.field == field)}
        if (field, value) not in own and value not in stood:
            yield f"{row}: {field} is neither written nor was there"


def race(database: str, name: str, runs: int) -> bool:
    """Whether every run was right."""
    seen: Counter[str] = Counter()
    context = multiprocessing.get_context("spawn")
    with ENGINES[database]() as engine, context.Manager() as manager, context.Pool(3) as processes:
        place = name, engine.url.render_as_string(hide_password=False)
        processes.apply(make_tables, place)
        for seed in range(runs):
            before = processes.apply(prepare, (*place, seed))
            barrier = manager.Barrier(3)
            running = [processes.apply_async(run_import, (*place, seed, who, barrier)) for who in ("one", "two")]
            running.append(processes.apply_async(disturb, (*place, seed, barrier)))
            told = [each.get(LONGEST_SECONDS) for each in running]
            for each in told:
                seen.update(each.seen)
            faults = list(find_faults(before, told, processes.apply(read_all, place)))
            if faults:
                print(f"{database}, {name}, run {seed}:", *faults, sep="\n  ")
                return False
    print(f"{database}, {name}: {runs} runs of two imports, {dict(sorted(seen.items()))}", flush=True)
    return True


def main() -> int:
    """Race on every database, with every host; Django on MySQL and MariaDB is another matter."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=100)
    options.add_argument("--host", choices=HOSTS, action="append")
    options.add_argument("--database", choices=ENGINES, action="append")
    chosen = options.parse_args()
    races = [(database, name) for database in chosen.database or ENGINES for name in chosen.host or HOSTS]
    races = [each for each in races if each != ("mariadb", "a profile of Django's")]
    return 0 if all(race(database, name, chosen.runs) for database, name in races) else 1


if __name__ == "__main__":
    sys.exit(main())
