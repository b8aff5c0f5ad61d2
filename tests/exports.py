"""Hypothesis strategies for exports: forms with the worst names, the clients they can have, and every option."""

from __future__ import annotations

from hypothesis import strategies as st

from client_import import (
    STANDARD_FIELDS,
    Answer,
    BadForm,
    Client,
    ExportOptions,
    ProblemCode,
    Question,
    QuestionKind,
    RegistrationForm,
    Separator,
)
from client_import.texts.damage import find_damage
from client_import.texts.spaces import trim

texts = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd")
    | st.sampled_from("\n\r\t\x0b\x0c'=+-@0,;|\" "),
    max_size=12,
)
stored_texts = texts.map(trim).filter(lambda text: text and not find_damage(text))
"""What the library itself stores: trimmed, not empty, no control characters but line ends and tabs, no U+FFFD."""

DOUBTS = {ProblemCode.CONTAINS_SEPARATOR, ProblemCode.MAYBE_SWALLOWED, ProblemCode.WRONG_LETTERS}
"""What such texts may look like; a warning leaves them as they are."""

_IDS = (
    *("R2", "R3", "Standing", "Standing (R2)", "standingr2", "y", "y)", "x (y)", "x (y", "(", "#", "ID", "0", "2024"),
    *("=id", "'5", "a,b", "a;b", "a|b", "sep=;", "Email Address", "First", "Full", "sswx", "key", "Total", "Page"),
    *("Last Login", 'say "x"', "ü", "a\u200bb", "<html>", "%PDF-1"),
)
_LABELS = (
    *("Standing", "Standing ", "Standing (R2)", "R2", "R", "x", "x (y", "x (y)", "(", ")", "a (R3) (R2)"),
    *("Email", "email", "E-Mail-Adresse", "First Name", "Last Name", "Name", "Surname", "Email (email)"),
    *("Parent email", "Email consent", "Emergency contact first name", "Bus pass", "Compa", "Student", "Start"),
    *("a@example.edu", "b;a@example.edu;c", "b,a@example.edu,c", "b|a@example.edu|c", "ada@", "@"),
    *("=1+1", "'5", "'=x", "+1", "-", "ID", "IDs;P", "sep=;", "a;b", "a,b", "a|b", '"', 'say "x"', "'a'"),
    *("<html>", "%PDF-1.7", '{"a"', '["', "GIF89a", "PK\x03\x04", "Total", "Page 1 of 2", "54 rows", "Last Login"),
    *("two  spaces", "\u00a0odd\u00a0 space", "\u200bhidden", "\u00adsoft", "cafÃ\u00a9", "é", "x" * 1_000),
)
_CHOICES = (
    "Yes",
    "-No",
    "'5",
    "A",
    "B",
    "A|B",
    "B || A",
    "=C",
    "x, y",
    "p;q",
    "p",
    "@x",
    "1-2",
    "0042",
    "'0042",
    "ü",
    "+49 30",
)

ids = st.sampled_from(_IDS) | texts
labels = st.sampled_from(_LABELS) | texts

_names = st.tuples(ids, labels)
_choices = st.lists(st.sampled_from(_CHOICES), min_size=1, max_size=5, unique=True)
_secret_aliases = st.sampled_from([{}, {"password": ["Start code", "y"], "password_hash": ["R3"]}])


def _is_a_form(
    questions: list[Question], labels: dict[str, str] | None = None, aliases: dict[str, list[str]] | None = None
) -> bool:
    try:
        RegistrationForm(questions, labels=labels or {}, aliases=aliases or {})
    except BadForm:
        return False
    return True


@st.composite
def forms(draw: st.DrawFn) -> RegistrationForm:
    """A form with any number of questions of every kind, under names that a reader could take for something else."""
    aliases = draw(_secret_aliases)
    questions: list[Question] = []
    for name, label in draw(st.lists(_names, max_size=6)):
        kind = draw(st.sampled_from(QuestionKind))
        choices = draw(_choices) if kind is not QuestionKind.TEXT else []
        question = Question(name, label, kind=kind, choices=choices)
        if _is_a_form([*questions, question], aliases=aliases):
            questions.append(question)
    given: dict[str, str] = {}
    for field, label in draw(st.dictionaries(st.sampled_from(list(STANDARD_FIELDS)), labels, max_size=3)).items():
        if _is_a_form(questions, {**given, field: label}, aliases):
            given[field] = label
    return RegistrationForm(questions, labels=given, aliases=aliases)


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    """What the library itself can have stored as an answer."""
    if question.kind is QuestionKind.TEXT:
        return stored_texts
    if question.kind is QuestionKind.CHOICE:
        return st.sampled_from(question.choices)
    return st.sets(st.sampled_from(question.choices), min_size=1).map(
        lambda chosen: tuple(choice for choice in question.choices if choice in chosen)
    )


@st.composite
def clients_of(draw: st.DrawFn, form: RegistrationForm) -> list[Client]:
    """One client or more of a form, each with an address of its own."""
    stored = []
    for number in range(draw(st.integers(1, 4))):
        local = draw(st.sampled_from(["ada", "+x", "-", "'5", "=", "zoë", "o'brien"]))
        domain = draw(st.sampled_from(["example.edu", "bücher.example"]))
        asked = [question for question in form.questions if draw(st.booleans())]
        answers = {question.id: draw(answers_to(question)) for question in asked}
        stored.append(Client(number, f"{local}{number}@{domain}", draw(stored_texts), draw(stored_texts), answers))
    return stored


@st.composite
def options_for(draw: st.DrawFn, form: RegistrationForm) -> ExportOptions:
    """Every way in which the clients of a form can be exported."""
    every = [question.id for question in form.questions]
    some = st.lists(st.sampled_from([*every, "email", "last_name"]), max_size=len(every))
    return ExportOptions(
        labels=draw(st.booleans()),
        fields=draw(st.none() | some),
        separator=draw(st.sampled_from(Separator)),
        byte_order_mark=draw(st.booleans()),
        digits_as_text=draw(st.booleans()),
    )
