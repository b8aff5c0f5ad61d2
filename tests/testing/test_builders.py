"""The builders and strategies give what an import takes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from client_import import Importer, NewClient, Question, RegistrationForm, email_key
from client_import.testing import MemoryClients, make_roster, sample_form, sample_rows
from client_import.testing import strategies as ours


def test_sample_rows_import_whole() -> None:
    """Rows for a form are created as they stand, without a problem."""
    form = sample_form()
    clients = MemoryClients()
    importer = Importer(form=form, clients=clients)
    report = importer.apply(importer.plan(importer.read(make_roster(sample_rows(form, 30)))))
    assert (report.counts.created, report.problems) == (30, ())
    first = next(clients.all())
    assert (first.email, dict(first.answers)) == (
        "client0@example.edu",
        {"student_id": "0000", "major": "Biology", "help": ("Essays",)},
    )


def test_sample_rows_respect_the_form() -> None:
    """An answer is no longer than the form allows, and blank where the form wants a pattern."""
    form = RegistrationForm(
        questions=[Question("short", "Short", max_length=2), Question("code", "C", pattern="[A-Z]")]
    )
    assert [row["short"] + row["code"] for row in sample_rows(form, 2)] == ["00", "00"]


def test_rosters_take_a_header_and_a_dialect() -> None:
    """Columns stand in the order that is asked for, blank where a row has none, in the dialect asked for."""
    roster = make_roster([{"a": "1"}, {"b": "x;y"}], ["b", "a"], delimiter=";", lineterminator="\n")
    assert roster == b'b;a\n;1\n"x;y";\n'


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_generated_rosters_can_be_imported(data: st.DataObject) -> None:
    """A roster for any form is read, planned and applied, and accounts for its rows."""
    form = data.draw(ours.forms())
    importer = Importer(form=form, clients=MemoryClients())
    table = importer.read(data.draw(ours.rosters(form)))
    counts = importer.apply(importer.plan(table)).counts
    assert counts.rows == len(table.rows) == counts.created + counts.unchanged + counts.rejected


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_generated_clients_are_all_different(data: st.DataObject) -> None:
    """Each generated client can be stored beside the others, with answers that its form allows."""
    form = data.draw(ours.forms())
    people: list[NewClient] = data.draw(ours.new_clients(form))
    assert len({email_key(new.email) for new in people}) == len(people)
    with MemoryClients().transaction() as transaction:
        assert None not in transaction.create(people)
    choices = {question.id: question.choices for question in form.questions}
    for new in people:
        for question, answer in new.answers.items():
            assert answer
            assert not choices[question] or set([answer] if isinstance(answer, str) else answer) <= set(
                choices[question]
            )
