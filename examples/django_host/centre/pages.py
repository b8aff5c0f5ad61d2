"""The pages of an import in the advising centre, for advisers only, by Django's own login.

`centre.asgi` and `centre.wsgi` mount them at /roster/; take the one that your server runs.
"""

import os
import threading
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections, connections
from django.http import HttpRequest
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from centre.views import open_clients, read_form
from client_import import Importer
from client_import.web import FolderMappings, FolderUploads, create_app

folder = os.environ.get("IMPORT_FOLDER", "imports")


def open_importer(request: Request) -> Importer:
    """With the form as it is now; the page that asks for it runs in this thread."""
    close_old_connections()
    return Importer(form=read_form(), clients=open_clients())


def authorize(request: Request) -> str | Response | None:
    """The adviser who asks; nobody for other people, and the login for those who are not logged in."""
    close_old_connections()
    asked = HttpRequest()
    asked.session = SessionStore(request.cookies.get(settings.SESSION_COOKIE_NAME))
    user = get_user(asked)
    if not user.is_authenticated:
        return RedirectResponse("/accounts/login/?next=/roster/")
    return user.get_username() if user.is_adviser else None


def start(job: Callable[[], None], upload: str) -> None:
    """Run an import in a thread of its own, and close what Django opened for it."""

    def run() -> None:
        try:
            job()
        finally:
            connections.close_all()

    threading.Thread(target=run).start()


pages = create_app(
    importer=open_importer,
    authorize=authorize,
    uploads=FolderUploads(f"{folder}/uploads"),
    mappings=FolderMappings(f"{folder}/mappings"),
    start=start,
)
