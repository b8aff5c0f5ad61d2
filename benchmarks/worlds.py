"""The roster and the storage that every system gets: seeded, multilingual, the same at each run."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

from client_import import NewClient, Question, RegistrationForm
from client_import.repositories.sqlite import SqliteClients

FIRST = ("Ada", "Søren", "José", "小明", "Фатима", "Chidi", "Zoë", "Nguyễn", "Mary-Ann", "Łukasz", "प्रिया", "Aoife")
LAST = (
    "Lovelace",
    "Kjær",
    "Núñez",
    "王",
    "Петрова",
    "Okonkwo",
    "O'Brien",
    "Trần",
    "Smith",
    "Wójcik",
    "Sharma",
    "Kelly",
)
STANDINGS = ["Freshman", "Sophomore", "Junior", "Senior", "Graduate"]
MAJORS = [f"{field} {kind}" for field in ("Film", "Law", "Art") for kind in ("Theory", "Ethics", "Studies")]
TOPICS = ["Essays", "Lab reports", "CVs", "Thesis"]

FORM = RegistrationForm(
    name="Benchmark",
    questions=[
        Question("sid", "Student ID"),
        Question("standing", "Standing", kind="choice", choices=STANDINGS),
        Question("year", "Graduation Year"),
        Question("major", "Major", kind="choice", choices=MAJORS),
        Question("topics", "Help with", kind="choices", choices=TOPICS),
        Question("phone", "Phone"),
    ],
)
HEADER = [label for field, label in FORM.fields.items() if field not in {"full_name", "password", "password_hash"}]


def write_roster(path: Path, rows: int) -> None:
    """A CSV file of this many people, each different; about 90 bytes a row."""
    draw = random.Random(rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(_person(number, draw) for number in range(rows))
    path.write_bytes(text.getvalue().encode())


def fill_storage(path: Path, rows: int) -> None:
    """A new file with the clients who are stored before the import."""
    with SqliteClients(path).transaction() as transaction:
        transaction.create(stored_clients(rows))


def stored_clients(rows: int) -> list[NewClient]:
    """Every second person of `write_roster(rows)`, each with another major than the roster's."""
    draw = random.Random(rows)
    people = [_person(number, draw) for number in range(rows)][::2]
    return [_to_client(person) for person in people]


def _person(number: int, draw: random.Random) -> list[str]:
    first, last = draw.choice(FIRST), draw.choice(LAST)
    return [
        f"client{number}@m{number % 40}.example.edu",
        first,
        last,
        f"{number:07d}",
        draw.choice(STANDINGS),
        str(draw.randint(2026, 2032)),
        draw.choice(MAJORS),
        ";".join(draw.sample(TOPICS, draw.randint(0, 2))),
        f"55{number:06d}",
    ]


def _to_client(person: list[str]) -> NewClient:
    email, first, last, sid, standing, year, major, _, phone = person
    other = MAJORS[(MAJORS.index(major) + 1) % len(MAJORS)]
    return NewClient(
        email, first, last, {"sid": sid, "standing": standing, "year": year, "major": other, "phone": phone}
    )
