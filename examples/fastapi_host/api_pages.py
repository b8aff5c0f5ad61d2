"""The pages of an import in the centre's API, at /roster, for administrators only: this is all there is to add.

    pip install 'client_import[sqlalchemy,web]' 'psycopg[binary]' fastapi uvicorn
    DATABASE_URL=postgresql+psycopg://localhost/centre uvicorn api_pages:app

Your platform has a login already. Here it is a table of those who are logged in, each known by a cookie.
"""

from __future__ import annotations

import os

from api import app, engine, metadata, open_clients, read_form
from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Boolean, Column, Table, Text, select

from client_import import Importer
from client_import.web import FolderMappings, FolderUploads, create_app

logins = Table(
    "logins",
    metadata,
    Column("cookie", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("administrator", Boolean, nullable=False),
)
metadata.create_all(engine)
folder = os.environ.get("IMPORT_FOLDER", "imports")


def open_importer(request: Request) -> Importer:
    """With the form as it is now."""
    return Importer(form=read_form(), clients=open_clients())


def authorize(request: Request) -> str | Response | None:
    """The administrator who asks; nobody for other people, and the login for those who are not logged in."""
    with engine.connect() as connection:
        cookie = request.cookies.get("login", "")
        login = connection.execute(select(logins).where(logins.c.cookie == cookie)).one_or_none()
    if login is None:
        return RedirectResponse("/login")
    return login.name if login.administrator else None


pages = create_app(
    importer=open_importer,
    authorize=authorize,
    uploads=FolderUploads(f"{folder}/uploads"),
    mappings=FolderMappings(f"{folder}/mappings"),
)
app.mount("/roster", pages)
