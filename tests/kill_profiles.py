"""An import of 5,000 rows is killed at random moments: its profiles are all there or none, and the next run completes.

    python tests/kill_profiles.py --kills 50     # the whole campaign
    python tests/kill_profiles.py --kills 3      # as .ci/run does

Half of the rows are updates. Each import runs in a process of its own that gets SIGKILL while it applies its plan.
Ends with status 1 at the first kill that leaves something else.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time

from sqlalchemy import Engine, NullPool, create_engine, text

from client_import import Importer, NewClient
from client_import.testing import CONTRACT_FORM, make_roster
from databases import ENGINES, wait_for_server
from platforms import Platform, in_json

ROWS = 5_000
ROSTER = make_roster(
    {"email": f"client{number}@example.edu", "first_name": "New", "last_name": "Name", "note": f"n{number}"}
    for number in range(ROWS)
)


def run_import(engine: Engine, *, tell: bool = False) -> int:
    """Import the roster; how many rows changed something. Tells when the plan is made and applied."""
    importer = Importer(form=CONTRACT_FORM, clients=in_json().open(engine))
    plan = importer.plan(importer.read(ROSTER))
    if tell:
        print("planned", flush=True)
    counts = importer.apply(plan, allow_mass_change=True).counts
    if tell:
        print("applied", flush=True)
    return counts.created + counts.updated


def prepare(engine: Engine, platform: Platform) -> None:
    """Every second client is stored, with another name."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM accounts"))
    with platform.open(engine).transaction() as transaction:
        transaction.create([NewClient(f"client{number}@example.edu", "Old", "Name") for number in range(0, ROWS, 2)])


def kill_one(engine: Engine, seconds: float | None) -> float:
    """Start an import and kill it so many seconds after its plan was made, or once it is applied; how long it took."""
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, __file__, "--run", url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "planned\n"
        started = time.monotonic()
        if seconds is None:
            assert process.stdout.readline() == "applied\n"
        else:
            time.sleep(seconds)
        process.kill()
        return time.monotonic() - started


def kill_many(database: str, kills: int) -> bool:
    """Whether every kill left all or nothing."""
    platform, draw = in_json(), random.Random(kills)
    outcomes = {0: 0, ROWS: 0}
    with ENGINES[database]() as engine:
        platform.metadata.create_all(engine)
        prepare(engine, platform)
        longest = kill_one(engine, None)
        for number in range(kills):
            prepare(engine, platform)
            kill_one(engine, draw.random() * longest * 1.3)  # some come after the commit
            wait_for_server(engine)
            new = sum(client.first_name == "New" and "note" in client.answers for client in platform.open(engine).all())
            stored = sum(1 for _ in platform.open(engine).all())
            if (new, stored) not in {(0, ROWS // 2), (ROWS, ROWS)}:
                print(f"{database}, kill {number}: {new} new of {stored} clients")
                return False
            outcomes[new] += 1
            changed = run_import(engine)
            if changed != ROWS - new or run_import(engine):
                print(f"{database}, kill {number}: the next run changed {changed}, after {new} were there")
                return False
    print(
        f"{database}: {kills} kills within {longest:.2f} s, {outcomes[0]} left nothing, {outcomes[ROWS]} all",
        flush=True,
    )
    return True


def main() -> int:
    """Kill on every database, or be the one that is killed."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--run", metavar="URL", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.run:
        run_import(create_engine(chosen.run, poolclass=NullPool), tell=True)
        return 0
    return 0 if all(kill_many(database, chosen.kills) for database in ENGINES) else 1


if __name__ == "__main__":
    sys.exit(main())
