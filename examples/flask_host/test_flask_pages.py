"""The pages in the Flask host: for its administrators only, from upload to accounts."""

from __future__ import annotations

import html
import io
import os
import re
import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

os.environ.setdefault("SECRET_KEY", "for these tests only")

from app import Base, Field, Option, app, engine
from app_pages import open_importer
from sqlalchemy.orm import Session
from starlette.requests import Request

ROSTER = b"Email,First Name,Last Name,Subject\nada@example.edu,Ada,Lovelace,history\nbob@example.edu,Bob,Bee,Hist\n"


@pytest.fixture(autouse=True)
def _tables() -> Iterator[None]:
    Base.metadata.create_all(engine)
    with Session(engine) as database, database.begin():
        choices = [Option(text="Biology"), Option(text="History")]
        database.add(Field(id=1, label="Major", kind="choice", options=choices))
    yield
    Base.metadata.drop_all(engine)


@pytest.fixture
def client() -> FlaskClient:
    return app.test_client()


def log_in(client: FlaskClient) -> None:
    """As the platform's own login does it."""
    with client.session_transaction() as session:
        session["administrator"] = "Mia Chen"


def send(client: FlaskClient, page: str, end: str, **filled: object) -> str:
    """Send the form whose address ends so, filled in; the page that follows."""
    forms = re.findall(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL)
    action, form = next(found for found in forms if found[0].endswith(end))
    fields: dict[str, object] = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = html.unescape(chosen[1]) if chosen else ""
    answer = client.post(action, data=fields | filled, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def wait(client: FlaskClient, page: str) -> str:
    """The page of the import, once it has ended."""
    while link := re.search(r'data-then="([^"]*)"', page):
        time.sleep(0.05)
        page = client.get(link[1], follow_redirects=True).text
    return page


def test_only_administrators_see_the_pages(client: FlaskClient) -> None:
    """Nobody else, and the platform's own pages stay where they are."""
    assert client.get("/roster/").status_code == 403
    with client.session_transaction() as session:
        session["student"] = "Ada"
    assert client.get("/roster/").status_code == 403
    assert "name=roster" in client.get("/").text


def test_the_address_may_lack_its_slash(client: FlaskClient) -> None:
    """A browser is led on."""
    log_in(client)
    assert "Upload a roster" in client.get("/roster", follow_redirects=True).text


def test_an_administrator_goes_the_whole_way(client: FlaskClient) -> None:
    """Upload, mapping, review with an answer translated, import; and what came of it can be taken back."""
    log_in(client)
    page = client.get("/roster/").text
    page = send(client, page, "/roster/", file=(io.BytesIO(ROSTER), "autumn.csv"))
    page = send(client, page, "/mapping", **{"column-3": "=1"})
    page = send(client, page, "/answers", **{"answer-1": "=History"})
    assert "Import 2 clients (2 new, 0 updated)" in page
    page = wait(client, send(client, page, "/import"))
    assert "Imported autumn.csv" in page
    clients = open_importer(Request({"type": "http"})).clients
    assert [(each.email, dict(each.answers)) for each in clients.all()] == [
        ("ada@example.edu", {"1": "History"}),
        ("bob@example.edu", {"1": "History"}),
    ]
    page = wait(client, send(client, send(client, page, "/undo"), "/import"))
    assert "Took back the import of autumn.csv" in page
    assert list(clients.all()) == []
