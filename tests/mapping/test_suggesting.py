from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import Mapping, Question, RegistrationForm, suggest_mapping
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


def offered(mapping: Mapping) -> dict[str, list[tuple[str, str, float]]]:
    return {
        header: [(offer.field, offer.reason.value, offer.score) for offer in offers]
        for header, offers in mapping.offers.items()
    }


def suggested(*headers: str, form: RegistrationForm = FORM) -> dict[str, tuple[str, str]]:
    mapping = suggest_mapping(table_of(*headers), form)
    return {header: (given.field, given.reason.value) for header, given in mapping.assignments.items()}


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
        "Preferred First Name",
        "Email 2",
        "Second email",
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
    mapping = suggest_mapping(table_of(header, "Email"), form)
    assert mapping.fields == {"Email": "email"}
    assert mapping.offers == {}
    assert mapping.unmapped == (header,)


def test_blank_header() -> None:
    """A column without a header is nobody's, even where the host calls a field by its made-up name."""
    form = RegistrationForm([Question("x", "Column 1")])
    mapping = suggest_mapping(table_of("", "Email"), form)
    assert (mapping.headers, mapping.unmapped) == (("Column 1", "Email"), ("Column 1",))


def test_header_that_fits_two_fields() -> None:
    """A header that fits two fields is offered for both and taken for none."""
    form = RegistrationForm([Question("a", "City"), Question("b", "City"), Question("c", "Town", aliases=["city"])])
    mapping = suggest_mapping(table_of("City"), form)
    assert mapping.assignments == {}
    assert offered(mapping) == {"City": [("a", "label", 0.5), ("b", "label", 0.5), ("c", "alias", 0.5)]}


def test_two_headers_that_fit_one_field_equally() -> None:
    """Two headers that fit one field for the same reason are offered and left to a person."""
    mapping = suggest_mapping(table_of("Surname", "Family name", "Email"), FORM)
    assert mapping.fields == {"Email": "email"}
    assert offered(mapping) == {
        "Surname": [("last_name", "alias", 0.5)],
        "Family name": [("last_name", "alias", 0.5)],
    }


def test_repeated_header() -> None:
    """Of a header that stands twice neither column is taken."""
    mapping = suggest_mapping(table_of("Email", "Email", "Surname"), FORM)
    assert mapping.fields == {"Surname": "last_name"}
    assert offered(mapping) == {"Email": [("email", "id", 0.5)], "Email [2]": [("email", "id", 0.5)]}


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
        mapping = suggest_mapping(table_of(*order), FORM)
        assert list(mapping.assignments) == [headers[0]]
        assert [
            (header, offer.field, offer.score) for header, offers in mapping.offers.items() for offer in offers
        ] == [(headers[1], mapping.assignments[headers[0]].field, 0.3)]


def test_exact_id_over_label() -> None:
    """A header that is a field's id letter by letter goes there, even if another field has it as its label."""
    form = RegistrationForm(
        [Question("city", "Home town"), Question("town", "city"), Question("x", "X", aliases=["city"])]
    )
    assert suggested("city", form=form) == {"city": ("city", "exact_id")}
    assert offered(suggest_mapping(table_of("CITY"), form)) == {
        "CITY": [("city", "id", 0.5), ("town", "label", 0.5), ("x", "alias", 0.5)]
    }


def test_one_field_by_several_names() -> None:
    """A header that names one field in several ways has the strongest of the reasons."""
    form = RegistrationForm([Question("city", "City", aliases=["CITY"])])
    assert suggested("City", form=form) == {"City": ("city", "id")}


def test_reasons_are_kept_apart_from_fields() -> None:
    """A header claimed for two fields does not keep a certain one from its field, but a rival does."""
    form = RegistrationForm(
        [Question("city", "City"), Question("b", "Town", aliases=["Place"]), Question("c", "Place")]
    )
    mapping = suggest_mapping(table_of("City", "Place", "Town"), form)
    assert mapping.fields == {"City": "city", "Town": "b"}
    mapping = suggest_mapping(table_of("Place", "c"), form)
    assert mapping.fields == {"c": "c"}
    assert offered(mapping) == {"Place": [("b", "alias", 0.5), ("c", "label", 0.3)]}


def test_password_header_means_no_question() -> None:
    """A password's column is never suggested for another field."""
    form = RegistrationForm([Question("code", "webpw")])
    mapping = suggest_mapping(table_of("Web PW"), form)
    assert (mapping.fields, mapping.offers) == ({}, {})


HEADERS = (
    *NAMES,
    "E-mail",
    "Surname",
    "Family Name",
    "Frst Name",
    "Name",
    "Full Name",
    "SID",
    "Student ID",
    "Student ID no",
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
    one = suggest_mapping(table_of(*headers), FORM)
    other = suggest_mapping(table_of(*shuffled), attrs.evolve(FORM, questions=questions))
    assert (one.assignments, one.offers) == (other.assignments, other.offers)


def test_a_column_that_the_form_calls_password_and_question_is_the_passwords() -> None:
    """Where a form gives one name to its password and to a question, the column is never shown."""
    form = RegistrationForm([Question("login_name", "Login")], aliases={"password": ["Login"]})
    mapping = suggest_mapping(table_of("Login"), form)
    assert mapping.fields == {"Login": "password"}


def test_full_name_alone() -> None:
    """A column of full names is taken where no column is called a first or a last name."""
    for header, reason in (
        ("Name", "alias"),
        ("full_name", "exact_id"),
        ("Full Name", "id"),
        ("Student name", "alias"),
    ):
        mapping = suggest_mapping(table_of("Email", header), FORM)
        assert {each: given.reason.value for each, given in mapping.assignments.items()} == {
            "Email": "id",
            header: reason,
        }
        assert mapping.offers == {}


def test_full_name_beside_both_names() -> None:
    """Beside first and last name a column of full names is neither taken nor offered."""
    mapping = suggest_mapping(table_of(*NAMES, "Name", "full_name"), FORM)
    assert (mapping.unmapped, mapping.offers) == (("Name", "full_name"), {})


def test_full_name_beside_the_first_name() -> None:
    """Beside a first name `Name` may be the last name, or the full one; a person decides."""
    mapping = suggest_mapping(table_of("Name", "First Name", "Email"), FORM)
    assert mapping.fields == {"First Name": "first_name", "Email": "email"}
    assert offered(mapping) == {"Name": [("last_name", "similar", 0.6), ("full_name", "alias", 0.5)]}


def test_full_name_beside_the_last_name() -> None:
    """Beside a last name only a full name is offered."""
    mapping = suggest_mapping(table_of("Full Name", "Surname"), FORM)
    assert mapping.fields == {"Surname": "last_name"}
    assert offered(mapping) == {"Full Name": [("full_name", "id", 0.5)]}


def test_full_name_beside_names_that_compete() -> None:
    """Two columns that may be the last name keep a full name from being taken."""
    mapping = suggest_mapping(table_of("Full Name", "Surname", "Family name"), FORM)
    assert mapping.fields == {}
    assert offered(mapping)["Full Name"] == [("full_name", "id", 0.5)]


def test_two_full_names() -> None:
    """Of two columns of full names the one with the stronger name is taken; two equal ones are offered."""
    mapping = suggest_mapping(table_of("Name", "Full Name"), FORM)
    assert (mapping.fields, offered(mapping)) == ({"Full Name": "full_name"}, {"Name": [("full_name", "alias", 0.3)]})
    mapping = suggest_mapping(table_of("Name", "Student Name"), FORM)
    assert offered(mapping) == {"Name": [("full_name", "alias", 0.5)], "Student Name": [("full_name", "alias", 0.5)]}


def test_a_question_called_name() -> None:
    """A question that is called as a full name gets the column beside first and last name, and is offered otherwise."""
    form = RegistrationForm([Question("badge", "Name")])
    assert suggest_mapping(table_of(*NAMES, "Name"), form).fields["Name"] == "badge"
    mapping = suggest_mapping(table_of("Email", "Name"), form)
    assert offered(mapping) == {"Name": [("badge", "label", 0.5), ("full_name", "alias", 0.5)]}


def test_no_offer_of_parts_beside_a_full_name() -> None:
    """Where a column of full names is taken, no other one is offered for a part of the name."""
    mapping = suggest_mapping(table_of("Full Name", "Frst Name", "Surnme"), FORM)
    assert (mapping.fields, mapping.offers) == ({"Full Name": "full_name"}, {})


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(HEADERS), min_size=1, unique=True))
def test_one_to_one(headers: list[str]) -> None:
    """No two columns are assigned to one field, and none is assigned and offered at once."""
    mapping = suggest_mapping(table_of(*headers), FORM)
    assert len(set(mapping.fields.values())) == len(mapping.fields)
    assert not set(mapping.offers) & set(mapping.fields)


def test_a_field_offered_twice_is_offered_once() -> None:
    """A field for which several things speak is offered once, with the strongest reason and the best score."""
    rows = tuple((f"a{number}@example.edu", f"b{number}@example.edu") for number in range(5))
    mapping = suggest_mapping(table_of("Email", "Email", rows=rows), FORM)
    assert offered(mapping) == {"Email": [("email", "id", 0.85)], "Email [2]": [("email", "id", 0.85)]}
