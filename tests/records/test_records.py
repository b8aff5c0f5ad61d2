"""Rows + mapping → checked values and problems."""

from __future__ import annotations

import attrs
import pytest

from client_import import BadMapping, Secret, Severity, check_rows, read_table, suggest_mapping
from client_import.records.row_checks import Fate
from rosters import FORM, QUICK, check, codes, roster

HASH = "$2b$04$" + "a" * 21 + "u" + "a" * 31


def test_a_good_row_is_accepted() -> None:
    """A row without fault keeps its trimmed values, answers in the form's order and spelling."""
    records = check("Help with,Email,First Name,Last Name,Major\ncvs|essays, Ada@Example.edu , Ada ,Lovelace,biology\n")
    (record,) = records.rows
    assert records.questions == ("major", "help")
    assert record.fate is Fate.ACCEPTED
    assert (record.email, record.key) == ("Ada@Example.edu", "ada@example.edu")
    assert (record.first_name, record.last_name) == ("Ada", "Lovelace")
    assert record.answers == ("Biology", ("Essays", "CVs"))
    assert records.problems == ()
    assert repr(records) == "<Records: 1 rows, 0 problems>"


def test_all_problems_of_a_row_are_collected() -> None:
    """A row with four faults gets four problems, each with line, column, header and field."""
    records = check("Email,First Name,Last Name,Major\nnobody,,,Chemistry\n")
    assert records.rows[0].fate is Fate.REJECTED
    assert [(p.code, p.severity, p.line, p.column, p.header, p.field) for p in records.problems] == [
        ("invalid_email", Severity.ERROR, 2, 1, "Email", "email"),
        ("missing_first_name", Severity.ERROR, 2, 2, "First Name", "first_name"),
        ("missing_last_name", Severity.ERROR, 2, 3, "Last Name", "last_name"),
        ("unmatched_answer", Severity.WARNING, 2, 4, "Major", "major"),
    ]


def test_a_blank_email_is_missing_not_invalid() -> None:
    """An empty address is reported as missing."""
    assert codes(check("Email,First Name,Last Name\n ,Ada,Lovelace\n").problems) == [(2, "missing_email")]


def test_an_exact_repeat_is_a_warning() -> None:
    """A row that says the same after checking is passed over; both lines are named."""
    records = check(
        """
        Email,First Name,Last Name,Major
        ada@example.edu,Ada,Lovelace,biology
        ADA@example.edu,Ada , Lovelace,Biology
        """
    )
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED, Fate.PASSED_OVER]
    assert [(p.line, p.code, p.severity, p.header) for p in records.problems] == [
        (3, "exact_repeat", "warning", "Email")
    ]
    assert "line 2" in records.problems[0].message


def test_another_value_for_a_claimed_address_is_an_error() -> None:
    """The later of two rows that disagree is rejected; both lines are named."""
    records = check("Email,First Name,Last Name\na@example.edu,Ada,L\n\na@example.edu,Ada,King\n")
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED, Fate.REJECTED]
    assert codes(records.problems) == [(4, "conflicting_duplicate")]
    assert "Line 2" in records.problems[0].message


def test_passwords_count_when_rows_are_compared() -> None:
    """Two rows that differ in the password only disagree."""
    records = check("Email,First Name,Last Name,PW\na@example.edu,A,B,secret-1\na@example.edu,A,B,secret-2\n")
    assert codes(records.problems) == [(3, "conflicting_duplicate")]


def test_a_rejected_row_claims_no_address() -> None:
    """Only a row without errors claims an address; the next good one gets it."""
    records = check("Email,First Name,Last Name\na@example.edu,,L\na@example.edu,Ada,King\na@example.edu,Bob,\n")
    assert [record.fate for record in records.rows] == [Fate.REJECTED, Fate.ACCEPTED, Fate.REJECTED]
    assert codes(records.problems) == [(2, "missing_first_name"), (4, "missing_last_name")]


def test_too_many_cells_reject_the_row_and_nothing_else_is_said() -> None:
    """Where two readings fit a row with too many filled cells, it is not guessed at."""
    records = check("Email,First Name,Last Name,Major\na@example.edu,Ada,L,Biology,x\nb@example.edu,B,B,,,\n")
    assert [record.fate for record in records.rows] == [Fate.REJECTED, Fate.ACCEPTED]
    assert codes(records.problems) == [(2, "too_many_cells"), (3, "unusual_width")]
    assert records.problems[0].params == {"found": 5, "expected": 4}


def test_missing_trailing_cells_are_blank() -> None:
    """Without passwords in the file, a row that ends early is read as blank at the end, with a warning."""
    records = check("Email,First Name,Last Name,Major\na@example.edu,Ada,L\n")
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED]
    assert codes(records.problems) == [(2, "unusual_width")]
    assert records.problems[0].params == {"found": 3, "expected": 4}
    assert records.problems[0].severity is Severity.WARNING
    assert records.rows[0].answers == (None,)


@pytest.mark.parametrize("header", ["Password", "Initial PW", "Kennwort", "Password Hash"])
def test_odd_rows_are_refused_beside_passwords(header: str) -> None:
    """In a file with a column that looks like a password's, mapped or not, a row of odd width is not imported."""
    records = check(
        f"Email,First Name,Last Name,{header},Student ID\na@example.edu,A,secret-word,L\nb@example.edu,B,B,,\n"
    )
    assert [record.fate for record in records.rows] == [Fate.REJECTED, Fate.ACCEPTED]
    assert codes(records.problems) == [(2, "wrong_width")]
    assert "secret-word" not in records.problems[0].message
    assert records.rows[0].email == ""


@pytest.mark.parametrize(
    ("cell", "code"),
    [("abcde", "password_too_short"), ("x" * 73, "password_too_long"), ("é" * 37, "password_too_long")],
)
def test_an_unfit_password_is_a_warning(cell: str, code: str) -> None:
    """A password that is too short, or over 72 bytes, is left out and the row goes on."""
    records = check(f"Email,First Name,Last Name,Password\na@example.edu,A,B,{cell}\n")
    assert records.rows[0].fate is Fate.ACCEPTED
    assert records.rows[0].password is None
    assert codes(records.problems) == [(2, code)]
    assert cell not in records.problems[0].message


def test_a_fit_password_is_a_secret() -> None:
    """A password goes on as a Secret, without the spaces around it; a blank one is none."""
    records = check("Email,First Name,Last Name,Password\na@example.edu,A,B, six-ch \nb@example.edu,A,B,\n")
    assert [record.password for record in records.rows] == [Secret("six-ch"), None]


def test_a_bcrypt_hash_is_taken_over() -> None:
    """A valid bcrypt hash goes on as it is; anything else is left out with a warning that does not quote it."""
    records = check(
        "Email,First Name,Last Name,Password Hash\n"
        f"a@example.edu,A,B,{HASH}\nb@example.edu,A,B,md5md5\nc@example.edu,A,B,\n"
    )
    assert [record.password_hash for record in records.rows] == [Secret(HASH), None, None]
    assert codes(records.problems) == [(3, "invalid_password_hash")]
    assert "md5md5" not in records.problems[0].message


@pytest.mark.parametrize(
    ("cell", "reason", "named"),
    [
        ("$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "argon2", "Argon2"),
        ("pbkdf2_sha256$870000$c2FsdA$aGFzaA", "pbkdf2", "PBKDF2"),
        ("$6$salt$" + "a" * 86, "sha512_crypt", "SHA-512 crypt"),
        ("0123456789abcdef" * 2, "md5", "MD5"),
        ("a word of mine", "plain", "plain text"),
        (HASH.replace("$04$", "$15$"), "bcrypt_cost", "4 to 14"),
    ],
)
def test_another_hash_is_named(cell: str, reason: str, named: str) -> None:
    """A hash that cannot be used is named by what it looks like, with the way in that is left; its row goes on."""
    records = check(f'Email,First Name,Last Name,Password Hash\na@example.edu,A,B,"{cell}"\n')
    (problem,) = records.problems
    assert (problem.code, problem.severity, dict(problem.params)) == (
        "invalid_password_hash",
        "warning",
        {"reason": reason},
    )
    assert named in problem.message
    assert "reset password" in problem.message
    assert cell not in problem.message
    assert (records.rows[0].fate, records.rows[0].password_hash) == (Fate.ACCEPTED, None)


def test_nul_in_a_password() -> None:
    """A NUL that reaches a password, whoever made the table, is a problem of its row and no exception."""
    table = read_table(roster("Email,First Name,Last Name,Password\na@example.edu,A,B,secret-1\n"))
    table = attrs.evolve(table, cells=(("a@example.edu", "A", "B", "sec\0ret-1"),))
    records = check_rows(table, suggest_mapping(table, FORM), FORM, QUICK)
    assert (records.rows[0].fate, records.rows[0].password) == (Fate.ACCEPTED, None)
    assert codes(records.problems) == [(2, "password_damaged")]
    assert "NUL" in records.problems[0].message


def test_control_characters_beside_a_password() -> None:
    """Where the reader took a NUL or its like out of a row, its password is not certain and none is set."""
    text = b"""Email,First Name,Last Name,Password
a@example.edu,A,B,secret-1
b@example.edu,B,"C
D",sec\0ret-2
c@example.edu,C,D,secret-3
d@example.edu,D,"E\0
F",secret-4
e@example.edu,E,\0F,
"""
    table = read_table(text)
    records = check_rows(table, suggest_mapping(table, FORM), FORM, QUICK)
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED] * 5
    assert [record.password for record in records.rows] == [Secret("secret-1"), None, Secret("secret-3"), None, None]
    assert [(problem.line, problem.params.get("reason")) for problem in records.problems if problem.field] == [
        (3, "controls"),
        (6, "controls"),
    ]


def test_control_characters_above_the_rows() -> None:
    """One in the header casts no doubt on a password."""
    table = read_table(b"Email,First Name,Last\0 Name,Password\na@example.edu,A,B,secret-1\n")
    records = check_rows(table, suggest_mapping(table, FORM), FORM, QUICK)
    assert codes(records.problems) == [(1, "control_characters")]
    assert records.rows[0].password == Secret("secret-1")


def test_the_hash_wins_over_the_password() -> None:
    """Both in one row: the hash is stored, with a warning."""
    records = check(f"Email,First Name,Last Name,PW,Password Hash\na@example.edu,A,B,secret-1,{HASH}\n")
    assert (records.rows[0].password, records.rows[0].password_hash) == (None, Secret(HASH))
    assert codes(records.problems) == [(2, "password_beside_hash")]


@pytest.mark.parametrize(
    ("cells", "field", "value"),
    [
        ('a@example.edu;"Ada; PhD";L', "first_name", "Ada; PhD"),
        ('a@example.edu;Ada;"Lovelace;King"', "last_name", "Lovelace;King"),
    ],
)
def test_a_name_with_the_separator_is_a_warning(cells: str, field: str, value: str) -> None:
    """A quoted name that holds the separator of the file goes in as it stands, and is shown to be looked at."""
    records = check(f"Email;First Name;Last Name\n{cells}\nb@example.edu;B,C;B\n")
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED, Fate.ACCEPTED]
    assert value in {records.rows[0].first_name, records.rows[0].last_name}
    assert [(p.line, p.code, p.field, p.severity) for p in records.problems] == [
        (2, "contains_separator", field, Severity.WARNING)
    ]
    assert records.problems[0].params == {"value": value}


def test_a_name_that_ends_in_the_separator_is_a_warning() -> None:
    """The comma after a quoted name, left over from `Lovelace, Ada`, is told as well."""
    records = check('Email,First Name,Last Name\na@example.edu,Ada,"Lovelace, "\nb@example.edu,"B",B\n')
    assert records.rows[0].last_name == "Lovelace,"
    assert codes(records.problems) == [(2, "contains_separator")]


def test_an_address_with_the_separator_is_a_warning() -> None:
    """An address may hold a pipe; in a file with pipes between its cells it is shown to be looked at."""
    records = check('Email|First Name|Last Name\n"a|b@example.edu"|A|B\nc@example.edu|C|D\nd@example.edu|D|E\n')
    assert [record.email for record in records.rows] == ["a|b@example.edu", "c@example.edu", "d@example.edu"]
    assert [(p.line, p.code, p.field, dict(p.params)) for p in records.problems] == [
        (2, "contains_separator", "email", {"value": "a|b@example.edu"})
    ]


def test_a_separator_beside_an_address_is_none_of_it() -> None:
    """`Lovelace, Ada <ada@example.edu>` in quotation marks is an address without a comma."""
    records = check('Email,First Name,Last Name\n"Lovelace, Ada <ada@example.edu>",Ada,Lovelace\n')
    assert records.rows[0].email == "ada@example.edu"
    assert records.problems == ()


def test_spaces_between_cells_make_no_name_strange() -> None:
    """Where cells are separated by spaces, a quoted name with a space is an ordinary one."""
    records = check('Email First Last\na@example.edu "Ada Maria" Lovelace\nb@example.edu Bob B\n')
    assert [record.first_name for record in records.rows] == ["Ada Maria", "Bob"]
    assert records.problems == ()


def test_a_damaged_password_is_not_set() -> None:
    """A password with a letter that nobody can read would open no account; its row goes in without it."""
    records = check(
        "Email,First Name,Last Name,Password\na@example.edu,A,B,geheim\ufffdis\nb@example.edu,B,B,secret-2\n"
    )
    assert [record.fate for record in records.rows] == [Fate.ACCEPTED, Fate.ACCEPTED]
    assert [record.password for record in records.rows] == [None, Secret("secret-2")]
    assert [(p.line, p.code, p.severity, p.field) for p in records.problems] == [
        (2, "password_damaged", "warning", "password")
    ]
    assert records.problems[0].params == {"reason": "letters"}
    assert "geheim" not in records.problems[0].message


def test_a_damaged_password_of_a_broken_file() -> None:
    """One byte that is no UTF-8, in a password: the line is named while reading, and the password is not set."""
    content = "Email,First Name,Last Name,Password\na@example.edu,Zoë,Ångström,geheim".encode() + b"\xfc-1\n"
    table = read_table(content)
    records = check_rows(table, suggest_mapping(table, FORM), FORM, QUICK)
    assert (records.rows[0].first_name, records.rows[0].password) == ("Zoë", None)
    assert codes(records.problems) == [(2, "broken_letters"), (2, "password_damaged")]


def test_problems_of_the_file_come_first() -> None:
    """What was found while reading stands before the rows' problems."""
    content = "Email,First Name,Last Name\na@example.edu,Zoë,\n".encode("cp1252")
    table = read_table(content)
    records = check_rows(table, suggest_mapping(table, FORM), FORM, QUICK)
    assert [problem.code for problem in records.problems] == ["encoding_guessed", "missing_last_name"]


def test_an_unfit_mapping_stops_the_import() -> None:
    """Without a column for a required field there are no records."""
    table = read_table(roster("Email,First Name\na@example.edu,A\n"))
    with pytest.raises(BadMapping, match="Last Name"):
        check_rows(table, suggest_mapping(table, FORM), FORM, QUICK)
