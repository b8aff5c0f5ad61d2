from client_import import Question, Reason, RegistrationForm
from client_import.aliases import USUAL_ALIASES
from client_import.mapping.field_names import known_names
from client_import.questions import STANDARD_FIELDS


def test_known_names() -> None:
    """A field is known by its id, the form's label, both together, and the usual and the form's own aliases."""
    form = RegistrationForm(
        [Question("sid", "Student ID", aliases=["Matric"])],
        labels={"email": "Contact"},
        aliases={"email": ["Post"], "last_name": ["Apellido"]},
    )
    known = list(known_names(form))
    names = {(name, reason.value) for name, field, reason in known if field == "email"}
    usual = {(alias, "alias") for alias in USUAL_ALIASES["email"]}
    assert names == usual | {
        ("email", "id"),
        ("Contact", "label"),
        ("Contact (email)", "label_and_id"),
        ("Email", "alias"),
        ("Post", "alias"),
    }
    assert {(name, reason) for name, field, reason in known if field == "sid"} == {
        ("sid", Reason.ID),
        ("Student ID", Reason.LABEL),
        ("Student ID (sid)", Reason.LABEL_AND_ID),
        ("Matric", Reason.ALIAS),
    }
    assert {field for _, field, _ in known} == {*STANDARD_FIELDS, "sid"}
