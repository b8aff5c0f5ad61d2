"""The files that the pages give away: rows to mend, and the report."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from browsing import WHOLE, Browser, Host
from client_import import Client, load_report
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlite import SqliteClients
from client_import.testing import FaultyRepository, make_roster

CHOOSE = "Download in this form"
CLIENTS = MemoryClients(
    [
        Client(1, "ada@example.edu", "Ada", "Lovelace", {"sid": "0042"}),
        Client(2, "bob@example.edu", "Bob", "Bee"),
    ]
)
WITH_ERROR = WHOLE + "nobody,No,Body,History,L3\n"
WITH_PASSWORDS = (
    "Email,First Name,Last Name,Password\nada@example.edu,Ada,Lovelace,cnry-word-1\nnobody,No,Body,cnry-word-2\n"
)


@pytest.fixture
def host() -> Host:
    return Host()


def rows_of(browser: Browser) -> list[dict[str, str]]:
    """The rows of a file that was just downloaded."""
    assert browser.response.headers["content-type"] == "text/csv; charset=utf-8"
    assert browser.response.headers["content-disposition"] == 'attachment; filename="corrections.csv"'
    return list(csv.DictReader(io.StringIO(browser.response.content.decode("utf-8-sig"), newline="")))


class Breaking(MemoryClients):
    """Cannot be read to the end."""

    def all(self) -> Iterator[Client]:
        yield from super().all()
        raise OSError


def test_a_backup_that_breaks_off_is_not_sent(host: Host) -> None:
    """Half of one would look like a whole one."""
    host.clients = Breaking([Client(number, f"c{number}@example.edu", "C", "D") for number in range(900)])
    browser = host.browser()
    for response in (browser.follow("Download the backup (CSV)").response, browser.open("/").press(CHOOSE).response):
        assert response.status_code == 500
        assert "c0@example.edu" not in response.text


def test_a_large_backup(tmp_path: Path) -> None:
    """From a storage that is read while it is written, all clients are in it."""
    host = Host(clients=SqliteClients(tmp_path / "clients.db"))
    people = [{"Email": f"c{n}@example.edu", "First Name": "C" * 600, "Last Name": "D" * 600} for n in range(1200)]
    host.importer.apply(host.importer.plan(host.importer.read(make_roster(people))))
    response = host.browser().follow("Download the backup (CSV)").response
    assert response.headers["content-length"] == str(len(response.content))
    assert response.text.count("\r\n") == 1201


def test_a_backup_in_another_form(host: Host) -> None:
    """With the questions named, for a spreadsheet; it can be imported as it is."""
    host.clients = CLIENTS
    browser = host.browser().press(CHOOSE, labels="yes", excel="yes", digits="yes", separator="semicolon")
    assert browser.response.content.decode() == (
        "\ufeffEmail (email);First Name (first_name);Last Name (last_name);"
        "Student ID (sid);Major (major);Help with (help)\r\n"
        "ada@example.edu;Ada;Lovelace;'0042;;\r\nbob@example.edu;Bob;Bee;;;\r\n"
    )
    browser.upload(browser.response.content).press("Continue")
    assert browser.counts["unchanged"] == 2


def test_a_backup_of_some_clients(host: Host) -> None:
    """In the order in which they were asked for; what is asked for stands in no address."""
    host.clients = CLIENTS
    browser = host.browser().press(CHOOSE, only="  bob@example.edu \n\nADA@example.edu\n", separator="nonsense")
    assert browser.response.text.splitlines()[1:] == [
        "bob@example.edu,Bob,Bee,,,",
        "ada@example.edu,Ada,Lovelace,0042,,",
    ]
    assert browser.response.url.query == b""


def test_clients_who_are_not_there_are_named(host: Host) -> None:
    """And nothing is downloaded; what was asked for still stands in its field."""
    host.clients = CLIENTS
    browser = host.browser().press(CHOOSE, only="bob@example.edu\neve@example.edu", labels="yes", separator="tab")
    assert browser.response.status_code == 422
    assert "Nothing was downloaded No client has the address eve@example.edu." in browser.text
    assert re.findall(r'id="(\w+)"[^>]* aria-invalid', browser.response.text) == ["only"]
    assert "bob@example.edu eve@example.edu" in browser.text
    assert browser.form(CHOOSE).fields["separator"] == "tab"
    many = "\n".join(f"c{number}@example.edu" for number in range(21))
    assert "these 21 addresses: c0@example.edu" in browser.press(CHOOSE, only=many).text
    assert "c19@example.edu, …" in browser.text


def test_rows_to_mend_can_be_had_before_the_import(host: Host) -> None:
    """Those that are rejected, and on request those with warnings as well."""
    browser = host.browser().upload(WITH_ERROR).press("Continue")
    assert "1 row is rejected. 1 row goes in with a warning." in browser.text
    rejected = rows_of(browser.follow("Download the rows to mend (CSV)"))
    assert [row["Email"] for row in rejected] == ["nobody"]
    browser.open(f"/uploads/{browser.upload_id}/review")
    both = rows_of(browser.follow("Download them with those that carry a warning (CSV)"))
    assert [row["Email"] for row in both] == ["bob@example.edu", "nobody"]


def test_rows_to_mend_can_be_had_after_the_import(host: Host) -> None:
    """The mended file goes in, and everybody else is unchanged."""
    browser = host.browser().upload(WITH_ERROR).press("Continue").press("Import")
    assert "1 row did not go in." in browser.text
    mended = browser.follow("Download the rows to mend (CSV)").response.content.replace(b"nobody", b"n@example.edu")
    browser.upload(mended, "corrections.csv").press("Continue").press("Import")
    assert browser.counts["created"] == 1


def test_only_warnings(host: Host) -> None:
    """Where every row goes in, the file is about warnings, and says so."""
    browser = host.browser().upload(WHOLE).press("Continue").press("Import")
    assert "Download the rows to mend (CSV)" not in browser.page.links
    rows = rows_of(browser.follow("Download the rows that carry a warning (CSV)"))
    assert [row["Email"] for row in rows] == ["bob@example.edu"]


def test_a_row_that_is_kept_out_counts_once(host: Host) -> None:
    """Whatever else is told of it."""
    browser = host.browser().upload(WHOLE + "nobody,No,Body,Bio,L3\n").press("Continue").press("Import")
    assert "1 row did not go in. 1 row went in with a warning." in browser.text


def test_nothing_to_mend(host: Host) -> None:
    """No link is shown, and whoever asks all the same is led back to the page."""
    browser = host.browser().upload(WHOLE).press("Continue", column_3="-")
    assert "Rows to mend" not in browser.text
    assert browser.open(f"/uploads/{browser.upload_id}/corrections.csv").path.endswith("/review")
    browser.press("Import")
    assert "Rows to mend" not in browser.text
    assert browser.open(f"/uploads/{browser.upload_id}/corrections.csv").path.endswith("/result")


def test_rows_to_mend_of_what_cannot_be_planned(host: Host) -> None:
    """Whoever asks before the mapping is decided, or cannot be, is led to the mapping."""
    browser = host.browser().upload(WHOLE)
    path = f"/uploads/{browser.upload_id}/corrections.csv"
    assert browser.open(path).path.endswith("/mapping")
    browser.open(f"/uploads/{browser.upload_id}/mapping").press("Continue", column_1="-")
    assert browser.open(path).path.endswith("/mapping")


def test_rows_to_mend_hold_no_password(host: Host) -> None:
    """Their column is there, and empty."""
    browser = host.browser().upload(WITH_PASSWORDS).press("Continue")
    planned = rows_of(browser.follow("Download the rows to mend (CSV)"))
    browser.open(f"/uploads/{browser.upload_id}/review").press("Import")
    done = rows_of(browser.follow("Download the rows to mend (CSV)"))
    assert [row["Password"] for row in [*planned, *done]] == ["", ""]


def test_the_report_is_a_file_to_keep(host: Host) -> None:
    """It can be loaded again, and says what the page says."""
    browser = host.browser().upload(WITH_ERROR).press("Continue").press("Import")
    counts = browser.counts
    response = browser.follow("Download the report (JSON)").response
    assert response.headers["content-type"] == "application/json"
    assert response.headers["content-disposition"] == 'attachment; filename="report.json"'
    report = load_report(response.content)
    assert {name: getattr(report.counts, name) for name in counts} == counts


def test_the_report_of_the_first_part(host: Host) -> None:
    """Where passwords were set later, there are two; where not, whoever asks is led back."""
    clients = host.clients
    browser = host.browser().upload(WITH_PASSWORDS).press("Continue")
    host.clients = FaultyRepository(clients, fail_at=6)
    browser.press("Import")
    first = browser.client.get(f"/uploads/{browser.upload_id}/report.json").content
    host.clients = clients
    browser.press("Review what is left").press("Import")
    assert browser.follow("Download the report of the first part (JSON)").response.content == first
    host.clients = MemoryClients()
    browser.upload(WHOLE).press("Continue").press("Import")
    assert browser.open(f"/uploads/{browser.upload_id}/first-report.json").path.endswith("/result")


def test_under_rules_that_reject_values(host: Host) -> None:
    """The file holds the rows that those keep out."""
    host.rules = attrs.evolve(host.rules, unmatched_answers="reject")
    browser = host.browser().upload(WHOLE).press("Continue")
    assert [row["Email"] for row in rows_of(browser.follow("Download the rows to mend (CSV)"))] == ["bob@example.edu"]


def test_a_report_is_found_whatever_is_asked_for_beside_it(host: Host) -> None:
    """Also by a byte that is no text, which some servers pass on as it came."""
    upload_id = host.browser().upload(WHOLE).press("Continue").press("Import").upload_id
    pages = host.app()

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        await pages({**scope, "query_string": b"\xff"}, receive, send)

    assert TestClient(asked).get(f"/uploads/{upload_id}/report.json").status_code == 200
