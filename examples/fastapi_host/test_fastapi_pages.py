"""The pages in the FastAPI host: for its administrators only, from upload to accounts."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Iterator

import pytest
from api import app, engine, metadata, open_clients, questions
from api_pages import logins
from fastapi.testclient import TestClient
from sqlalchemy import insert

ROSTER = b"Email,First Name,Last Name,Subject\nada@example.edu,Ada,Lovelace,ma\nbob@example.edu,Bob,Bee,Master\n"


@pytest.fixture(autouse=True)
def _tables() -> Iterator[None]:
    metadata.create_all(engine)
    with engine.begin() as connection:
        level = {"name": "level", "label": "Level", "kind": "choice", "choices": ["BA", "MA"]}
        connection.execute(insert(questions).values(level))
        people = [("c1", "Mia Chen", True), ("c2", "Ada", False)]
        connection.execute(insert(logins), [dict(zip(logins.c.keys(), person, strict=True)) for person in people])
    yield
    metadata.drop_all(engine)


def open_browser(cookie: str) -> TestClient:
    """Of whoever has this cookie."""
    return TestClient(app, cookies={"login": cookie})


def send(client: TestClient, page: str, end: str, filled: dict[str, str] | None = None, roster: bytes = b"") -> str:
    """Send the form whose address ends so, filled in; the page that follows."""
    forms = re.findall(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL)
    action, form = next(found for found in forms if found[0].endswith(end))
    fields: dict[str, str] = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = html.unescape(chosen[1]) if chosen else ""
    files = {"file": ("autumn.csv", roster)} if roster else None
    answer = client.post(action, data=fields | (filled or {}), files=files)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def wait(client: TestClient, page: str) -> str:
    """The page of the import, once it has ended."""
    while link := re.search(r'data-then="([^"]*)"', page):
        time.sleep(0.05)
        page = client.get(link[1]).text
    return page


def test_only_administrators_see_the_pages() -> None:
    """Whoever is not logged in is led to the login, and other people see nothing; the routes beside are the host's."""
    stranger = open_browser("").get("/roster/", follow_redirects=False)
    assert (stranger.status_code, stranger.headers["location"]) == (307, "/login")
    assert open_browser("c2").get("/roster/").status_code == 403
    assert open_browser("c1").get("/roster/").status_code == 200
    assert open_browser("c1").get("/docs").status_code == 200


def test_an_administrator_goes_the_whole_way() -> None:
    """Upload, mapping, review with an answer translated, import; and what came of it can be taken back."""
    client = open_browser("c1")
    page = send(client, client.get("/roster").text, "/roster/", roster=ROSTER)
    page = send(client, page, "/mapping", {"column-3": "=level"})
    page = send(client, page, "/answers", {"answer-1": "=MA"})
    assert "Import 2 clients (2 new, 0 updated)" in page
    page = wait(client, send(client, page, "/import"))
    assert "Imported autumn.csv" in page
    assert sorted((each.email, dict(each.answers)["level"]) for each in open_clients().all()) == [
        ("ada@example.edu", "MA"),
        ("bob@example.edu", "MA"),
    ]
    page = wait(client, send(client, send(client, page, "/undo"), "/import"))
    assert "Took back the import of autumn.csv" in page
    assert list(open_clients().all()) == []
