"""The whole way through the pages in a real browser: upload, mapping, review, import, result, export."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from browser.conftest import People
from browsing import WHOLE, Host
from walking import FIELD_OF, read_backup, walk

EXPORTED = ["ada@example.edu,Ada,Lovelace,L1,Biology,", "bob@example.edu,Bob,Bee,L2,Biology,"]


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_way(people: People, *, script: bool) -> None:
    """Upload, remap a column, translate an answer, review, import: the client is in the export."""
    page = people.come(java_script_enabled=script)
    assert len(list(walk(page, people.address, script=script))) == 5
    assert read_backup(page, people.address) == EXPORTED


def test_the_whole_way_by_keyboard(people: People, host: Host) -> None:
    """Every control is reached by Tab, in the order it is read, and worked by keys alone."""
    page = people.come()
    page.on("filechooser", lambda _: None)  # from now on, choosers are caught
    go_to(page, "CSV file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files({"name": "roster.csv", "mimeType": "text/csv", "buffer": WHOLE.encode()})
    press_key_on(page, "Upload")
    go_to(page, FIELD_OF.format(header="Locker"))
    page.keyboard.type("Student")
    press_key_on(page, "Continue to the review")
    go_to(page, "What “Bio” means for “Major”")
    page.keyboard.type("Biol")
    press_key_on(page, "Apply to the review")
    press_key_on(page, "Jump to the bottom")
    expect(page.locator("#import")).to_be_focused()
    press_key_on(page, "Import 2 clients (2 new, 0 updated)")
    expect(page).to_have_url(re.compile("/result$"))
    assert sorted(str(client.answers["sid"]) for client in host.clients.all()) == ["L1", "L2"]


def press_key_on(page: Page, name: str) -> None:
    go_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def go_to(page: Page, name: str) -> None:
    """Press Tab until a control of this name has the focus, which must be visible."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and name_of(focused) == name:
            assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
            return
    raise AssertionError(f"Tab does not lead to {name}.")


def name_of(focused: Locator) -> str:
    """What a screen reader calls it: of a field its label, else its text."""
    label = "element => (element.labels && element.labels.length ? element.labels[0] : element).textContent"
    return " ".join(str(focused.evaluate(label)).split())
