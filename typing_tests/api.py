"""Has to type-check only: what a host writes against the public names."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy import Table as Table_
from sqlalchemy.orm import Session

from client_import import (
    Client,
    ClientId,
    ClientRepository,
    ClientTransaction,
    Importer,
    ImportRules,
    Mapping,
    PasswordRules,
    Plan,
    Question,
    RegistrationForm,
    Report,
    Table,
    read_table,
)
from client_import.repositories.django import AnswersInJson as JsonAnswers
from client_import.repositories.django import ClientFields, DjangoClients
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlalchemy import (
    AnswersInColumns,
    AnswersInJson,
    AnswersInRows,
    ClientColumns,
    SqlAlchemyClients,
    fill_keys,
)
from client_import.repositories.sqlite import SqliteClients
from client_import.testing import FaultyRepository, RepositoryContract, make_roster, sample_form, sample_rows

form = RegistrationForm(questions=[Question("major", "Major", kind="choice", choices=["Biology", "History"])])
memory: ClientRepository = MemoryClients()
sqlite: ClientRepository = SqliteClients("clients.db")
importer = Importer(form=form, clients=sqlite, rules=ImportRules(passwords=PasswordRules(import_minimum=8)))

table: Table = importer.read(b"Email,First Name,Last Name\n")
polish: Table = importer.read("roster.csv", encoding="cp1250", delimiter=";", header_line=3)
small: Table = read_table(b"", ImportRules(max_bytes=1, max_rows=1, max_columns=3, max_cell_length=1))
found: tuple[str, str, str, int] = (table.encoding, table.delimiter, table.quote, table.header_line)
cautions: list[str] = [problem.code.value for problem in table.problems]
mapping: Mapping = importer.suggest_mapping(table).assign("Email", "email").ignore("Notes")
plan: Plan = importer.plan(table, mapping)
report: Report = importer.apply(plan, reviewed=plan.fingerprint, progress=lambda done, total: print(done / total))
created: int = report.counts.created
lines: list[int] = [row.line for row in plan.rows]
messages: list[str] = [problem.message for problem in plan.problems]


class HostClients:
    """A host's own repository, as the protocol wants it."""

    def find(self, email_keys: object) -> list[Client]:
        return [Client(UUID(int=1), "ada@example.edu", "Ada", "Lovelace")]

    def all(self) -> Iterator[Client]:
        yield from self.find(())

    def transaction(self) -> AbstractContextManager[ClientTransaction]:
        raise NotImplementedError


host: ClientRepository = HostClients()
client_id: ClientId | None = report.rows[0].client_id


class TestHostClients(RepositoryContract):
    def make_repository(self) -> HostClients:
        return HostClients()

    def complete_registration(self, repository: ClientRepository, client_id: ClientId) -> None:
        print(repository, client_id)


faulty: ClientRepository = FaultyRepository(memory, fail_at=3, halfway=True, error=KeyboardInterrupt())
roster: bytes = make_roster(sample_rows(sample_form(), 10), delimiter=";")


def open_table(engine: Engine, table: Table_, session: Session) -> list[ClientRepository]:
    columns = ClientColumns(email="mail", active=table.c.closed_at.is_(None), new={"role": "student"})
    layouts = (
        AnswersInJson("profile"),
        AnswersInColumns({"major": "subject"}, {"help": "topics"}),
        AnswersInRows(table),
    )
    tables = [SqlAlchemyClients(engine, table, columns, layout) for layout in layouts]
    doubles: list[str] = fill_keys(engine, table, columns)
    print(doubles)
    return [*tables, tables[0].joined_to(session)]


def open_model(model: type) -> ClientRepository:
    fields = ClientFields(email_key="profile__key", new={"username": lambda new: new.email})
    return DjangoClients(model, fields, JsonAnswers("profile__answers"), using="default", validate=True)
