"""Hypothesis strategies for a host's tests: forms, addresses, clients and rosters. Needs hypothesis installed."""

from __future__ import annotations

from hypothesis import strategies as st

from client_import import Answer, NewClient, Question, QuestionKind, RegistrationForm, email_key
from client_import.testing.samples import make_roster

__all__ = ["addresses", "answers", "forms", "new_clients", "rosters", "texts"]

_PLAIN = st.from_regex(r"[a-z0-9]{1,8}([.+_-][A-Za-z0-9]{1,4})?", fullmatch=True)
_LOCALS = _PLAIN | st.sampled_from(("zoë", "王", "иван"))
_DOMAINS = st.sampled_from(("example.edu", "Example.COM", "münchen.example", "xn--mnchen-3ya.example"))
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"))


def addresses() -> st.SearchStrategy[str]:
    """E-mail addresses of many scripts and spellings."""
    return st.builds("{}@{}".format, _LOCALS, _DOMAINS)


def texts(longest: int = 100) -> st.SearchStrategy[str]:
    """Texts that are not blank: any script, any sign, quotes and line breaks; never NUL."""
    letters = _LETTERS | st.sampled_from("'\"\\%,;|\n\t=+-@")
    return st.text(letters, min_size=1, max_size=longest).filter(lambda text: bool(text.strip()))


def forms() -> st.SearchStrategy[RegistrationForm]:
    """Registration forms with up to four questions of any kind."""
    choices = st.lists(st.from_regex(r"[A-Z][a-z]{1,8}( [a-z]{1,5})?", fullmatch=True), min_size=1, max_size=4)
    unlike = choices.map(lambda given: list({choice.casefold().replace(" ", ""): choice for choice in given}.values()))
    kinds = st.lists(st.sampled_from(QuestionKind), max_size=4)

    def build(kinds: list[QuestionKind], choices: list[str]) -> RegistrationForm:
        return RegistrationForm(
            questions=[
                Question(f"q{place}", f"Question {place}", kind, () if kind is QuestionKind.TEXT else tuple(choices))
                for place, kind in enumerate(kinds)
            ]
        )

    return st.builds(build, kinds, unlike)


def answers(form: RegistrationForm) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to some of a form's questions, as a storage holds them."""
    usable = [question for question in form.questions if question.pattern is None]
    return st.fixed_dictionaries({}, optional={question.id: _answer(question) for question in usable})


def new_clients(form: RegistrationForm, most: int = 8) -> st.SearchStrategy[list[NewClient]]:
    """Clients to create, each with a key of its own."""
    client = st.builds(NewClient, addresses(), texts(), texts(), answers(form))
    return st.lists(client, max_size=most, unique_by=lambda new: email_key(new.email))


def rosters(form: RegistrationForm, most: int = 8) -> st.SearchStrategy[bytes]:
    """CSV files with the header an import maps by itself; cells are good, blank, or anything at all."""
    cells: dict[str, st.SearchStrategy[str]] = {"email": addresses(), "first_name": texts(), "last_name": texts()}
    cells |= {question.id: _cell(question) for question in form.questions}
    rows = st.lists(st.fixed_dictionaries(cells), min_size=1, max_size=most)
    return rows.map(lambda given: make_roster(given, list(cells)))


def _answer(question: Question) -> st.SearchStrategy[Answer]:
    if question.kind is QuestionKind.TEXT:
        return texts(question.max_length or 100)
    if question.kind is QuestionKind.CHOICE:
        return st.sampled_from(question.choices)
    return st.lists(st.sampled_from(question.choices), min_size=1, unique=True).map(tuple)


def _cell(question: Question) -> st.SearchStrategy[str]:
    good = st.sampled_from(question.choices) if question.choices else texts()
    return good | st.sampled_from(("", " ")) | texts()
