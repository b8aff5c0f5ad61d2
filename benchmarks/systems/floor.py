"""The floor: the same import as one hand-written loop, with nothing a person could read.

The same checks, one batched look-up, the same writes; no problems, no plan, no second look at what is about to be
overwritten, no choice of any kind.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks import comparing
from benchmarks.comparing import People
from benchmarks.jobs import Job, Prepared
from benchmarks.worlds import MAJORS, STANDINGS, TOPICS

EMAIL = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63})*")


def prepare(job: Job) -> Prepared:
    """Read, plan or import the usual roster."""
    if job.task == "read":
        return Prepared(lambda: list(_rows(job.roster)), lambda rows: {"rows": len(rows) - 1})
    return comparing.prepare(job, _read)


def _rows(roster: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(Path(roster).read_bytes().decode(), newline=""))


def _read(roster: str) -> tuple[People, int]:
    """The people of the rows that are in order, and how many rows there are."""
    majors = {name.casefold().replace(" ", ""): name for name in MAJORS}
    standings = {name.casefold().replace(" ", ""): name for name in STANDINGS}
    topics = {name.casefold().replace(" ", ""): name for name in TOPICS}
    rows = _rows(roster)
    next(rows)
    people: People = {}
    read = 0
    for row in rows:
        read += 1
        email, first, last, sid, standing, year, major, helps, phone = map(str.strip, row)
        if not first or not last or not EMAIL.fullmatch(email) or len(email) > 254:
            continue
        key = email.lower()
        if key in people:
            continue
        chosen = [topics.get(part.casefold().replace(" ", "")) for part in helps.split(";")] if helps else []
        answers = {
            "sid": sid,
            "standing": standings.get(standing.casefold().replace(" ", "")),
            "year": year,
            "major": majors.get(major.casefold().replace(" ", "")),
            "topics": [topic for topic in TOPICS if topic in chosen],
            "phone": phone,
        }
        people[key] = (email, first, last, {question: answer for question, answer in answers.items() if answer})
    return people, read
