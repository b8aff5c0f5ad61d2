"""Rules from a file, and the guard against mass changes, at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from client_import import ImportRules, dump_json
from client_import.repositories.sqlite import SqliteClients
from commands import FORM, at_a_terminal, run

PEOPLE = "Email,First Name,Last Name\n" + "".join(f"c{number}@example.edu,Ada{number},Byron\n" for number in range(30))
SWAPPED = PEOPLE.replace("First Name,Last Name", "Last Name,First Name")


@pytest.fixture
def where(tmp_path: Path) -> tuple[str | Path, ...]:
    """Form and clients, as options."""
    return ("--form", FORM, "--clients", tmp_path / "clients.db")


def test_the_default_rules_are_written_to_be_edited(tmp_path: Path, where: tuple[str | Path, ...]) -> None:
    """`rules` prints every rule with its default; the file as it is changes nothing."""
    rules, roster = tmp_path / "rules.json", tmp_path / "roster.csv"
    roster.write_text(PEOPLE, encoding="utf-8")
    assert run("rules").stdout == dump_json(ImportRules())
    assert run("rules", "-o", rules).stdout == ""
    assert run("preview", roster, *where, "--rules", rules).stdout == run("preview", roster, *where).stdout


def test_rules_hold_for_the_import(tmp_path: Path, where: tuple[str | Path, ...]) -> None:
    """--rules takes the rules from a file; what it does not name has its default."""
    rules, roster = tmp_path / "rules.json", tmp_path / "roster.csv"
    roster.write_text("Email,First Name,Last Name\na@example.edu,A,B\na@example.edu,C,D\n", encoding="utf-8")
    rules.write_text('{"duplicates": "last_wins", "protected": ["root@example.edu"]}', encoding="utf-8")
    assert run("apply", roster, *where, "--rules", rules, "--yes").returncode == 0
    (client,) = SqliteClients(tmp_path / "clients.db").all()
    assert (client.first_name, client.last_name) == ("C", "D")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", ["is no JSON", "line 1"]),
        ("[]", ["must be an object"]),
        ('{"duplicates": "last"}', ["duplicates: must be one of reject_later, first_wins, last_wins"]),
        ('{"duplicate": "last_wins"}', ["duplicate: is not a known key"]),
        ('{"mass_change_share": "20 %"}', ["mass_change_share: must be a number, not text"]),
        ('{"mass_change_share": 20}', ["mass_change_share"]),
        ('{"passwords": {"existing": "no"}}', ["passwords.existing: must be one of replace_placeholder"]),
        ('{"passwords": {"import_minimum": 12}}', ["import_minimum", "not above registration_minimum"]),
        ('{"protected": "root@example.edu"}', ["protected: must be a list, not text"]),
        ('{"clear_token": " "}', ["clear_token"]),
        ('{"clear_token": "biology"}', ["clear_token: “biology” is a choice of “Major” as well"]),
        ('{"client_import": "mapping", "version": 1}', ["must be “rules”"]),
    ],
)
def test_faulty_rules_are_refused(tmp_path: Path, where: tuple[str | Path, ...], text: str, words: list[str]) -> None:
    """A rule that cannot be stops the command: the message names the file and the rule."""
    rules, roster = tmp_path / "rules.json", tmp_path / "roster.csv"
    roster.write_text(PEOPLE, encoding="utf-8")
    rules.write_text(text, encoding="utf-8")
    finished = run("apply", roster, *where, "--rules", rules, "--yes")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert f"The rules cannot be used:\n  {rules}: " in finished.stderr
    assert [word for word in words if word not in finished.stderr] == []
    assert "Traceback" not in finished.stderr
    assert not (tmp_path / "clients.db").exists()


def test_a_mass_change_waits_until_it_is_allowed(tmp_path: Path, where: tuple[str | Path, ...]) -> None:
    """A preview warns with status 1, `apply` stops with status 2 and says which option allows it."""
    people, swapped = tmp_path / "people.csv", tmp_path / "swapped.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    swapped.write_text(SWAPPED, encoding="utf-8")
    run("apply", people, *where, "--yes")
    preview = run("preview", swapped, *where)
    assert preview.returncode == 1
    assert "30 of the 30 clients in this file who have an account would get another" in preview.stdout
    assert preview.stdout.endswith("run apply with --allow-mass-change.\n")
    assert run("preview", swapped, *where, "--json").returncode == 1
    for more in ((), ("--json",)):
        refused = run("apply", swapped, *where, "--yes", *more)
        assert refused.returncode == 2
        assert "--allow-mass-change" in refused.stderr
    assert {client.last_name for client in SqliteClients(tmp_path / "clients.db").all()} == {"Byron"}
    allowed = run("apply", swapped, *where, "--yes", "--allow-mass-change", "--json")
    assert json.loads(allowed.stdout)["counts"]["updated"] == 30
    assert {client.first_name for client in SqliteClients(tmp_path / "clients.db").all()} == {"Byron"}


def test_a_mass_change_is_not_even_asked_about(tmp_path: Path, where: tuple[str | Path, ...]) -> None:
    """At a terminal, too, a mass change stops before the question that one answers by habit."""
    people, swapped = tmp_path / "people.csv", tmp_path / "swapped.csv"
    people.write_text(PEOPLE, encoding="utf-8")
    swapped.write_text(SWAPPED, encoding="utf-8")
    run("apply", people, *where, "--yes")
    child = at_a_terminal("apply", swapped, *where)
    output = child.read()
    child.close()
    assert child.exitstatus == 2
    assert "Import now" not in output
    assert "Nothing was written, since so many names would change." in output
