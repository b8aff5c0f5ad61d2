"""One password, pushed through the pages: it is in no response, address, log or saved file but the upload."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from browsing import Browser, Host
from client_import import Client
from client_import.repositories.memory import MemoryClients
from client_import.web import FolderUploads, Part
from client_import.web.uploads import read_part
from test_canary import CANARY, ROSTERS, FailingClients


class Seen:
    """Everything that a browser is sent, and every address that it asks for."""

    def __init__(self) -> None:
        self.told = b""

    def watch(self, app: ASGIApp) -> ASGIApp:
        """The app, looked at from outside."""

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            async def look(message: Message) -> None:
                self.told += repr(message.get("headers")).encode() + message.get("body", b"")
                await send(message)

            self.told += repr((scope["path"], scope["query_string"])).encode()
            await app(scope, receive, look)

        return watched


def saved(folder: Path) -> dict[str, bytes]:
    """Every file of the store but the uploads themselves."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != Part.ROSTER}


def leaks(seen: Seen, host: Host, log: str) -> list[str]:
    """Where the password shows."""
    places = {"sent": seen.told, "log": log.encode(), **saved(host.folder)}
    return [place for place, content in places.items() if CANARY.encode() in content]


def remap(browser: Browser, to: str) -> None:
    """Send every column that may hold a password elsewhere."""
    fields = browser.form("Continue").fields
    secret = [name for name, value in fields.items() if value in {"=password", "=password_hash", "", "-"}]
    browser.press("Continue", **{name.replace("-", "_"): to for name in secret if name.startswith("column")})


def look_at_everything(browser: Browser) -> None:
    """Each way to look at the rows, and what can be decided."""
    for name in [link for link in browser.page.links if link.endswith(")")]:
        browser.follow(name)
    browser.press("Find", find="ada")
    if "Apply to the review" in browser.buttons:
        browser.press("Apply", answer_1="-")


def go_through(host: Host, seen: Seen, content: str) -> Browser:
    """Upload, map in each way, review, import, and look at everything."""
    browser = Browser(seen.watch(host.app())).upload(content)
    for to in ("=sid", "=password_hash", "=password", "-", "="):
        if not browser.path.endswith(("mapping", "review")):
            return browser
        browser.open(f"/uploads/{browser.upload_id}/mapping")
        remap(browser, to) if to != "=" else browser.press("Continue")
        if browser.path.endswith("review"):
            look_at_everything(browser)
            browser.follow("Change the field mapping")
    browser.open(f"/uploads/{browser.upload_id}/mapping")
    remap(browser, "=password")
    if any(button.startswith("Import") for button in browser.buttons):
        browser.press("Import")
    for link in ("corrections.csv", "corrections.csv?warned=yes", "report.json"):
        browser.client.get(f"/uploads/{browser.upload_id}/{link}")
    browser.client.get(f"/uploads/{browser.path.split('/')[2]}/progress")
    if "Review what that would do" in browser.buttons:
        browser.press("Review what that would do", report="report")
        look_at_everything(browser)
    browser.open("/").follow("Download the backup (CSV)")
    browser.open("/").press("Download in this form", labels="yes")
    return browser


@pytest.mark.parametrize("kind", ROSTERS)
def test_a_password_shows_nowhere(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """However the roster is spoilt, and wherever its columns are sent."""
    caplog.set_level(logging.DEBUG)
    host, seen = Host(), Seen()
    go_through(host, seen, ROSTERS[kind])
    assert b"roster.csv" in seen.told or b"The file cannot be used" in seen.told
    assert leaks(seen, host, caplog.text) == []


@pytest.mark.parametrize("breaks_at", ["create", "set_passwords"])
def test_a_failing_storage_shows_no_password(breaks_at: str, caplog: pytest.LogCaptureFixture) -> None:
    """Though its errors quote what it was given."""
    caplog.set_level(logging.DEBUG)
    host, seen = Host(clients=FailingClients(breaks_at)), Seen()
    browser = Browser(seen.watch(host.app())).upload(ROSTERS["mapped"]).press("Continue").press("Import")
    assert "broke off" in browser.text or "Not all passwords are set" in browser.text
    assert leaks(seen, host, caplog.text) == []


class Breaking(MemoryClients):
    """Quotes a password where it is asked for clients."""

    def find(self, email_keys: Collection[str]) -> list[Client]:  # noqa: ARG002
        raise RuntimeError("-".join(["Kanarienvogel", "77"]))


def test_an_error_that_quotes_a_password_is_not_quoted(caplog: pytest.LogCaptureFixture) -> None:
    """Neither on the page nor in the log nor in what is kept."""
    host, seen = Host(), Seen()
    browser = Browser(seen.watch(host.app())).upload(ROSTERS["mapped"]).press("Continue")
    host.clients = Breaking()
    browser.press("Import")
    assert "RuntimeError" in caplog.text
    assert leaks(seen, host, caplog.text) == []


def finish(_: Host, browser: Browser) -> None:
    """By an import."""
    browser.press("Continue").press("Import")


def expire(host: Host, browser: Browser) -> None:
    """By an hour without use, and a start of the pages."""
    browser.press("Continue")
    FolderUploads(host.folder, clock=lambda: 10_000_000_000.0)


def delete(_: Host, browser: Browser) -> None:
    """By its owner."""
    browser.press("Delete this upload")


@pytest.mark.parametrize("end", [finish, expire, delete])
def test_the_upload_is_gone(end: Callable[[Host, Browser], None]) -> None:
    """After its import, after it expired, after it was deleted: no file of the store holds the password."""
    host = Host()
    browser = host.browser().upload(ROSTERS["mapped"])
    upload = browser.upload_id
    assert CANARY.encode() in (read_part(host.uploads, upload, Part.ROSTER) or b"")
    end(host, browser)
    assert read_part(host.uploads, upload, Part.ROSTER) is None
    assert not [path for path in host.folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
