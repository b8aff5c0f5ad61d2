"""Rows of another width than the others: put right where one way fits, told, or refused."""

from __future__ import annotations

import pytest

from client_import import RegistrationForm, Severity, check_rows, read_table, sample_values, suggest_mapping
from client_import.records.row_checks import Fate
from rosters import FORM, QUICK, check, codes, plan, roster

HEADERS = {
    "last name": "Last Name,Email,First Name,Major\nHopper,g@example.edu,Grace,History\n",
    "middle": "Email,Last Name,Major,First Name\ng@example.edu,Hopper,History,Grace\n",
    "notes": "First Name,Last Name,Email,Notes,Major\nGrace,Hopper,g@example.edu,,History\n",
    "choices": "Last Name,Major,Help with,Email,First Name\nHopper,History,CVs,g@example.edu,Grace\n",
}


@pytest.mark.parametrize(
    ("header", "row", "names", "merged"),
    [
        ("last name", "Lovelace, PhD,a@example.edu,Ada,Biology", ("Ada", "Lovelace, PhD"), "Last Name"),
        ("last name", "O'Neill,Jr.,a@example.edu,Ada,Biology", ("Ada", "O'Neill,Jr."), "Last Name"),
        ("last name", "Lovelace, MD, PhD,a@example.edu,Ada,Biology", ("Ada", "Lovelace, MD, PhD"), "Last Name"),
        ("last name", "Lovelace,a@example.edu,Ada,Maria,Biology", ("Ada,Maria", "Lovelace"), "First Name"),
        ("middle", "a@example.edu,Lovelace,PhD,Biology,Ada", ("Ada", "Lovelace,PhD"), "Last Name"),
        ("choices", "Lovelace,Biology,Essays,CVs,a@example.edu,Ada", ("Ada", "Lovelace"), "Help with"),
    ],
)
def test_the_only_reading_is_taken(header: str, row: str, names: tuple[str, str], merged: str) -> None:
    """Where an unquoted separator fits only one cell, the row goes in, and the warning names that column."""
    records = check(f"{HEADERS[header]}{row}\n")
    record = records.rows[1]
    assert (record.fate, record.email) == (Fate.ACCEPTED, "a@example.edu")
    assert (record.first_name, record.last_name) == names
    found = records.problems[0]
    assert (found.line, found.code, found.severity, found.field) == (3, "cells_realigned", Severity.WARNING, None)
    expected = HEADERS[header].splitlines()[0].count(",") + 1
    assert found.params == {"found": row.count(",") + 1, "expected": expected, "merged": merged}
    assert f"What stands in “{merged}” was taken as one value" in found.message


def test_a_repaired_row_keeps_its_answers() -> None:
    """Behind the cell that was cut in two, every answer stands under its own header again."""
    records = check(
        """
        Email,Last Name,Major,First Name,Student ID,Help with
        g@example.edu,Hopper,History,Grace,17,
        a@example.edu,Lovelace,PhD,biology,Ada,23,essays|cvs
        """
    )
    record = records.rows[1]
    assert record.answers == ("23", "Biology", ("Essays", "CVs"))
    assert (record.first_name, record.last_name) == ("Ada", "Lovelace,PhD")
    assert codes(records.problems) == [(3, "cells_realigned"), (3, "contains_separator")]


def test_a_repaired_row_is_planned() -> None:
    """A row put right is created like any other, and counts as no failure."""
    made = plan(HEADERS["middle"] + "a@example.edu,Lovelace,PhD,Biology,Ada\n")
    assert (made.counts.created, made.counts.rejected) == (2, 0)
    assert [change.new for change in made.rows[1].changes] == ["a@example.edu", "Ada", "Lovelace,PhD", "Biology"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("last name", ",Lovelace,a@example.edu,Ada,Biology"),
        ("last name", "Lovelace,,a@example.edu,Ada,Biology"),
        ("last name", "Lovelace,,a@example.edu, ,Ada,Biology"),
        ("last name", "Lovelace,a@example.edu,,Ada,Biology"),
        ("middle", "a@example.edu,,Lovelace,Biology,Ada"),
        ("notes", "Ada,,Lovelace,a@example.edu,,Biology"),
        ("notes", "Ada,Lovelace,,a@example.edu,,Biology"),
        ("notes", "Ada,Lovelace,a@example.edu,,,Biology"),
    ],
)
def test_a_separator_beside_a_blank_is_one_too_many(header: str, row: str) -> None:
    """Typed twice, a separator makes a blank cell that belongs to nobody; the values are left as they are."""
    records = check(f"{HEADERS[header]}{row}\n")
    record = records.rows[1]
    assert (record.fate, record.email) == (Fate.ACCEPTED, "a@example.edu")
    assert (record.first_name, record.last_name, record.answers) == ("Ada", "Lovelace", ("Biology",))
    assert codes(records.problems) == [(3, "cells_realigned")]


@pytest.mark.parametrize(
    "text",
    [
        "Email,First Name,Last Name,Major\na@example.edu,Ada,Lovelace,PhD,Biology\n",
        "Email,Major,First Name,Last Name\na@example.edu,Biology,Ada,Lovelace,PhD\n",
        "Email,Major,First Name,Last Name,Notes\na@example.edu,Biology,Ada,Lovelace,likes tea,and maths\n",
        "Email,First Name,Last Name,Student ID\na@example.edu,Ada,Lovelace,PhD,17\n",
        "Email,Help with,First Name,Last Name\na@example.edu,Essays,CVs,Ada,Lovelace\n",
    ],
    ids=["either name", "names last", "name or notes", "name or number", "name or choices"],
)
def test_two_readings_reject_the_row(text: str) -> None:
    """Where the comma may belong to either of two columns, nobody guesses."""
    records = check(text)
    assert [record.fate for record in records.rows] == [Fate.REJECTED]
    assert codes(records.problems) == [(2, "too_many_cells")]
    header, row = text.splitlines()
    assert records.problems[0].severity is Severity.ERROR
    assert records.problems[0].params == {"found": row.count(",") + 1, "expected": header.count(",") + 1}
    assert records.rows[0].email == "a@example.edu"


@pytest.mark.parametrize(
    "text",
    [
        "Last Name,Email,First Name,Major\nLovelace,PhD,ada.example.edu,Ada,Biology\n",
        "Last Name,Email,First Name,Major\nLovelace,PhD,a@example.edu,Ada,Astrology\n",
        "Last Name,Email,First Name,Major\nLovelace,PhD,a@example.edu,,Biology\n",
        "Last Name,Email,First Name,Major\n,,a@example.edu,Ada,Biology\n",
        "Email,First Name,Last Name,Major\na@example.edu,,,Biology,x\n",
    ],
    ids=["no address", "no such choice", "no first name", "no last name", "no names"],
)
def test_no_reading_rejects_the_row(text: str) -> None:
    """Where address, names and choices fit no reading, the row is refused with one problem."""
    records = check(text)
    assert [record.fate for record in records.rows] == [Fate.REJECTED]
    assert codes(records.problems) == [(2, "too_many_cells")]


def test_a_blank_beside_the_address_is_taken_off() -> None:
    """The address itself may be the cell with a blank beside it; joined, it is still an address."""
    records = check("First Name,Last Name,Email,Major\nAda,Lovelace,,a@example.edu,Biology\n")
    assert [(record.fate, record.email) for record in records.rows] == [(Fate.ACCEPTED, "a@example.edu")]
    assert codes(records.problems) == [(2, "cells_realigned")]


def test_an_address_cut_in_two_is_not_put_together() -> None:
    """An address with a comma inside is none, so there is nothing to join it for."""
    records = check("Email,Major,First Name,Last Name\na@exam,ple.edu,Biology,Ada,Lovelace\n")
    assert codes(records.problems) == [(2, "too_many_cells")]
    assert records.rows[0].email == "a@exam"


def test_two_addresses_in_two_cells_are_no_reading() -> None:
    """Two addresses side by side: neither is dropped, and the names would not stand."""
    records = check("Email,Major,First Name,Last Name\na@example.edu,b@example.edu,Biology,Ada,Lovelace\n")
    assert [record.fate for record in records.rows] == [Fate.REJECTED]
    assert codes(records.problems) == [(2, "too_many_cells")]


def test_the_separator_of_the_file_joins() -> None:
    """In a file with semicolons the joined value gets its semicolon back."""
    records = check("Last Name;Email;First Name;Major\nLovelace; PhD;a@example.edu;Ada;Biology\n")
    assert records.rows[0].last_name == "Lovelace; PhD"
    assert records.problems[0].params == {"found": 5, "expected": 4, "merged": "Last Name"}


def test_each_row_is_judged_by_itself() -> None:
    """A row that cannot be put right leaves the ones around it alone."""
    records = check(
        """
        Last Name,Email,First Name,Major
        Lovelace, PhD,a@example.edu,Ada,Biology
        Hopper, RADM,g@example.edu,Grace,Astrology
        Noether,e@example.edu,Emmy,History
        Meitner,l@example.edu,Lise,
        Curie, Dr.,m@example.edu,Marie,History
        Kovalevskaya,s@example.edu,Sofia,History
        """
    )
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED, Fate.REJECTED, *[Fate.ACCEPTED] * 4]
    assert [(p.line, p.code) for p in records.problems if p.code != "contains_separator"] == [
        (2, "cells_realigned"),
        (3, "too_many_cells"),
        (6, "cells_realigned"),
    ]


SECRETS = ["Password", "Initial PW", "Kennwort", "Password Hash"]


@pytest.mark.parametrize("ignored", [False, True], ids=["as suggested", "left out"])
@pytest.mark.parametrize("header", SECRETS)
@pytest.mark.parametrize(
    ("row", "code", "found"),
    [
        ("Lovelace, PhD,a@example.edu,Ada,geheim-77,Biology", "too_many_cells", 6),
        ("Lovelace,,a@example.edu,Ada,geheim-77,Biology", "too_many_cells", 6),
        ("Lovelace,a@example.edu,Ada,gehe,im-77,Biology", "too_many_cells", 6),
        ("geheim-77,a@example.edu,Ada,Biology", "wrong_width", 4),
        ("Lovelace,a@example.edu,Ada,geheim-77", "wrong_width", 4),
        ("Lovelace,a@example.edu,Ada,geheim-77,Biology,", "too_many_cells", 6),
        ('Lovelace,a@example.edu,"Ada,geheim-77,Biology', "doubtful_quotes", None),
        ('"Love"lace",a@example.edu,Ada,geheim-77,Biology', "doubtful_quotes", None),
        ('Lovelace,a@example.edu,"Ada,\ngeheim-77",,Biology', "doubtful_quotes", None),
    ],
)
def test_beside_passwords_nothing_is_repaired(
    row: str, code: str, found: int | None, header: str, *, ignored: bool
) -> None:
    """In a file with a column like a password's, mapped or not, an odd row is refused, and no cell of it quoted."""
    table = read_table(
        roster(
            f"Last Name,Email,First Name,{header},Major\n"
            "Hopper,g@example.edu,Grace,,History\nNoether,e@example.edu,Emmy,,History\n" + row + "\n"
        )
    )
    mapping = suggest_mapping(table, FORM)
    mapping = mapping.ignore(header) if ignored else mapping
    records = check_rows(table, mapping, FORM, QUICK)
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED, Fate.ACCEPTED, Fate.REJECTED]
    *others, last = records.problems
    assert (last.line, last.code, last.severity, last.column, last.header) == (4, code, Severity.ERROR, None, None)
    assert last.params == ({"found": found, "expected": 5} if found else {})
    refused = records.rows[2]
    assert refused == refused._replace(email="", key="", first_name="", last_name="", answers=(), password=None)
    told = [*(problem.message for problem in records.problems), *(str(dict(p.params)) for p in records.problems)]
    assert not [text for text in told if "geheim" in text or "im-77" in text or "Lovelace" in text]
    assert {problem.code.value for problem in others} <= {"quote_closed", "stray_quote"}
    assert "geheim-77" not in str(sample_values(table, mapping, FORM))


def test_a_forms_own_word_for_a_password_counts() -> None:
    """Where the form calls its passwords otherwise, a column of that name guards odd rows as well."""
    form = RegistrationForm(labels={"password": "Sesame"})
    table = read_table(roster("Last Name,Email,First Name,Sesame\nX, Y,a@example.edu,Ada,open-wide\n"))
    records = check_rows(table, suggest_mapping(table, form), form, QUICK)
    assert codes(records.problems) == [(2, "too_many_cells")]
    assert records.rows[0].email == ""


def test_doubtful_marks_without_passwords_are_only_told() -> None:
    """Without passwords in the file, a row with a stray mark goes in; reading has warned of it."""
    records = check('Email,First Name,Last Name\na@example.edu,Ada,"Love"lace"\nb@example.edu,B,B\n')
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED, Fate.ACCEPTED]
    assert codes(records.problems) == [(2, "stray_quote")]


HEADER = "Email,First Name,Last Name,Student ID,Major\n"


def rows(number: int, cells: str, first: int = 0) -> str:
    """Rows that differ in the address only."""
    return "".join(f"c{index}@example.edu,{cells}\n" for index in range(first, first + number))


def test_a_narrow_row_is_told() -> None:
    """A row narrower than all others may lack a cell in the middle; it goes in, with a warning."""
    records = check(HEADER + rows(4, "A,B,1,Biology") + "n@example.edu,A,B,Biology\n")
    assert codes(records.problems) == [(6, "unusual_width")]
    assert records.problems[0].params == {"found": 4, "expected": 5}
    assert records.problems[0].severity is Severity.WARNING
    assert records.rows[4].answers == ("Biology", None)
    assert "in this row is 4, that of the columns 5" in records.problems[0].message


def test_a_wide_row_of_blanks_is_told() -> None:
    """A row with blank cells beyond the header is read as if they were not there, with a warning."""
    records = check(HEADER + rows(4, "A,B,1,Biology") + "w@example.edu,A,B,2,History,,\n")
    assert codes(records.problems) == [(6, "unusual_width")]
    assert records.problems[0].params == {"found": 7, "expected": 5}
    assert records.rows[4].answers == ("2", "History")


def test_a_separator_at_the_end_of_every_row_is_told() -> None:
    """Where the rows end in a separator and the header does not, one may be missing there: each row is told."""
    records = check(HEADER + rows(5, "A,B,1,Biology,"))
    assert codes(records.problems) == [(line, "unusual_width") for line in range(2, 7)]
    assert [record.answers for record in records.rows] == [("1", "Biology")] * 5


def test_a_separator_at_the_end_of_the_header_is_not_told() -> None:
    """Where only the header ends in a separator no row is strange."""
    assert check(HEADER.strip() + ",\n" + rows(5, "A,B,1,Biology")).problems == ()


@pytest.mark.parametrize(
    ("complete", "narrow", "told"),
    [
        (26, 3, 0),
        (27, 3, 3),
        (3, 2, 2),
        (2, 3, 0),
        (1, 8, 0),
        (1, 9, 9),
    ],
    ids=["over a tenth", "a tenth", "only two", "most", "one of nine complete", "one of ten complete"],
)
def test_leaving_out_trailing_cells_may_be_the_habit(complete: int, narrow: int, told: int) -> None:
    """Three rows and over a tenth of all make a habit, where over a tenth are complete; then none is told."""
    records = check(HEADER + rows(complete, "A,B,1,Biology") + rows(narrow, "A,B", first=complete))
    assert codes(records.problems) == [(complete + 2 + index, "unusual_width") for index in range(narrow)][:told]
    assert all(record.fate is Fate.ACCEPTED for record in records.rows)


def test_a_habit_of_narrow_rows_does_not_cover_wide_ones() -> None:
    """Where trailing cells are left out by habit, a row that is too wide is still strange."""
    records = check(HEADER + rows(5, "A,B,1,Biology") + rows(4, "A,B", first=5) + "w@example.edu,A,B,1,History,,\n")
    assert codes(records.problems) == [(11, "unusual_width")]
    assert records.problems[0].params == {"found": 7, "expected": 5}
