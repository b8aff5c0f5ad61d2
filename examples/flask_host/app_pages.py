"""The pages of an import in the tutoring platform, at /roster, for administrators only: this is all there is to add.

    pip install 'client_import[sqlalchemy,web]' flask a2wsgi
    DATABASE_URL=sqlite:///platform.db SECRET_KEY=… flask --app app_pages run

Your platform has a login already. Here it is whatever writes the name of an administrator into Flask's session.
"""

from __future__ import annotations

import os
from typing import Any

from a2wsgi import ASGIMiddleware
from app import app, engine, open_clients, read_form
from flask import session
from sqlalchemy.orm import Session
from starlette.requests import Request
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from client_import import Importer
from client_import.web import FolderMappings, FolderUploads, create_app

app.secret_key = os.environ["SECRET_KEY"]
app.config.update(SESSION_COOKIE_SAMESITE="Lax")
folder = os.environ.get("IMPORT_FOLDER", "imports")


def open_importer(request: Request) -> Importer:
    """With the form as it is now."""
    with Session(engine) as database:
        form = read_form(database)
    return Importer(form=form, clients=open_clients(form))


def authorize(request: Request) -> str | None:
    """The administrator who asks, by Flask's own session."""
    with app.request_context(request.scope["wsgi_environ"]):
        name: str | None = session.get("administrator")
    return name


pages = create_app(
    importer=open_importer,
    authorize=authorize,
    uploads=FolderUploads(f"{folder}/uploads"),
    mappings=FolderMappings(f"{folder}/mappings"),
)
roster: Any = ASGIMiddleware(pages)  # type: ignore[arg-type]  # the two describe ASGI in other words
app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/roster": roster})  # type: ignore[method-assign]
