"""`client-import demo` as a person tries it."""

from __future__ import annotations

import signal
from pathlib import Path

from playwright.sync_api import Browser, expect

from served import serving
from walking import arrive, counts, press


def test_the_demo(chromium: Browser, tmp_path: Path) -> None:
    """The address opens the pages, the roster it names is imported, and who closed the browser gets another address."""
    with serving("demo", temporary=tmp_path / "temporary") as served:
        address = served.read_address()
        roster = served.said.splitlines()[0].removeprefix("A roster to upload: ")
        page = chromium.new_page(reduced_motion="reduce")
        page.goto(address)
        page.get_by_label("CSV file").set_input_files(roster)
        press(page, "Upload")
        press(page, "Continue to the review")
        arrive(page, "Review (dry run)")
        assert "key=" not in page.url
        press(page, "Import 54 clients")
        page.context.close()

        page = chromium.new_page()
        page.goto(address)
        expect(page.locator("main")).to_contain_text("Open the address that the terminal shows.")
        page.goto(served.read_address())
        page.get_by_role("link", name="Open roster.csv").click()
        page.get_by_role("link", name="Import another roster").wait_for()
        assert (counts(page)["created"], counts(page)["rejected"]) == (54, 6)
        page.context.close()
        assert served.end(signal.SIGINT) == (0, "")
