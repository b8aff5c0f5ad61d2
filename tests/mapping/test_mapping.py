import csv
import io

import attrs
import pytest

from client_import import (
    Assignment,
    BadMapping,
    Mapping,
    Offer,
    Question,
    Reason,
    RegistrationForm,
    Table,
    read_table,
    sample_values,
    suggest_mapping,
)
from client_import.mapping.mapping_check import check_mapping
from client_import.texts.masking import MASK

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


def roster(*headers: str, rows: tuple[tuple[str, ...], ...] = ()) -> Table:
    """A table of these headers, with one row of filled cells where no rows are given."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headers, *(rows or [("x",) * len(headers)])])
    return read_table(text.getvalue().encode())


def complaint(mapping: Mapping, table: Table, form: RegistrationForm = FORM) -> str:
    with pytest.raises(BadMapping) as caught:
        check_mapping(mapping, table, form)
    assert caught.value.headers == table.header
    return str(caught.value)


def test_fields_and_unmapped() -> None:
    """A mapping tells in the file's order what is imported and what goes nowhere."""
    mapping = suggest_mapping(roster("Notes", "Last Name", "Email", "Room", "First Name"), FORM).ignore("Room")
    assert list(mapping.fields.items()) == [
        ("Last Name", "last_name"),
        ("Email", "email"),
        ("First Name", "first_name"),
    ]
    assert mapping.unmapped == ("Notes",)
    assert mapping.ignored == {"Room"}


def test_assign_frees_a_suggestion() -> None:
    """A person's choice frees a column that was only suggested for that field."""
    before = suggest_mapping(roster(*NAMES, "Contact"), FORM)
    after = before.assign("Contact", "email")
    assert after.fields == {"Contact": "email", "First Name": "first_name", "Last Name": "last_name"}
    assert after.assignments["Contact"] == Assignment("email", Reason.CHOSEN)
    assert after.unmapped == ("Email",)
    assert before.fields["Email"] == "email"


def test_assign_keeps_a_choice() -> None:
    """A person's choice is not undone by a later one for the same field, and planning tells of both."""
    table = roster(*NAMES, "A", "B")
    mapping = suggest_mapping(table, FORM).assign("A", "major").assign("B", "major")
    assert (mapping.fields["A"], mapping.fields["B"]) == ("major", "major")
    assert complaint(mapping, table).startswith(
        "“A” and “B” are mapped to the same field, Field of study. Choose one. "
    )


def test_assign_moves_a_column() -> None:
    """A column that is assigned anew leaves its former field."""
    mapping = suggest_mapping(roster(*NAMES, "SID"), FORM).assign("SID", "major").assign("SID", "Q3")
    assert mapping.fields["SID"] == "Q3"
    assert list(mapping.fields.values()).count("student_id") == 0


def test_assign_the_suggested_field() -> None:
    """A suggestion that a person confirms becomes a choice."""
    mapping = suggest_mapping(roster(*NAMES), FORM).assign("Email", "email")
    assert mapping.assignments["Email"] == Assignment("email", Reason.CHOSEN)


def test_ignore() -> None:
    """An ignored column goes nowhere and is not among the undecided ones."""
    mapping = suggest_mapping(roster(*NAMES, "SID", "Notes"), FORM).ignore("SID").ignore("Notes")
    assert "SID" not in mapping.fields
    assert mapping.unmapped == ()
    assert mapping.ignored == {"SID", "Notes"}


def test_assign_after_ignore() -> None:
    """A column that was left out can be taken in again."""
    mapping = suggest_mapping(roster(*NAMES, "Notes"), FORM).ignore("Notes").assign("Notes", "major")
    assert (mapping.fields["Notes"], mapping.ignored) == ("major", frozenset())


def test_header_that_is_not_there() -> None:
    """Assigning or ignoring a column that the file does not have names those it has."""
    mapping = suggest_mapping(roster("Email", "SID"), FORM)
    message = r"^There is no column “Sid”. The file has the columns “Email”, “SID”.$"
    with pytest.raises(BadMapping, match=message) as caught:
        mapping.assign("Sid", "student_id")
    assert caught.value.headers == ("Email", "SID")
    with pytest.raises(BadMapping, match=message):
        mapping.ignore("Sid")


def test_frozen() -> None:
    """A mapping does not change under its owner."""
    assignments = {"Email": Assignment("email", Reason.CHOSEN)}
    offers = [Offer("email", Reason.SIMILAR, 0.8)]
    mapping = Mapping(("Email",), assignments, offers={"Email": offers})
    assignments.clear()
    assert mapping.fields == {"Email": "email"}
    offers.clear()
    assert mapping.offers == {"Email": (Offer("email", Reason.SIMILAR, 0.8),)}
    with pytest.raises(TypeError):
        mapping.assignments["Email"] = Assignment("major", Reason.CHOSEN)  # type: ignore[index]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        mapping.headers = ()  # type: ignore[misc]


def test_good_mapping() -> None:
    """A mapping with a column for each required field is accepted."""
    table = roster(*NAMES, "Notes", "Password")
    check_mapping(suggest_mapping(table, FORM), table, FORM)


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        (("First Name", "Last Name"), "Email"),
        (("Email", "Last Name"), "Call name"),
        (("Notes",), "Email, Call name or Last Name. A column that holds both names goes to Full Name"),
    ],
)
def test_missing_fields(headers: tuple[str, ...], missing: str) -> None:
    """A required field without a column is named by its label, with the headers there are."""
    table = roster(*headers)
    listed = ", ".join(f"“{header}”" for header in headers)
    assert complaint(suggest_mapping(table, FORM), table) == (
        f"No column is mapped to {missing}. The file has the columns {listed}."
    )


LISTED = "The file has the columns “Email”, “First Name”, “Last Name”, “Notes”."


def test_unknown_field() -> None:
    """A field that the form does not have is named, with those it has."""
    table = roster(*NAMES, "Notes")
    known = "email, first_name, last_name, full_name, password, password_hash, student_id, major, Q3"
    assert complaint(suggest_mapping(table, FORM).assign("Notes", "shoe_size"), table) == (
        f"“Notes” is mapped to “shoe_size”, which is not a field of this form. Its fields are {known}. {LISTED}"
    )


def test_unknown_header() -> None:
    """A mapping made for another file does not fit this one."""
    table = roster(*NAMES, "Notes")
    mapping = suggest_mapping(roster(*NAMES, "SID"), FORM)
    assert complaint(mapping, table) == f"There is no column “SID”. {LISTED}"


def test_shared_field() -> None:
    """Two columns for one field are named, even where the form does not have it."""
    table = roster(*NAMES, "Notes")
    mapping = suggest_mapping(table, FORM).assign("Notes", "email").assign("Email", "email")
    assert complaint(mapping, table) == f"“Email” and “Notes” are mapped to the same field, Email. Choose one. {LISTED}"
    other = suggest_mapping(table, FORM).assign("Notes", "shoe").assign("Email", "shoe")
    assert "“Email” and “Notes” are mapped to the same field, shoe. Choose one." in complaint(other, table)


@pytest.mark.parametrize("field", ["major", "first_name"])
@pytest.mark.parametrize("header", ["Password", "Initial PW", "Password hint"])
def test_exposed_password(header: str, field: str) -> None:
    """A column that looks like a password's cannot go where everybody could read it."""
    table = roster("Email", "Given name", "Last Name", header)
    mapping = suggest_mapping(table, FORM).assign("Given name", "first_name").assign(header, field)
    assert (
        f"“{header}” looks like a column of passwords and cannot be mapped to “{field}”, where everybody could read "
        "them. Map it to “password”, or leave it out; if it holds none, give the column another name in the file."
    ) in complaint(mapping, table)


def test_password_hint_as_password() -> None:
    """A column that looks like a password's can go to a password field if a person says so."""
    table = roster(*NAMES, "Password hint", "Secret word")
    mapping = suggest_mapping(table, FORM).assign("Password hint", "password").assign("Secret word", "password_hash")
    check_mapping(mapping, table, FORM)


def test_every_fault_at_once() -> None:
    """Everything wrong with a mapping stands in one message."""
    table = roster("Password", "A", "B")
    mapping = suggest_mapping(table, FORM).assign("Password", "major").assign("A", "email").assign("B", "email")
    assert complaint(mapping, table) == (
        "“A” and “B” are mapped to the same field, Email. Choose one. "
        "“Password” looks like a column of passwords and cannot be "
        "mapped to “major”, where everybody could read them. Map it to “password”, or leave it out; "
        "if it holds none, give the column another name in the file. "
        "No column is mapped to Call name or Last Name. A column that holds both names goes to Full Name. "
        "The file has the columns “Password”, “A”, “B”."
    )


def test_a_header_that_the_form_calls_a_password_is_masked_for_good() -> None:
    """A column that an alias makes the password's stays masked when it is left out, and can go nowhere else."""
    form = RegistrationForm(aliases={"password": ["Door Code"]})
    table = read_table(b"Email,Door Code\na@example.edu,secret-1\n")
    mapping = suggest_mapping(table, form)
    assert mapping.fields["Door Code"] == "password"
    assert sample_values(table, mapping.ignore("Door Code"), form)["Door Code"] == (MASK,)
    with pytest.raises(BadMapping, match="looks like a column of passwords"):
        check_mapping(mapping.assign("Door Code", "email"), table, form)


def test_what_may_be_the_missing_field_is_named() -> None:
    """Two columns that could both be a required field are named in the refusal, to choose from."""
    table = roster("Email", "Email", "First Name", "Last Name")
    text = complaint(suggest_mapping(table, FORM), table)
    assert text.startswith("No column is mapped to Email. “Email” or “Email [2]” may be Email: choose. ")


def test_a_slip_in_a_header_gets_a_hint() -> None:
    """A header that does not exist is answered with the nearest one, and a long list of headers is cut."""
    mapping = suggest_mapping(roster("Email", *(f"Notes {number}" for number in range(150))), FORM)
    with pytest.raises(BadMapping, match=r"no column “EMail”\. Did you mean “Email”\? .* and 51 more\.$"):
        mapping.assign("EMail", "email")


def test_a_mapping_from_elsewhere_exposes_no_password() -> None:
    """What the form calls a password is guarded whatever mapping comes in, not only a suggested one."""
    form = RegistrationForm([Question("q", "Question")], aliases={"password": ["Zugang"]})
    table = read_table(b"Email,First Name,Last Name,Zugang\na@example.edu,A,B,s3cret-1\n")
    fields = {"Email": "email", "First Name": "first_name", "Last Name": "last_name", "Zugang": "q"}
    mapping = Mapping(table.header, {header: Assignment(field, Reason.CHOSEN) for header, field in fields.items()})
    assert sample_values(table, mapping, form)["Zugang"] == (MASK,)
    with pytest.raises(BadMapping, match="looks like a column of passwords"):
        check_mapping(mapping, table, form)


def test_a_repeated_header_of_passwords_is_guarded_too() -> None:
    """The second column under a name that the form calls a password's can go to no question either."""
    form = RegistrationForm([Question("q", "Question")], aliases={"password": ["Zugang"]})
    table = read_table(b"Email,First Name,Last Name,Zugang,Zugang\na@example.edu,A,B,s3cret-1,s3cret-2\n")
    mapping = suggest_mapping(table, form).assign("Zugang [2]", "q")
    assert sample_values(table, mapping, form)["Zugang [2]"] == (MASK,)
    with pytest.raises(BadMapping, match="looks like a column of passwords"):
        check_mapping(mapping, table, form)
