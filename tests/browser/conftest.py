"""One browser and one server for all tests; each test has a host of its own, and pages of persons without a past."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page
from starlette.requests import Request

from browsing import ACTOR, Host
from chromium import launch
from client_import.repositories.sqlite import SqliteClients
from client_import.web.jobs import run_in_thread
from page_server import PageServer


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with launch() as browser:
        yield browser


@pytest.fixture(scope="session")
def server() -> Iterator[PageServer]:
    server = PageServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def host(tmp_path: Path, server: PageServer) -> Host:
    """A platform whose pages are served, and run imports as they do in a host."""
    host = Host(clients=SqliteClients(tmp_path / "clients.db"), folder=tmp_path / "uploads")
    server.serve(host.app(authorize=_read_actor, start=run_in_thread))
    return host


def _read_actor(request: Request) -> str:
    return request.cookies.get("actor", ACTOR)


class People:
    """Opens a browser for each person, and notes what their browsers complain about.

    Attributes:
        complaints: Scripts that broke, and what the Content-Security-Policy had to stop.
    """

    def __init__(self, chromium: Browser, address: str) -> None:
        self._chromium = chromium
        self._contexts: list[BrowserContext] = []
        self.address = address
        self.complaints: list[str] = []

    def come(self, actor: str = "", **how: Any) -> Page:  # noqa: ANN401 - the settings of a context
        """The first page, in a browser of somebody's own."""
        context = self._chromium.new_context(reduced_motion="reduce", **how)
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        if actor:
            context.add_cookies([{"name": "actor", "value": actor, "url": self.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)
        page.on("dialog", self._dismiss)
        page.goto(self.address)
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            self.complaints.append(said.text)

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def go(self) -> None:
        """Everybody closes their browser."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def people(chromium: Browser, server: PageServer, host: Host) -> Iterator[People]:  # noqa: ARG001 - the host is served
    people = People(chromium, server.address)
    yield people
    people.go()
    assert people.complaints == []
