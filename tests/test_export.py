"""Clients → CSV that can be imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import (
    Action,
    Answer,
    Client,
    Importer,
    Question,
    RegistrationForm,
    export_clients,
    template,
)
from client_import.repositories.memory import MemoryClients
from exports import DOUBTS, stored_texts
from rosters import QUICK

FORM = RegistrationForm(
    [
        Question("note", "Note"),
        Question("=odd id", "Odd", kind="choice", choices=["Yes", "-No", "'5"]),
        Question("help", "Help", kind="choices", choices=["A", "B", "A|B", "B || A", "=C", "x, y", "p;q"]),
    ]
)
CHOICES = FORM.questions[2].choices


def exported(*clients: Client, form: RegistrationForm = FORM) -> str:
    return "".join(export_clients(clients, form))


def test_the_header_is_the_field_ids() -> None:
    """The template is the header of the export: no labels, no password columns."""
    assert template(FORM) == "email,first_name,last_name,note,'=odd id,help\r\n"
    assert exported() == template(FORM)


def test_a_client_is_a_row() -> None:
    """Every field stands under its id; what would be a formula is defused; no password is there."""
    client = Client(
        1,
        "+ada@example.edu",
        "Ada",
        "-Love",
        {"note": 'say "hi",\nplease', "=odd id": "-No", "help": ("A", "B"), "gone": "x"},
        password_mark="0123456789abcdef",
    )
    rows = list(csv.reader(io.StringIO(exported(client), newline="")))
    assert rows[1] == ["'+ada@example.edu", "Ada", "'-Love", 'say "hi",\nplease', "'-No", "A|||B"]
    assert "0123456789abcdef" not in exported(client)


def test_any_number_of_clients_stream() -> None:
    """The export comes in pieces and takes its clients one by one."""
    taken: list[int] = []

    def clients() -> Iterator[Client]:
        for number in range(1_200):
            taken.append(number)
            yield Client(number, f"c{number}@example.edu", "C", "D")

    pieces = export_clients(clients(), FORM)
    next(pieces)
    assert taken == []
    next(pieces)
    assert len(taken) == 500
    assert len("".join(pieces).splitlines()) == 700


def test_a_choice_that_ends_in_the_separator_is_refused() -> None:
    """A form whose choices could not be told apart in a list is refused."""
    with pytest.raises(ValueError, match=r"questions\[0\]\.choices\[1\]: must not start or end with \|"):
        RegistrationForm([Question("help", "Help", kind="choices", choices=["A", "A |"])])


@st.composite
def clients(draw: st.DrawFn) -> list[Client]:
    stored = []
    for number in range(draw(st.integers(1, 4))):
        local = draw(st.sampled_from(["ada", "+x", "-", "'5", "=", "zoë", "o'brien"]))
        answers: dict[str, Answer] = {}
        if draw(st.booleans()):
            answers["note"] = draw(stored_texts)
        if draw(st.booleans()):
            answers["=odd id"] = draw(st.sampled_from(FORM.questions[1].choices))
        chosen = draw(st.sets(st.sampled_from(CHOICES)))
        if chosen:
            answers["help"] = tuple(choice for choice in CHOICES if choice in chosen)
        stored.append(Client(number, f"{local}{number}@example.edu", draw(stored_texts), draw(stored_texts), answers))
    return stored


def excel(text: str) -> bytes:
    """As Excel saves it in a country of semicolons: with a byte order mark, quoting only what needs it."""
    return requote(text, delimiter=";", quoting=csv.QUOTE_MINIMAL).encode("utf-8-sig")


def libreoffice(text: str) -> bytes:
    """As LibreOffice saves it with "quote all text cells"."""
    return requote(text, delimiter=",", quoting=csv.QUOTE_ALL, lineterminator="\n").encode()


def requote(text: str, **dialect: object) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, **dialect).writerows(csv.reader(io.StringIO(text, newline="")))  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("save", [str.encode, excel, libreoffice], ids=["as exported", "Excel", "LibreOffice"])
@settings(deadline=None, max_examples=150)
@given(stored=clients())
def test_law_7_out_and_in_again(save: object, stored: list[Client]) -> None:
    """What was exported is unchanged when it is imported, for every text, also saved again by a spreadsheet."""
    importer = Importer(form=FORM, clients=MemoryClients(stored), rules=QUICK)
    content = save("".join(importer.export()))  # type: ignore[operator]
    table = importer.read(content)
    mapping = importer.suggest_mapping(table)
    assert list(mapping.fields.values()) == list(mapping.fields) == list(table.header)
    plan = importer.plan(table, mapping)
    assert {problem.code for problem in plan.problems} <= DOUBTS
    assert [row.action for row in plan.rows] == [Action.UNCHANGED] * len(stored)


@settings(deadline=None, max_examples=100)
@given(stored=clients())
def test_law_7_a_backup_restores(stored: list[Client]) -> None:
    """What was exported makes the same clients in an empty storage."""
    content = exported(*stored).encode()
    store = MemoryClients()
    importer = Importer(form=FORM, clients=store, rules=QUICK)
    importer.apply(importer.plan(importer.read(content)))
    wanted = [(client.email, client.first_name, client.last_name, dict(client.answers)) for client in stored]
    assert [(each.email, each.first_name, each.last_name, dict(each.answers)) for each in store.all()] == wanted
