"""Forms and rosters for a host's tests: `sample_form`, `sample_rows` and `make_roster`.

The people are the same at each run, so that a test can name them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from client_import import Question, QuestionKind, RegistrationForm

FIRST_NAMES = ("Ada", "Zoë", "José", "小明", "Фатима", "O'Neil", "Mary-Ann", "प्रिया")
LAST_NAMES = ("Lovelace", "de la Cruz", "Núñez", "王", "Петрова", "'t Hart", "Wójcik")


def sample_form() -> RegistrationForm:
    """A registration form with a question of each kind."""
    return RegistrationForm(
        name="Sample",
        questions=[
            Question("student_id", "Student ID", max_length=20),
            Question("major", "Major", kind="choice", choices=["Biology", "History", "Film, Media"]),
            Question("help", "Help with", kind="choices", choices=["Essays", "CVs", "Citing"]),
        ],
    )


def sample_rows(form: RegistrationForm, count: int) -> list[dict[str, str]]:
    """Rows that an import accepts whole: people with different addresses who answer every question.

    Args:
        form: Whose questions they answer; one with a pattern stays blank.
        count: How many.
    """
    return [_sample_row(form, number) for number in range(count)]


def make_roster(rows: Iterable[Mapping[str, str]], header: Iterable[str] = (), **dialect: str) -> bytes:
    r"""The rows as a CSV file.

    Args:
        rows: Each a cell for each column; a column that is not there is blank.
        header: The columns in their order; those of the rows, as they come, if it is empty.
        dialect: As for `csv.writer`, such as `delimiter=";"` or `lineterminator="\n"`.
    """
    given = list(rows)
    columns = list(header) or list(dict.fromkeys(column for row in given for column in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, **dialect)  # type: ignore[arg-type] # each has a type of its own
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in given)
    return text.getvalue().encode()


def _sample_row(form: RegistrationForm, number: int) -> dict[str, str]:
    names = FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number % len(LAST_NAMES)]
    row = {"email": f"client{number}@example.edu", "first_name": names[0], "last_name": names[1]}
    return row | {question.id: _cell(question, number) for question in form.questions}


def _cell(question: Question, number: int) -> str:
    if question.pattern is not None:
        return ""
    if question.kind is QuestionKind.TEXT:
        return f"{number:04d}"[: question.max_length]
    return question.choices[number % len(question.choices)]
