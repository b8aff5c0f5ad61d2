"""The way through the pages, as a person with a browser goes it: `walk`, and its single steps."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from browsing import WHOLE

FIELD_OF = "Field / Registration Question: Field for the column “{header}”"
"""What the drop-down beside a column is called."""


def walk(page: Page, address: str, *, script: bool = True) -> Iterator[str]:
    """Upload, remap a column, translate an answer, review, import. Yields the name of each page once it is there."""
    page.goto(address)
    yield arrive(page, "Upload a roster")
    upload(page, address, WHOLE)
    yield arrive(page, "Field mapping")
    page.get_by_label(FIELD_OF.format(header="Locker")).select_option("Student ID")
    press(page, "Continue to the review")
    yield arrive(page, "Review (dry run)")
    assert counts(page) == {"new": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    page.get_by_label("What “Bio” means for “Major”").select_option("Biology")
    press(page, "Apply to the review")
    expect(page.get_by_text("“Bio” is not one of the choices")).to_have_count(0)
    yield arrive(page, "Review (dry run)")
    press(page, "Import 2 clients (2 new, 0 updated)")
    await_result(page, script=script)
    yield arrive(page, "Imported roster.csv")
    assert counts(page) == {"created": 2, "updated": 0, "unchanged": 0, "rejected": 0, "conflicted": 0}


def arrive(page: Page, title: str) -> str:
    """The title of a page, once it is there."""
    expect(page.locator("h1")).to_have_text(title)
    return title


def upload(page: Page, address: str, content: str | bytes, name: str = "roster.csv") -> None:
    """Choose a file on the first page, and press Upload."""
    page.goto(address)
    sent = content.encode() if isinstance(content, str) else content
    page.get_by_label("CSV file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": sent})
    press(page, "Upload")


def review(page: Page, address: str, content: str) -> None:
    """Upload a roster, and go on to its review with the columns where they are suggested."""
    upload(page, address, content)
    press(page, "Continue to the review")
    arrive(page, "Review (dry run)")


def press(page: Page, button: str) -> None:
    """Press a button, by the text it begins with."""
    page.get_by_role("button", name=button).click()


def counts(page: Page) -> dict[str, int]:
    """What the tiles of a page count."""
    tiles = [tile.split() for tile in page.locator(".counts li").all_inner_texts()]
    return {name: int(number.replace(",", "")) for number, name in tiles}


def await_result(page: Page, *, script: bool = True) -> None:
    """Until the import has ended; where no script runs, somebody asks again and again."""
    reached = page.get_by_role("link", name="Import another roster")
    look = page.get_by_role("link", name="See how far it is")
    while not script:
        expect(reached.or_(look)).to_be_visible()
        if reached.is_visible():
            break
        look.click()
    reached.wait_for()


def read_backup(page: Page, address: str) -> list[str]:
    """The rows of the export that the first page offers."""
    page.goto(address)
    with page.expect_download() as expected:
        page.get_by_role("link", name="Download the backup (CSV)").click()
    assert expected.value.suggested_filename == "clients-backup.csv"
    return expected.value.path().read_text(encoding="utf-8-sig").splitlines()[1:]
