import json
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import BadForm, Fault, Question, QuestionKind, RegistrationForm
from client_import.headers import looks_like_password
from client_import.questions import STANDARD_FIELDS, fold_choice

MAJORS = Question("major", "Major", kind="choice", choices=["Biology", "History"])

FORM = RegistrationForm(
    questions=[
        Question("student_id", "Student ID", aliases=["SID"], required=True, pattern="[0-9]{7}", max_length=7),
        MAJORS,
        Question("interests", "I want help with", kind="choices", choices=["Essays", "CVs"]),
    ],
    name="Writing Centre",
    labels={"first_name": "Given name"},
    aliases={"email": ["Campus mail"]},
)

FORM_DATA: dict[str, Any] = {
    "name": "Writing Centre",
    "labels": {"first_name": "Given name"},
    "aliases": {"email": ["Campus mail"]},
    "questions": [
        {
            "id": "student_id",
            "label": "Student ID",
            "aliases": ["SID"],
            "required": True,
            "pattern": "[0-9]{7}",
            "max_length": 7,
        },
        {"id": "major", "label": "Major", "kind": "choice", "choices": ["Biology", "History"]},
        {"id": "interests", "label": "I want help with", "kind": "choices", "choices": ["Essays", "CVs"]},
    ],
}


def faults_of(*questions: Question) -> list[tuple[str, str]]:
    with pytest.raises(BadForm) as caught:
        RegistrationForm(questions)
    return [(fault.path, fault.reason) for fault in caught.value.faults]


def faults_in(data: object) -> list[tuple[str, str]]:
    with pytest.raises(BadForm) as caught:
        RegistrationForm.from_dict(data)
    return [(fault.path, fault.reason) for fault in caught.value.faults]


def test_empty_form() -> None:
    """A form may ask nothing beyond the standard fields."""
    form = RegistrationForm()
    assert dict(form.fields) == dict(STANDARD_FIELDS)
    assert form.to_dict() == {"name": "", "labels": {}, "aliases": {}, "questions": []}


def test_fields() -> None:
    """The fields are the standard ones under the host's labels, then the questions in order."""
    assert list(FORM.fields.items()) == [
        ("email", "Email"),
        ("first_name", "Given name"),
        ("last_name", "Last Name"),
        ("full_name", "Full Name"),
        ("password", "Password"),
        ("password_hash", "Password Hash"),
        ("student_id", "Student ID"),
        ("major", "Major"),
        ("interests", "I want help with"),
    ]


def test_question_defaults() -> None:
    """A question of id and label alone is an optional free text."""
    question = Question("city", "City")
    assert attrs.astuple(question) == ("city", "City", "text", (), (), False, None, None)


def test_values_are_frozen() -> None:
    """A form keeps what it was made of, even if the lists it came from are changed."""
    choices = ["Biology"]
    questions = [Question("major", "Major", kind="choice", choices=choices)]
    labels = {"email": "Mail"}
    aliases = {"email": ["Campus mail"]}
    form = RegistrationForm(questions, labels=labels, aliases=aliases)
    choices.append("History")
    questions.clear()
    labels["email"] = "Post"
    aliases["email"].clear()
    assert form.questions[0].choices == ("Biology",)
    assert (form.fields["email"], form.aliases["email"]) == ("Mail", ("Campus mail",))
    with pytest.raises(TypeError):
        form.labels["email"] = "Post"  # type: ignore[index]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        form.name = "Other"  # type: ignore[misc]


def test_choices_with_pipes_and_commas() -> None:
    """Choices may hold separators: the form's own spelling is never touched."""
    question = Question("q", "Q", kind="choices", choices=["Essays, long", "a|b", "c;d"])
    assert RegistrationForm([question]).questions[0].choices == ("Essays, long", "a|b", "c;d")


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (Question("", "Major"), ("questions[0].id", "is empty")),
        (Question("major", " "), ("questions[0].label", "is empty")),
        (
            Question(" major", "Major"),
            ("questions[0].id", "must be found again as a header: no @, no space at its ends, none twice"),
        ),
        (
            Question("\u200bmajor", "Major"),
            ("questions[0].id", "must be found again as a header: no @, no space at its ends, none twice"),
        ),
        (
            Question("major\u00a0", "Major"),
            ("questions[0].id", "must be found again as a header: no @, no space at its ends, none twice"),
        ),
        (Question("email", "Your address"), ("questions[0].id", "“email” is the name of a standard field")),
        (Question("First Name", "Call name"), ("questions[0].id", "“First Name” is the name of a standard field")),
        (Question("LAST-NAME", "Family"), ("questions[0].id", "“LAST-NAME” is the name of a standard field")),
        (Question("full_name", "Name"), ("questions[0].id", "“full_name” is the name of a standard field")),
        (Question("ma\njor", "Major"), ("questions[0].id", "holds a line break or another control character")),
        (Question("major", "Ma\x00jor"), ("questions[0].label", "holds a line break or another control character")),
        (Question("major", "Ma\u2028jor"), ("questions[0].label", "holds a line break or another control character")),
        (Question("major", "Ma\x85jor"), ("questions[0].label", "holds a line break or another control character")),
        (Question("major", "Ma\ud800"), ("questions[0].label", "holds a line break or another control character")),
        (
            Question("major", "Major", aliases=["Subject", "Sub\tject"]),
            ("questions[0].aliases[1]", "holds a line break or another control character"),
        ),
        (
            Question("major", "Major", kind="choice", choices=["Bio", "His\rtory"]),
            ("questions[0].choices[1]", "holds a line break or another control character"),
        ),
        (
            Question("pw", "Word of yours"),
            ("questions[0].id", "asks for a password: passwords have a field of their own, never a question"),
        ),
        (
            Question("word", "Your password"),
            ("questions[0].label", "asks for a password: passwords have a field of their own, never a question"),
        ),
        (
            Question("word", "Word", aliases=["Initial PW"]),
            ("questions[0].aliases[0]", "asks for a password: passwords have a field of their own, never a question"),
        ),
        (
            Question("major", "Major", kind="radio"),
            ("questions[0].kind", "must be one of text, choice, choices"),
        ),
        (
            Question("major", "Major", choices=["Biology"]),
            ("questions[0].choices", "is only for the kinds choice and choices"),
        ),
        (Question("major", "Major", max_length=0), ("questions[0].max_length", "must be at least 1")),
        (
            Question("major", "Major", pattern="[a-"),
            ("questions[0].pattern", "is not a regular expression: unterminated character set at position 0"),
        ),
        (
            Question("major", "Major", pattern="(a+)+"),
            (
                "questions[0].pattern",
                "repeats a part that itself repeats or has alternatives, so it can take forever",
            ),
        ),
        (
            attrs.evolve(MAJORS, pattern="B.*"),
            ("questions[0].pattern", "is only for the kind text"),
        ),
        (
            attrs.evolve(MAJORS, kind="choices", max_length=5),
            ("questions[0].max_length", "is only for the kind text"),
        ),
        (attrs.evolve(MAJORS, choices=()), ("questions[0].choices", "is empty, so the question could not be answered")),
        (attrs.evolve(MAJORS, choices=["Biology", " "]), ("questions[0].choices[1]", "is empty")),
        (
            attrs.evolve(MAJORS, choices=["Biology", "History", "bio logy"]),
            ("questions[0].choices[2]", "“bio logy” repeats choices[0]"),
        ),
    ],
)
def test_faults(question: Question, fault: tuple[str, str]) -> None:
    """What a form forbids is named with its path and its reason."""
    assert faults_of(question) == [fault]


def test_repeated_id() -> None:
    """Two questions cannot have one id, and both places are named."""
    assert faults_of(Question("a", "A"), Question("b", "B"), Question("a", "C")) == [
        ("questions[2].id", "“a” is the id of questions[0] already"),
    ]


@pytest.mark.parametrize("choices", [["Café", "Cafe\u0301"], ["STRASSE", "straße"], ["C V", "cv"]])
def test_repeated_choices(choices: list[str]) -> None:
    """Choices that only case, spaces or the encoding of accents tell apart are one choice."""
    faults = faults_of(Question("q", "Q", kind="choices", choices=choices))
    assert faults == [("questions[0].choices[1]", f"“{choices[1]}” repeats choices[0]")]


def test_accents_tell_choices_apart() -> None:
    """Choices that an accent tells apart are two choices."""
    assert RegistrationForm([Question("q", "Q", kind="choice", choices=["Pâté", "Pate"])]).questions[0].choices


def test_password_labels_of_standard_fields() -> None:
    """The password fields themselves may be called whatever the host likes."""
    form = RegistrationForm(labels={"password": "Initial PW"}, aliases={"password": ["Kennwort"]})
    assert form.fields["password"] == "Initial PW"


def test_unknown_standard_fields() -> None:
    """Labels and aliases name standard fields only."""
    known = "is not a standard field (email, first_name, last_name, full_name, password, password_hash)"
    with pytest.raises(BadForm) as caught:
        RegistrationForm(labels={"mail": "Mail"}, aliases={"major": ["Subject"]})
    assert caught.value.faults == (Fault("labels.mail", known), Fault("aliases.major", known))


def test_every_fault_at_once() -> None:
    """Everything that is wrong with a form is reported together."""
    with pytest.raises(BadForm) as caught:
        RegistrationForm(
            [
                Question("city", "City"),
                Question("", "", kind="radio"),
                Question("city", "Town", max_length=-1),
                Question("major", "Major", kind="choice", choices=["Biology", "", "biology"]),
            ],
            labels={"mail": "Mail"},
        )
    assert [fault.path for fault in caught.value.faults] == [
        "labels.mail",
        "questions[1].kind",
        "questions[1].id",
        "questions[1].label",
        "questions[2].id",
        "questions[2].max_length",
        "questions[3].choices[1]",
        "questions[3].choices[2]",
    ]


def test_from_dict() -> None:
    """A form is read from plain data."""
    assert RegistrationForm.from_dict(FORM_DATA) == FORM


def test_to_dict() -> None:
    """The plain data of a form leaves out what a question has by default."""
    assert FORM.to_dict() == FORM_DATA


def test_from_dict_with_questions_only() -> None:
    """Everything but the questions may be absent."""
    assert RegistrationForm.from_dict({"questions": []}) == RegistrationForm()


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (None, [("", "must be an object, not null")]),
        ([], [("", "must be an object, not a list")]),
        ({}, [("questions", "is missing")]),
        ({"questions": "city"}, [("questions", "must be a list, not text")]),
        ({"questions": ["city"]}, [("questions[0]", "must be an object, not text")]),
        ({"questions": [{"id": "city"}]}, [("questions[0].label", "is missing")]),
        (
            {"questions": [{"id": "city", "label": "City", "max_length": "5"}]},
            [("questions[0].max_length", "must be a whole number, not text")],
        ),
        ({"questions": [{"id": "city", "label": "City", "hint": "x"}]}, [("questions[0].hint", "is not a known key")]),
        ({"questions": [], "title": "x"}, [("title", "is not a known key")]),
        ({"questions": [], "aliases": {"email": "Mail"}}, [("aliases.email", "must be a list, not text")]),
        (
            {"questions": [], "labels": {"mail": "Mail"}},
            [
                (
                    "labels.mail",
                    "is not a standard field (email, first_name, last_name, full_name, password, password_hash)",
                )
            ],
        ),
    ],
)
def test_from_wrong_dict(data: object, faults: list[tuple[str, str]]) -> None:
    """Wrong data is refused, each fault with its path."""
    assert faults_in(data) == faults


def test_every_fault_of_data_at_once() -> None:
    """Faults of the whole, of a question's data and of what a form forbids come together, each in its place."""
    good = {"id": "city", "label": "City"}
    data = {
        "titel": "x",
        "questions": [
            good,
            7,
            {"id": 3, "label": "Three"},
            {"id": "major", "label": "Major", "kind": "choice", "choices": ["Biology", "biology"]},
            good,
        ],
    }
    assert faults_in(data) == [
        ("titel", "is not a known key"),
        ("questions[1]", "must be an object, not a whole number"),
        ("questions[2].id", "must be text, not a whole number"),
        ("questions[3].choices[1]", "“biology” repeats choices[0]"),
        ("questions[4].id", "“city” is the id of questions[0] already"),
    ]


LETTERS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6).filter(
    lambda word: not looks_like_password(f"q {word}")
)
WORDS = LETTERS.map(lambda word: f"q {word}")
CHOICES = st.lists(LETTERS, min_size=1, max_size=4, unique_by=fold_choice)
QUESTIONS = st.one_of(
    st.builds(
        Question,
        id=WORDS,
        label=WORDS,
        aliases=st.lists(WORDS, max_size=2),
        required=st.booleans(),
        pattern=st.sampled_from([None, "[0-9]{7}"]),
        max_length=st.none() | st.integers(1, 500),
    ),
    st.builds(
        Question,
        id=WORDS,
        label=WORDS,
        kind=st.sampled_from([QuestionKind.CHOICE, QuestionKind.CHOICES]),
        choices=CHOICES,
        required=st.booleans(),
    ),
)
FORMS = st.builds(
    RegistrationForm,
    questions=st.lists(QUESTIONS, max_size=4, unique_by=lambda question: question.id),
    name=st.text(st.characters(codec="utf-8")),
    labels=st.dictionaries(st.sampled_from(list(STANDARD_FIELDS)), WORDS),
    aliases=st.dictionaries(st.sampled_from(list(STANDARD_FIELDS)), st.lists(WORDS, max_size=2)),
)


@settings(deadline=None)
@given(FORMS)
def test_there_and_back(form: RegistrationForm) -> None:
    """A form that was written as JSON and read again is the same form."""
    assert RegistrationForm.from_dict(json.loads(json.dumps(form.to_dict()))) == form


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Biology", "biology"), ("  Bio  LOGY\n", "biology"), ("Cafe\u0301", "café"), ("Straße", "strasse"), ("", "")],
)
def test_fold_choice(text: str, folded: str) -> None:
    """Answers are compared without regard to case, spaces and how accents are encoded."""
    assert fold_choice(text) == folded


def test_labels_of_standard_fields_are_checked() -> None:
    """A standard field's label or alias must not be empty, nor that of a password unless it is one."""
    with pytest.raises(BadForm) as caught:
        RegistrationForm(
            labels={"first_name": " ", "last_name": "Password"}, aliases={"email": ["PW"], "password": ["PIN"]}
        )
    assert [fault.path for fault in caught.value.faults] == [
        "labels.first_name",
        "labels.last_name",
        "aliases.email[0]",
    ]


def test_a_text_is_no_list_of_choices() -> None:
    """One text where a list is wanted is refused, instead of being taken apart into letters."""
    with pytest.raises(BadForm) as caught:
        RegistrationForm([Question("major", "Major", kind="choice", choices="Biology")])
    assert caught.value.faults == (Fault("questions[0].choices", "must be a list, not text"),)


def test_what_a_hosts_table_holds_is_reported() -> None:
    """Numbers and NULLs where texts should be are faults of the form, whatever else is wrong with the question."""
    questions = [
        Question(5, None),  # type: ignore[arg-type]
        Question("year", " ", kind="choice", choices=[2025], max_length="40"),  # type: ignore[list-item, arg-type]
        Question("help", "Help", kind="choices", choices=None),  # type: ignore[arg-type]
    ]
    with pytest.raises(BadForm) as caught:
        RegistrationForm(questions)
    assert caught.value.faults == (
        Fault("questions[0].id", "must be text, not a whole number"),
        Fault("questions[0].label", "must be text, not null"),
        Fault("questions[1].choices[0]", "must be text, not a whole number"),
        Fault("questions[1].max_length", "must be a whole number, not text"),
        Fault("questions[2].choices", "must be a list, not null"),
        Fault("questions[1].label", "is empty"),
    )


def test_a_form_travels() -> None:
    """A form survives pickling."""
    form = RegistrationForm([Question("city", "City")], labels={"email": "Mail"}, aliases={"email": ["Post"]})
    assert pickle.loads(pickle.dumps(form)) == form


@pytest.mark.parametrize("question_id", ["q@form", "R  1", "R\u00a01"])
def test_ids_that_an_import_would_not_find_again(question_id: str) -> None:
    """An id must come back as the header it is exported as."""
    with pytest.raises(BadForm, match="must be found again as a header"):
        RegistrationForm([Question(question_id, "Label")])


def test_a_passwords_alias_is_no_other_fields_name() -> None:
    """A form cannot call the first name a password."""
    with pytest.raises(BadForm, match=r"aliases.password\[0\]: is the name of another field"):
        RegistrationForm(aliases={"password": ["First_Name"]})


def test_an_id_that_would_be_read_as_passwords() -> None:
    """An id by which this form calls its column of passwords is refused: an export could not be imported again."""
    with pytest.raises(BadForm) as caught:
        RegistrationForm([Question("q1", "Login"), Question("login", "Name")], aliases={"password": ["Log-in"]})
    assert caught.value.faults == (Fault("questions[1].id", "“login” is a name of the column of passwords here"),)
    with pytest.raises(BadForm, match=r"questions\[0\]\.id: “Code”"):
        RegistrationForm([Question("Code", "Area")], labels={"password_hash": "code"})
