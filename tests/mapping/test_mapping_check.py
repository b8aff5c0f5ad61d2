"""Values and translations that a mapping decides, checked before any row is."""

from __future__ import annotations

import attrs
import pytest

from client_import import BadMapping, BadRules, Change, Client, ImportRules, Mapping, check_mapping, suggest_mapping
from rosters import FORM, check, plan, table_of

HEADER = ("Email", "First Name", "Last Name", "Student ID")
TABLE = table_of(*HEADER, rows=(("ada@example.edu", "Ada", "Lovelace", "1"),))
MAPPING = suggest_mapping(TABLE, FORM)
TEXT = "Email,First Name,Last Name,Student ID\nada@example.edu,Ada,Lovelace,1\n"


def complaint(mapping: Mapping) -> str:
    """What is said against a mapping, without the list of headers."""
    with pytest.raises(BadMapping) as caught:
        check_mapping(mapping, TABLE, FORM)
    return str(caught.value).partition(" The file has")[0]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (
            MAPPING.set_constant("majr", "x"),
            "There is a value for every row for “majr”, which is not a question of this form. Did you mean “major”?",
        ),
        (
            MAPPING.set_default("email", "x"),
            "There is a value for new clients for “email”, which is not a question of this form. "
            "The questions are sid, major, help.",
        ),
        (
            MAPPING.set_constant("major", "Histroy"),
            "The value for every row, “Histroy”, is no answer to “Major”. Did you mean “History”?",
        ),
        (
            MAPPING.set_default("major", "Golf"),
            "The value for new clients, “Golf”, is no answer to “Major”. Its choices are Biology, History.",
        ),
        (
            MAPPING.set_default("help", "Essays|Golf"),
            "The value for new clients, “Essays|Golf”, is no answer to “Help with”. Did you mean “Essays”?",
        ),
        (MAPPING.set_constant("help", " "), "The value for every row, “ ”, is no answer to “Help with”."),
        (
            MAPPING.assign("Student ID", "sid").set_constant("sid", "7"),
            "“Student ID” is mapped to Student ID, which has a value for every row too. Keep one of them.",
        ),
        (
            MAPPING.translate("sid", "7", "8"),
            "Values are translated for “sid”, which is not a question with choices in this form. "
            "Those with choices are major, help.",
        ),
        (
            MAPPING.translate("major", "Hist", "Histroy"),
            "“Hist” is translated to “Histroy”, which is not a choice of “Major”. Did you mean “History”?",
        ),
        (MAPPING.leave_out("major", "\ud83d"), "A value here holds half a character"),
        (MAPPING.ignore("Student ID").set_constant("sid", "\ud83d"), "The value for every row, “\ud83d”, is no answer"),
        (MAPPING.leave_out("major", " "), "A blank cell is no value that could be translated or left out."),
        (
            attrs.evolve(MAPPING, answers={"major": {"Hist": "History", "HIST": "Biology"}}),
            "“HIST” and “Hist” are the same value, and both are decided. Keep one of them.",
        ),
        (MAPPING.ignore("Student ID").set_constant("sid", "#REF!"), "The value for every row, “#REF!”, is no answer"),
        (
            MAPPING.leave_out("major", "his tory"),
            "“his tory” is a choice of “Major” itself, so it cannot be taken for another one or left out.",
        ),
    ],
)
def test_what_cannot_be_is_said_at_once(mapping: Mapping, words: str) -> None:
    """A decision that fits neither the form nor the file stops before any row is checked, with advice."""
    assert complaint(mapping).startswith(words)


def test_every_fault_of_every_kind_at_once() -> None:
    """All that is wrong with values and translations is in one message."""
    said = complaint(MAPPING.set_constant("a", "x").set_default("b", "x").translate("major", "x", "y").ignore("Email"))
    for words in ("“a”", "“b”", "“y”", "No column is mapped to Email"):
        assert words in said


def test_each_fault_has_its_path() -> None:
    """The place in the saved mapping where each fault is to be mended, for whoever edits it."""
    mapping = MAPPING.assign("Student ID", "sid").set_constant("sid", "7").translate("major", "Hist", "x")
    with pytest.raises(BadMapping) as caught:
        check_mapping(mapping.set_default("gone", "x").ignore("Email"), TABLE, FORM)
    paths = [fault.path for fault in caught.value.faults]
    assert paths == ["defaults.gone", "answers.major.Hist", "constants.sid", "columns"]


def test_a_decision_frees_what_was_only_suggested() -> None:
    """A value for every row, and a name in its parts, take the place of suggestions, and not of choices."""
    assert MAPPING.set_constant("sid", "7").unmapped == ("Student ID",)
    names = suggest_mapping(table_of("Email", "Name", "Rufname", "Familienname"), FORM)
    assert names.fields["Name"] == "full_name"
    parts = names.assign("Rufname", "first_name").assign("Familienname", "last_name")
    assert (parts.missing, parts.unmapped) == ((), ("Name",))
    assert parts.assign("Name", "full_name").fields == {
        "Email": "email",
        "Name": "full_name",
        "Rufname": "first_name",
        "Familienname": "last_name",
    }


def test_decisions_can_be_taken_back() -> None:
    """Constants, defaults and answers can be dropped again; dropping what is not there does nothing."""
    decided = MAPPING.set_constant("major", "History").set_default("help", "CVs").translate("major", "Bio", "Biology")
    back = decided.drop_constant("major").drop_default("help").drop_answer("major", "BIO")
    assert back == MAPPING
    assert back.drop_constant("x").drop_default("x").drop_answer("x", "y") == MAPPING


def test_what_is_still_open() -> None:
    """The fields that need a column, and those that can still have one."""
    assert MAPPING.missing == ()
    assert MAPPING.set_constant("major", "History").open_fields(FORM.fields) == ("password", "password_hash", "help")
    bare = suggest_mapping(table_of("Email", "Name"), FORM)
    assert bare.missing == ()
    assert set(bare.open_fields(FORM.fields)).isdisjoint({"first_name", "last_name", "full_name", "email"})
    assert Mapping(("A",)).missing == ("email", "first_name", "last_name")


def test_a_clear_leaves_no_room_for_a_default() -> None:
    """A new client whose row clears an answer has none, and the same file again changes nothing."""
    rules = ImportRules(clear_token="-none-")
    text = TEXT.replace(",1\n", ",-none-\n")
    made = plan(text, rules=rules, decide=lambda mapping: mapping.set_default("sid", "0"))
    assert [change.field for change in made.rows[0].changes] == ["email", "first_name", "last_name"]


def test_a_constant_is_every_rows_answer() -> None:
    """A value for every row is checked and stored like a cell, in the form's spelling, for new and stored clients."""
    text = TEXT + "bob@example.edu,Bob,B,2\n"
    ada = Client(1, "ada@example.edu", "Ada", "Lovelace", {"sid": "1", "major": "Biology"})
    made = plan(text, ada, decide=lambda mapping: mapping.set_constant("major", "HISTORY").set_constant("help", "cvs"))
    assert made.rows[0].changes == (Change("major", "Biology", "History"), Change("help", None, ("CVs",)))
    assert made.rows[1].changes[-2:] == (Change("major", None, "History"), Change("help", None, ("CVs",)))


def test_a_default_is_for_new_clients_whose_row_says_nothing() -> None:
    """A stored client keeps what it has, and a row's own value goes first."""
    text = TEXT + "bob@example.edu,Bob,B,\neve@example.edu,Eve,E,3\n"
    ada = Client(1, "ada@example.edu", "Ada", "Lovelace", {"sid": "1"})
    made = plan(text, ada, decide=lambda mapping: mapping.set_default("sid", "0").set_default("major", "biology"))
    assert made.rows[0].changes == ()
    new = [{change.field: change.new for change in row.changes} for row in made.rows[1:]]
    assert [(each["sid"], each["major"]) for each in new] == [("0", "Biology"), ("3", "Biology")]


def test_a_constant_may_be_the_clear_token() -> None:
    """Clearing an answer of everybody in the file is a value for every row; a default cannot clear."""
    rules = ImportRules(clear_token="-none-")
    ada = Client(1, "ada@example.edu", "Ada", "Lovelace", {"sid": "1", "major": "Biology"})
    made = plan(TEXT, ada, rules=rules, decide=lambda mapping: mapping.set_constant("major", "-none-"))
    assert made.rows[0].changes == (Change("major", "Biology", None),)
    with pytest.raises(BadMapping, match="“-none-” clears answers; a new client has none"):
        plan(TEXT, rules=rules, decide=lambda mapping: mapping.set_default("major", "-none-"))


def test_a_clear_token_that_is_a_choice_is_refused() -> None:
    """A text cannot both be an answer and clear one."""
    with pytest.raises(BadRules, match="“biology” is a choice of “Major” as well"):
        check(TEXT, ImportRules(clear_token="biology"))
