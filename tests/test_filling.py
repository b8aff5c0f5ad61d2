"""The pre-filled form, and the check of what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import import (
    Answer,
    BadRegistration,
    Client,
    ClientUpdate,
    Question,
    RegistrationForm,
    complete_registration,
    prefill,
)
from worlds import CELLS, QUESTIONS, STORED_ANSWERS

FORM = RegistrationForm(questions=QUESTIONS)
ADA = Client(1, "ada@example.edu", "Ada", "Lovelace")


def client(**answers: Answer) -> Client:
    return Client(1, "ada@example.edu", "Ada", "Lovelace", answers)


def save(given: Mapping[str, Any], stored: Client = ADA, form: RegistrationForm = FORM) -> ClientUpdate:
    return complete_registration(form, stored, given, single_sign_on=True).update


def complaints(given: Mapping[str, Any], stored: Client = ADA, form: RegistrationForm = FORM) -> list[tuple[str, str]]:
    with pytest.raises(BadRegistration) as caught:
        save(given, stored, form)
    return [(problem.field or "", problem.code.value) for problem in caught.value.problems]


def test_prefill_shows_what_is_known() -> None:
    """Names and stored answers, in the form's order; what the form does not ask, or no longer offers, is left out."""
    known = client(help=("Gone", "CVs", "Essays"), unasked="x", major="Biology", note="hello", year="1999")
    shown = prefill(FORM, known)
    assert list(shown.items()) == [
        ("first_name", "Ada"),
        ("last_name", "Lovelace"),
        ("note", "hello"),
        ("year", "1999"),
        ("major", "Biology"),
        ("help", ("Essays", "CVs")),
    ]
    assert prefill(FORM, client(major="Gone", help=("Gone",))) == {"first_name": "Ada", "last_name": "Lovelace"}


@pytest.mark.parametrize(
    ("question", "stored", "shown"),
    [("major", ("History",), "History"), ("major", "BIOLOGY", "Biology"), ("help", "CVs", ("CVs",))],
)
def test_prefill_of_what_another_form_stored(question: str, stored: Answer, shown: Answer) -> None:
    """An answer from before the question changed its kind, or its spelling, is shown as the form has it now."""
    assert prefill(FORM, client(**{question: stored}))[question] == shown


@pytest.mark.parametrize(
    ("given", "answers"),
    [
        ({"note": " hi "}, {"note": "hi"}),
        ({"major": "his tory"}, {"major": "History"}),
        ({"help": ("CVs", "essays")}, {"help": ("Essays", "CVs")}),
        ({"help": "cvs; Essays"}, {"help": ("Essays", "CVs")}),
        ({"help": ("A|B", "Citing, quoting")}, {"help": ("Citing, quoting", "A|B")}),
        ({"year": "2029"}, {"year": "2029"}),
        ({"note": "a\0b\x1f"}, {"note": "ab"}),
        ({"note": ("one", "two")}, {"note": "one|two"}),
        ({"note": "", "major": " ", "help": ()}, {}),
    ],
)
def test_answers_are_those_of_the_form(given: dict[str, Answer], answers: dict[str, Answer]) -> None:
    """What is filled in is stored in the form's own spelling and order, as a roster's cell would be."""
    assert save(given).answers == answers


def test_an_empty_answer_takes_the_stored_one_away() -> None:
    """Empty clears, absent keeps, the same again changes nothing."""
    known = client(note="x", major="History", help=("CVs", "Essays"), year="2029")
    assert save({"note": " ", "help": ("Essays", "CVs"), "major": "history"}, known).answers == {"note": None}
    assert save({"major": "", "help": []}, known).answers == {"major": None, "help": None}


def test_no_value_is_an_empty_answer() -> None:
    """None, which a form of the host's may give where nothing was filled in, takes the stored answer away as well."""
    known = client(note="x", major="History", help=("CVs",))
    assert save({"note": None, "major": None, "help": None}, known).answers == {
        "note": None,
        "major": None,
        "help": None,
    }
    assert save({"note": None, "major": None, "help": None}).answers == {}
    assert complaints({"first_name": None}) == [("first_name", "missing_first_name")]
    required = RegistrationForm(questions=[Question("note", "Note", required=True)])
    assert complaints({"note": None}, known, required) == [("note", "missing_answer")]


@pytest.mark.parametrize("field", ["note", "year", "major", "help", "first_name", "last_name"])
@pytest.mark.parametrize("given", [7, 2.5, True, b"Biology", {"Biology": 1}, ["CVs", 7], ("CVs", None), object()])
def test_what_is_no_text_is_a_problem(field: str, given: Any) -> None:  # noqa: ANN401
    """A number or an object in place of an answer, as a JSON body may hold, is said with its question, once."""
    required = RegistrationForm(questions=[attrs.evolve(question, required=True) for question in QUESTIONS])
    known = client(note="x", year="2029", major="History", help=("CVs",))
    for form in (FORM, required):
        assert complaints({field: given}, known, form) == [(field, "pattern_mismatch")]


def test_what_is_no_text_is_said_in_words() -> None:
    """The message has the value and the label of the question, or what the name is called."""
    with pytest.raises(BadRegistration) as caught:
        save({"major": 7, "first_name": ["a", 1]})
    assert str(caught.value).splitlines() == [
        "“['a', 1]” does not have the form that “First name” asks for.",
        "“7” does not have the form that “Major” asks for.",
    ]


def test_names_may_be_corrected() -> None:
    """A name that is filled in is stored without spaces around it; the same name again is no change."""
    update = save({"first_name": " Augusta ", "last_name": "Lovelace"})
    assert (update.first_name, update.last_name) == ("Augusta", None)
    assert complaints({"first_name": "", "last_name": "\0"}) == [
        ("first_name", "missing_first_name"),
        ("last_name", "missing_last_name"),
    ]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"major": "Golf"}, [("major", "unmatched_answer")]),
        ({"major": ("Biology", "History")}, [("major", "unmatched_answer")]),
        ({"help": ("CVs", "Golf", "Chess")}, [("help", "unmatched_answer")] * 2),
        ({"help": "CVs;Golf"}, [("help", "unmatched_answer")] * 1),
        ({"year": "29"}, [("year", "pattern_mismatch")]),
        ({"year": "20290"}, [("year", "text_too_long")]),
        ({"nonsense": "x", "email": "y"}, [("nonsense", "unknown_question"), ("email", "unknown_question")]),
    ],
)
def test_what_does_not_fit_is_a_problem(given: dict[str, Answer], found: list[tuple[str, str]]) -> None:
    """Nothing is left out in silence: what a roster would be warned of, a client has to mend."""
    assert complaints(given) == found


def test_required_questions() -> None:
    """A required question needs an answer, filled in or stored; what the form no longer offers is none."""
    required = RegistrationForm(
        questions=[
            Question("major", "Major", kind="choice", choices=["Biology"], required=True),
            Question("note", "Note", required=True),
        ]
    )
    missing = [("major", "missing_answer"), ("note", "missing_answer")]
    assert complaints({}, ADA, required) == missing
    assert complaints({"major": "", "note": " "}, client(major="Biology", note="x"), required) == missing
    assert complaints({"note": "x"}, client(major="Gone"), required) == [("major", "missing_answer")]
    assert complaints({"major": "Golf", "note": "x"}, ADA, required) == [("major", "unmatched_answer")]
    assert save({"note": "x"}, client(major="Biology"), required).answers == {"note": "x"}


def test_an_answer_the_form_lost_stays_where_nobody_touched_it() -> None:
    """A stored choice that the form no longer has is kept unless the question is answered anew."""
    assert save({}, client(major="Gone")).answers == {}
    assert save({"major": "History"}, client(major="Gone")).answers == {"major": "History"}


@given(st.fixed_dictionaries({}, optional={key: st.sampled_from(texts) for key, texts in STORED_ANSWERS.items()}))
def test_saving_what_was_shown_changes_nothing(answers: dict[str, Answer]) -> None:
    """The pre-filled form saved as it is leaves every answer that the form can still show."""
    known = client(**answers)
    shown = prefill(FORM, known)
    if answers.get("year") == "1999":
        assert complaints(shown, known) == [("year", "pattern_mismatch")]
    else:
        assert save(shown, known) == ClientUpdate(1)


@given(st.fixed_dictionaries({}, optional={key: st.sampled_from(texts) for key, texts in CELLS.items()}))
def test_whatever_is_saved_can_be_shown_and_saved_again(given: dict[str, Answer]) -> None:
    """What was stored is what the form shows, and saving that changes nothing more."""
    try:
        update = save(given)
    except BadRegistration:
        return
    answers = {question: answer for question, answer in update.answers.items() if answer is not None}
    after = Client(1, "ada@example.edu", update.first_name or "Ada", update.last_name or "Lovelace", answers)
    shown = {field: answer for field, answer in prefill(FORM, after).items() if not field.endswith("_name")}
    assert shown == answers
    assert save(shown, after) == ClientUpdate(1)
