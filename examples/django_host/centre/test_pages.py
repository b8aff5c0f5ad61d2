"""The pages in the Django host: for its advisers only, under ASGI and WSGI, from upload to accounts."""

import html
import io
import re
import time
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from starlette.testclient import TestClient

from centre import asgi, wsgi
from centre.models import FormField, Student
from centre.views import open_clients

ROSTER = b"Email,First Name,Last Name,Subject\nada@example.edu,Ada,Lovelace,ma\nbob@example.edu,Bob,Bee,Master\n"


def send(client: TestClient, page: str, end: str, filled: dict[str, str] | None = None, roster: bytes = b"") -> str:
    """Send the form whose address ends so, filled in; the page that follows."""
    forms = re.findall(r'<form[^>]* action="([^"]*)"[^>]*>(.*?)</form>', page, re.DOTALL)
    action, form = next(found for found in forms if found[0].endswith(end))
    fields: dict[str, str] = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = html.unescape(chosen[1]) if chosen else ""
    files = {"file": ("autumn.csv", roster)} if roster else None
    return str(client.post(action, data=fields | (filled or {}), files=files).text)


def wait(client: TestClient, page: str) -> str:
    """The page of the import, once it has ended."""
    while link := re.search(r'data-then="([^"]*)"', page):
        time.sleep(0.05)
        page = client.get(link[1]).text
    return page


class TestMountedPages(TransactionTestCase):
    """TransactionTestCase, since the pages run in other threads."""

    def setUp(self) -> None:
        FormField.objects.create(name="level", label="Level", kind="choice", choices=["BA", "MA"])
        self.addCleanup(connections.close_all)

    def log_in(self, address: str, *, is_adviser: bool) -> str:
        """The session of somebody who has logged in."""
        self.client.force_login(Student.objects.create(email=address, email_key=address, is_adviser=is_adviser))
        return self.client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_browser(self, session: str = "") -> TestClient:
        """Of whoever has this session, under ASGI."""
        return TestClient(asgi.application, cookies={settings.SESSION_COOKIE_NAME: session} if session else None)

    def ask(self, path: str, session: str) -> tuple[str, str]:
        """Status and text of a page under WSGI."""
        environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}"}
        setup_testing_defaults(environ)
        environ["wsgi.input"] = io.BytesIO()
        statuses: list[str] = []
        page = b"".join(wsgi.application(environ, lambda status, headers, *rest: statuses.append(status)))
        return statuses[0][:3], page.decode()

    def test_only_advisers_see_the_pages(self) -> None:
        """Whoever is not logged in is led to the login, and students see nothing."""
        stranger = self.open_browser().get("/roster/", follow_redirects=False)
        self.assertEqual(stranger.headers["location"], "/accounts/login/?next=/roster/")
        student = self.log_in("ada@example.edu", is_adviser=False)
        self.assertEqual(self.open_browser(student).get("/roster/").status_code, 403)
        self.assertEqual(self.open_browser().get("/accounts/login/").status_code, 200)

    def test_an_adviser_goes_the_whole_way(self) -> None:
        """Upload, mapping, review with an answer translated, import; and what came of it can be taken back."""
        client = self.open_browser(self.log_in("me@example.edu", is_adviser=True))
        page = send(client, client.get("/roster/").text, "/roster/", roster=ROSTER)
        page = send(client, page, "/mapping", {"column-3": "=level"})
        page = send(client, page, "/answers", {"answer-1": "=MA"})
        self.assertIn("Import 2 clients (2 new, 0 updated)", page)
        page = wait(client, send(client, page, "/import"))
        self.assertIn("Imported autumn.csv", page)
        found = {each.email: dict(each.answers) for each in open_clients().find(["ada@example.edu", "bob@example.edu"])}
        self.assertEqual(found, {"ada@example.edu": {"level": "MA"}, "bob@example.edu": {"level": "MA"}})
        page = wait(client, send(client, send(client, page, "/undo"), "/import"))
        self.assertIn("Took back the import of autumn.csv", page)
        self.assertEqual(Student.objects.count(), 1)

    def test_the_same_under_wsgi(self) -> None:
        """For advisers only, with Django's own pages beside them."""
        self.assertEqual(self.ask("/roster/", self.log_in("ada@example.edu", is_adviser=False))[0], "403")
        adviser = self.log_in("me@example.edu", is_adviser=True)
        status, page = self.ask("/roster/", adviser)
        self.assertEqual((status, "Upload a roster" in page), ("200", True))
        self.assertIn('href="/roster/backup.csv"', page)
        self.assertEqual(self.ask("/roster/backup.csv", adviser)[1].splitlines()[0], "email,first_name,last_name,level")
        self.assertIn("name=roster", self.ask("/", adviser)[1])
