import pytest

from client_import import Question, RegistrationForm, read_table, suggest_mapping
from client_import.aliases import USUAL_ALIASES, name_field, name_fields
from client_import.headers import normalise_header
from client_import.questions import STANDARD_FIELDS


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Email", "email"),
        ("E-mail Address", "email"),
        ("STUDENT EMAIL", "email"),
        (" university_email ", "email"),
        ("Mail", "email"),
        ("Email ID", "email"),
        ("first_name", "first_name"),
        ("First", "first_name"),
        ("Given Name(s)", "first_name"),
        ("Forename", "first_name"),
        ("FName", "first_name"),
        ("Surname", "last_name"),
        ("Family name", "last_name"),
        ("LAST", "last_name"),
        ("Client Last Name", "last_name"),
        ("Name", "full_name"),
        ("FULL-NAME", "full_name"),
        ("Client name", "full_name"),
        ("Password", "password"),
        ("Temp. Password", "password"),
        ("pwd", "password"),
        ("Password hash", "password_hash"),
        ("bcrypt", "password_hash"),
    ],
)
def test_named(header: str, field: str) -> None:
    """A header names its standard field however it is spelled and spaced."""
    assert name_fields([header]) == [field]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "  ",
        "#",
        "Major",
        "Names of parents",
        "Preferred Name",
        "Emails sent",
        "First choice",
        "ada@example.edu",
        "Mailbox",
    ],
)
def test_unnamed(header: str) -> None:
    """A header that only holds the words of a standard field names none."""
    assert name_fields([header]) == [None]


def test_in_order() -> None:
    """There is one answer for each cell, in the order of the cells, and none for no cells."""
    assert name_fields(iter(["Major", "Surname", "", "Mail", "Email"])) == [None, "last_name", None, "email", "email"]
    assert name_fields([]) == []


@pytest.mark.parametrize("field", STANDARD_FIELDS)
def test_every_standard_field(field: str) -> None:
    """A standard field is named by its id, its label and each of its usual aliases."""
    names = [field, STANDARD_FIELDS[field], *USUAL_ALIASES[field]]
    assert name_fields(names) == [field] * len(names)


def test_no_name_twice() -> None:
    """No two of the usual aliases are one name, neither of one field nor of two."""
    names = [normalise_header(name) for field in STANDARD_FIELDS for name in USUAL_ALIASES[field]]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("field", ["email", "first_name", "last_name", "full_name", "password", "password_hash"])
def test_suggested(field: str) -> None:
    """What is recognised as a header is mapped to that field, too."""
    for alias in USUAL_ALIASES[field]:
        table = read_table(f'"{alias}",Major\nx,Law\n'.encode())
        mapping = suggest_mapping(table, RegistrationForm([Question("major", "Major")]))
        assert dict(mapping.fields) == {alias: field, "Major": "major"}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("E-Mail-Adresse (email)", "email"),
        ("Vorname (Rufname) (first_name)", "first_name"),
        ("(email)", "email"),
        ("Kontakt (Email)", None),
        ("Kontakt(email)", None),
        ("Kontakt (email) privat", None),
        ("Kontakt (R2)", None),
    ],
)
def test_a_label_with_the_fields_id(header: str, field: str | None) -> None:
    """The id of a standard field, letter by letter in brackets at the end, names the field whatever the label is."""
    assert name_field(header) == field
