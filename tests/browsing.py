"""A browser without JavaScript: it knows pages by their forms and links, and fills forms in as a person does."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import attrs
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from client_import import ClientRepository, Importer, ImportRules
from client_import.repositories.memory import MemoryClients
from client_import.web import FolderUploads, SavedMappings, create_app
from rosters import FORM, QUICK

ACTOR = "admin 7"
WHOLE = (
    "Email,First Name,Last Name,Major,Locker\nada@example.edu,Ada,Lovelace,biology,L1\nbob@example.edu,Bob,Bee,Bio,L2\n"
)


@attrs.define
class Form:
    """A form of a page: where it goes, and what stands in its fields."""

    action: str = ""
    method: str = "get"
    fields: dict[str, str] = attrs.field(factory=dict)
    buttons: list[str] = attrs.field(factory=list)
    options: dict[str, list[str]] = attrs.field(factory=dict)


class Page(HTMLParser):
    """Collects the forms, the links and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self.text = ""
        self._select = self._link = ""
        self._button = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "input" and given.get("type") not in {"file", "checkbox"}:
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self.forms[-1].fields[given["name"]] = ""
        elif tag == "select":
            self._select = given["name"]
            self.forms[-1].fields[self._select] = ""
            self.forms[-1].options[self._select] = []
        elif tag == "option" and self._select:
            self.forms[-1].options[self._select].append(given["value"])
            if "selected" in given:
                self.forms[-1].fields[self._select] = given["value"]
        elif tag == "button":
            self._button = True
        elif tag == "a":
            self._link = given.get("href", "")

    def handle_endtag(self, tag: str) -> None:
        self._button = self._button and tag != "button"
        self._link = "" if tag == "a" else self._link
        self._select = "" if tag == "select" else self._select

    def handle_data(self, text: str) -> None:
        self.text += text
        if self._button:
            self.forms[-1].buttons.append(" ".join(text.split()))
        if self._link:
            self.links[" ".join(text.split())] = self._link


def read_page(text: str) -> Page:
    """What stands on a page."""
    page = Page()
    page.feed(text)
    return page


class Browser:
    """Where a person is in the pages.

    Attributes:
        client: Sends the requests.
        response: The last answer.
    """

    def __init__(self, app: ASGIApp, mounted: str = "", headers: dict[str, str] | None = None) -> None:
        self.client = TestClient(app, headers=headers)
        self.mounted = mounted
        self.open("/")

    def open(self, path: str) -> Browser:
        """Go to an address of the pages."""
        return self._arrive(self.client.get(f"{self.mounted}{path}"))

    def follow(self, name: str) -> Browser:
        """Click a link."""
        return self._arrive(self.client.get(self.page.links[name].partition("#")[0]))

    def press(self, button: str, **filled: str) -> Browser:
        """Press a button, with some fields filled in; names of fields have `_` for `-`."""
        form = self.form(button)
        fields = form.fields | {name.replace("_", "-"): value for name, value in filled.items()}
        action = form.action.partition("#")[0]
        if form.method == "get":
            return self._arrive(self.client.get(f"{action}?{urlencode(fields)}"))
        return self._arrive(self.client.post(action, data=fields))

    def upload(self, content: str | bytes, name: str = "roster.csv") -> Browser:
        """Choose a file, and press Upload."""
        form = self.open("/").form("Upload")
        sent = content.encode() if isinstance(content, str) else content
        return self._arrive(self.client.post(form.action, data=form.fields, files={"file": (name, sent)}))

    def form(self, button: str) -> Form:
        """The form with a button whose text begins so."""
        return next(form for form in self.page.forms if any(each.startswith(button) for each in form.buttons))

    @property
    def text(self) -> str:
        """What a person reads."""
        return " ".join(self.page.text.split())

    @property
    def buttons(self) -> list[str]:
        """All buttons of the page."""
        return [button for form in self.page.forms for button in form.buttons]

    @property
    def path(self) -> str:
        """The address of the page, from where the pages are mounted."""
        return str(self.response.url.path).removeprefix(self.mounted)

    @property
    def upload_id(self) -> str:
        """Of the upload that the page is about."""
        return self.path.split("/")[2]

    @property
    def counts(self) -> dict[str, int]:
        """What the tiles of the page count."""
        found = re.findall(r'<li class="\w+"><strong>([\d,]+)</strong> (\w+)', self.response.text)
        return {name: int(number.replace(",", "")) for number, name in found}

    def _arrive(self, response: Any) -> Browser:  # noqa: ANN401 - of whichever httpx there is
        self.response = response
        self.page = read_page(response.text)
        return self


@attrs.define
class Host:
    """A platform with the pages in it.

    Attributes:
        clients: Its storage.
        folder: Of the uploads.
        actor: Who makes the next request; None: nobody who may.
        rules: Of its importer.
        mappings: Where they are kept for the next file; None: nowhere.
        waiting: Imports that were started and not run, where `at_once` is off.
    """

    clients: ClientRepository = attrs.field(factory=MemoryClients)
    folder: Path = attrs.field(factory=lambda: Path(tempfile.mkdtemp()) / "uploads")
    actor: str | None = ACTOR
    rules: ImportRules = QUICK
    at_once: bool = True
    mappings: SavedMappings | None = None
    waiting: list[Callable[[], None]] = attrs.field(factory=list)

    @property
    def importer(self) -> Importer:
        """As it is at this moment."""
        return Importer(form=FORM, clients=self.clients, rules=self.rules)

    @property
    def uploads(self) -> FolderUploads:
        """Where its uploads are."""
        return FolderUploads(self.folder)

    def app(self, **settings: Any) -> ASGIApp:  # noqa: ANN401 - those of create_app
        """The pages."""
        chosen: dict[str, Any] = {
            "importer": lambda _: self.importer,
            "authorize": self._authorize,
            "uploads": self.uploads,
            "mappings": self.mappings,
            "start": self._start,
        }
        return create_app(**(chosen | settings))

    def browser(self, **settings: Any) -> Browser:  # noqa: ANN401
        """A browser on the first page."""
        return Browser(self.app(**settings))

    def _authorize(self, _: Request) -> str | None:
        return self.actor

    def _start(self, job: Callable[[], None], _: str) -> None:
        self.waiting.append(job)
        if self.at_once:
            self.run_waiting()

    def run_waiting(self) -> None:
        """Run what was started."""
        for job in self.waiting:
            job()
        self.waiting.clear()
