"""What would fit, for a person who mends a row."""

from __future__ import annotations

import pytest

from client_import import Problem, ProblemCode, Question, RegistrationForm, Severity, UnmatchedAnswer
from client_import.correcting.advice import Advisor

MAJORS = ["Biology", "History", "Film"]
FORM = RegistrationForm(
    questions=[
        Question("major", "Major", kind="choice", choices=MAJORS),
        Question("town", "Town", kind="choice", choices=[f"Town {number}" for number in range(20)]),
    ]
)


def advise(code: ProblemCode, field: str | None = None, **params: str | int) -> list[str]:
    unmatched = [UnmatchedAnswer("major", "Biolgy", 1, (2,), ("Biology",))]
    header = field.title() if field else None
    problem = Problem(code, Severity.WARNING, line=2, header=header, field=field, params=params)
    return list(Advisor(FORM, unmatched).advise([problem]))


@pytest.mark.parametrize("code", [ProblemCode.UNMATCHED_ANSWER, ProblemCode.UNMATCHED_ANSWER_REJECTED])
def test_choices_are_named(code: ProblemCode) -> None:
    """Those that the value may mean, else all, else the first ones; nothing of a question that is gone."""
    assert advise(code, "major", value=" BIOLGY") == ["Major: “Biology”"]
    assert advise(code, "major", value="Golf") == ["Major: “Biology”, “History”, “Film”"]
    (towns,) = advise(code, "town", value="Golf")
    assert towns.endswith("“Town 11”, …")
    assert advise(code, "gone", value="Golf") == []
    assert advise(code, value="Golf") == []


def test_advice_is_given_where_there_is_any() -> None:
    """A message that says all itself needs none; figures are those of the problem."""
    assert advise(ProblemCode.PATTERN_MISMATCH, "major", value="x") == []
    assert advise(ProblemCode.TEXT_TOO_LONG, "major", limit=40) == ["Major: at most 40 characters"]
    assert advise(ProblemCode.WRONG_LETTERS, "first_name", likely="Zoë") == ["First_Name: “Zoë”"]
    assert advise(ProblemCode.DAMAGED_VALUE, "major", reason="zeros", expected=7) == ["Major: 7 digits"]
    assert advise(ProblemCode.DAMAGED_VALUE, "major", reason="spreadsheet") == []
    assert advise(ProblemCode.UNKNOWN_CLIENT) == ["the address under which the client is stored"]
