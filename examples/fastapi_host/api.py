"""A writing centre's API on FastAPI, SQLAlchemy and PostgreSQL that imports rosters: upload, look, confirm.

    pip install 'client_import[sqlalchemy]' 'psycopg[binary]' fastapi python-multipart uvicorn
    DATABASE_URL=postgresql+psycopg://localhost/centre uvicorn api:app

Your platform has the tables already; the rest is what you would add. Let only administrators at these routes.
"""

from __future__ import annotations

import os
import uuid
from typing import Annotated, Any

from fastapi import FastAPI, Form, HTTPException, UploadFile
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

from client_import import BadFile, BadMapping, Importer, Plan, Question, RegistrationForm, StalePlan
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
    try:
        return importer, importer.plan(importer.read(content))
    except (BadFile, BadMapping) as error:
        raise HTTPException(422, str(error)) from error


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
        "rows": [{"line": row.line, "action": row.action, "email": row.email} for row in plan.rows],
        "problems": [{"line": problem.line, "message": problem.message} for problem in plan.problems],
    }


@app.post("/imports/{upload}/confirm")
def confirm(upload: uuid.UUID, fingerprint: Annotated[str, Form()]) -> dict[str, int]:
    """The import, if it still does what was seen."""
    with engine.begin() as connection:
        gone = delete(uploads).where(uploads.c.id == upload).returning(uploads.c.content)
        content = connection.execute(gone).scalar_one_or_none()
    if content is None:
        raise HTTPException(404, "There is no such upload; it may have been confirmed already.")
    importer, plan = make_plan(content)
    try:
        counts = importer.apply(plan, reviewed=fingerprint).counts
    except StalePlan as error:
        raise HTTPException(409, str(error)) from error
    return {"created": counts.created, "updated": counts.updated, "rejected": counts.rejected}
