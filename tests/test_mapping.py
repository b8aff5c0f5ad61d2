import csv
import io
import string
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import (
    Assignment,
    BadMapping,
    Mapping,
    Question,
    Reason,
    RegistrationForm,
    Table,
    read_table,
    sample_values,
    suggest_mapping,
)
from client_import.mapping import check_mapping
from client_import.samples import MASK, secret_headers

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


def suggested(*headers: str, form: RegistrationForm = FORM) -> dict[str, tuple[str, str]]:
    mapping = suggest_mapping(roster(*headers), form)
    return {header: (given.field, given.reason.value) for header, given in mapping.assignments.items()}


def complaint(mapping: Mapping, table: Table, form: RegistrationForm = FORM) -> str:
    with pytest.raises(BadMapping) as caught:
        check_mapping(mapping, table, form)
    assert caught.value.headers == table.header
    return str(caught.value)


@pytest.mark.parametrize(
    ("header", "field", "reason"),
    [
        ("email", "email", "exact_id"),
        ("first_name", "first_name", "exact_id"),
        ("student_id", "student_id", "exact_id"),
        ("Q3", "Q3", "exact_id"),
        ("password", "password", "id"),
        ("password_hash", "password_hash", "id"),
        ("E-Mail", "email", "id"),
        ("LAST NAME", "last_name", "id"),
        ("Student ID", "student_id", "id"),
        ("q3", "Q3", "id"),
        ("Password", "password", "id"),
        ("Password Hash", "password_hash", "id"),
        ("Call name", "first_name", "label"),
        ("FIELD OF STUDY:", "major", "label"),
        ("Pronouns", "Q3", "label"),
        ("Field of study (major)", "major", "label_and_id"),
        ("Call name (first_name)", "first_name", "label_and_id"),
        ("Email (email)", "email", "label_and_id"),
        ("Email Address", "email", "alias"),
        ("Mail", "email", "alias"),
        ("Student E-mail", "email", "alias"),
        ("Given Name", "first_name", "alias"),
        ("Surname", "last_name", "alias"),
        ("Initial Password", "password", "alias"),
        ("PW", "password", "alias"),
        ("bcrypt", "password_hash", "alias"),
        ("Apellido", "last_name", "alias"),
        ("sid", "student_id", "alias"),
        ("Matric No", "student_id", "alias"),
    ],
)
def test_certain_headers(header: str, field: str, reason: str) -> None:
    """A field's id, its label, both together and every known alias are certain, in any case and punctuation."""
    assert suggested(header) == {header: (field, reason)}


def test_usual_label_beside_the_hosts_own() -> None:
    """The usual label of a standard field is known even where the host calls it otherwise."""
    form = RegistrationForm(labels={"email": "Campus contact"})
    assert suggested("Campus contact", form=form) == {"Campus contact": ("email", "label")}
    assert suggested("E mail", form=form) == {"E mail": ("email", "id")}


@pytest.mark.parametrize(
    "header",
    [
        "Email consent",
        "Parent email",
        "Emergency contact first name",
        "Preferred name",
        "Email 2",
        "Second email",
        "Name",
        "Full Name",
        "Middle Name",
        "Advisor Last Name",
        "Password hint",
        "Passport",
        "Student",
        "ID",
        "Major",
        "#",
        "Column 1",
    ],
)
def test_neighbouring_headers(header: str) -> None:
    """A header that only contains a field's name, or resembles it, is neither taken nor offered."""
    form = RegistrationForm([Question("student_id", "Student ID")])
    mapping = suggest_mapping(roster(header, "Email"), form)
    assert mapping.fields == {"Email": "email"}
    assert mapping.offers == {}
    assert mapping.unmapped == (header,)


def test_blank_header() -> None:
    """A column without a header is nobody's, even where the host calls a field by its made-up name."""
    form = RegistrationForm([Question("x", "Column 1")])
    mapping = suggest_mapping(roster("", "Email"), form)
    assert (mapping.headers, mapping.unmapped) == (("Column 1", "Email"), ("Column 1",))


def test_header_that_fits_two_fields() -> None:
    """A header that fits two fields is offered for both and taken for none."""
    form = RegistrationForm([Question("a", "City"), Question("b", "City"), Question("c", "Town", aliases=["city"])])
    mapping = suggest_mapping(roster("City"), form)
    assert mapping.assignments == {}
    assert mapping.offers == {"City": ("a", "b", "c")}


def test_two_headers_that_fit_one_field_equally() -> None:
    """Two headers that fit one field for the same reason are offered and left to a person."""
    mapping = suggest_mapping(roster("Surname", "Family name", "Email"), FORM)
    assert mapping.fields == {"Email": "email"}
    assert mapping.offers == {"Surname": ("last_name",), "Family name": ("last_name",)}


def test_repeated_header() -> None:
    """Of a header that stands twice neither column is taken."""
    mapping = suggest_mapping(roster("Email", "Email", "Surname"), FORM)
    assert mapping.fields == {"Surname": "last_name"}
    assert mapping.offers == {"Email": ("email",), "Email [2]": ("email",)}


@pytest.mark.parametrize(
    "headers",
    [
        ("email", "E-Mail"),
        ("E-Mail", "Email Address"),
        ("first_name", "Given Name"),
        ("First Name", "Call name"),
        ("Call name", "Call name (first_name)"),
        ("Call name (first_name)", "Given Name"),
        ("Student ID", "SID"),
    ],
)
def test_stronger_reason(headers: tuple[str, str]) -> None:
    """Of two headers for one field the one with the stronger reason is taken, the other only offered."""
    for order in (headers, headers[::-1]):
        mapping = suggest_mapping(roster(*order), FORM)
        assert list(mapping.assignments) == [headers[0]]
        assert mapping.offers == {headers[1]: (mapping.assignments[headers[0]].field,)}


def test_exact_id_over_label() -> None:
    """A header that is a field's id letter by letter goes there, even if another field has it as its label."""
    form = RegistrationForm(
        [Question("city", "Home town"), Question("town", "city"), Question("x", "X", aliases=["city"])]
    )
    assert suggested("city", form=form) == {"city": ("city", "exact_id")}
    assert suggest_mapping(roster("CITY"), form).offers == {"CITY": ("city", "town", "x")}


def test_one_field_by_several_names() -> None:
    """A header that names one field in several ways has the strongest of the reasons."""
    form = RegistrationForm([Question("city", "City", aliases=["CITY"])])
    assert suggested("City", form=form) == {"City": ("city", "id")}


def test_reasons_are_kept_apart_from_fields() -> None:
    """A header claimed for two fields does not keep a certain one from its field, but a rival does."""
    form = RegistrationForm(
        [Question("city", "City"), Question("b", "Town", aliases=["Place"]), Question("c", "Place")]
    )
    mapping = suggest_mapping(roster("City", "Place", "Town"), form)
    assert mapping.fields == {"City": "city", "Town": "b"}
    mapping = suggest_mapping(roster("Place", "c"), form)
    assert (mapping.fields, mapping.offers) == ({"c": "c"}, {"Place": ("b", "c")})


def test_password_header_means_no_question() -> None:
    """A password's column is never suggested for another field."""
    form = RegistrationForm([Question("code", "webpw")])
    mapping = suggest_mapping(roster("Web PW"), form)
    assert (mapping.fields, mapping.offers) == ({}, {})


HEADERS = (
    *NAMES,
    "E-mail",
    "Surname",
    "Family Name",
    "SID",
    "Student ID",
    "major",
    "Pronouns",
    "Password",
    "Email consent",
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(HEADERS), min_size=1, unique=True), st.randoms(use_true_random=False))
def test_order_of_columns_and_questions(headers: list[str], random: Random) -> None:
    """The suggestion depends neither on the order of the columns nor on that of the questions."""
    shuffled, questions = list(headers), list(FORM.questions)
    random.shuffle(shuffled)
    random.shuffle(questions)
    one = suggest_mapping(roster(*headers), FORM)
    other = suggest_mapping(roster(*shuffled), attrs.evolve(FORM, questions=questions))
    assert (one.assignments, one.offers) == (other.assignments, other.offers)


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
    mapping = Mapping(("Email",), assignments, offers={"Email": ["email"]})
    assignments.clear()
    assert mapping.fields == {"Email": "email"}
    assert mapping.offers == {"Email": ("email",)}
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
        (("Notes",), "Email, Call name or Last Name"),
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
    known = "email, first_name, last_name, password, password_hash, student_id, major, Q3"
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
        "No column is mapped to Call name or Last Name. The file has the columns “Password”, “A”, “B”."
    )


def test_secret_headers() -> None:
    """Secret are the columns that go to a password field and those named like a password, mapped or not."""
    table = roster(*NAMES, "Password", "Initial PW", "Secret word", "Digest", "Notes")
    mapping = suggest_mapping(table, FORM).ignore("Initial PW").assign("Secret word", "password")
    mapping = mapping.assign("Digest", "password_hash")
    assert secret_headers(table, mapping, FORM) == {"Password", "Initial PW", "Secret word", "Digest"}


def test_samples() -> None:
    """For each column the first three distinct values that are not empty are shown, without spaces around them."""
    table = roster(
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
    table = roster("Name", "Secret word", "Initial PW", "Password", rows=rows)
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
    table = roster("Name", "Notes", "Password", rows=ODD_ROWS)
    samples = sample_values(table, Mapping(table.header), FORM)
    assert samples == {"Name": ("Ada", "Cy"), "Notes": ("x", "y"), "Password": (MASK,)}


def test_samples_of_odd_rows_without_passwords() -> None:
    """In a file without passwords a row of another width is shown like any other."""
    table = roster("Name", "Notes", "Room", rows=ODD_ROWS)
    assert sample_values(table, Mapping(table.header), FORM, most=9)["Name"] == ("Ada", "s3cret-2", "y", "Cy")


@given(
    st.sampled_from(["Password", "Initial PW", "bcrypt"]),
    st.lists(st.text(string.ascii_letters, min_size=6), min_size=1),
)
def test_no_sample_is_a_password(header: str, passwords: list[str]) -> None:
    """No password is shown, whatever it is."""
    table = roster("Row", header, rows=tuple((str(row), password) for row, password in enumerate(passwords)))
    assert sample_values(table, suggest_mapping(table, FORM), FORM)[header] == (MASK,)


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


def test_a_column_that_the_form_calls_password_and_question_is_the_passwords() -> None:
    """Where a form gives one name to its password and to a question, the column is never shown."""
    form = RegistrationForm([Question("Login", "Login name")], aliases={"password": ["Login"]})
    mapping = suggest_mapping(roster("Login"), form)
    assert mapping.fields == {"Login": "password"}


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
