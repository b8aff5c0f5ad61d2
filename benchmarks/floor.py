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
from typing import Any

import psycopg

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


def import_into_postgres(roster: Path, url: str) -> tuple[int, int]:
    """Created and updated clients: one look-up, COPY into a temporary table, one upsert."""
    people = _read(roster)
    with psycopg.connect(url) as connection:
        query = "SELECT email_key, id, first_name, last_name, answers FROM clients WHERE email_key = ANY(%s)"
        found = connection.execute(query, (list(people),)).fetchall()
        stored = {key: (client_id, first, last, answers) for key, client_id, first, last, answers in found}
        new, changed = _compare(people, stored)
        keys = {client_id: (key, people[key][0]) for key, (client_id, *_) in stored.items()}
        columns = "(email_key, email, first_name, last_name, answers)"
        connection.execute(
            "CREATE TEMP TABLE incoming (email_key text, email text, first_name text, last_name text, answers jsonb) "
            "ON COMMIT DROP"
        )
        with connection.cursor().copy(f"COPY incoming {columns} FROM STDIN") as copy:
            for row in new:
                copy.write_row(row)
            for first, last, answers, client_id in changed:
                copy.write_row((*keys[client_id], first, last, answers))
        connection.execute(
            f"INSERT INTO clients {columns} SELECT * FROM incoming ON CONFLICT (email_key) DO UPDATE SET "
            "first_name = excluded.first_name, last_name = excluded.last_name, answers = excluded.answers"
        )
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
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    new: list[tuple[Any, ...]] = []
    changed: list[tuple[Any, ...]] = []
    for key, (email, first, last, answers) in people.items():
        if key not in stored:
            new.append((key, email, first, last, json.dumps(answers, ensure_ascii=False)))
            continue
        client_id, old_first, old_last, old_answers = stored[key]
        merged = {**old_answers, **answers}
        if (first, last, merged) != (old_first, old_last, old_answers):
            changed.append((first, last, json.dumps(merged, ensure_ascii=False), client_id))
    return new, changed
