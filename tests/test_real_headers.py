"""Headers as real rosters spell them, and what becomes of each: the table that the suggestion is measured by."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import Mapping, Question, RegistrationForm, suggest_mapping
from client_import.questions import EMAIL, FIRST_NAME, FULL_NAME, LAST_NAME
from rosters import table_of

FORM = RegistrationForm(
    [
        Question("student_id", "Student ID", aliases=["SID", "Banner ID", "Matrikelnummer"]),
        Question(
            "standing",
            "Class standing",
            kind="choice",
            choices=["First year", "Sophomore", "Junior", "Senior", "Graduate"],
            aliases=["Classification", "Academic level"],
        ),
        Question("major", "Major", aliases=["Field of study", "Studienfach", "Carrera"]),
        Question("year", "Graduation year", aliases=["Class of", "Abschlussjahr"]),
        Question("phone", "Phone", aliases=["Phone number", "Telefon", "Teléfono"]),
        Question("pronouns", "Pronouns"),
        Question("language", "First language", aliases=["Native language", "Muttersprache", "Langue maternelle"]),
        Question("help", "I want help with", kind="choices", choices=["Essays", "CVs", "Citing"]),
        Question("international", "International student", kind="choice", choices=["Yes", "No"]),
    ],
    aliases={
        "email": ["E-Mail-Adresse", "Correo electrónico", "Courriel"],
        "first_name": ["Vorname", "Prénom", "Nombre"],
        "last_name": ["Nachname", "Familienname", "Apellidos", "Nom de famille"],
        "full_name": ["Nombre completo", "Nom complet"],
    },
)

ASSIGNED = {
    "email": (
        *("Email", "E-mail", "EMAIL ADDRESS", "email_address", "Email Address:", "EmailAddress", "Mail", "Email ID"),
        *("Student Email", "Student E-mail Address", "University Email", "Client email", "Email (email)"),
        *("E-Mail-Adresse", "Correo electronico", "COURRIEL"),
    ),
    "first_name": (
        *("First Name", "first_name", "FirstName", "FIRST", "Given Name", "Given name(s)", "Forename", "fname"),
        *("Student First Name", "Vorname", "PRENOM", "Prénom", "Nombre"),
    ),
    "last_name": (
        *(
            "Last Name",
            "LASTNAME",
            "last-name",
            "Last",
            "Surname",
            "Family Name",
            "LName",
            "Student Last Name",
            "Student Surname",
        ),
        *("Nachname", "Apellidos", "Nom de famille"),
    ),
    "full_name": (
        *("Name", "Full Name", "full_name", "FullName", "Student Name", "Student name:", "Client Name"),
        *("Nombre completo", "Nom complet"),
    ),
    "password": ("Password", "PASSWORD", "Initial Password", "Temp. password", "pwd", "PW", "Pass"),
    "password_hash": ("password_hash", "Hashed password", "bcrypt hash"),
    "student_id": (
        "Student ID",
        "StudentID",
        "student_id",
        "SID",
        "Banner ID",
        "Student ID (student_id)",
        "Matrikelnummer",
    ),
    "standing": ("Class Standing", "classification", "Academic Level", "class_standing"),
    "major": ("Major", "MAJOR", "Field of Study", "Studienfach", "Carrera"),
    "year": ("Graduation Year", "graduation_year", "Class of", "Abschlussjahr"),
    "phone": ("Phone", "Phone Number", "Phone #", "TELEFON", "Telefono"),
    "pronouns": ("Pronouns", "pronouns:"),
    "language": ("First Language", "Native language", "Muttersprache", "Langue Maternelle"),
    "help": ("I want help with", "I want help with:"),
    "international": ("International", "International Student", "International student?"),
}
OFFERED = {
    "email": ("E-mial", "Emial Address", "Stdent Email", "Email Adress", "Emails"),
    "first_name": ("Frst Name", "First Nmae", "First nm"),
    "last_name": ("Lst Name", "Last Nam", "Surnmae"),
    "full_name": ("Ful Name", "Studnet Name"),
    "student_id": ("Student ID Number", "Stud. ID", "Stduent ID", "SID number"),
    "standing": ("Current class standing", "Standing, class", "Clas standing"),
    "major": ("Major 1", "Primary Major", "Declared major", "Majr"),
    "year": ("Grad Year", "Expected Graduation Year", "Grad. yr", "Year of graduation"),
    "phone": ("Cell Phone", "Home phone", "Mobile phone number", "Phnoe"),
    "pronouns": ("Preferred pronouns", "Pronoun", "Pronouns (optional)"),
    "language": ("Language, first", "First lang."),
    "international": ("Intl student", "International stdent"),
}
TRAPS = (
    *("Email consent", "Parent email", "Emergency contact first name", "Parent/Guardian Email", "Guardian First Name"),
    *("Emergency Contact Name", "Emergency Contact Email", "Mother's last name", "Contact name", "Advisor"),
    *("Advisor Email", "Advisor Last Name", "Instructor", "Instructor Name", "Professor email", "Email opt-in"),
    *("Permission to email", "Email verified", "EmailVerified", "email_status", "Secondary Email"),
    *("Middle Name", "Maiden Name", "Nickname", "Name of school", "Mailing address"),
)
"""Columns of somebody else's address or name, or of what may be done with one."""

LEFT_ALONE = (
    *TRAPS,
    *("Email 2", "Preferred Name", "Preferred first name"),
    *("First generation", "Last school attended", "First semester", "Username", "Password hint"),
    *("Course", "Section", "CRN", "Term", "Notes", "Student", "ID", "Status", "GPA", "#", "Residence hall"),
)
BOOKKEEPING = (
    *("Registration Date", "Date Registered", "Created At", "Last Login", "last_login", "Last Profile Update"),
    *("Last Updated", "Administrative Notes", "Admin notes", "Account Disabled", "Account disabled?", "Deactivated"),
    *("Appointments", "Total Appointments", "Number of Appointments", "No-shows", "Cancellations"),
)


@attrs.frozen
class Outcome:
    """What becomes of a header: `assigned` or `offered` to a field, `left alone`, or `bookkeeping`."""

    what: str
    field: str | None = None


EXPECTED = {
    **{header: Outcome("assigned", field) for field, headers in ASSIGNED.items() for header in headers},
    **{header: Outcome("offered", field) for field, headers in OFFERED.items() for header in headers},
    **{header: Outcome("left alone") for header in LEFT_ALONE},
    **{header: Outcome("bookkeeping") for header in BOOKKEEPING},
}
REQUIRED = {EMAIL: "Email", FIRST_NAME: "First Name", LAST_NAME: "Last Name"}
NAME_FIELDS = {FIRST_NAME, LAST_NAME, FULL_NAME}


def outcome(mapping: Mapping, header: str) -> Outcome:
    """What became of a header; of several offers the likeliest counts."""
    if header in mapping.assignments:
        return Outcome("assigned", mapping.assignments[header].field)
    if header in mapping.offers:
        return Outcome("offered", mapping.offers[header][0].field)
    return Outcome("bookkeeping" if header in mapping.bookkeeping else "left alone")


def suggest(headers: Iterable[str]) -> Mapping:
    """The suggestion for these columns; below a trap stand addresses, to tempt it."""
    names = tuple(dict.fromkeys(headers))
    tempting = {*TRAPS, *BOOKKEEPING}
    rows = tuple(
        tuple(f"client{row}@example.edu" if name in tempting else f"x{row}" for name in names) for row in range(3)
    )
    return suggest_mapping(table_of(*names, rows=rows), FORM)


def companions(fields: Iterable[str | None]) -> list[str]:
    """The required columns that do not compete with columns for these fields."""
    given = set(fields)
    taken = given | NAME_FIELDS if given & {FULL_NAME} else given
    return [header for field, header in REQUIRED.items() if field not in taken]


def test_enough() -> None:
    """The table holds well over sixty spellings, no two of them alike."""
    spellings = [*LEFT_ALONE, *BOOKKEEPING]
    spellings += [header for table in (ASSIGNED, OFFERED) for headers in table.values() for header in headers]
    assert len(EXPECTED) == len(spellings) >= 150


@pytest.mark.parametrize("header", EXPECTED)
def test_alone(header: str) -> None:
    """Beside the required columns that it does not compete with, each header has its outcome."""
    mapping = suggest([*companions([EXPECTED[header].field]), header])
    assert outcome(mapping, header) == EXPECTED[header]


@pytest.mark.parametrize("header", [*TRAPS, *BOOKKEEPING])
def test_traps_without_an_address(header: str) -> None:
    """A trap whose cells are addresses is not even offered where the file has no other column of them."""
    mapping = suggest(["First Name", "Last Name", header])
    assert outcome(mapping, header) == EXPECTED[header]


CROWDS = st.lists(
    st.sampled_from(sorted(EXPECTED)), min_size=2, unique_by=(lambda header: EXPECTED[header].field or header,)
)


@settings(deadline=None, max_examples=60)
@given(CROWDS, st.randoms(use_true_random=False))
def test_in_a_crowd(headers: list[str], random: Random) -> None:
    """Among any others that go elsewhere, in any order, each header has the outcome that it has alone."""
    if any(EXPECTED[header].field == FULL_NAME for header in headers):
        headers = [header for header in headers if EXPECTED[header].field not in {FIRST_NAME, LAST_NAME}]
    columns = [*companions(EXPECTED[header].field for header in headers), *headers]
    random.shuffle(columns)
    mapping = suggest(columns)
    assert {header: outcome(mapping, header) for header in headers} == {header: EXPECTED[header] for header in headers}


@settings(deadline=None, max_examples=10)
@given(st.randoms(use_true_random=False))
def test_all_together(random: Random) -> None:
    """All of them in one file, in any order, come out the same; nothing goes where it must not."""
    columns = list(EXPECTED)
    random.shuffle(columns)
    mapping, in_order = suggest(columns), suggest(EXPECTED)
    assert dict(mapping.assignments) == dict(in_order.assignments)
    assert dict(mapping.offers) == dict(in_order.offers)
    assert len(set(mapping.fields.values())) == len(mapping.fields)
    for header, expected in EXPECTED.items():
        assert header not in mapping.assignments or outcome(mapping, header) == expected
        if expected.what in {"left alone", "bookkeeping"}:
            assert outcome(mapping, header).what != "assigned"
    assert set(mapping.bookkeeping) == set(BOOKKEEPING)
