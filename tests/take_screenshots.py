"""Pictures of each page, light, dark and on a phone, for the documentation; the example roster is imported in them.

    python tests/take_screenshots.py             # into docs/pages
    python tests/take_screenshots.py FOLDER

A picture shows what a person sees before scrolling. It needs Chromium, as tests/browser does.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from chromium import PHONE, launch
from client_import import Importer, ImportRules, NewClient, PasswordRules, load_form
from client_import.repositories.sqlite import SqliteClients
from client_import.web import FolderUploads, create_app
from page_server import PageServer
from walking import arrive, press

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
_MOST_BYTES = 120 * 1024

DRESSES: Mapping[str, Mapping[str, Any]] = {
    "light": {"viewport": {"width": 1000, "height": 760}},
    "dark": {"viewport": {"width": 1000, "height": 760}, "color_scheme": "dark"},
    "phone": {**PHONE, "device_scale_factor": 1.5},
}


def main() -> None:
    """Take all pictures, and say how large they are."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    server = PageServer()
    server.start()
    try:
        with launch() as browser:
            for dress in DRESSES:
                for name, picture in _take(browser, server, dress):
                    path = folder / f"{name}-{dress}.png"
                    path.write_bytes(picture)
                    print(f"{path.stat().st_size / 1024:6.1f} kB  {path}")
                    assert path.stat().st_size < _MOST_BYTES, "This is too large for a repository."
    finally:
        server.stop()


def _take(browser: Browser, server: PageServer, dress: str) -> Iterator[tuple[str, bytes]]:
    waiting: list[Callable[[], None]] = []
    with tempfile.TemporaryDirectory() as name:
        server.serve(_make_app(Path(name), waiting))
        context = browser.new_context(reduced_motion="reduce", **DRESSES[dress])
        page = context.new_page()
        for shown in _walk(page, server.address, waiting):
            yield shown, page.screenshot()
        context.close()


def _make_app(folder: Path, waiting: list[Callable[[], None]]) -> Any:  # noqa: ANN401 - an ASGI app
    form = load_form((EXAMPLES / "registration-form.json").read_bytes())
    clients = SqliteClients(folder / "clients.db")
    with clients.transaction() as transaction:
        transaction.create([NewClient("ada.lovelace@example.edu", "Ada", "Byron", {"R2": "Freshman"})])
    return create_app(
        importer=Importer(form=form, clients=clients, rules=ImportRules(passwords=PasswordRules(cost=4))),
        authorize=lambda _: "administrator",
        uploads=FolderUploads(folder / "uploads"),
        start=lambda job, _: waiting.append(job),
    )


def _walk(page: Page, address: str, waiting: list[Callable[[], None]]) -> Iterator[str]:
    """Every page once; yields its name when it is there."""
    page.goto(address)
    yield "upload"
    page.get_by_label("CSV file").set_input_files(EXAMPLES / "roster.csv")
    press(page, "Upload")
    arrive(page, "Field mapping")
    yield "mapping"
    press(page, "Continue to the review")
    arrive(page, "Review (dry run)")
    yield "review"
    page.get_by_role("link", name="Errors").click()
    expect(page.get_by_role("link", name="Errors")).to_have_attribute("aria-current", "true")
    page.locator("#rows").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('rows').scrollIntoView()")
    yield "rows"
    press(page, "Import")
    arrive(page, "Importing roster.csv")
    yield "import"
    threading.Thread(target=waiting.pop()).start()
    arrive(page, "Imported roster.csv")
    yield "result"


if __name__ == "__main__":
    main()
