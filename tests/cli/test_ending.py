"""How `serve` and `demo` end: whatever ends them, no uploaded file is left behind, and what is said is true."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from client_import.repositories.sqlite import SqliteClients
from commands import FORM
from served import Served, serving

ENDS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
NUMBER = 25
ROSTER = "Email,First Name,Last Name,Password\n" + "".join(
    f"c{number}@example.edu,C,{number},cnry-word-{number}\n" for number in range(NUMBER)
)


@contextmanager
def browse(served: Served) -> Iterator[httpx.Client]:
    """A browser for which the address was opened."""
    address = served.read_address()
    origin = address.partition("/?")[0]
    with httpx.Client(base_url=origin, headers={"Origin": origin}, follow_redirects=True) as browser:
        assert "Upload a roster" in browser.get(address).text
        yield browser


def find_token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def upload(browser: httpx.Client) -> httpx.Response:
    """The page of the mapping."""
    token = find_token(browser.get("/").text)
    page = browser.post("/", data={"token": token}, files={"file": ("roster.csv", ROSTER.encode())})
    assert page.url.path.endswith("/mapping")
    return page


def start_import(browser: httpx.Client) -> str:
    """The address of the import, which takes some seconds."""
    page = upload(browser)
    fields = {"token": find_token(page.text), **{f"column-{n}": "" for n in range(4)}}
    for number, field in enumerate(("email", "first_name", "last_name", "password")):
        fields[f"column-{number}"] = f"={field}"
    review = browser.post(page.url.path, data=fields)
    reviewed = re.search(r'name="reviewed" value="([^"]+)"', review.text)
    assert reviewed
    fields = {"token": find_token(review.text), "reviewed": reviewed[1]}
    started = browser.post(review.url.path.replace("review", "import"), data=fields)
    assert "Importing roster.csv" in started.text
    return str(started.url.path)


@pytest.mark.parametrize("number", ENDS)
def test_nothing_is_left_behind(tmp_path: Path, number: signal.Signals) -> None:
    """By Ctrl-C, by a signal, or by closing the terminal, with an upload that holds passwords."""
    with serving("demo", temporary=tmp_path / "temporary") as served, browse(served) as browser:
        upload(browser)
        kept = [path.read_bytes() for path in served.temporary.rglob("*/roster")]
        assert kept == [ROSTER.encode()]
        assert served.end(number) == (0, "")
        assert list(served.temporary.iterdir()) == []


@pytest.mark.parametrize("number", ENDS)
def test_ending_at_once(tmp_path: Path, number: signal.Signals) -> None:
    """Before anybody has opened the address."""
    with serving("demo", temporary=tmp_path / "temporary") as served:
        served.read_address()
        status, error = served.end(number)
        assert (status, "Traceback" in error) == (0, False)
        assert list(served.temporary.iterdir()) == []


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """It is named, with what to do; nothing is left behind."""
    with serving("demo", temporary=tmp_path / "one") as first:
        port = first.read_address().split(":")[2].partition("/")[0]
        with serving("demo", "--port", port, temporary=tmp_path / "other") as second:
            _, error = second.process.communicate(timeout=60)
            assert second.process.returncode == 2
            assert error.startswith(f"Error: Port {port} cannot be used (Address already in use).")
            assert list(second.temporary.iterdir()) == []


def test_an_import_under_way_is_waited_for(tmp_path: Path) -> None:
    """After Ctrl-C, with a word why; all passwords are set."""
    clients = tmp_path / "clients.db"
    arguments = ("serve", "--form", FORM, "--clients", str(clients))
    with serving(*arguments, temporary=tmp_path / "temporary") as served, browse(served) as browser:
        start_import(browser)
        status, error = served.end(signal.SIGINT)
    assert status == 0
    assert error.startswith("An import is under way and is waited for. Ctrl-C breaks it off.\n")
    assert sum(client.password_mark is not None for client in SqliteClients(clients).all()) == NUMBER


def test_an_import_is_broken_off(tmp_path: Path) -> None:
    """By a second Ctrl-C, which does not claim that nothing was written."""
    clients = tmp_path / "clients.db"
    arguments = ("serve", "--form", FORM, "--clients", str(clients))
    with serving(*arguments, temporary=tmp_path / "temporary") as served, browse(served) as browser:
        start_import(browser)
        served.process.send_signal(signal.SIGINT)
        assert served.process.stderr
        assert "is waited for" in served.process.stderr.readline()
        status, error = served.end(signal.SIGINT)
        assert list(served.temporary.iterdir()) == []
    assert status == 2
    assert error.startswith("Error: The import was broken off. What was stored is whole")
    assert len(list(SqliteClients(clients).all())) in {0, NUMBER}
