"""People of a roster beside those who are stored, by hand: who is new, who changes, and what is written then."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from benchmarks.by_hand import Stored, Written, encode, find_store
from benchmarks.jobs import Job, Outcome, Prepared, count

Answers = dict[str, object]
People = dict[str, tuple[str, str, str, Answers]]
"""Key -> address, names and answers."""

Read = Callable[[str], tuple[People, int]]


def prepare(job: Job, read: Read) -> Prepared:
    """Plan or import what a loop reads: the dry run is the import without its last line."""
    connect = find_store(job) if job.store else None

    def work() -> Outcome:
        people, rows = read(job.roster)
        if not connect:
            return count(len(people), 0, 0, rows - len(people))
        store = connect()
        written, known = compare(people, store.look_up(list(people)))
        if job.task == "import":
            store.write(written)
        updated = sum(client.id is not None for client in written)
        return count(len(people) - known, updated, known - updated, rows - len(people))

    return Prepared(work, lambda outcome: outcome)


def compare(people: People, stored: Iterable[Stored]) -> tuple[list[Written], int]:
    """Whom to write, and how many are stored already."""
    written: list[Written] = []
    met = set[str]()
    for key, client_id, old_first, old_last, text in stored:
        email, first, last, answers = people[key]
        old_answers = json.loads(text)
        merged = {**old_answers, **answers}
        met.add(key)
        if (first, last, merged) != (old_first, old_last, old_answers):
            written.append(Written(key, email, first, last, encode(merged), client_id))
    for key, (email, first, last, answers) in people.items():
        if key not in met:
            written.append(Written(key, email, first, last, encode(answers), None))
    return written, len(met)
