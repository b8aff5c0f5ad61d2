"""What a plan says about the file as a whole: the guard against mass changes."""

from __future__ import annotations

import attrs
import pytest

from client_import import Client, Importer, ImportRules, MassChange, Plan
from client_import.repositories.memory import MemoryClients
from rosters import FORM, plan, roster

HEADER = "Email,First Name,Last Name,Student ID\n"


def clients(number: int) -> list[Client]:
    return [Client(each, f"c{each}@example.edu", "Ada", "Lovelace") for each in range(number)]


def renaming(renamed: int, known: int, rules: ImportRules | None = None) -> Plan:
    """The plan for `known` stored clients of whom so many get another last name."""
    names = ["King"] * renamed + ["Lovelace"] * (known - renamed)
    rows = "".join(f"c{number}@example.edu,Ada,{name},1\n" for number, name in enumerate(names))
    return plan(HEADER + rows, *clients(known), rules=rules or ImportRules())


@pytest.mark.parametrize(
    ("renamed", "known", "guarded"),
    [(20, 99, True), (20, 100, False), (21, 100, True), (19, 19, False), (20, 20, True)],
)
def test_the_guard_needs_a_share_and_a_number(renamed: int, known: int, guarded: bool) -> None:
    """More than a fifth of the stored clients in the file, and at least twenty, by default."""
    made = renaming(renamed, known)
    assert (made.mass_change is not None) == guarded
    if made.mass_change:
        assert (made.mass_change.line, made.mass_change.severity) == (None, "error")
        assert made.mass_change.params == {"renamed": renamed, "known": known}
        assert made.problems[0] is made.mass_change


def test_the_guard_can_be_moved() -> None:
    """Share and number are rules; a share of 1 never guards."""
    assert renaming(2, 10, ImportRules(mass_change_share=0.1, mass_change_minimum=2)).mass_change
    assert not renaming(1, 10, ImportRules(mass_change_share=0.1, mass_change_minimum=1)).mass_change
    assert not renaming(40, 40, ImportRules(mass_change_share=1.0)).mass_change


def test_other_changes_are_no_mass_change() -> None:
    """New clients, new answers and names that were missing do not count."""
    rows = "".join(f"c{number}@example.edu,Ada,Lovelace,9\n" for number in range(80))
    stored = [attrs.evolve(client, last_name="") for client in clients(40)]
    assert plan(HEADER + rows, *stored, rules=ImportRules()).mass_change is None


def test_a_mass_change_is_not_applied_until_it_is_allowed() -> None:
    """`apply` refuses, writes nothing, and says how many; allowed, it does what the plan shows."""
    store = MemoryClients(clients(30))
    importer = Importer(form=FORM, clients=store)
    rows = "".join(f"c{number}@example.edu,Lovelace,Ada,1\n" for number in range(30))
    made = importer.plan(importer.read(roster(HEADER + rows)))
    with pytest.raises(MassChange, match="30 of the 30 clients") as caught:
        importer.apply(made)
    assert (caught.value.renamed, caught.value.known) == (30, 30)
    assert {client.first_name for client in store.all()} == {"Ada"}
    report = importer.apply(made, reviewed=made.fingerprint, allow_mass_change=True)
    assert report.counts.updated == 30
    assert report.problems == made.problems
