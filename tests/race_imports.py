"""Two administrators import overlapping rosters at the same moment, while clients sign up and accounts change.

    python tests/race_imports.py --runs 100     # the whole campaign
    python tests/race_imports.py --runs 5       # as .ci/run does

Both have planned before either applies, each in a process of its own. Afterwards every row of both reports is accounted
for, everything that a report says was written is stored, and no address is there twice. Whoever PostgreSQL stops to
resolve a deadlock plans and applies again, as a person would. Ends with status 1 at the first run that is wrong.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
from collections import Counter
from multiprocessing.synchronize import Barrier
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, NullPool, create_engine, insert, text, update
from sqlalchemy.exc import DBAPIError

from client_import import Importer, NewClient, Outcome, Report, StorageError, email_key
from client_import.testing import CONTRACT_FORM, make_roster
from databases import ENGINES
from platforms import Platform, in_json

PEOPLE = 80
LONGEST_SECONDS = 120


class Told(NamedTuple):
    """What an administrator tells of an import.

    Attributes:
        written: E-mail key and field -> what was written.
        outcomes: How many rows came to what.
        rows: How many rows there were.
        again: How often it was planned again.
        finished: When it was done.
    """

    written: dict[tuple[str, str], Any]
    outcomes: dict[str, int]
    rows: int
    again: int
    finished: float


def make_rows(draw: random.Random, who: str) -> list[dict[str, str]]:
    """A roster of most of the people, in an order of its own, that fills some fields of each."""
    rows = []
    for number in draw.sample(range(PEOPLE), PEOPLE * 3 // 4):
        row = {"email": f"client{number}@example.edu", "first_name": "Ada", "last_name": "Lovelace"}
        row[draw.choice(["first_name", "last_name", "note", "year"])] = f"{who} {number}"
        rows.append(row)
    return rows


def run_import(url: str, seed: int, who: str, barrier: Barrier) -> Told:
    """One administrator: plan, wait for the other one, apply."""
    engine = create_engine(url, poolclass=NullPool)
    importer = Importer(form=CONTRACT_FORM, clients=in_json().open(engine))
    table = importer.read(make_roster(make_rows(random.Random(f"{seed}{who}"), who)))
    plan = importer.plan(table)
    barrier.wait(LONGEST_SECONDS)
    time.sleep(random.Random(f"{who}{seed}").random() / 50)
    again = 0
    while True:
        try:
            report = importer.apply(plan, allow_mass_change=True)
        except StorageError as error:
            if "blocked each other" not in str(error):
                raise
            again += 1
            plan = importer.plan(table)
        else:
            return tell(report, plan.records.rows, again)


def tell(report: Report, records: Any, again: int) -> Told:  # noqa: ANN401 - rows of the plan
    """The report as what can be compared with the storage."""
    written: dict[tuple[str, str], Any] = {}
    for row, record in zip(report.rows, records, strict=True):
        if row.outcome is Outcome.CREATED:
            answers = dict(zip(("note", "year"), record.answers, strict=False))
            values = {"first_name": record.first_name, "last_name": record.last_name, **answers}
            written.update({(record.key, field): value for field, value in values.items() if value})
        elif row.outcome is Outcome.UPDATED:
            written.update({(record.key, change.field): change.new for change in row.changes})
    return Told(
        written, dict(Counter(row.outcome.value for row in report.rows)), len(report.rows), again, time.monotonic()
    )


def disturb(url: str, seed: int, barrier: Barrier) -> Counter[str]:
    """The host: clients sign up, and accounts change by twos in any order, in fields that no roster has."""
    draw, done = random.Random(seed), Counter[str]()
    engine = create_engine(url)
    engine.connect().close()  # stays open in the pool
    barrier.wait(LONGEST_SECONDS)
    for _ in range(40):
        people = [f"client{number}@example.edu" for number in draw.sample(range(PEOPLE), 2)]
        act = draw.choice([sign_up, change_two])
        try:
            with engine.begin() as connection:
                act(connection, people, draw)
            done[f"host: {act.__name__}"] += 1
        except DBAPIError:  # the address was taken, or it was chosen to resolve a deadlock: the host's own matter
            done["host: gave way"] += 1
    engine.dispose()
    return done


def sign_up(connection: Connection, people: list[str], draw: random.Random) -> None:
    """Two new clients, where neither is there."""
    for email in people[: draw.randint(1, 2)]:
        own = {"address": email, "address_key": email, "given_name": "Own", "family_name": "Own", "answers": {}}
        connection.execute(insert(in_json().accounts).values(**own, is_open=True, secret_imported=False))


def change_two(connection: Connection, people: list[str], draw: random.Random) -> None:
    """Two accounts, each for itself, in one transaction."""
    accounts = in_json().accounts
    for email in people:
        changed = update(accounts).where(accounts.c.address_key == email)
        connection.execute(changed.values(theme=draw.choice(["dark", "light"])))
        time.sleep(draw.random() / 500)


def prepare(engine: Engine, platform: Platform, draw: random.Random) -> None:
    """Half of the people are stored."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM accounts"))
    stored = draw.sample(range(PEOPLE), PEOPLE // 2)
    with platform.open(engine).transaction() as transaction:
        transaction.create([NewClient(f"client{number}@example.edu", "Ada", "Lovelace") for number in stored])


def check(platform: Platform, engine: Engine, told: list[Told]) -> list[str]:
    """What is wrong after a run."""
    clients = list(platform.open(engine).all())
    keys = Counter(email_key(client.email) for client in clients)
    faults = [f"{key} is stored {count} times" for key, count in keys.items() if count > 1]
    faults += [f"{each.rows} rows, but {each.outcomes}" for each in told if sum(each.outcomes.values()) != each.rows]
    stored = {}
    for client in clients:
        values = {"first_name": client.first_name, "last_name": client.last_name, **client.answers}
        stored.update({(email_key(client.email), field): value for field, value in values.items()})
    expected: dict[tuple[str, str], Any] = {}
    for each in sorted(told, key=lambda each: each.finished):
        if not each.again:  # one that planned again has seen what the other one wrote, and may change it
            faults += [f"overwritten unseen: {field}" for field in expected.keys() & each.written.keys()]
        expected.update(each.written)
    return faults + [f"lost: {k} = {v}, not {stored.get(k)}" for k, v in expected.items() if stored.get(k) != v]


def race(database: str, runs: int) -> bool:
    """Whether every run was right."""
    platform = in_json()
    seen: Counter[str] = Counter()
    context = multiprocessing.get_context("spawn")
    with ENGINES[database]() as engine, context.Manager() as manager, context.Pool(3) as processes:
        platform.metadata.create_all(engine)
        url = engine.url.render_as_string(hide_password=False)
        for seed in range(runs):
            prepare(engine, platform, random.Random(seed))
            barrier = manager.Barrier(3)
            imports = [processes.apply_async(run_import, (url, seed, who, barrier)) for who in ("one", "two")]
            host = processes.apply_async(disturb, (url, seed, barrier))
            told = [running.get(LONGEST_SECONDS) for running in imports]
            seen.update(host.get(LONGEST_SECONDS))
            for each in told:
                seen.update(each.outcomes)
                seen["planned again"] += each.again
            faults = check(platform, engine, told)
            if faults:
                print(f"{database}, run {seed}:", *faults, sep="\n  ")
                return False
    print(f"{database}: {runs} runs of two imports, {dict(sorted(seen.items()))}", flush=True)
    return True


def main() -> int:
    """Race on every database."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=100)
    chosen = options.parse_args()
    return 0 if all(race(database, chosen.runs) for database in ENGINES) else 1


if __name__ == "__main__":
    sys.exit(main())
