"""Every form in which clients can be exported, and the way back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from client_import import (
    Action,
    BadExport,
    Client,
    ClientImportError,
    ExportOptions,
    Importer,
    Mapping,
    Offer,
    Question,
    Reason,
    RegistrationForm,
    Separator,
    export_clients,
    read_table,
    suggest_mapping,
    template,
)
from client_import.repositories.memory import MemoryClients
from exports import DOUBTS, clients_of, forms, options_for
from rosters import QUICK

FORM = RegistrationForm(
    [
        Question("R2", "Standing", kind="choice", choices=["Junior", "Senior"]),
        Question("R3", "Home town"),
        Question("a,b", "Odd"),
    ]
)
ADA = Client(1, "ada@example.edu", "Ada", "Lovelace", {"R2": "Senior", "R3": "Zürich; CH", "a,b": "x"})


def exported(options: ExportOptions, *clients: Client) -> str:
    return "".join(export_clients(clients or [ADA], FORM, options))


def certain_mapping(form: RegistrationForm, options: ExportOptions) -> Mapping:
    """The mapping that an import suggests for a template somebody has filled in with one client."""
    head = template(form, options)
    width = len(next(csv.reader(io.StringIO(head, newline=""), delimiter=options.separator)))
    row = options.separator.join(["ada@example.edu", "Ada", "Lovelace", *([""] * (width - 3))])
    return suggest_mapping(read_table(f"{head}{row}\r\n".encode()), form)


def test_labels_stand_with_their_ids() -> None:
    """A header is the label with the id in brackets, also of the standard fields."""
    head = exported(ExportOptions(labels=True)).splitlines()[0]
    assert (
        head == 'Email (email),First Name (first_name),Last Name (last_name),Standing (R2),Home town (R3),"Odd (a,b)"'
    )


def test_fields_are_columns_in_their_order() -> None:
    """The fields that are named have a column, each once; e-mail and names stand first without being named."""
    assert exported(ExportOptions(fields=["R3", "R2", "R3"])) == (
        'email,first_name,last_name,R3,R2\r\nada@example.edu,Ada,Lovelace,"Zürich; CH",Senior\r\n'
    )
    assert exported(ExportOptions(fields=[])) == exported(ExportOptions(fields=["last_name", "email"]))
    assert exported(ExportOptions(fields=())).splitlines()[1] == "ada@example.edu,Ada,Lovelace"


def test_fields_that_cannot_be_exported_are_named() -> None:
    """An unknown field, a password and a column of full names stop the export before any text, each with its place."""
    wanted = ExportOptions(fields=["R2", "R22", "password_hash", "full_name"])
    with pytest.raises(BadExport) as caught:
        export_clients([ADA], FORM, wanted)
    assert [path for path, _ in caught.value.faults] == ["fields[1]", "fields[2]", "fields[3]"]
    assert str(caught.value).splitlines()[:3] == [
        "The export cannot be written so:",
        "  fields[1]: “R22” is not a field of this form. Did you mean “R2”?",
        "  fields[2]: “password_hash” is never exported. Leave it out.",
    ]
    with pytest.raises(BadExport):
        template(FORM, wanted)
    assert isinstance(caught.value, ClientImportError)


def test_one_text_is_no_list_of_fields() -> None:
    """A single text, which would be taken letter by letter, is refused; so is another separator."""
    with pytest.raises(TypeError, match="takes a list"):
        ExportOptions(fields="R2")
    with pytest.raises(ValueError, match=r"\|"):
        ExportOptions(separator="|")


@pytest.mark.parametrize(
    ("separator", "row"),
    [
        (Separator.SEMICOLON, 'ada@example.edu;Ada;Lovelace;Senior;"Zürich; CH";x'),
        (Separator.TAB, 'ada@example.edu\tAda\tLovelace\tSenior\t"Zürich; CH"\tx'),
    ],
)
def test_another_separator(separator: Separator, row: str) -> None:
    """Cells stand between the separator that was asked for, and are quoted where they hold that or another one."""
    assert exported(ExportOptions(separator=separator)).splitlines()[1] == row
    assert read_table(exported(ExportOptions(separator=separator)).encode()).delimiter == separator


def test_the_byte_order_mark_stands_first() -> None:
    """The mark is the first character of an export and of a template, and no part of the first header."""
    options = ExportOptions(byte_order_mark=True)
    assert exported(options) == f"\ufeff{exported(ExportOptions())}"
    assert exported(options).startswith(template(FORM, options))
    assert exported(options).encode()[:8] == b"\xef\xbb\xbfemail"
    assert read_table(exported(options).encode()).header[0] == "email"


def test_digits_can_be_kept_from_spreadsheets() -> None:
    """What starts with a digit stands behind a `'` where that is asked for, but an address; it comes back without."""
    client = Client(1, "0042@example.edu", "Ada", "Lovelace", {"R3": "0042", "a,b": "'1-2"})
    text = exported(ExportOptions(digits_as_text=True), client)
    assert text.splitlines()[1] == "0042@example.edu,Ada,Lovelace,,'0042,''1-2"
    assert exported(ExportOptions(), client).splitlines()[1] == "0042@example.edu,Ada,Lovelace,,0042,''1-2"
    assert read_table(text.encode()).cells[0][4:] == ("0042", "'1-2")


@pytest.mark.parametrize(
    ("header", "field"),
    [("Class standing (R2)", "R2"), ("Second choice (R2)", "R2"), ("Kontakt (email)", "email"), ("GPA (a,b)", "a,b")],
)
def test_an_id_behind_another_label_is_offered(header: str, field: str) -> None:
    """The form's label may have changed since, or the brackets mean something else: a person decides."""
    names = ["Email", "First Name", "Last Name", header] if field != "email" else ["First Name", "Last Name", header]
    table = read_table("\t".join(names).encode() + b"\nA\tB\tC" + b"\t" * (len(names) - 3) + b"\n")
    mapping = suggest_mapping(table, FORM)
    assert mapping.unmapped == (header,)
    assert mapping.offers[header][0] == Offer(field, Reason.SIMILAR, 0.85)


@pytest.mark.parametrize("header", ["Parent (email)", "Standing R2)", "Standing (R2) new", "Home (r2)"])
def test_brackets_that_name_nothing(header: str) -> None:
    """Nobody else's address is offered, nor a question whose id does not stand in brackets as it is."""
    table = read_table(f"First Name\tLast Name\t{header}\nA\tB\tC\n".encode())
    assert 0.85 not in [offer.score for offer in suggest_mapping(table, FORM).offers.get(header, ())]


@pytest.mark.parametrize("label", ["Parent email", "Email", "R3", "R2 (R3)", "Standing (R2)", "Email consent", "Name"])
def test_a_label_that_speaks_of_another_field(label: str) -> None:
    """A question is found by its id whatever its label says, and the address and names are not taken for it."""
    form = RegistrationForm([Question("R2", label), Question("R3", "Standing"), Question("R4", label)])
    fields = certain_mapping(form, ExportOptions(labels=True)).fields
    assert list(fields.values()) == ["email", "first_name", "last_name", "R2", "R3", "R4"]


@settings(max_examples=200)
@given(data=st.data(), form=forms())
def test_a_template_maps_itself(data: st.DataObject, form: RegistrationForm) -> None:
    """In every option each column of a template goes to its own field, and nothing is left to a person."""
    options = data.draw(options_for(form))
    mapping = certain_mapping(form, options)
    asked = [question.id for question in form.questions] if options.fields is None else options.fields
    required = ["email", "first_name", "last_name"]
    assert list(mapping.fields.values()) == [
        *required,
        *(each for each in dict.fromkeys(asked) if each not in required),
    ]
    assert list(mapping.fields) == list(mapping.headers)
    assert {each.reason for each in mapping.assignments.values()} <= {Reason.EXACT_ID, Reason.LABEL_AND_ID}
    assert not mapping.offers


@settings(max_examples=200)
@given(data=st.data(), form=forms())
def test_law_7_out_and_in_again_in_every_option(data: st.DataObject, form: RegistrationForm) -> None:
    """What was exported in any option, of any form, for any clients, is unchanged when it is imported."""
    stored = data.draw(clients_of(form))
    options = data.draw(options_for(form))
    only = data.draw(st.none() | st.lists(st.sampled_from([client.email for client in stored]), unique=True))
    assume(only != [])
    importer = Importer(form=form, clients=MemoryClients(stored), rules=QUICK)
    table = importer.read("".join(importer.export(options, only=only)).encode())
    assert table.delimiter == options.separator
    plan = importer.plan(table)
    assert {problem.code for problem in plan.problems} <= DOUBTS
    assert [row.action for row in plan.rows] == [Action.UNCHANGED] * len(stored if only is None else only)
    assert only is None or [row.email for row in plan.rows] == only
    assert plan.records.mapping.unmapped == ()
