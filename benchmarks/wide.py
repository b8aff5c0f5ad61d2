"""Forms of many columns, and a drop-down of many choices, with rosters that answer them rightly or wrongly."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

from client_import import Question, RegistrationForm

_DEGREES = (
    "",
    "Honours ",
    "Master of ",
    "Doctor of ",
    "Minor in ",
    "Evening ",
    "Distance ",
    "Joint ",
    "Double ",
    "Pre-",
)
_FIELDS = ("Film", "Law", "Art", "Music", "Civil", "Marine", "Applied", "Modern", "Social", "Digital")
_SUBJECTS = ("Theory", "Ethics", "History", "Engineering", "Studies", "Science")
_PLACES = ("", " and Media", " and Design", " (Honours)", " Education")
_NAMES = ("Ada", "Søren", "José", "小明", "Zoë", "Łukasz", "प्रिया", "Aoife")
_WORDS = ("library", "north campus", "Zürich", "evening", "2nd floor", "by bus", "yes", "大学")
_WRONG_VALUES = 200

Draw = Callable[[int, random.Random], list[str]]


def many_columns(columns: int) -> tuple[RegistrationForm, Draw]:
    """A form whose roster has this many columns, every third question a drop-down of twelve choices."""
    choices = list_choices(12)
    questions = [
        Question(f"q{number}", f"Detail {number}", kind="choice", choices=choices)
        if number % 3 == 2
        else Question(f"q{number}", f"Detail {number}")
        for number in range(columns - 3)
    ]
    form = RegistrationForm(name="Many columns", questions=questions)

    def person(number: int, draw: random.Random) -> list[str]:
        answers = [draw.choice(choices if place % 3 == 2 else _WORDS) for place in range(columns - 3)]
        return [*_start(number, draw), *answers]

    return form, person


def many_choices(number: int) -> tuple[RegistrationForm, Draw]:
    """A form with one drop-down of this many choices."""
    choices = list_choices(number)
    questions = [Question("sid", "Student ID"), Question("major", "Major", kind="choice", choices=choices)]
    form = RegistrationForm(name="Many choices", questions=questions)

    def person(number: int, draw: random.Random) -> list[str]:
        return [*_start(number, draw), f"{number:07d}", draw.choice(choices)]

    return form, person


def answer_wrongly(number: int) -> Callable[[int, list[str]], list[str]]:
    """Every second row answers the drop-down with one of 200 distinct values that are none of its choices."""
    draw = random.Random(number)
    wrong = _mangle(list_choices(number), draw)

    def spoil(row: int, person: list[str]) -> list[str]:
        return [*person[:-1], draw.choice(wrong)] if row % 2 else person

    return spoil


def list_choices(number: int) -> list[str]:
    """So many choices, all different."""
    parts = itertools.product(_DEGREES, _FIELDS, _SUBJECTS, _PLACES)
    return list(itertools.islice(map("".join, ((d, f, " ", s, p) for d, f, s, p in parts)), number))


def _start(number: int, draw: random.Random) -> list[str]:
    return [f"client{number}@m{number % 40}.example.edu", draw.choice(_NAMES), draw.choice(_NAMES)]


def _mangle(choices: list[str], draw: random.Random) -> list[str]:
    """Values with a letter lost, words turned round, shortened, or something else altogether."""
    values = set[str]()
    while len(values) < _WRONG_VALUES:
        choice = draw.choice(choices)
        cut = draw.randrange(1, len(choice) - 1)
        words = choice.split()
        ways = (choice[:cut] + choice[cut + 1 :], ", ".join(reversed(words)), choice[:4], f"Other {draw.random():.6f}")
        values.add(draw.choice(ways))
    return sorted(values - set(choices))
