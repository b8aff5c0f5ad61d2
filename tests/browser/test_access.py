"""Everybody can use the pages: axe-core finds nothing on any of them, light or dark, at a desk or on a phone."""

from __future__ import annotations

from playwright.sync_api import expect

from browser.conftest import People
from browsing import WHOLE, Host
from chromium import PHONE, find_barriers, find_overhang
from client_import import NewClient
from page_server import PageServer
from walking import arrive, press, review, upload, walk

FULL = """Email,First Name,Last Name,Major,Password,Password
ada@example.edu,Ada,Lovelace,Bio,maple-kite-41,
bob@example.edu,,Bee,History,,
"""


def test_the_whole_way(people: People) -> None:
    """Upload, mapping, review before and after an answer was translated, and result."""
    page = people.come()
    found = {name: find_barriers(page) for name in walk(page, people.address)}
    assert set(found) == {"Upload a roster", "Field mapping", "Review (dry run)", "Imported roster.csv"}
    assert not any(found.values()), found


def test_the_whole_way_on_a_phone(people: People) -> None:
    """Where there is less room, targets are large enough, and no page has to be scrolled sideways."""
    page = people.come(**PHONE)
    found = {name: (find_overhang(page), find_barriers(page)) for name in walk(page, people.address)}
    assert set(map(repr, found.values())) == {"(0, [])"}, found


def test_what_is_wrong(people: People) -> None:
    """A file that cannot be used, an upload that is gone, a mapping that cannot be imported, rows with errors."""
    page = people.come()
    upload(page, people.address, b"PK\x03\x04xl/workbook.xml", "roster.xlsx")
    expect(page.get_by_role("alert")).to_be_visible()
    found = find_barriers(page)
    page.goto(f"{people.address}uploads/{'A' * 32}/review")
    arrive(page, "This page cannot be shown")
    found += find_barriers(page)
    upload(page, people.address, "Address,Forename,Family\na@example.edu,A,B\n")
    press(page, "Continue to the review")
    expect(page.get_by_role("alert")).to_be_visible()
    found += find_barriers(page)
    review(page, people.address, FULL)
    found += find_barriers(page)
    page.goto(people.address)
    expect(page.get_by_text("Your uploads")).to_be_visible()
    assert found + find_barriers(page) == []


def test_what_goes_on(people: People, host: Host, server: PageServer) -> None:
    """An import that waits, one that broke off, and a review that is stale."""
    server.serve(host.app())
    host.at_once = False
    page = people.come()
    review(page, people.address, WHOLE)
    press(page, "Import 2 clients")
    arrive(page, "Importing roster.csv")
    found = find_barriers(page)
    upload_id = page.url.split("/")[-2]
    with host.uploads.running(upload_id):
        pass
    page.reload()
    arrive(page, "The import of roster.csv broke off")
    found += find_barriers(page)
    press(page, "Review what is left")
    host.waiting.clear()
    press(page, "Import 2 clients")
    arrive(page, "Importing roster.csv")
    with host.clients.transaction() as transaction:
        transaction.create([NewClient("bob@example.edu", "Rob", "Bee")])
    host.run_waiting()
    expect(page.get_by_role("alert")).to_contain_text("1 row would do something else than what you saw")
    assert found + find_barriers(page) == []


def test_the_search_finds_barriers(people: People) -> None:
    """A picture without a text is one, in either dress; else the other tests could not fail."""
    page = people.come()
    page.set_content("<!doctype html><html lang=en><title>t</title><main><h1>h</h1><img src=x></main>")
    assert find_barriers(page) == [f'{dress}: image-alt: <img src="x">' for dress in ("dark", "light")]
