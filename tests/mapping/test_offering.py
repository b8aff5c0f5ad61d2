import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import ImportRules, Mapping, Offer, Question, Reason, RegistrationForm, read_table, suggest_mapping
from client_import.mapping.offering import sort_offers
from rosters import table_of

FORM = RegistrationForm(
    [
        Question("student_id", "Student ID"),
        Question("major", "Major", kind="choice", choices=["Biology", "History"], aliases=["Field of study"]),
        Question("phone", "Phone"),
        Question("year", "Graduation year"),
    ],
    aliases={"password": ["Door code"]},
)


def offers(mapping: Mapping) -> dict[str, list[tuple[str, str]]]:
    return {header: [(offer.field, offer.reason.value) for offer in found] for header, found in mapping.offers.items()}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        *(("E-mial", "email"), ("Emial Address", "email"), ("Stdent Email", "email"), ("Frst Name", "first_name")),
        *(("Lst name", "last_name"), ("Surnmae", "last_name"), ("First nm", "first_name"), ("L. Nme", "last_name")),
        *(("Phone number", "phone"), ("Cell phone", "phone"), ("Phnoe", "phone"), ("Primary major", "major")),
        *(
            ("Study field", "major"),
            ("Grad year", "year"),
            ("Expected graduation year", "year"),
            ("Stud. ID", "student_id"),
        ),
        *(("Student ID number", "student_id"), ("MAJOR 1", "major")),
    ],
)
def test_similar_headers(header: str, field: str) -> None:
    """A header that resembles a field's name is offered for that field and taken for none."""
    mapping = suggest_mapping(table_of(header, "Locker"), FORM)
    assert mapping.fields == {}
    assert offers(mapping)[header][0] == (field, "similar")


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Email 2",
            "Email (other)",
            "Email consent",
            "Parent email",
            "Emergency contact first name",
            "Preferred name",
        ),
        *(
            "Preferred first name",
            "Middle name",
            "First language",
            "First generation",
            "Last school",
            "Mailbox",
            "Male",
        ),
        *("Student", "ID", "No", "Locker", "#", "Email sent", "Forms", "Term"),
        *("Password hint", "Pasword", "Door code", "Pass word hash"),
    ],
)
def test_no_similar_header(header: str) -> None:
    """A neighbouring name, a word that many names share, and what looks like a password's name are not offered."""
    mapping = suggest_mapping(table_of(header, "Locker"), FORM)
    assert [
        (offer.field, offer.reason) for offer in mapping.offers.get(header, ()) if offer.reason is Reason.SIMILAR
    ] == []


def test_taken_fields_are_not_offered() -> None:
    """A field that a column is assigned to is offered to no other column by likeness or by cells."""
    rows = tuple(
        (f"a{row}@example.edu", f"b{row}@example.edu", "Biology", major)
        for row, major in enumerate(["Biology", "History"])
    )
    mapping = suggest_mapping(table_of("Email", "Emial", "Major", "Majro", rows=rows), FORM)
    assert mapping.fields == {"Email": "email", "Major": "major"}
    assert mapping.offers == {}


@pytest.mark.parametrize("header", ["Contact", "Kontakt", "X", "Personal email", "Email 2"])
def test_addresses_under_an_unknown_header(header: str) -> None:
    """A column of addresses is offered as the client's where no other column is."""
    rows = tuple((f"a{row}@example.edu", str(row)) for row in range(3))
    mapping = suggest_mapping(table_of(header, "Row", rows=rows), FORM)
    assert mapping.fields == {}
    assert offers(mapping) == {mapping.headers[0]: [("email", "values")]}


def test_addresses_under_no_header() -> None:
    """A column without a name has its cells to speak for it."""
    table = read_table(b"First Name,Last Name,\nAda,Lovelace,\nBob,Byron,b@example.edu\n")
    assert offers(suggest_mapping(table, FORM)) == {"Column 3": [("email", "values")]}


@pytest.mark.parametrize("header", ["Parent email", "Parent contact", "Advisor", "Email consent", "Emergency contact"])
def test_addresses_of_others(header: str) -> None:
    """Addresses below a header that speaks of somebody else are not offered as the client's."""
    rows = tuple((f"a{row}@example.edu", str(row)) for row in range(3))
    assert suggest_mapping(table_of(header, "Row", rows=rows), FORM).offers == {}


def test_a_question_about_others() -> None:
    """A header that speaks of somebody else may well be a question."""
    form = RegistrationForm([Question("parent", "Parents' email")])
    assert offers(suggest_mapping(table_of("Parent email"), form)) == {"Parent email": [("parent", "similar")]}


def test_choices_under_an_unknown_header() -> None:
    """A column of a drop-down's choices is offered for that question."""
    mapping = suggest_mapping(table_of("Subject", rows=(("biology",), ("history",))), FORM)
    assert mapping.offers == {"Subject": (Offer("major", Reason.VALUES, 0.6),)}


def test_likeness_and_values() -> None:
    """Where header and cells speak for one field it is offered once, with the higher score."""
    rows = (("Biology", "1"), ("History", "2"))
    mapping = suggest_mapping(table_of("Primary major", "Row", rows=rows), FORM)
    assert mapping.offers == {"Primary major": (Offer("major", Reason.VALUES, 0.6),)}


@pytest.mark.parametrize("header", ["Password", "Initial PW", "Door code", "Secret"])
def test_passwords(header: str) -> None:
    """A column of passwords is offered for no field, whatever its cells look like."""
    rows = tuple((f"a{row}@example.edu", choice) for row, choice in enumerate(["Biology", "History"]))
    mapping = suggest_mapping(table_of(header, header, rows=rows), FORM)
    assert {offer.field for found in mapping.offers.values() for offer in found} <= {"password"}


def test_hashes() -> None:
    """A column of password hashes under any header is offered for no field."""
    digest = "$2b$12$" + "a" * 53
    assert suggest_mapping(table_of("Phone number", rows=((digest,), (digest,))), FORM).offers == {}


def test_no_password_field_is_offered() -> None:
    """No column is offered for a field of passwords by likeness."""
    form = RegistrationForm(labels={"password": "Door card"}, aliases={"password_hash": ["Keys"]})
    assert suggest_mapping(table_of("Dor card", "Keyz"), form).offers == {}


def test_sort_offers() -> None:
    """The likeliest of several offers stands first, three at most, each field once."""
    given = [
        Offer("d", Reason.SIMILAR, 0.6),
        Offer("b", Reason.VALUES, 0.6),
        Offer("a", Reason.SIMILAR, 0.6),
        Offer("e", Reason.ALIAS, 0.3),
        Offer("c", Reason.SIMILAR, 0.8),
        Offer("e", Reason.VALUES, 0.7),
    ]
    expected = (Offer("c", Reason.SIMILAR, 0.8), Offer("e", Reason.ALIAS, 0.7), Offer("b", Reason.VALUES, 0.6))
    assert sort_offers(given) == sort_offers(given[::-1]) == expected


def test_a_thousand_columns() -> None:
    """A file of a thousand columns against a form of five hundred drop-downs is answered, and takes nothing."""
    questions = [
        Question(f"q{i}", f"Question {i} of many", kind="choices", choices=[f"c{i + j}" for j in range(9)])
        for i in range(500)
    ]
    header = ",".join(f"Qestion {i} of mony" for i in range(1000))
    rows = [",".join("|".join(f"c{(row + i + k) % 508}" for k in range(3)) for i in range(1000)) for row in range(5)]
    content = "\n".join([header, *rows]).encode()
    mapping = suggest_mapping(read_table(content, ImportRules(max_columns=1000)), RegistrationForm(questions))
    assert mapping.fields == {}
    assert mapping.offers["Qestion 7 of mony"][0].field == "q7"
    assert max(map(len, mapping.offers.values())) <= 3


HEADERS = st.lists(
    st.sampled_from(["Emial", "Contact", "Frst Name", "Majr", "Major 1", "Phone no", "Password", "Parent email", "X"]),
    min_size=2,
    unique=True,
)
CELLS = st.sampled_from(["a@example.edu", "b@example.edu", "Biology", "History", "x", "", "$2b$12$" + "a" * 53])


@settings(deadline=None)
@given(HEADERS, st.data())
def test_offers_are_never_taken(headers: list[str], data: st.DataObject) -> None:
    """Whatever the cells are, likeness and cells assign nothing, and the order of columns changes no offer."""
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(headers)), min_size=1, max_size=6))
    rows.append(tuple("x" for _ in headers))
    order = data.draw(st.permutations(range(len(headers))))
    mapping = suggest_mapping(table_of(*headers, rows=tuple(rows)), FORM)
    turned = tuple(tuple(row[place] for place in order) for row in rows)
    other = suggest_mapping(table_of(*(headers[place] for place in order), rows=turned), FORM)
    assert set(mapping.fields) == {"Password"} & set(headers)
    assert dict(mapping.offers) == dict(other.offers)
    assert "Password" not in mapping.offers
    assert {offer.field for offer in mapping.offers.get("Parent email", ())} <= {"major"}
