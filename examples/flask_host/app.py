"""A tutoring platform on Flask and SQLAlchemy that imports rosters: upload, look, confirm.

    pip install 'client_import[sqlalchemy]' flask
    DATABASE_URL=sqlite:///platform.db flask --app app run

Your platform has the models already; the rest is what you would add. Let only administrators at these three routes.
"""

from __future__ import annotations

import os
import secrets

from flask import Flask, abort, redirect, render_template_string, request, url_for
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from werkzeug.wrappers import Response

from client_import import BadFile, BadMapping, Importer, Plan, Question, RegistrationForm, StalePlan
from client_import.repositories.sqlalchemy import AnswersInRows, ClientColumns, SqlAlchemyClients


class Base(DeclarativeBase):
    """The platform's models."""


class Student(Base):
    """An account."""

    __tablename__ = "students"
    __table_args__ = {"sqlite_autoincrement": True}  # no id is used again
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(unique=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    registered: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None]
    password_imported: Mapped[bool] = mapped_column(default=False)


class Field(Base):
    """A question of the registration form."""

    __tablename__ = "fields"
    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str]
    kind: Mapped[str]
    options: Mapped[list[Option]] = relationship(order_by="Option.id")


class Option(Base):
    """A choice of a drop-down."""

    __tablename__ = "options"
    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"))
    text: Mapped[str]


class Answer(Base):
    """What a student answered."""

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("students.id"), index=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"))
    text: Mapped[str]


class Upload(Base):
    """A roster between upload and confirmation. It may hold passwords: delete what nobody confirms."""

    __tablename__ = "uploads"
    token: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///platform.db"))
Base.metadata.create_all(engine)
app = Flask(__name__)


def read_form(session: Session) -> RegistrationForm:
    """The registration form, from the platform's own tables."""
    fields = session.scalars(select(Field).order_by(Field.id))
    return RegistrationForm(
        questions=[Question(str(f.id), f.label, f.kind, tuple(option.text for option in f.options)) for f in fields]
    )


def open_clients(form: RegistrationForm) -> SqlAlchemyClients:
    """The students as the importer sees them."""
    passwords = {"password_hash": "password_hash", "password_is_placeholder": "password_imported"}
    columns = ClientColumns(active="active", registration_completed="registered", **passwords)
    several = [question.id for question in form.questions if question.kind == "choices"]
    answers = AnswersInRows(Answer.__table__, "student_id", "field_id", "text", choices=several)
    return SqlAlchemyClients(engine, Student, columns, answers)


def make_plan(session: Session, content: bytes) -> tuple[Importer, Plan]:
    """The dry run."""
    form = read_form(session)
    importer = Importer(form=form, clients=open_clients(form))
    return importer, importer.plan(importer.read(content))


@app.get("/")
def choose() -> str:
    """The page to upload a roster."""
    return render_template_string(CHOOSE, error=request.args.get("error"))


@app.post("/")
def preview() -> str | Response:
    """What the import would do."""
    content = request.files["roster"].read()
    with Session(engine) as session, session.begin():
        try:
            _, plan = make_plan(session, content)
        except (BadFile, BadMapping) as error:
            return redirect(url_for("choose", error=str(error)))
        upload = Upload(token=secrets.token_urlsafe(), content=content)
        session.add(upload)
        return render_template_string(PREVIEW, plan=plan, token=upload.token)


@app.post("/confirm")
def confirm() -> str | Response:
    """The import, if it still does what was seen."""
    with Session(engine) as session:
        upload = session.get(Upload, request.form["token"]) or abort(404)
        importer, plan = make_plan(session, upload.content)
        session.delete(upload)
        session.commit()
    try:
        report = importer.apply(plan, reviewed=request.form["fingerprint"])
    except StalePlan as error:
        return redirect(url_for("choose", error=str(error)))
    return render_template_string("<p>{{ c.created }} created, {{ c.updated }} updated</p>", c=report.counts)


CHOOSE = """{{ error or '' }}<form method=post enctype=multipart/form-data><input type=file name=roster><button>Look
</button></form>"""
PREVIEW = """{% for row in plan.rows %}<p>{{ row.line }}: {{ row.action }} {{ row.email }}</p>{% endfor %}
{% for problem in plan.problems %}<p>{{ problem.line }}: {{ problem.message }}</p>{% endfor %}
<form method=post action=/confirm><input type=hidden name=token value="{{ token }}">
<input type=hidden name=fingerprint value="{{ plan.fingerprint }}"><button>Import</button></form>"""
