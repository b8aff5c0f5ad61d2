import string

from hypothesis import given
from hypothesis import strategies as st

from client_import import Mapping, Question, RegistrationForm, sample_values, suggest_mapping
from client_import.mapping.samples import secret_headers
from client_import.texts.masking import MASK
from rosters import table_of

FORM = RegistrationForm(
    [
        Question("student_id", "Student ID", aliases=["SID", "Matric. no."]),
        Question("major", "Field of study"),
        Question("Q3", "Pronouns"),
    ],
    labels={"first_name": "Call name"},
    aliases={"last_name": ["Apellido"]},
)

NAMES = ("Email", "First Name", "Last Name")


def test_secret_headers() -> None:
    """Secret are the columns that go to a password field and those named like a password, mapped or not."""
    table = table_of(*NAMES, "Password", "Initial PW", "Secret word", "Digest", "Notes")
    mapping = suggest_mapping(table, FORM).ignore("Initial PW").assign("Secret word", "password")
    mapping = mapping.assign("Digest", "password_hash")
    assert secret_headers(table, mapping, FORM) == {"Password", "Initial PW", "Secret word", "Digest"}


HASHES = tuple(f"${kind}${cost}$" + "./Az09" * 8 + "abcde" for kind, cost in (("2b", 12), ("2y", 31), ("2", "04")))


def test_hashes_under_any_header() -> None:
    """A column in whose first rows a bcrypt hash stands is secret, whatever it is called."""
    table = table_of("Email", "Digest", rows=(("a@example.edu", ""), *(("b@example.edu", each) for each in HASHES)))
    assert secret_headers(table, Mapping(table.header), FORM) == {"Digest"}
    assert sample_values(table, Mapping(table.header), FORM)["Digest"] == (MASK,)


def test_hashes_further_down() -> None:
    """A bcrypt hash is shown by no sample, wherever it stands; what only resembles one is."""
    notes = (*["", "x"] * 15, *HASHES, HASHES[0][:-1], "$2b$ owed")
    table = table_of("Row", "Notes", rows=tuple((str(row), note) for row, note in enumerate(notes)))
    assert secret_headers(table, Mapping(table.header), FORM) == set()
    assert sample_values(table, Mapping(table.header), FORM, most=9)["Notes"] == (
        "x",
        MASK,
        HASHES[0][:-1],
        "$2b$ owed",
    )


def test_samples() -> None:
    """For each column the first three distinct values that are not empty are shown, without spaces around them."""
    table = table_of(
        "A",
        "B",
        "C",
        rows=(("1", "x", ""), (" 2 ", "x", " "), ("", "y", ""), ("1", "x", ""), ("3", "x", ""), ("4", "z", "c")),
    )
    assert sample_values(table, Mapping(table.header), FORM) == {
        "A": ("1", "2", "3"),
        "B": ("x", "y", "z"),
        "C": ("c",),
    }
    assert sample_values(table, Mapping(table.header), FORM, most=1) == {"A": ("1",), "B": ("x",), "C": ("c",)}


def test_samples_of_passwords() -> None:
    """Of a column of passwords only dots are shown, once, whether mapped, ignored or merely named so."""
    rows = (("", "s3cret-1", "s3cret-2", ""), ("Ada", "s3cret-3", "s3cret-4", ""))
    table = table_of("Name", "Secret word", "Initial PW", "Password", rows=rows)
    mapping = Mapping(table.header).assign("Secret word", "password").ignore("Initial PW")
    assert sample_values(table, mapping, FORM) == {
        "Name": ("Ada",),
        "Secret word": (MASK,),
        "Initial PW": (MASK,),
        "Password": (),
    }


ODD_ROWS = (("Ada", "x", "s3cret-1"), ("s3cret-2", "x"), ("y", "s3cret-3", "z", "Bob"), ("Cy", "y", "s3cret-4"))


def test_samples_of_moved_cells() -> None:
    """In a file with a column of passwords a row of another width is passed over: any cell may be a password."""
    table = table_of("Name", "Notes", "Password", rows=ODD_ROWS)
    samples = sample_values(table, Mapping(table.header), FORM)
    assert samples == {"Name": ("Ada", "Cy"), "Notes": ("x", "y"), "Password": (MASK,)}


def test_samples_of_odd_rows_without_passwords() -> None:
    """In a file without passwords a row of another width is shown like any other."""
    table = table_of("Name", "Notes", "Room", rows=ODD_ROWS)
    assert sample_values(table, Mapping(table.header), FORM, most=9)["Name"] == ("Ada", "s3cret-2", "y", "Cy")


@given(
    st.sampled_from(["Password", "Initial PW", "bcrypt"]),
    st.lists(st.text(string.ascii_letters, min_size=6), min_size=1),
)
def test_no_sample_is_a_password(header: str, passwords: list[str]) -> None:
    """No password is shown, whatever it is."""
    table = table_of("Row", header, rows=tuple((str(row), password) for row, password in enumerate(passwords)))
    assert sample_values(table, suggest_mapping(table, FORM), FORM)[header] == (MASK,)
