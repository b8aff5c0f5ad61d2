"""A tutoring platform on Flask and SQLAlchemy that imports rosters: upload, look, confirm.

    pip install 'client_import[sqlalchemy]' flask
    DATABASE_URL=sqlite:///platform.db flask --app app run

Your platform has the models already; the rest is what you would add. Let only administrators at these three routes.
"""

from __future__ import annotations

import os
import secrets

from flask import Flask, abort, render_template_string, request
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from client_import import ClientImportError, Importer, Plan, Question, RegistrationForm
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
    questions = [Question(str(f.id), f.label, f.kind, tuple(option.text for option in f.options)) for f in fields]
    return RegistrationForm(questions=questions)


def open_clients(form: RegistrationForm) -> SqlAlchemyClients:
    """The students as the importer sees them."""
    secret, imported = "password_hash", "password_imported"
    columns = ClientColumns(
        active="active", registration_completed="registered", password_hash=secret, password_is_placeholder=imported
    )
    several = [question.id for question in form.questions if question.kind == "choices"]
    answers = AnswersInRows(Answer, "student_id", "field_id", "text", choices=several)
    return SqlAlchemyClients(engine, Student, columns, answers)


def make_plan(session: Session, content: bytes) -> tuple[Importer, Plan]:
    """The dry run."""
    form = read_form(session)
    importer = Importer(form=form, clients=open_clients(form))
    return importer, importer.plan(importer.read(content))


@app.errorhandler(ClientImportError)
def explain(error: ClientImportError) -> tuple[str, int]:
    """What stops an import, on the page to upload a roster."""
    return render_template_string(CHOOSE, error=error), 409


@app.get("/")
def choose() -> str:
    """The page to upload a roster."""
    return render_template_string(CHOOSE)


@app.post("/")
def preview() -> str:
    """What the import would do."""
    with Session(engine) as session, session.begin():
        roster = request.files.get("roster")
        upload = Upload(token=secrets.token_urlsafe(), content=roster.read() if roster else b"")
        importer, plan = make_plan(session, upload.content)
        session.add(upload)
        labels = {question.id: question.label for question in importer.form.questions}
        return render_template_string(PREVIEW, plan=plan, token=upload.token, labels=labels)


@app.post("/confirm")
def confirm() -> str:
    """The import, if it still does what was seen."""
    with Session(engine) as session:
        upload = session.get(Upload, request.form["token"]) or abort(404)
        importer, plan = make_plan(session, upload.content)
    # A password takes a quarter of a second. For more than a few: passwords="later", and set_passwords in a job.
    counts = importer.apply(plan, reviewed=request.form["fingerprint"], allow_mass_change="all" in request.form).counts
    with Session(engine) as session, session.begin():
        session.delete(upload)
    return f"<p>{counts.created} created, {counts.updated} updated</p>"


CHOOSE = "{{ error }}<form method=post action=/ enctype=multipart/form-data><input type=file name=roster><button>Look</button></form>"
PREVIEW = """{% macro say(answer) %}{{ answer if answer is string else answer|default([], true)|join(", ") }}{% endmacro %}
{% for row in plan.rows %}<p>{{ row.line }}: {{ row.action }} {{ row.email }} {{ row.password or "" }}</p><ul>{% for field, old, new in row.changes %}<li>{{ labels.get(field, field) }}: {{ say(old) }} → {{ say(new) }}</li>{% endfor %}</ul>{% endfor %}
{% for problem in plan.problems %}<p>{{ problem.line or "file" }}: {{ problem.message }}</p>{% endfor %}<form method=post action=/confirm><input type=hidden name=token value="{{ token }}">{% if plan.mass_change %}<input type=checkbox name=all value="yes">Rename them all{% endif %}<input type=hidden name=fingerprint value="{{ plan.fingerprint }}"><button>Import</button></form>"""
