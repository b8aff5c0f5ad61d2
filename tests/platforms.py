"""Tables as platforms have them, none like another: for the tests of the adapters on a host's own table."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import Any

import attrs
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Update,
    Uuid,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import mysql, postgresql

from client_import import ClientId, ClientRepository, Question
from client_import.repositories.sqlalchemy import (
    AnswersInColumns,
    AnswersInJson,
    AnswersInRows,
    ClientColumns,
    SqlAlchemyClients,
)
from client_import.repositories.sqlalchemy.layouts import AnswerLayout
from client_import.testing import RepositoryContract

KEY = String(320).with_variant(mysql.VARCHAR(320, collation="utf8mb4_bin"), "mysql", "mariadb")
LONG = Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
TEXTS = {"note": "remark", "year": "graduation", "major": "subject"}


@attrs.frozen
class Platform:
    """A host's tables and how they are named to the adapter."""

    metadata: MetaData
    accounts: Table
    columns: ClientColumns
    answers: AnswerLayout

    def open(self, engine: Engine) -> SqlAlchemyClients:
        """The repository over tables that are there."""
        return SqlAlchemyClients(engine, self.accounts, self.columns, self.answers)


def _accounts(metadata: MetaData, primary: Column[Any], *more: Column[Any]) -> Table:
    accounts = Table(
        "accounts",
        metadata,
        primary,
        Column("address", String(320), nullable=False),
        Column("address_key", KEY, nullable=False, unique=True),
        Column("given_name", LONG, nullable=False),
        Column("family_name", LONG, nullable=False),
        Column("role", String(20), nullable=False, server_default="student"),
        Column("theme", String(20), nullable=False, default="light"),
        Column("created_at", DateTime, nullable=False, default=func.now()),
        Column("is_open", Boolean, nullable=False),
        Column("registered_at", DateTime),
        Column("secret", String(60)),
        Column("secret_imported", Boolean, nullable=False),
        *more,
        sqlite_autoincrement=True,
    )
    Table(
        "appointments",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("account_id", primary.type, ForeignKey("accounts.id", ondelete="CASCADE"), nullable=False),
        UniqueConstraint("account_id", "id"),
    )
    return accounts


def _columns(accounts: Table) -> ClientColumns:
    return ClientColumns(
        email="address",
        email_key="address_key",
        first_name="given_name",
        last_name="family_name",
        active="is_open",
        registration_completed=accounts.c.registered_at.is_not(None),
        password_hash="secret",
        password_is_placeholder="secret_imported",
    )


def in_columns() -> Platform:
    """Answers in columns of their own, one of which may not be NULL."""
    metadata = MetaData()
    accounts = _accounts(
        metadata,
        Column("id", Integer, primary_key=True),
        Column("remark", LONG, nullable=False),
        Column("graduation", LONG),
        Column("subject", String(40)),
        Column("topics", LONG),
    )
    return Platform(metadata, accounts, _columns(accounts), AnswersInColumns(TEXTS, {"help": "topics"}))


def in_arrays() -> Platform:
    """As PostgreSQL likes it: UUIDs made in Python, choices in an array, a moment for each change."""
    metadata = MetaData()
    accounts = _accounts(
        metadata,
        Column("id", Uuid, primary_key=True, default=uuid.uuid4),
        Column("changed_at", DateTime(timezone=True), onupdate=lambda: dt.datetime.now(dt.UTC)),
        Column("remark", LONG),
        Column("graduation", LONG),
        Column("subject", String(40)),
        Column("topics", JSON().with_variant(postgresql.ARRAY(Text), "postgresql"), nullable=False),
    )
    return Platform(metadata, accounts, _columns(accounts), AnswersInColumns(TEXTS, {"help": "topics"}))


def in_json() -> Platform:
    """All answers in one JSON column."""
    metadata = MetaData()
    answers = Column("answers", JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False)
    accounts = _accounts(metadata, Column("id", Integer, primary_key=True), answers)
    return Platform(metadata, accounts, _columns(accounts), AnswersInJson("answers"))


def in_json_text() -> Platform:
    """All answers as JSON in a text that may be NULL."""
    metadata = MetaData()
    accounts = _accounts(metadata, Column("id", Integer, primary_key=True), Column("profile", LONG))
    return Platform(metadata, accounts, _columns(accounts), AnswersInJson("profile"))


def in_rows() -> Platform:
    """Each answer in a row of its own, with a foreign key."""
    metadata = MetaData()
    accounts = _accounts(metadata, Column("id", Integer, primary_key=True))
    responses = Table(
        "responses",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("account", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
        Column("asked", String(40), nullable=False),
        Column("said", LONG, nullable=False),
    )
    return Platform(
        metadata, accounts, _columns(accounts), AnswersInRows(responses, "account", "asked", "said", choices=["help"])
    )


def change_answer(
    connection: Connection, platform: Platform, client_id: ClientId, question: str, answer: str
) -> str | None:
    """Change an answer as a host would in its own request, behind a lock; what it was before."""
    accounts, layout = platform.accounts, platform.answers
    account = update(accounts).where(accounts.c.id == client_id)
    lock = account.values(role=accounts.c.role)
    if isinstance(layout, AnswersInRows):
        return _change_row(connection, layout, client_id, question, answer, lock)
    connection.execute(lock)
    now = (
        accounts.select().where(accounts.c.id == client_id).with_for_update()
    )  # MySQL would show what was there before
    (row,) = connection.execute(now).mappings()
    if isinstance(layout, AnswersInColumns):
        connection.execute(account.values({layout.texts[question]: answer}))
        return row[layout.texts[question]] or None
    assert isinstance(layout, AnswersInJson)
    stored = row[layout.column] or "{}"
    document = json.loads(stored) if isinstance(stored, str) else stored
    changed = {**document, question: answer}
    as_text = isinstance(accounts.c[layout.column].type, String)
    connection.execute(account.values({layout.column: json.dumps(changed) if as_text else changed}))
    before: str | None = document.get(question)
    return before


def _change_row(
    connection: Connection, layout: AnswersInRows, client_id: ClientId, question: str, answer: str, lock: Update
) -> str | None:
    """An answer that is there is locked itself; for one that is not the account is."""
    rows = layout.table
    mine = (rows.c[layout.client] == client_id) & (rows.c[layout.question] == question)
    look = select(rows.c[layout.answer]).where(mine).with_for_update()
    if connection.dialect.name == "sqlite":
        connection.execute(lock)
    before: str | None = connection.execute(look).scalar()
    if before is None:
        connection.execute(lock)
        before = connection.execute(look).scalar()
    if before is None:
        row = {layout.client: client_id, layout.question: question, layout.answer: answer}
        connection.execute(insert(rows).values(row))
    else:
        connection.execute(update(rows).where(mine).values({layout.answer: answer}))
    return before


PLATFORMS = {make.__name__: make for make in (in_columns, in_arrays, in_json, in_json_text, in_rows)}


class PlatformHost(RepositoryContract):
    """What a platform with such tables does to its own clients."""

    engine: Engine
    platform: Platform

    def make_repository(self) -> SqlAlchemyClients:
        self.platform.metadata.create_all(self.engine)
        return self.platform.open(self.engine)

    def open_again(self, repository: ClientRepository) -> SqlAlchemyClients:  # noqa: ARG002 - there is one database
        return self.platform.open(self.engine)

    def change_answer(self, repository: ClientRepository, client_id: ClientId, question: Question, text: str) -> None:  # noqa: ARG002
        with self.engine.begin() as connection:
            change_answer(connection, self.platform, client_id, question.id, text)

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        self._change(client_id, registered_at=func.now())

    def choose_password(self, repository: ClientRepository, client_id: ClientId, password_hash: str) -> None:  # noqa: ARG002
        self._change(client_id, secret=password_hash, secret_imported=False)

    def deactivate(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        self._change(client_id, is_open=False)

    def refer_to(self, repository: ClientRepository, client_id: ClientId) -> None:  # noqa: ARG002
        appointments = self.platform.metadata.tables["appointments"]
        with self.engine.begin() as connection:
            connection.execute(insert(appointments).values(account_id=client_id))

    def stored_hash(self, repository: ClientRepository, client_id: ClientId) -> str | None:  # noqa: ARG002
        accounts = self.platform.accounts
        with self.engine.connect() as connection:
            hashes = connection.execute(accounts.select().where(accounts.c.id == client_id)).scalars("secret")
            found: str | None = hashes.one()
            return found

    def _change(self, client_id: ClientId, **values: Any) -> None:  # noqa: ANN401
        accounts = self.platform.accounts
        with self.engine.begin() as connection:
            connection.execute(update(accounts).where(accounts.c.id == client_id).values(values))
