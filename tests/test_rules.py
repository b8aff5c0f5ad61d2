"""Rules: what they may be, and to and from plain data."""

from __future__ import annotations

import pytest
from hypothesis import given

from client_import import BadDocument, BadRules, Duplicates, ImportRules, PasswordRules, Writes, dump_json, load_rules
from worlds import any_rules


@given(any_rules())
def test_rules_come_back(rules: ImportRules) -> None:
    """Rules are the same after saving and loading, whatever they are; a callable has no JSON form."""
    if callable(rules.protected):
        with pytest.raises(TypeError, match="have no JSON form"):
            dump_json(rules)
        return
    assert load_rules(dump_json(rules)) == rules
    assert dump_json(load_rules(dump_json(rules))) == dump_json(rules)


def test_what_is_not_named_has_its_default() -> None:
    """A file of rules written by hand names only what differs."""
    rules = load_rules('{"duplicates": "last_wins", "passwords": {"import_minimum": 8}}')
    assert rules == ImportRules(duplicates=Duplicates.LAST_WINS, passwords=PasswordRules(import_minimum=8))
    assert load_rules("{}") == ImportRules()


def test_the_defaults_are_those_of_the_mission() -> None:
    """By default clients are created and updated, filled cells overwrite, wrong answers are left out."""
    data = ImportRules().to_dict()
    assert {key: data[key] for key in list(data)[:10]} == {
        "writes": "create_and_update",
        "stored_values": "overwrite",
        "choices_answers": "replace",
        "clear_token": None,
        "duplicates": "reject_later",
        "unmatched_answers": "leave_out",
        "inactive_clients": "update",
        "protected": [],
        "mass_change_share": 0.2,
        "mass_change_minimum": 20,
    }
    assert data["max_bytes"] == 5 * 1024 * 1024


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"duplicates": "best"}, "duplicates: must be one of reject_later, first_wins, last_wins"),
        ({"duplicate": "last_wins"}, "duplicate: is not a known key"),
        ({"mass_change_share": "20 %"}, "mass_change_share: must be a number, not text"),
        ({"mass_change_share": True}, "mass_change_share: must be a number, not true or false"),
        ({"mass_change_share": 20}, "mass_change_share must be from 0 to 1, not 20"),
        ({"max_bytes": 2**63}, "max_bytes must be from 1 to 1,099,511,627,776, not 9,223,372,036,854,775,808"),
        ({"mass_change_minimum": 0}, "mass_change_minimum must be at least 1, not 0"),
        ({"protected": "admin@example.edu"}, "protected: must be a list, not text"),
        ({"passwords": {"cost": 40}}, "passwords: cost must be from 4 to 14"),
        ({"clear_token": " "}, "clear_token must be a text without spaces around it"),
        ([], "must be an object, not a list"),
    ],
)
def test_wrong_rules_are_refused(data: object, words: str) -> None:
    """A wrong type, word, key or number is named."""
    with pytest.raises(BadRules) as caught:
        ImportRules.from_dict(data)
    assert words in str(caught.value)
    assert caught.value.faults


def test_every_fault_at_once() -> None:
    """Rules with several faults name them all."""
    with pytest.raises(BadRules) as caught:
        ImportRules.from_dict({"writes": "all", "clear_token": 5, "wrong": 1})
    assert [fault.path for fault in caught.value.faults] == ["writes", "clear_token", "wrong"]


@pytest.mark.parametrize("token", ["", " ", "-none- ", "a\nb", "\x07"])
def test_a_clear_token_that_no_cell_could_hold(token: str) -> None:
    """What clears an answer is a text on one line, without spaces around it."""
    with pytest.raises(ValueError, match="clear_token"):
        ImportRules(clear_token=token)


def test_one_address_alone_is_no_list() -> None:
    """A single text as protected accounts would protect its letters."""
    with pytest.raises(TypeError, match="several addresses"):
        ImportRules(protected="admin@example.edu")


@pytest.mark.parametrize("address", ["director.example.edu", "", "  "])
def test_a_protected_address_must_be_one(address: str) -> None:
    """A slip in the list of protected accounts is refused, and leaves nobody unprotected in silence."""
    with pytest.raises(ValueError, match=f"“{address}” is none"):
        ImportRules(protected=[address])
    with pytest.raises(BadRules, match="is none"):
        ImportRules.from_dict({"protected": [address]})


def test_protected_addresses_are_compared_as_keys() -> None:
    """However a protected address is spelled, it is the same account; a callable is given the key."""
    rules = ImportRules(protected=["Admin@Example.EDU "])
    assert rules.protects("admin@example.edu")
    assert not rules.protects("ada@example.edu")
    assert ImportRules(protected=lambda key: key.endswith("@staff.example.edu")).protects("eve@staff.example.edu")


def test_words_are_accepted_as_text() -> None:
    """A host may write the words as they are in JSON."""
    assert ImportRules(writes="update_only").writes is Writes.UPDATE_ONLY
    with pytest.raises(ValueError, match="not a valid"):
        ImportRules(writes="nothing")


def test_a_document_of_another_kind() -> None:
    """A mapping handed in as rules is refused as such."""
    with pytest.raises(BadDocument, match="must be “rules”"):
        load_rules('{"client_import": "mapping", "version": 1, "columns": {}}')


@pytest.mark.parametrize(
    ("written", "reason"),
    [("NaN", "must be from 0 to 1, not nan"), ("1" + "0" * 400, "is too large a number")],
    ids=["no number", "too large"],
)
def test_a_share_that_no_count_could_exceed_is_refused(written: str, reason: str) -> None:
    """JSON as Python reads it knows a number that nothing is above, which would switch the guard off unseen."""
    with pytest.raises(BadRules, match=f"mass_change_share:? {reason}"):
        load_rules(f'{{"mass_change_share": {written}}}')
