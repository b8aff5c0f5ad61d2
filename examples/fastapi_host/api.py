"""A writing centre's API on FastAPI, SQLAlchemy and PostgreSQL that imports rosters: upload, look, confirm.

    pip install 'client_import[sqlalchemy]' 'psycopg[binary]' fastapi python-multipart uvicorn
    DATABASE_URL=postgresql+psycopg://localhost/centre uvicorn api:app

Your platform has the tables already; the rest is what you would add. Let only administrators at these routes.
"""

from __future__ import annotations

import os
import uuid
from typing import Annotated, Any

import attrs
from fastapi import BackgroundTasks, FastAPI, Form, HTTPException, Request, UploadFile
from fastapi.responses import JSONResponse
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    create_engine,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from client_import import BadFile, BadMapping, ClientImportError, Importer, Plan, Question, RegistrationForm
from client_import.repositories.sqlalchemy import AnswersInJson, ClientColumns, SqlAlchemyClients

metadata = MetaData()
writers = Table(
    "writers",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("mail", Text, nullable=False),
    Column("mail_key", Text, nullable=False, unique=True),
    Column("given", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("welcomed_at", DateTime(timezone=True)),
    Column("bcrypt", Text),
    Column("bcrypt_imported", Boolean, nullable=False, server_default="false"),
    Column("profile", JSONB, nullable=False, server_default="{}"),
)
appointments = Table(
    "appointments",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("writer", Uuid, ForeignKey("writers.id", ondelete="CASCADE"), nullable=False),
)
questions = Table(
    "questions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("choices", ARRAY(Text), nullable=False, server_default="{}"),
)
uploads = Table(  # may hold passwords: delete what nobody confirms
    "uploads",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=func.gen_random_uuid()),
    Column("content", LargeBinary, nullable=False),
)
engine = create_engine(os.environ["DATABASE_URL"])
metadata.create_all(engine)
app = FastAPI()


def read_form() -> RegistrationForm:
    """The registration form, from the platform's own table."""
    with engine.connect() as connection:
        rows = connection.execute(select(questions).order_by(questions.c.name)).fetchall()
    return RegistrationForm(questions=[Question(row.name, row.label, row.kind, tuple(row.choices)) for row in rows])


def open_clients() -> SqlAlchemyClients:
    """The writers as the importer sees them."""
    columns = ClientColumns(
        email="mail",
        email_key="mail_key",
        first_name="given",
        last_name="family",
        active=writers.c.closed_at.is_(None),
        registration_completed=writers.c.welcomed_at.is_not(None),
        password_hash="bcrypt",
        password_is_placeholder="bcrypt_imported",
    )
    return SqlAlchemyClients(engine, writers, columns, AnswersInJson("profile"))


def make_plan(content: bytes) -> tuple[Importer, Plan]:
    """The dry run."""
    importer = Importer(form=read_form(), clients=open_clients())
    return importer, importer.plan(importer.read(content))


@app.exception_handler(ClientImportError)
def explain(request: Request, error: ClientImportError) -> JSONResponse:
    """What stops an import, for the administrator; the upload is still there."""
    return JSONResponse({"detail": str(error)}, 422 if isinstance(error, BadFile | BadMapping) else 409)


@app.post("/imports")
def preview(roster: UploadFile) -> dict[str, Any]:
    """What the import would do; nothing is written but the upload."""
    content = roster.file.read()
    _, plan = make_plan(content)
    with engine.begin() as connection:
        upload = connection.execute(insert(uploads).values(content=content).returning(uploads.c.id)).scalar_one()
    return {
        "id": upload,
        "fingerprint": plan.fingerprint,
        "mass_change": plan.mass_change is not None,
        "rows": [attrs.asdict(row, recurse=False) for row in plan.rows],
        "problems": [{"line": problem.line, "message": problem.message} for problem in plan.problems],
    }


@app.post("/imports/{upload}/confirm")
def confirm(
    upload: uuid.UUID,
    fingerprint: Annotated[str, Form()],
    background: BackgroundTasks,
    *,
    allow_mass_change: Annotated[bool, Form()] = False,
) -> dict[str, int]:
    """The import, if it still does what was seen."""
    with engine.connect() as connection:
        content = connection.scalar(select(uploads.c.content).where(uploads.c.id == upload))
    if content is None:
        raise HTTPException(404, "There is no such upload; it may have been confirmed already.")
    importer, plan = make_plan(content)
    report = importer.apply(plan, reviewed=fingerprint, allow_mass_change=allow_mass_change, passwords="later")
    with engine.begin() as connection:
        connection.execute(delete(uploads).where(uploads.c.id == upload))
    background.add_task(importer.set_passwords, plan, report)  # a quarter of a second each: nobody waits for that
    return {"created": report.counts.created, "updated": report.counts.updated, "rejected": report.counts.rejected}
