"""The names by which rosters call the standard fields, whatever the form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from client_import.headers import normalise_header
from client_import.questions import EMAIL, FIRST_NAME, FULL_NAME, LAST_NAME, PASSWORD, PASSWORD_HASH, STANDARD_FIELDS

USUAL_ALIASES: Mapping[str, tuple[str, ...]] = {
    EMAIL: (
        "Email Address",
        "Mail",
        "Mail Address",
        "Email ID",
        "Student Email",
        "Student Email Address",
        "Client Email",
        "University Email",
    ),
    FIRST_NAME: (
        "First",
        "Given Name",
        "Given Names",
        "Forename",
        "Fname",
        "Student First Name",
        "Student Given Name",
        "Student Forename",
        "Client First Name",
    ),
    LAST_NAME: (
        "Last",
        "Surname",
        "Family Name",
        "Lname",
        "Student Last Name",
        "Student Surname",
        "Student Family Name",
        "Client Last Name",
    ),
    FULL_NAME: (
        "Name",
        "Complete Name",
        "Student Name",
        "Student Full Name",
        "Client Name",
        "Client Full Name",
        "Legal Name",
        "First and Last Name",
        "Last, First",
        "Last Name, First Name",
        "Surname, First Name",
        "Name (Last, First)",
    ),
    PASSWORD: ("PW", "PWD", "Pass", "Passwd", "Initial Password", "Temporary Password", "Temp Password"),
    PASSWORD_HASH: ("Hashed Password", "PW Hash", "bcrypt", "bcrypt Hash"),
}
"""Standard field -> what its column is called, beside its id and its label."""

_NAMED = {
    normalise_header(name): field
    for field, label in STANDARD_FIELDS.items()
    for name in (field, label, *USUAL_ALIASES[field])
}


_ID_IN_BRACKETS = re.compile(rf".* \(({'|'.join(STANDARD_FIELDS)})\)")
"""`E-Mail-Adresse (email)`, as exports write the host's own labels."""


def name_fields(cells: Iterable[str]) -> list[str | None]:
    """For each cell the standard field that it names; None where it names none."""
    return [name_field(cell) for cell in cells]


def name_field(cell: str) -> str | None:
    """The standard field that a cell names, or None."""
    known = _NAMED.get(normalise_header(cell))
    labelled = _ID_IN_BRACKETS.fullmatch(cell) if known is None and cell.endswith(")") else None
    return labelled[1] if labelled else known
