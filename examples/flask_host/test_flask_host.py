"""The Flask host: its repository keeps the contract, and a roster goes from upload to accounts."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

import pytest
from app import Answer, Base, Field, Option, Student, app, engine, open_clients, read_form
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from client_import import ClientId, ClientRepository, Question, RegistrationForm
from client_import.repositories.sqlalchemy import SqlAlchemyClients
from client_import.testing import RepositoryContract, make_roster

FORM = RegistrationForm(
    questions=[
        Question("1", "Student ID"),
        Question("2", "Major", kind="choice", choices=["Biology", "History"]),
        Question("3", "Help with", kind="choices", choices=["Essays", "CVs"]),
    ]
)
ROSTER = make_roster([{"Email": "ada@example.edu", "First Name": "Ada", "Last Name": "<b>", "Help with": "cvs"}])


@pytest.fixture(autouse=True)
def _empty_tables() -> Iterator[None]:
    Base.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        for question in FORM.questions:
            options = [Option(text=choice) for choice in question.choices]
            session.add(Field(id=int(question.id), label=question.label, kind=question.kind.value, options=options))
    yield
    Base.metadata.drop_all(engine)


class TestStudents(RepositoryContract):
    form = FORM

    def make_repository(self) -> SqlAlchemyClients:
        return open_clients(FORM)

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:
        self._change(client_id, registered=True)

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:
        self._change(client_id, password_hash=password_hash, password_imported=False)

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:
        with Session(engine) as session, session.begin():
            mine = (Answer.student_id == client_id) & (Answer.field_id == int(question.id))
            session.execute(update(Answer).where(mine).values(text=text))

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:
        self._change(client_id, active=False)

    def _change(self, client_id: ClientId, **values: object) -> None:
        with Session(engine) as session, session.begin():
            session.execute(update(Student).where(Student.id == client_id).values(values))


def upload(roster: bytes) -> str:
    return app.test_client().post("/", data={"roster": (io.BytesIO(roster), "roster.csv")}, follow_redirects=True).text


def confirm(page: str) -> str:
    fields = {name: html.unescape(value) for name, value in re.findall(r'name=(\w+) value="([^"]*)"', page)}
    return app.test_client().post("/confirm", data=fields, follow_redirects=True).text


def test_the_form_comes_from_the_tables() -> None:
    """The questions, their kinds and choices are those of the platform's own tables."""
    with Session(engine) as session:
        assert read_form(session) == FORM


def test_a_roster_becomes_accounts() -> None:
    """Upload shows what would happen and writes nothing; confirmation does it."""
    page = upload(ROSTER)
    assert "2: create ada@example.edu" in page
    assert "<li>last_name:  → &lt;b&gt;</li>" in page
    assert "<li>Help with:  → CVs</li>" in page
    with Session(engine) as session:
        assert session.scalars(select(Student)).all() == []
        assert "1 created, 0 updated" in confirm(page)
        assert [(student.email, student.last_name) for student in session.scalars(select(Student))] == [
            ("ada@example.edu", "<b>")
        ]
        assert [(answer.field_id, answer.text) for answer in session.scalars(select(Answer))] == [(3, "CVs")]


def test_what_changed_meanwhile_is_not_overwritten() -> None:
    """A preview that no longer holds is not applied; a file that is no roster is explained."""
    page = upload(ROSTER)
    confirm(upload(ROSTER))
    assert "what was reviewed" in confirm(page)
    assert "Excel" in upload(b"PK\x03\x04xl/workbook.xml") or "CSV" in upload(b"PK\x03\x04")


def test_a_request_without_a_roster_is_explained() -> None:
    """Whoever presses the button without a file is told to choose one, and so is a request without the field."""
    without = [app.test_client().post("/"), app.test_client().post("/", data={"roster": (io.BytesIO(b""), "")})]
    assert [answer.status_code for answer in without] == [409, 409]
    assert all("Choose the CSV file" in answer.text and "type=file" in answer.text for answer in without)


def test_a_password_is_announced_and_not_shown() -> None:
    """The page says that a password would be set, and does not show it."""
    row = {"Email": "bob@example.edu", "First Name": "Bob", "Last Name": "B", "Password": "placeholder"}
    page = upload(make_roster([row]))
    assert "bob@example.edu set</p>" in page
    assert "placeholder" not in page


def test_many_new_names_are_imported_once_they_are_allowed() -> None:
    """Swapped names stop the import, also on confirmation, and the upload stays until somebody allows them."""
    people = [{"Email": f"{n}@example.edu", "First Name": f"A{n}", "Last Name": f"B{n}"} for n in range(30)]
    confirm(upload(make_roster(people)))
    page = upload(make_roster([{**row, "First Name": f"C{n}", "Last Name": f"D{n}"} for n, row in enumerate(people)]))
    fields = {name: html.unescape(value) for name, value in re.findall(r'name=(\w+) value="([^"]*)"', page)}
    allowed = fields.pop("all")
    answer = app.test_client().post("/confirm", data=fields)
    assert answer.status_code == 409
    assert "type=file" in answer.text
    assert "30 updated" in app.test_client().post("/confirm", data={**fields, "all": allowed}).text
    assert app.test_client().post("/confirm", data=fields).status_code == 404


def test_what_stops_an_import_is_said() -> None:
    """A form that cannot be used, or a storage that breaks off, is explained; the address shows no text of others."""
    page = upload(ROSTER)
    with Session(engine) as session, session.begin():
        session.add(Field(id=9, label="Empty", kind="choice"))
    assert "cannot be used" in confirm(page)
    assert "cannot be used" in upload(ROSTER)
    assert "Call me" not in app.test_client().get("/?error=Call me").text
