"""An import is taken back on the pages: reviewed, confirmed, done at most once."""

from __future__ import annotations

import json
import re
from typing import Any

import attrs
import pytest

from browsing import ACTOR, WHOLE, Browser, Host
from client_import import Client, load_report
from client_import.repositories.memory import MemoryClients
from client_import.testing import FaultyRepository
from client_import.web import Part
from client_import.web.uploads import read_part

BEFORE = Client(1, "ada@example.edu", "Augusta", "Lovelace")


@pytest.fixture
def host() -> Host:
    return Host(clients=MemoryClients([BEFORE]))


def imported(host: Host, content: str = WHOLE) -> Browser:
    return host.browser().upload(content).press("Continue").press("Import")


def start(browser: Browser, report: str = "report") -> Browser:
    return browser.press("Review what that would do", report=report)


def edit(host: Host, email: str, **changed: Any) -> None:  # noqa: ANN401
    """The platform changes a client behind the pages' back."""
    clients = [attrs.evolve(each, **changed) if each.email == email else each for each in host.clients.all()]
    host.clients = MemoryClients(clients)


def test_an_import_is_taken_back(host: Host) -> None:
    """What it would do is shown, old value and new; done, everything is as it was before."""
    browser = start(imported(host))
    assert browser.path.endswith("/review")
    assert browser.counts == {"deleted": 1, "put": 1, "left": 0, "not": 0}
    assert "<del>Ada</del>" in browser.response.text
    assert "<ins>Augusta</ins>" in browser.response.text
    assert "Nothing has been written" in browser.text
    assert len(list(host.clients.all())) == 2
    browser.press("Take back the import of 2 clients (1 deleted, 1 put back)")
    assert browser.path.endswith("/result")
    assert "Took back the import of roster.csv" in browser.text
    assert list(host.clients.all()) == [BEFORE]


def test_rows_can_be_looked_at_by_what_happens(host: Host) -> None:
    """Those who are deleted have a view of their own, which shows what they lose."""
    browser = start(imported(host)).follow("Deleted (1)")
    assert "First Name Bob Last Name Bee" in browser.text
    assert ("bob@example.edu" in browser.text, "ada@example.edu" in browser.text) == (True, False)


def test_what_was_edited_since_stays(host: Host) -> None:
    """With a warning that says so, and in the count of those left as they are."""
    browser = imported(host)
    edit(host, "bob@example.edu", last_name="Beekeeper")
    start(browser)
    assert "the account that it created is not deleted" in browser.text
    browser.press("Take back the import of 1 client (0 deleted, 1 put back)")
    assert {client.last_name for client in host.clients.all()} == {"Lovelace", "Beekeeper"}


def test_a_change_after_the_review_is_shown_before_anything_is_written(host: Host) -> None:
    """Only what was seen is done."""
    browser = start(imported(host))
    edit(host, "bob@example.edu", last_name="Beekeeper")
    browser.press("Take back")
    assert browser.path.endswith("/review")
    assert "Nothing was taken back, since something has changed" in browser.text
    assert "1 row would do something else than what you saw." in browser.text
    assert len(list(host.clients.all())) == 2
    browser.press("Take back")
    assert {client.first_name for client in host.clients.all()} == {"Augusta", "Bob"}


def test_pressing_twice_leads_to_one_review(host: Host) -> None:
    """And what was confirmed twice is done once."""
    host.at_once = False
    browser = host.browser().upload(WHOLE).press("Continue").press("Import")
    host.run_waiting()
    browser.open(browser.path)
    result = browser.path
    start(browser)
    first = browser.path
    assert "You have begun to take it back already" in browser.open(result).text
    assert start(browser).path == first
    form = browser.form("Take back")
    for _ in range(2):
        browser.client.post(form.action, data=form.fields)
    assert len(host.waiting) == 1
    host.run_waiting()
    assert list(host.clients.all()) == [BEFORE]
    assert start(browser.open(result)).path == first.replace("review", "result")


def test_a_review_that_was_deleted_is_begun_anew(host: Host) -> None:
    """The result says nothing of it any more."""
    browser = imported(host)
    result = browser.path
    start(browser).press("Delete this review")
    assert "You have begun to take it back already" not in browser.open(result).text
    start(browser).press("Take back")
    assert list(host.clients.all()) == [BEFORE]


def test_two_reviews_of_one_import(host: Host) -> None:
    """Whichever is confirmed second has nothing left to do, and says so."""
    browser = imported(host)
    report = browser.client.get(f"/uploads/{browser.upload_id}/report.json").content
    start(browser)
    other = take_report(host.browser(), report)
    other.press("Take back")
    browser.press("Take back")
    assert browser.path.endswith("/review")
    assert "There is nothing to take back" in browser.text
    assert list(host.clients.all()) == [BEFORE]


def take_report(browser: Browser, content: bytes, name: str = "report.json") -> Browser:
    form = browser.open("/").form("Upload the report")
    return browser._arrive(browser.client.post(form.action, data=form.fields, files={"report": (name, content)}))


def test_an_import_is_taken_back_by_its_report_later(host: Host) -> None:
    """Also when the pages have forgotten it."""
    browser = imported(host)
    report = browser.client.get(f"/uploads/{browser.upload_id}/report.json").content
    browser.press("Delete this page")
    take_report(browser, report)
    assert "Take roster.csv back (dry run)" in browser.text
    browser.press("Take back the import of 2 clients")
    assert list(host.clients.all()) == [BEFORE]


def test_an_undo_is_taken_back_in_its_turn(host: Host) -> None:
    """Values change again; who was deleted is not created again, and the page says so."""
    browser = start(start(imported(host)).press("Take back"))
    browser.press("Take back the import of 1 client (0 deleted, 1 put back)")
    assert [client.first_name for client in host.clients.all()] == ["Ada"]


def test_the_report_of_an_undo_says_what_it_took_back(host: Host) -> None:
    """And by whom."""
    browser = imported(host)
    first = load_report(read_part(host.uploads, browser.upload_id, Part.REPORT) or b"")
    start(browser).press("Take back")
    report = load_report(browser.follow("Download the report (JSON)").response.content)
    assert (report.occasion.undoes, report.occasion.actor) == (first.occasion.started, ACTOR)
    assert (report.counts.deleted, report.counts.updated) == (1, 1)


class Late(MemoryClients):
    """Ada signs up between plan and transaction."""

    def transaction(self) -> Any:  # noqa: ANN401 - what the parent gives
        if not list(self.find(["ada@example.edu"])):
            self._state = MemoryClients([BEFORE])._state
        return super().transaction()


def test_an_import_that_wrote_nobody_cannot_be_taken_back() -> None:
    """There is no button, and whoever asks all the same for a part that is not there is led to the result."""
    host = Host(clients=Late())
    browser = imported(host, "Email,First Name,Last Name\nada@example.edu,Ada,Lovelace\n")
    assert browser.counts["conflicted"] == 1
    assert not any(button.startswith("Review what") for button in browser.buttons)
    token = browser.form("Delete").fields["token"]
    path = f"/uploads/{browser.upload_id}/undo"
    assert browser.client.post(path, data={"token": token, "report": "first"}).url.path.endswith("/result")


def test_both_parts_of_an_import_can_be_taken_back(host: Host) -> None:
    """Where its passwords were set later, the clients came with the first part."""
    clients = host.clients
    browser = host.browser().upload("Email,First Name,Last Name,Password\nbob@example.edu,Bob,Bee,cnry-word-1\n")
    browser.press("Continue")
    host.clients = FaultyRepository(clients, fail_at=6)
    assert "Not all passwords are set" in browser.press("Import").text
    host.clients = clients
    browser.press("Review what is left").press("Import")
    browser.press("Review that for the first part", report="first")
    browser.press("Take back the import of 1 client (1 deleted, 0 put back)")
    assert list(clients.all()) == [BEFORE]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b"Email\nx\n", json.dumps({"format": "report"}).encode()])
def test_what_is_no_report_is_refused(host: Host, content: bytes) -> None:
    """With the reason; nothing of it is kept."""
    browser = take_report(host.browser(), content)
    assert browser.response.status_code == 422
    assert "This is no report of an import" in browser.text
    assert re.findall(r'id="(\w+)"[^>]* aria-invalid', browser.response.text) == ["report"]
    assert list(host.uploads.uploads_of(ACTOR)) == []


def test_no_report(host: Host) -> None:
    """Whoever presses the button without a file is told so."""
    assert "No report was chosen" in take_report(host.browser(), b"", "").text
    assert "No report was chosen" in host.browser().press("Upload the report").text


def test_a_report_may_be_larger_than_a_roster(host: Host) -> None:
    """It holds more; what is larger still is refused, with the limit."""
    browser = imported(host)
    report = browser.client.get(f"/uploads/{browser.upload_id}/report.json").content
    host.rules = attrs.evolve(host.rules, max_bytes=4000)
    assert take_report(host.browser(), report + b" " * 20_000).path.endswith("/review")
    browser = take_report(host.browser(), report + b" " * 50_000)
    assert browser.response.status_code == 413
    assert "The report is larger than 32,000 bytes" in browser.text


def test_an_undo_has_no_mapping(host: Host) -> None:
    """There is no way to one, and whoever goes there finds nothing."""
    browser = start(imported(host))
    assert "Change the field mapping" not in browser.page.links
    assert browser.client.get(f"/uploads/{browser.upload_id}/mapping").status_code == 404
    token = browser.form("Take back").fields["token"]
    assert browser.client.post(f"/uploads/{browser.upload_id}/answers", data={"token": token}).status_code == 404
    assert browser.open(f"/uploads/{browser.upload_id}/corrections.csv").path.endswith("/review")


def test_an_undo_is_listed_as_what_it_is(host: Host) -> None:
    """Among one's uploads, with how far it is."""
    host.at_once = False
    browser = host.browser().upload(WHOLE).press("Continue").press("Import")
    host.run_waiting()
    start(browser.open(browser.path))
    assert "not taken back" in browser.open("/").text
    browser.follow("Open the undo of roster.csv").press("Take back")
    assert "Taking roster.csv back The undo waits for its turn." in browser.text
    host.run_waiting()
    assert "taken back" in browser.open("/").text


def test_an_undo_whose_process_died_can_be_gone_on_with(host: Host) -> None:
    """The page leads to a new review."""
    browser = start(imported(host))
    assert host.uploads.claim(browser.upload_id)
    with host.uploads.running(browser.upload_id):
        pass
    assert "The undo of roster.csv broke off" in browser.open(f"/uploads/{browser.upload_id}").text
    browser.press("Review what is left").press("Take back")
    assert list(host.clients.all()) == [BEFORE]
