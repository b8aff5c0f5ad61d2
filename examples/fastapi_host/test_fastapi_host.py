"""The FastAPI host: its repository keeps the contract, and a roster goes from upload to accounts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from api import app, appointments, engine, metadata, open_clients, questions, read_form, writers
from fastapi.testclient import TestClient
from sqlalchemy import func, insert, select, update

from client_import import ClientId, ClientRepository, Question, RegistrationForm, verify_password
from client_import.repositories.sqlalchemy import SqlAlchemyClients
from client_import.testing import RepositoryContract, make_roster

FORM = RegistrationForm(
    questions=[
        Question("help", "Help with", kind="choices", choices=["Essays", "CVs"]),
        Question("level", "Level", kind="choice", choices=["BA", "MA"]),
        Question("topic", "Topic"),
    ]
)
ROSTER = make_roster(
    [
        {"Email": "ada@example.edu", "First Name": "Ada", "Last Name": "L", "Level": "ba", "Password": "placeholder"},
        {"Email": "nobody", "First Name": "No", "Last Name": "Body", "Level": "PhD"},
    ]
)
client = TestClient(app)


@pytest.fixture(autouse=True)
def _empty_tables() -> Iterator[None]:
    metadata.create_all(engine)
    with engine.begin() as connection:
        for each in FORM.questions:
            values = {"name": each.id, "label": each.label, "kind": each.kind.value, "choices": list(each.choices)}
            connection.execute(insert(questions).values(values))
    yield
    metadata.drop_all(engine)


class TestWriters(RepositoryContract):
    form = FORM

    def make_repository(self) -> SqlAlchemyClients:
        return open_clients()

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:
        self._change(client_id, welcomed_at=func.now())

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:
        self._change(client_id, bcrypt=password_hash, bcrypt_imported=False)

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:
        self._change(client_id, profile=writers.c.profile.op("||")({question.id: text}))

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:
        self._change(client_id, closed_at=func.now())

    def refer_to(self, repository: ClientRepository, client_id: ClientId) -> None:
        with engine.begin() as connection:
            connection.execute(insert(appointments).values(writer=client_id))

    def stored_hash(self, repository: ClientRepository, client_id: ClientId) -> str | None:
        with engine.connect() as connection:
            found: str | None = connection.execute(
                select(writers.c.bcrypt).where(writers.c.id == client_id)
            ).scalar_one()
        return found

    def _change(self, client_id: ClientId, **values: object) -> None:
        with engine.begin() as connection:
            connection.execute(update(writers).where(writers.c.id == client_id).values(values))


def upload(roster: bytes) -> dict[str, Any]:
    seen: dict[str, Any] = client.post("/imports", files={"roster": roster}).json()
    return seen


def test_the_form_comes_from_the_tables() -> None:
    """The questions, their kinds and choices are those of the platform's own table."""
    assert read_form() == FORM


def test_a_roster_becomes_accounts() -> None:
    """Upload shows what would happen and writes nothing; confirmation does it once."""
    seen = upload(ROSTER)
    assert [(row["line"], row["action"]) for row in seen["rows"]] == [(2, "create"), (3, "rejected")]
    assert [problem["line"] for problem in seen["problems"]] == [3, 3]
    assert seen["rows"][0]["changes"][-1] == ["level", None, "BA"]
    assert [row["password"] for row in seen["rows"]] == ["set", None]
    assert "placeholder" not in str(seen)
    assert list(open_clients().all()) == []
    confirmed = client.post(f"/imports/{seen['id']}/confirm", data={"fingerprint": seen["fingerprint"]})
    assert confirmed.json() == {"created": 1, "updated": 0, "rejected": 1}
    (ada,) = open_clients().all()
    assert (ada.email, dict(ada.answers), ada.password_is_placeholder) == ("ada@example.edu", {"level": "BA"}, True)
    assert verify_password("placeholder", TestWriters().stored_hash(open_clients(), ada.id) or "")
    again = client.post(f"/imports/{seen['id']}/confirm", data={"fingerprint": seen["fingerprint"]})
    assert again.status_code == 404


def test_what_changed_meanwhile_is_not_overwritten() -> None:
    """A preview that no longer holds is not applied; a file that is no roster is explained."""
    first, second = upload(ROSTER), upload(ROSTER)
    statuses = [
        client.post(f"/imports/{seen['id']}/confirm", data={"fingerprint": seen["fingerprint"]}).status_code
        for seen in (first, second)
    ]
    assert statuses == [200, 409]
    assert client.post("/imports", files={"roster": b"PK\x03\x04"}).status_code == 422


def test_many_new_names_are_imported_once_they_are_allowed() -> None:
    """Swapped names stop the import, also on confirmation, and the upload stays until somebody allows them."""
    people = [{"Email": f"{n}@example.edu", "First Name": f"A{n}", "Last Name": f"B{n}"} for n in range(30)]
    seen = upload(make_roster(people))
    assert seen["mass_change"] is False
    client.post(f"/imports/{seen['id']}/confirm", data={"fingerprint": seen["fingerprint"]})
    seen = upload(make_roster([{**row, "First Name": f"C{n}", "Last Name": f"D{n}"} for n, row in enumerate(people)]))
    assert seen["mass_change"] is True
    fields = {"fingerprint": seen["fingerprint"]}
    refused = client.post(f"/imports/{seen['id']}/confirm", data=fields)
    assert (refused.status_code, "30" in refused.json()["detail"]) == (409, True)
    allowed = client.post(f"/imports/{seen['id']}/confirm", data={**fields, "allow_mass_change": "true"})
    assert allowed.json() == {"created": 0, "updated": 30, "rejected": 0}


def test_what_stops_an_import_is_said() -> None:
    """A form that cannot be used is explained, at the preview and on confirmation."""
    seen = upload(ROSTER)
    with engine.begin() as connection:
        connection.execute(insert(questions).values(name="x", label="Empty", kind="choice", choices=[]))
    for answer in (
        client.post("/imports", files={"roster": ROSTER}),
        client.post(f"/imports/{seen['id']}/confirm", data={"fingerprint": seen["fingerprint"]}),
    ):
        assert (answer.status_code, "cannot be used" in answer.json()["detail"]) == (409, True)
