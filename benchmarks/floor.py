"""The floor: the same import as one hand-written loop for each store, with nothing a person could read.

The same checks, one batched look-up, the same writes; no problems, no plan, no second look at what is
about to be overwritten, no choice of any kind.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from pathlib import Path

from benchmarks.worlds import MAJORS, STANDINGS, TOPICS

EMAIL = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9-]{1,63}(?:\.[a-zA-Z0-9-]{1,63})*")


def import_into_sqlite(roster: Path, database: Path) -> tuple[int, int]:
    """Created and updated clients."""
    people = _read(roster)
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    stored = _look_up(connection, list(people))
    new, changed = _compare(people, stored)
    connection.executemany(
        "INSERT INTO clients (email_key, email, first_name, last_name, answers) VALUES (?, ?, ?, ?, ?)", new
    )
    connection.executemany("UPDATE clients SET first_name = ?, last_name = ?, answers = ? WHERE id = ?", changed)
    connection.execute("COMMIT")
    connection.close()
    return len(new), len(changed)


def _read(roster: Path) -> dict[str, tuple[str, str, str, dict[str, object]]]:
    """Key -> address, names and answers, of the rows that are in order."""
    majors = {name.casefold().replace(" ", ""): name for name in MAJORS}
    standings = {name.casefold().replace(" ", ""): name for name in STANDINGS}
    topics = {name.casefold().replace(" ", ""): name for name in TOPICS}
    rows = csv.reader(io.StringIO(roster.read_bytes().decode(), newline=""))
    next(rows)
    people: dict[str, tuple[str, str, str, dict[str, object]]] = {}
    for row in rows:
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
    return people


def _look_up(connection: sqlite3.Connection, keys: list[str]) -> dict[str, tuple[int, str, str, dict[str, object]]]:
    stored = {}
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        marks = ",".join("?" * len(chunk))
        query = f"SELECT email_key, id, first_name, last_name, answers FROM clients WHERE email_key IN ({marks})"
        for key, client_id, first, last, answers in connection.execute(query, chunk):
            stored[key] = (client_id, first, last, json.loads(answers))
    return stored


def _compare(
    people: dict[str, tuple[str, str, str, dict[str, object]]],
    stored: dict[str, tuple[int, str, str, dict[str, object]]],
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    new: list[tuple[object, ...]] = []
    changed: list[tuple[object, ...]] = []
    for key, (email, first, last, answers) in people.items():
        if key not in stored:
            new.append((key, email, first, last, json.dumps(answers, ensure_ascii=False)))
            continue
        client_id, old_first, old_last, old_answers = stored[key]
        merged = {**old_answers, **answers}
        if (first, last, merged) != (old_first, old_last, old_answers):
            changed.append((first, last, json.dumps(merged, ensure_ascii=False), client_id))
    return new, changed
