"""The form, the roster and the stored clients that every system gets: seeded, multilingual, the same at each run.

A world is named by a text, so that a process can be told of it: `usual`, `columns 60`, `choices 3000`, `unmatched 300`.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

from benchmarks import wide
from client_import import NewClient, Question, RegistrationForm

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
"""The form of the usual world; the peers of `systems` are written for it."""

Draw = Callable[[int, random.Random], list[str]]


@attrs.frozen
class World:
    """A form, and the people who come in a roster for it.

    Attributes:
        form: The registration form.
        person: The number of a row and the world's dice -> the cells of somebody without faults.
        spoil: The number of a row and its cells -> the cells as the roster has them.
    """

    form: RegistrationForm
    person: Draw
    spoil: Callable[[int, list[str]], list[str]]

    @property
    def header(self) -> list[str]:
        """The labels of the columns, in the order of the cells."""
        left_out = {"full_name", "password", "password_hash"}
        return [label for field, label in self.form.fields.items() if field not in left_out]


def find_world(name: str) -> World:
    """The world of this name."""
    kind, _, number = name.partition(" ")
    if kind == "usual":
        return World(FORM, _person, _spoil)
    if kind == "columns":
        return World(*wide.many_columns(int(number)), _leave)
    if kind == "choices":
        return World(*wide.many_choices(int(number)), _leave)
    return World(*wide.many_choices(int(number)), wide.answer_wrongly(int(number)))


def write_roster(path: Path, name: str, rows: int) -> None:
    """A CSV file of this many rows; in the usual world about 90 bytes each, and every fiftieth is wrong in some way."""
    world = find_world(name)
    draw = random.Random(rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(world.header)
    writer.writerows(world.spoil(number, world.person(number, draw)) for number in range(rows))
    path.write_bytes(text.getvalue().encode())


def quote_roster(plain: Path, quoted: Path) -> None:
    """The same roster with every cell quoted and one stray quotation mark, so that it is read line by line."""
    text = io.StringIO(newline="")
    with plain.open(encoding="utf-8", newline="") as file:
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows(csv.reader(file))
    head, _, tail = text.getvalue().rpartition('","')
    quoted.write_text(f'{head}"","{tail}', encoding="utf-8", newline="")


def stored_before(rows: int) -> Iterator[NewClient]:
    """Every second person of the usual roster, each with another major than there and no topics."""
    draw = random.Random(rows)
    for number in range(rows):
        person = _person(number, draw)
        if number % 2 == 0:
            yield _to_client(person)


def bystanders(number: int) -> Iterator[NewClient]:
    """Clients of whom no roster speaks."""
    draw = random.Random(number)
    for place in range(number):
        email, *rest = _person(place, draw)
        yield _to_client([f"bystander-{email}", *rest])


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


def _spoil(number: int, person: list[str]) -> list[str]:
    """The row as it comes: some spelt otherwise, which is no fault, and every fiftieth with one of five faults."""
    email, first, last, sid, standing, year, major, topics, phone = person
    if number % 11 == 0:
        email = email.upper()
    if number % 9 == 0:
        major, standing = major.lower(), standing.upper()
    if number % 13 == 0:
        first, phone = f" {first}", f"{phone} "
    if number % 17 == 0:
        phone = ""
    if number % 50 == 7:
        fault = number // 50 % 5
        email = (email, email.replace("@", " at "), "", f"client{number - 7}@m{(number - 7) % 40}.example.edu", email)[
            fault
        ]
        major = "Underwater Basketry" if fault == 0 else major
        last = "" if fault == 4 else last
    return [email, first, last, sid, standing, year, major, topics, phone]


def _leave(_: int, person: list[str]) -> list[str]:
    return person


def _to_client(person: list[str]) -> NewClient:
    email, first, last, sid, standing, year, major, _, phone = person
    other = MAJORS[(MAJORS.index(major) + 1) % len(MAJORS)]
    return NewClient(
        email, first, last, {"sid": sid, "standing": standing, "year": year, "major": other, "phone": phone}
    )
