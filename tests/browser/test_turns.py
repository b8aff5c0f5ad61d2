"""What can go otherwise on the way, seen in a real browser."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import People
from browsing import ACTOR, WHOLE, Host
from client_import import NewClient
from page_server import PageServer
from walking import FIELD_OF, arrive, await_result, counts, press, review, upload, walk

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def sign_up(host: Host, email: str, first_name: str) -> None:
    """Somebody becomes a client while an administrator looks at the pages."""
    with host.clients.transaction() as transaction:
        transaction.create([NewClient(email, first_name, "Bee")])


def make_workbook() -> bytes:
    """As small a workbook as a spreadsheet saves one."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return file.getvalue()


def test_a_file_with_only_errors(people: People) -> None:
    """Each row says what to mend, and there is no button that would import nothing."""
    page = people.come()
    review(page, people.address, "Email,First Name,Last Name\nada,Ada,Lovelace\n,Bob,Bee\neve@example.edu,,Eve\n")
    assert counts(page) == {"new": 0, "updated": 0, "unchanged": 0, "rejected": 3}
    assert page.locator(".row.rejected .problems .error").count() == 3
    expect(page.get_by_text("There is nothing to import")).to_be_visible()
    expect(page.get_by_role("button", name="Import")).to_have_count(0)


def test_a_workbook(people: People, host: Host) -> None:
    """Its kind is named, with what to do instead, and nothing of it is kept."""
    page = people.come()
    upload(page, people.address, make_workbook(), "roster.xlsx")
    expect(page.get_by_role("alert")).to_contain_text("CSV UTF-8")
    expect(page.get_by_label("CSV file")).to_have_attribute("aria-invalid", "true")
    assert list(host.uploads.uploads_of(ACTOR)) == []


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("megabytes", [6, 120])
def test_a_file_over_the_limit(people: People, host: Host, tmp_path: Path, megabytes: int, script: bool) -> None:
    """The page says so, instead of a browser's error for a connection that was cut, however large the file is."""
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    page = people.come(java_script_enabled=script)
    page.get_by_label("CSV file").set_input_files(large)
    press(page, "Upload")
    expect(page.get_by_text("The file is larger than 5 MB")).to_be_visible()
    assert list(host.uploads.uploads_of(ACTOR)) == []


def test_a_stale_review(people: People, host: Host) -> None:
    """Somebody signed up after the review: nothing is imported, the row is shown, and a second look imports."""
    page = people.come()
    review(page, people.address, WHOLE)
    sign_up(host, "bob@example.edu", "Rob")
    press(page, "Import 2 clients (2 new, 0 updated)")
    expect(page.get_by_role("alert")).to_contain_text("1 row would do something else than what you saw")
    assert [client.email for client in host.clients.all()] == ["bob@example.edu"]
    page.get_by_role("link", name="Show the changed rows").click()
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator(".row")).to_contain_text("from Rob → to Bob", use_inner_text=False)
    press(page, "Import 2 clients (1 new, 1 updated)")
    arrive(page, "Imported roster.csv")
    assert counts(page)["updated"] == 1


@pytest.mark.parametrize("script", [True, False])
def test_a_double_click(people: People, host: Host, server: PageServer, script: bool) -> None:
    """Imports once, and leads where a single click leads."""
    server.serve(host.app())
    host.at_once = False
    page = people.come(java_script_enabled=script)
    review(page, people.address, WHOLE)
    page.get_by_role("button", name="Import 2 clients").dblclick(no_wait_after=True)
    arrive(page, "Importing roster.csv")
    assert len(host.waiting) == 1
    host.run_waiting()
    await_result(page, script=script)
    assert counts(page)["created"] == 2


def test_two_administrators(people: People, host: Host) -> None:
    """Each sees the own upload only; who comes second is shown what the first one changed."""
    one, other = people.come("one"), people.come("other")
    review(one, people.address, WHOLE)
    review(other, people.address, WHOLE.replace("Bob", "Bobby"))
    theirs = other.url
    assert other.goto(one.url).status == 404  # type: ignore[union-attr]
    press(one, "Import 2 clients")
    arrive(one, "Imported roster.csv")
    other.goto(people.address)
    expect(other.locator(".uploads li")).to_have_count(1)
    other.goto(theirs)
    press(other, "Import 2 clients")
    expect(other.get_by_role("alert")).to_contain_text("2 rows would do something else than what you saw")
    assert counts(other) == {"new": 0, "updated": 1, "unchanged": 1, "rejected": 0}
    press(other, "Import 1 client (0 new, 1 updated)")
    arrive(other, "Imported roster.csv")
    assert sorted(client.first_name for client in host.clients.all()) == ["Ada", "Bobby"]


def test_an_import_goes_on_without_its_page(people: People, host: Host, server: PageServer) -> None:
    """Whoever closed it finds it again from the first page, where it has come by itself."""
    server.serve(host.app())
    host.at_once = False
    page = people.come()
    review(page, people.address, WHOLE)
    press(page, "Import 2 clients")
    arrive(page, "Importing roster.csv")
    page.close()
    later = people.come()
    later.get_by_role("link", name="Open roster.csv").click()
    arrive(later, "Importing roster.csv")
    expect(later.get_by_role("status")).to_have_text("The import waits for its turn.")
    host.run_waiting()
    arrive(later, "Imported roster.csv")


def test_a_required_field_is_ticked_off(people: People) -> None:
    """At once, where scripts run; and samples of a column that becomes the password's are gone at once."""
    page = people.come()
    upload(page, people.address, "Address,Forename,Family,Code\nada@example.edu,Ada,Lovelace,maple-kite-41\n")
    items = page.locator("#required li")
    expect(items.first).to_contain_text("has no column yet")
    page.get_by_label(FIELD_OF.format(header="Address")).select_option("=email")
    expect(items.first).to_contain_text("has a column")
    expect(page.get_by_text("maple-kite-41")).to_be_visible()
    page.get_by_label(FIELD_OF.format(header="Code")).select_option("=password")
    assert "maple-kite-41" not in page.content()


def test_nothing_in_a_roster_runs(people: People) -> None:
    """No dialog opens and the browser has nothing to stop, wherever the text comes to stand."""
    quoted = '"' + EVIL.replace('"', '""') + '"'
    page = people.come()
    upload(
        page,
        people.address,
        f"Email,First Name,Last Name,Major,{quoted}\na@example.edu,{quoted},B,{quoted},x\n",
        f"{EVIL}.csv",
    )
    expect(page.get_by_text(EVIL).first).to_be_visible()
    press(page, "Continue to the review")
    expect(page.get_by_text(EVIL).first).to_be_visible()
    page.get_by_label("Find in the rows").fill(EVIL)
    press(page, "Find")
    expect(page.locator(".row")).to_have_count(1)
    press(page, "Import 1 client")
    expect(page.locator("h1")).to_have_text(re.compile("^Imported .*<img"))
    assert page.locator("img").count() == 0


def test_rows_are_turned_over_and_sought(people: People) -> None:
    """A hundred at a time; the focus comes to the rows, and going back shows what was there."""
    rows = "".join(f"c{number}@example.edu,C,{number}\n" for number in range(250))
    page = people.come()
    review(page, people.address, f"Email,First Name,Last Name\n{rows}")
    expect(page.locator(".row")).to_have_count(100)
    page.get_by_role("link", name="Last").click()
    expect(page.locator(".row")).to_have_count(50)
    expect(page.locator("#rows")).to_be_focused()
    page.get_by_label("Find in the rows").fill("c77@")
    page.keyboard.press("Enter")
    expect(page.locator(".row")).to_have_count(1)
    page.go_back()
    expect(page.get_by_text("Page 3 of 3")).to_be_visible()


def test_back_from_the_result_imports_nothing_again(people: People, host: Host) -> None:
    """The page before is not kept by the browser: it leads to the result."""
    page = people.come()
    names = list(walk(page, people.address))
    page.go_back()
    arrive(page, names[-1])
    assert len(list(host.clients.all())) == 2
