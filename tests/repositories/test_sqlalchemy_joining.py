"""An import inside the host's own transaction, and beside clients who sign up at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, NullPool, create_engine, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from client_import import (
    HashingCost,
    Importer,
    ImportRules,
    NewClient,
    PasswordOutcome,
    PasswordRules,
    RegistrationForm,
    StorageError,
)
from client_import.repositories.sqlalchemy import AnswersInColumns, ClientColumns, SqlAlchemyClients
from client_import.testing import make_roster
from client_import.testing.expecting import Broken, break_off
from databases import ENGINES
from platforms import PLATFORMS, in_columns, in_json, in_rows

RULES = ImportRules(passwords=PasswordRules(cost=HashingCost.FOR_TESTS))
ROSTER = make_roster(
    {"email": f"{name}@example.edu", "first_name": name, "last_name": "New", "password": "placeholder"}
    for name in ("ada", "bob")
)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with ENGINES[request.param]() as opened:
        yield opened


def open_clients(engine: Engine) -> SqlAlchemyClients:
    platform = in_json()
    platform.metadata.create_all(engine)
    return platform.open(engine)


def create_and_break(clients: SqlAlchemyClients) -> None:
    with clients.transaction() as transaction:
        transaction.create([NewClient("ada@example.edu", "A", "L")])
        break_off()


def importer_for(clients: SqlAlchemyClients) -> Importer:
    return Importer(form=RegistrationForm(), clients=clients, rules=RULES)


@pytest.mark.parametrize("kind", ["session", "connection"])
def test_an_import_joins_the_hosts_transaction(engine: Engine, kind: str) -> None:
    """The host commits the import with what else it does; passwords follow on the repository that is not joined."""
    clients = open_clients(engine)
    importer = importer_for(clients)
    plan = importer.plan(importer.read(ROSTER))
    with Session(engine) as session, session.begin():
        joined = clients.joined_to(session if kind == "session" else session.connection())
        report = importer_for(joined).apply(plan, passwords="later")
        assert [client.first_name for client in joined.find(["ada@example.edu"])] == ["ada"]
        assert len(list(joined.all())) == 2
        assert list(clients.all()) == []
    assert len(list(clients.all())) == 2
    report = importer.set_passwords(plan, report)
    assert report.passwords[PasswordOutcome.SET] == 2
    assert all(client.password_is_placeholder for client in clients.all())


@pytest.mark.parametrize("kind", ["session", "connection"])
def test_the_host_rolls_the_import_back(engine: Engine, kind: str) -> None:
    """Where the host's transaction ends badly, nothing of the import is stored."""
    clients = open_clients(engine)
    importer = importer_for(clients)
    plan = importer.plan(importer.read(ROSTER))
    with Session(engine) as session:
        joined = clients.joined_to(session if kind == "session" else session.connection())
        assert importer_for(joined).apply(plan, passwords="later").counts.created == 2
        session.rollback()
    assert list(clients.all()) == []


def test_an_import_that_breaks_leaves_the_hosts_work_alone(engine: Engine) -> None:
    """A joined import that fails is undone by itself; what the host wrote before it can still be committed."""
    clients = open_clients(engine)
    accounts = in_json().accounts
    with Session(engine) as session, session.begin():
        host = {"address": "host@example.edu", "address_key": "host@example.edu", "given_name": "H", "family_name": "H"}
        session.execute(insert(accounts).values(**host, is_open=True, secret_imported=False, answers={}))
        with pytest.raises(Broken):
            create_and_break(clients.joined_to(session))
    assert [client.email for client in clients.all()] == ["host@example.edu"]


def test_objects_of_the_session_are_flushed_and_read_anew(engine: Engine) -> None:
    """What waits in the host's session is seen by the import, and its objects see what the import did."""

    class Base(DeclarativeBase):
        pass

    class Person(Base):
        __tablename__ = "people"
        id: Mapped[int] = mapped_column(primary_key=True)
        email: Mapped[str]
        email_key: Mapped[str] = mapped_column(unique=True)
        first_name: Mapped[str]
        last_name: Mapped[str]

    if engine.dialect.name == "mysql":
        return  # it wants lengths for texts
    Base.metadata.create_all(engine)
    clients = SqlAlchemyClients(engine, Person, ClientColumns(), AnswersInColumns())
    with Session(engine) as session, session.begin():
        ada = Person(email="ada@example.edu", email_key="ada@example.edu", first_name="Ada", last_name="Old")
        session.add(ada)
        joined = importer_for(clients.joined_to(session))
        table = joined.read(ROSTER)
        plan = joined.plan(table, joined.suggest_mapping(table).ignore("password"))  # the table has no place for one
        assert (plan.counts.created, plan.counts.updated) == (1, 1)
        joined.apply(plan, passwords="later")
        assert ada.last_name == "New"


@pytest.mark.parametrize("layout", PLATFORMS)
def test_a_client_who_signs_up_meanwhile_keeps_the_account(layout: str) -> None:
    """Of an import and a client who signs up with the same address at the same moment, one gives way, unbroken."""
    with ENGINES["postgresql"]() as engine:
        platform = PLATFORMS[layout]()
        platform.metadata.create_all(engine)
        clients = platform.open(engine)
        signed_up, created = threading.Event(), threading.Event()
        ids: list[object] = []

        def run_import() -> None:
            signed_up.wait(10)
            with clients.transaction() as transaction:
                created.set()
                ids.extend(transaction.create([NewClient(f"{name}@example.edu", "I", "I") for name in ("ada", "bob")]))

        importing = threading.Thread(target=run_import)
        importing.start()
        row = {"address": "Ada@example.edu", "address_key": "ada@example.edu", "given_name": "Own", "family_name": "O"}
        blank = platform.answers.to_values(platform.accounts, new=True)({})
        with engine.begin() as connection:
            connection.execute(insert(platform.accounts).values(**row, **blank, is_open=True, secret_imported=False))
            signed_up.set()
            created.wait(10)
        importing.join(30)
        assert [made is None for made in ids] == [True, False]
        names = sorted((client.email, client.first_name) for client in clients.all())
        assert names == [("Ada@example.edu", "Own"), ("bob@example.edu", "I")]


def test_a_client_who_signs_up_second_gets_the_hosts_own_error() -> None:
    """A sign-up that comes after the import's insert waits and then fails as it always would."""
    with ENGINES["postgresql"]() as engine:
        platform = in_columns()
        platform.metadata.create_all(engine)
        clients = platform.open(engine)
        failed: list[str] = []
        row = {"address": "ada@example.edu", "address_key": "ada@example.edu", "given_name": "Own", "family_name": "O"}

        def sign_up() -> None:
            try:
                with engine.begin() as connection:
                    values = {**row, "remark": "", "is_open": True, "secret_imported": False}
                    connection.execute(insert(platform.accounts).values(**values))
            except IntegrityError as error:
                failed.append(type(error).__name__)

        with clients.transaction() as transaction:
            transaction.create([NewClient("ada@example.edu", "I", "I")])
            signing = threading.Thread(target=sign_up)
            signing.start()
            signing.join(0.2)
            assert signing.is_alive()
        signing.join(30)
        assert failed == ["IntegrityError"]


def test_a_found_client_is_locked_until_the_end() -> None:
    """On PostgreSQL a client found inside a transaction cannot be changed by the host before its end."""
    with ENGINES["postgresql"]() as engine:
        platform = in_columns()
        platform.metadata.create_all(engine)
        clients = platform.open(engine)
        with clients.transaction() as transaction:
            transaction.create([NewClient("ada@example.edu", "Ada", "L")])

        def rename() -> None:
            with engine.begin() as connection:
                connection.execute(update(platform.accounts).values(given_name="Host"))

        with clients.transaction() as transaction:
            assert len(list(transaction.find(["ada@example.edu"]))) == 1
            renaming = threading.Thread(target=rename)
            renaming.start()
            renaming.join(0.2)
            assert renaming.is_alive()
        renaming.join(30)
        with engine.connect() as connection:
            assert connection.execute(select(platform.accounts.c.given_name)).scalar() == "Host"


def test_found_answers_in_rows_are_locked_until_the_end() -> None:
    """On PostgreSQL an answer in a row of its own cannot be changed between the look at it and the update."""
    with ENGINES["postgresql"]() as engine:
        platform = in_rows()
        platform.metadata.create_all(engine)
        clients = platform.open(engine)
        responses = platform.metadata.tables["responses"]
        with clients.transaction() as transaction:
            transaction.create([NewClient("ada@example.edu", "Ada", "L", {"major": "Art"})])

        def answer() -> None:
            with engine.begin() as connection:
                connection.execute(update(responses).values(said="History"))

        with clients.transaction() as transaction:
            (found,) = transaction.find(["ada@example.edu"])
            answering = threading.Thread(target=answer)
            answering.start()
            answering.join(0.2)
            assert answering.is_alive()
        answering.join(30)
        assert dict(found.answers) == {"major": "Art"}
        assert [dict(client.answers) for client in clients.all()] == [{"major": "History"}]


def test_a_locked_file_is_a_storage_error() -> None:
    """Where somebody holds SQLite's lock for longer than the engine waits, the error says so."""
    with ENGINES["sqlite"]() as engine:
        open_clients(engine)
        impatient = create_engine(engine.url, connect_args={"timeout": 0.05}, poolclass=NullPool)
        clients = in_json().open(impatient)
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match=r"locked\. Somebody else is writing"), clients.transaction():
                pass


def test_a_connection_that_is_closed_is_a_storage_error(engine: Engine) -> None:
    """Whatever SQLAlchemy itself has to say comes as our error too."""
    clients = open_clients(engine)
    connection = engine.connect()
    connection.close()
    with pytest.raises(StorageError, match="This Connection is closed"):
        list(clients.joined_to(connection).all())
