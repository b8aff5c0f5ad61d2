"""Headers that say a field's label and its id."""

from __future__ import annotations

import pytest
from hypothesis import given

from client_import import Question, RegistrationForm, read_table
from client_import.mapping.labelled import labelled_headers
from exports import forms


def headers_of(*questions: tuple[str, str], **given: dict[str, str]) -> dict[str, str]:
    form = RegistrationForm([Question(name, label) for name, label in questions], **given)  # type: ignore[arg-type]
    return dict(labelled_headers(form))


def test_label_and_id() -> None:
    """A header is the label with the id in brackets; fields that no export holds have none."""
    assert headers_of(("R2", "Standing"), labels={"email": "E-Mail-Adresse", "password": "Geheim"}) == {
        "email": "E-Mail-Adresse (email)",
        "first_name": "First Name (first_name)",
        "last_name": "Last Name (last_name)",
        "R2": "Standing (R2)",
    }


def test_spaces_are_those_that_are_read_back() -> None:
    """Spaces are tidied as a reader tidies them, and nothing invisible stands in front."""
    headers = headers_of(("R2", "  two  \u00a0 spaces "), ("R3", "\u200b \u00adX"))
    assert (headers["R2"], headers["R3"]) == ("two spaces (R2)", "X (R3)")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("sswx", "Compa"),  # a password's, both together
        ("code", "Start"),  # a name that this form gives the column of passwords
        ("R2", "Write to a@example.edu"),
        ("R2", "ID number"),
        ("R2", "x" * 1_000),
        ("R2", "<html>"),
    ],
)
def test_an_id_stands_alone_where_the_label_misleads(name: str, label: str) -> None:
    """A label that would make a header, or its file, look like something else is left out."""
    aliases = {"password": ["Start code"]}
    assert headers_of((name, label), aliases=aliases)[name] == name  # type: ignore[arg-type]


@pytest.mark.parametrize("start", ["%PDF-1.7", "GIF89a", '{"a"', "<html>", "ID", "\x1f\x8b", "a\x00"])
def test_the_first_header_makes_the_file_no_other_kind(start: str) -> None:
    """A label of the address by which the file would be no CSV is left out."""
    assert headers_of(labels={"email": start})["email"] == "email"


def test_two_questions_with_one_header() -> None:
    """Where label and id of two questions read alike, both ids stand alone; so where they read like another id."""
    assert headers_of(("a (b)", "X"), ("b)", "X (a")) | {"email": ""} == {
        **headers_of(),
        "email": "",
        "a (b)": "a (b)",
        "b)": "b)",
    }
    headers = headers_of(("R2", "X"), ("X (R2)", "Y"))
    assert (headers["R2"], headers["X (R2)"]) == ("R2", "Y (X (R2))")


@given(form=forms())
def test_each_header_is_read_as_it_was_written(form: RegistrationForm) -> None:
    """All headers of a form differ, and none changes on its way through a file."""
    headers = list(labelled_headers(form).values())
    assert len(set(headers)) == len(headers)
    for header in headers:
        row = '"' + header.replace('"', '""') + '"'
        table = read_table(f"email,{row}\na@example.edu,x\n".encode())
        if header[0] not in "'=+-@":
            assert table.columns[1].text == header
