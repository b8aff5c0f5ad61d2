"""What is wrong with a host's table is said when the adapter is made; what the table does by itself is respected."""

from __future__ import annotations

import enum
import json
import logging
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import (
    CHAR,
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    DateTime,
    Engine,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    NullPool,
    Numeric,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import SchemaItem

from client_import import (
    ClientUpdate,
    Importer,
    NewClient,
    NewPassword,
    RegistrationForm,
    Secret,
    StorageError,
    email_key,
)
from client_import.repositories.sqlalchemy import (
    AnswersInColumns,
    AnswersInJson,
    AnswersInRows,
    ClientColumns,
    SqlAlchemyClients,
    fill_keys,
)
from client_import.repositories.sqlalchemy.checking import collation_faults
from client_import.repositories.sqlalchemy.dialects import statements_for
from client_import.testing.expecting import Broken, break_off
from databases import ENGINES
from platforms import in_json, in_rows

ADA = NewClient("Ada@example.edu", "Ada", "Lovelace")
PLAIN = ClientColumns()
JSON_ANSWERS = AnswersInJson()


class Term(enum.Enum):
    """As a host may have its choices."""

    FALL = "Fall"


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with ENGINES[request.param]() as opened:
        yield opened


def make_table(engine: Engine, *more: SchemaItem, key: Column[str] | None = None) -> Table:
    """A small table of clients, with a unique key unless another is given."""
    table = Table(
        "people",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("email", String(254)),
        Column("email_key", String(254, collation=bin_of(engine)), unique=True) if key is None else key,
        Column("first_name", String(40)),
        Column("last_name", String(40)),
        Column("answers", Text),
        *more,
    )
    table.metadata.create_all(engine)
    return table


def create_and_break(clients: SqlAlchemyClients) -> None:
    with clients.transaction() as transaction:
        transaction.create([ADA])
        break_off()


def bin_of(engine: Engine) -> str | None:
    return "utf8mb4_bin" if engine.dialect.name == "mysql" else None


def complaint(engine: Engine, table: Table, columns: ClientColumns = PLAIN, answers: object = JSON_ANSWERS) -> str:
    with pytest.raises(StorageError) as raised:
        SqlAlchemyClients(engine, table, columns, answers)  # type: ignore[arg-type]
    return str(raised.value)


def test_a_key_without_a_unique_index_is_refused(engine: Engine) -> None:
    """A table on which two clients could get one address is refused; a unique index over more does not help."""
    key = Column("email_key", String(254, collation=bin_of(engine)))
    table = make_table(engine, UniqueConstraint("email_key", "first_name"), Index("plain", "email_key"), key=key)
    assert "email_key: has no unique index of its own" in complaint(engine, table)
    with engine.begin() as connection:
        connection.execute(text("CREATE UNIQUE INDEX keys_once ON people (email_key)"))
    assert repr(SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS)) == "SqlAlchemyClients('people')"


def test_a_partial_unique_index_is_refused(engine: Engine) -> None:
    """An index that leaves some rows out keeps nobody single."""
    if engine.dialect.name == "mysql":
        return  # it has none
    table = make_table(engine, key=Column("email_key", String(254)))
    with engine.begin() as connection:
        connection.execute(text("CREATE UNIQUE INDEX keys_once ON people (email_key) WHERE first_name IS NOT NULL"))
    assert "has no unique index" in complaint(engine, table)


def test_missing_columns_are_all_named(engine: Engine) -> None:
    """Every column that is named and not there is listed at once, with those that are."""
    table = make_table(engine)
    columns = ClientColumns(first_name="given", active="open", new={"role": "student"}, password_hash="answers")
    said = complaint(engine, table, columns, AnswersInColumns({"major": "subject"}))
    lines = [line.split(":")[0].strip() for line in said.splitlines()[1:]]
    assert lines == ["given", "open", "subject", "role", "password_hash and password_is_placeholder"]
    assert "There are id, email, email_key," in said
    other = Table("said", MetaData(), Column("id", Integer, primary_key=True), Column("client_id", Integer))
    assert "said.question: there is no such column" in complaint(engine, table, PLAIN, AnswersInRows(other))


def test_what_the_database_lacks_is_named(engine: Engine) -> None:
    """A table or column that the code knows and the database does not is a forgotten migration."""
    table = make_table(engine)
    newer = Table("people", MetaData(), *(Column(c.name, c.type, primary_key=c.primary_key) for c in table.c))
    newer.append_column(Column("nickname", String(20)))
    assert "people.nickname: the database has no such column. Is a migration missing?" in complaint(engine, newer)
    assert "elsewhere: the database has no such table" in complaint(
        engine, table.to_metadata(MetaData(), name="elsewhere")
    )


def test_a_column_that_must_have_a_value_is_named(engine: Engine) -> None:
    """A column without default that may not be NULL needs a value for new clients, and then gets it."""
    table = make_table(engine, Column("role", String(20), nullable=False))
    assert "role: must not be NULL and has no default" in complaint(engine, table)
    clients = SqlAlchemyClients(engine, table, ClientColumns(new={"role": "student"}), JSON_ANSWERS)
    with clients.transaction() as transaction:
        transaction.create([ADA])
    with engine.connect() as connection:
        assert connection.execute(select(table.c.role)).scalar() == "student"


def test_defaults_of_the_table_are_respected(engine: Engine) -> None:
    """Defaults of the database and of Python fill what the import does not; Python's are made for each client."""
    numbers = iter(range(100))
    table = make_table(
        engine,
        Column("role", String(20), nullable=False, server_default="student"),
        Column("theme", String(20), nullable=False, default="light"),
        Column("token", Integer, nullable=False, default=lambda: next(numbers)),
        Column("version", Integer, nullable=False, default=1, onupdate=2),
    )
    clients = SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS)
    with clients.transaction() as transaction:
        ids = transaction.create([ADA, NewClient("bob@example.edu", "Bob", "B")])
        transaction.update([ClientUpdate(ids[1] or 0, first_name="Robert")])
    with engine.connect() as connection:
        shown = (table.c.first_name, table.c.role, table.c.theme, table.c.token, table.c.version)
        rows = connection.execute(select(*shown).order_by(table.c.first_name)).fetchall()
    assert [tuple(row) for row in rows] == [("Ada", "student", "light", 0, 1), ("Robert", "student", "light", 1, 2)]


def test_the_address_can_be_the_key(engine: Engine) -> None:
    """A host that stores every address as its key needs no second column."""
    table = Table(
        "members",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("email", String(254, collation=bin_of(engine)), unique=True, nullable=False),
        Column("first_name", String(40)),
        Column("last_name", String(40)),
    )
    table.metadata.create_all(engine)
    clients = SqlAlchemyClients(engine, table, ClientColumns(email_key="email"), AnswersInColumns())
    with clients.transaction() as transaction:
        assert [made is None for made in transaction.create([ADA, NewClient("ada@EXAMPLE.edu", "A", "L")])] == [
            False,
            True,
        ]
    assert [client.email for client in clients.find(["ada@example.edu"])] == ["ada@example.edu"]


def test_clients_without_a_key_are_noticed_and_filled(engine: Engine) -> None:
    """Clients of the time before the key column are noticed; `fill_keys` fills them and names doubles."""
    table = make_table(engine)
    with engine.begin() as connection:
        for address in ("Ada@Example.edu", "ada@example.EDU", "JÜRGEN@münchen.example", None):
            connection.execute(insert(table).values(email=address, first_name=None))
    assert "email_key: 3 clients have none, and would be stored twice. Run fill_keys once, or merge" in complaint(
        engine, table
    )
    assert fill_keys(engine, table, PLAIN) == ["ada@example.EDU"]
    assert "1 client has none" in complaint(engine, table)
    with engine.begin() as connection:
        connection.execute(table.delete().where(table.c.email_key.is_(None), table.c.email.is_not(None)))
    clients = SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS)
    stored = {email_key(client.email): client.first_name for client in clients.all()}
    assert stored == {"ada@example.edu": "", email_key("jürgen@münchen.example"): ""}  # no address: none of ours


def test_keys_that_are_none_of_the_address_are_noticed_and_mended(engine: Engine) -> None:
    """A key that is not `email_key` of its address would double the client; `fill_keys` writes the right one."""
    table = make_table(engine)
    with engine.begin() as connection:
        for address, key in (
            ("Ada@Example.edu", "Ada@Example.edu"),
            ("b@new.example", "b@old.example"),
            ("c@x.y", "c@x.y"),
        ):
            connection.execute(insert(table).values(email=address, email_key=key))
    assert "email_key: 2 clients have another than email_key(address)" in complaint(engine, table)
    assert fill_keys(engine, table, PLAIN) == []
    clients = SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS)
    assert len(list(clients.find(["ada@example.edu", "b@new.example", "c@x.y"]))) == 3


def test_an_address_that_is_not_its_key_is_noticed_where_both_are_one_column(engine: Engine) -> None:
    """Who names one column for both must store every address as its key; nobody's address is rewritten for it."""
    email = Column("email_key", String(254, collation=bin_of(engine)), unique=True)
    table = make_table(engine, key=email)
    with engine.begin() as connection:
        connection.execute(insert(table).values(email_key="Ada@Example.edu"))
    columns = ClientColumns(email="email_key")
    assert "email_key: 1 client's address is not stored as its key" in complaint(engine, table, columns)
    with pytest.raises(StorageError, match="one column for the address and its key"):
        fill_keys(engine, table, columns)


def test_keys_are_checked_page_by_page(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many clients there are, each key is looked at."""
    monkeypatch.setattr("client_import.repositories.sqlalchemy.keys._AT_ONCE", 2)
    table = make_table(engine)
    with engine.begin() as connection:
        for number in range(4):
            connection.execute(insert(table).values(email=f"c{number}@x.y", email_key=f"C{number}@x.y"))
    assert "4 clients have another" in complaint(engine, table)
    assert fill_keys(engine, table, PLAIN) == []
    assert len(list(SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS).all())) == 4


def test_a_key_taken_by_a_client_without_address_is_a_double(engine: Engine) -> None:
    """What the table's own index refuses costs its own client only, and is named."""
    table = make_table(engine)
    with engine.begin() as connection:
        for address, key in ((None, "ada@x.y"), ("ada@x.y", None), ("bob@x.y", None)):
            connection.execute(insert(table).values(email=address, email_key=key))
    assert fill_keys(engine, table, PLAIN) == ["ada@x.y"]
    with engine.connect() as connection:
        assert sorted(filter(None, connection.execute(select(table.c.email_key)).scalars())) == ["ada@x.y", "bob@x.y"]


def test_keys_that_stand_in_each_others_way_are_mended(engine: Engine) -> None:
    """A key that another client still has by mistake is free once that client has the right one."""
    table = make_table(engine)
    with engine.begin() as connection:
        for address, key in (("b@x.y", "a@x.y"), ("c@x.y", "b@x.y"), ("d@x.y", "c@x.y")):
            connection.execute(insert(table).values(email=address, email_key=key))
    assert fill_keys(engine, table, PLAIN) == []
    with engine.connect() as connection:
        assert all(address == key for address, key in connection.execute(select(table.c.email, table.c.email_key)))


def test_keys_are_filled_for_a_mapped_class(engine: Engine) -> None:
    """The class of a host's ORM may be named to `fill_keys` too."""

    class Base(DeclarativeBase):
        pass

    class Account(Base):
        __table__ = make_table(engine)

    with engine.begin() as connection:
        connection.execute(insert(Account).values(email="Ada@x.y"))
    assert fill_keys(engine, Account, PLAIN) == []


def test_a_key_column_that_is_missing_comes_with_advice(engine: Engine) -> None:
    """The way to a key is to add the column and fill it, or to name the address twice."""
    said = complaint(engine, make_table(engine), ClientColumns(email_key="key"))
    assert "Add it and run fill_keys" in said
    assert 'ClientColumns(email_key="email")' in said


@pytest.mark.parametrize("way", ["echo", "logger"])
def test_an_engine_that_would_log_hashes_is_refused(engine: Engine, way: str) -> None:
    """Where statements are logged with their values, a table with passwords is refused; hidden values are fine."""
    table = make_table(engine, Column("hash", String(60)), Column("imported", Boolean))
    columns = ClientColumns(password_hash="hash", password_is_placeholder="imported")
    logger = logging.getLogger("sqlalchemy.engine.Engine")
    before = logger.level
    logger.setLevel(logging.INFO if way == "logger" else before)
    try:
        loud = create_engine(engine.url, echo=way == "echo", poolclass=NullPool)
        hidden = create_engine(engine.url, echo=way == "echo", poolclass=NullPool, hide_parameters=True)
        assert "create_engine(…, hide_parameters=True)" in complaint(loud, table, columns)
        assert list(SqlAlchemyClients(hidden, table, columns, JSON_ANSWERS).all()) == []
        assert list(SqlAlchemyClients(loud, table, PLAIN, JSON_ANSWERS).all()) == []
    finally:
        logger.setLevel(before)


def test_a_key_that_postgresql_pads_is_refused() -> None:
    """A CHAR column gives back a key with spaces, which is nobody's."""
    with ENGINES["postgresql"]() as engine:
        table = make_table(engine, key=Column("email_key", CHAR(254), unique=True))
        assert "email_key: is a CHAR, which pads keys with spaces. Make it a VARCHAR." in complaint(engine, table)


def test_a_mapped_class_is_a_table(engine: Engine) -> None:
    """The class of a host's ORM may be named instead of its table; anything else is refused."""

    class Base(DeclarativeBase):
        pass

    class Account(Base):
        __tablename__ = "mapped"
        id: Mapped[int] = mapped_column(primary_key=True)
        email: Mapped[str] = mapped_column(String(254))
        email_key: Mapped[str] = mapped_column(String(254, collation=bin_of(engine)), unique=True)
        first_name: Mapped[str] = mapped_column(String(40))
        last_name: Mapped[str] = mapped_column(String(40))

    Base.metadata.create_all(engine)
    clients = SqlAlchemyClients(engine, Account, PLAIN, AnswersInColumns())
    with clients.transaction() as transaction:
        transaction.create([ADA])
    assert [client.email for client in clients.all()] == ["Ada@example.edu"]


def test_what_is_no_table_is_refused(engine: Engine) -> None:
    """Something that is neither a table nor mapped to one is named."""
    with pytest.raises(StorageError, match="'str'> is neither a Table nor a class"):
        SqlAlchemyClients(engine, str, PLAIN, JSON_ANSWERS)


def test_the_id_must_be_the_primary_key(engine: Engine) -> None:
    """Clients are paged through and told apart by their primary key."""
    table = make_table(engine)
    assert "first_name: is not the primary key" in complaint(engine, table, ClientColumns(id="first_name"))


def test_types_of_the_hosts_own_are_written_as_they_write(engine: Engine) -> None:
    """A column whose type changes values in Python gets what that type makes of them, in new and changed rows."""

    class Backwards(TypeDecorator[str]):
        impl = String(40)
        cache_ok = True

        def process_bind_param(self, value: str | None, dialect: object) -> str | None:  # noqa: ARG002
            return value[::-1] if value else value

        def process_result_value(self, value: str | None, dialect: object) -> str | None:  # noqa: ARG002
            return value[::-1] if value else value

    table = make_table(engine, Column("nickname", Backwards()))
    clients = SqlAlchemyClients(engine, table, ClientColumns(first_name="nickname"), JSON_ANSWERS)
    with clients.transaction() as transaction:
        (client_id,) = transaction.create([ADA])
        transaction.update([ClientUpdate(client_id or 0, first_name="Augusta")])
    assert [client.first_name for client in clients.all()] == ["Augusta"]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT nickname FROM people")).scalar() == "atsuguA"


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        (String(20), Integer, "answers.answer: takes no texts"),
        (String(20), JSON, "answers.answer: takes no texts"),
        (String(20), Enum(Term), "answers.answer: holds members of Term"),
        (DateTime, String(20), "answers.question: takes no ids of questions"),
    ],
)
def test_rows_that_would_change_an_answer_are_refused(engine: Engine, question: Any, answer: Any, reason: str) -> None:  # noqa: ANN401
    """A table of rows whose answers are no texts, or whose questions are no ids, is refused at the start."""
    people = make_table(engine)
    rows = Table("answers", people.metadata, Column("id", Integer, primary_key=True))
    for column in (Column("client_id", Integer), Column("question", question), Column("answer", answer)):
        rows.append_column(column)
    rows.create(engine)
    assert reason in complaint(engine, people, PLAIN, AnswersInRows(rows))


def test_a_mapped_class_may_stand_for_the_table_of_rows() -> None:
    """Answers in rows are named by their table or by the class mapped to it."""

    class Base(DeclarativeBase):
        pass

    class Response(Base):
        __tablename__ = "responses"
        id: Mapped[int] = mapped_column(primary_key=True)

    assert AnswersInRows(Response).table is Response.__table__


def test_accounts_without_an_address_are_no_clients(engine: Engine) -> None:
    """Neither NULL nor an empty text is an address: such an account is not read, needs no key and gets none."""
    people = make_table(engine)
    with engine.begin() as connection:
        for address, key in (("ada@example.edu", "ada@example.edu"), ("", None), (None, None), ("", None)):
            connection.execute(insert(people).values(email=address, email_key=key, first_name="A", last_name="L"))
    clients = SqlAlchemyClients(engine, people, PLAIN, JSON_ANSWERS)
    assert [client.email for client in clients.all()] == ["ada@example.edu"]
    assert fill_keys(engine, people, PLAIN) == []
    with engine.connect() as connection:
        assert len(connection.execute(select(people).where(people.c.email_key.is_(None))).all()) == 3


def test_columns_of_numbers_take_numbers(engine: Engine) -> None:
    """A column of integers gives and takes an answer as digits; what is no number is refused with advice."""
    table = make_table(engine, Column("year", Integer))
    clients = SqlAlchemyClients(engine, table, PLAIN, AnswersInColumns({"year": "year"}))
    with clients.transaction() as transaction:
        ids = transaction.create([NewClient("ada@example.edu", "A", "L", {"year": "2029"})])
        transaction.create([NewClient("bob@example.edu", "B", "B", {"year": "0"})])
    assert [dict(client.answers) for client in clients.all()] == [{"year": "2029"}, {"year": "0"}]
    wanted = rf"Client {ids[0]}: The column year takes whole numbers.*“year”.*pattern"
    with pytest.raises(StorageError, match=wanted), clients.transaction() as transaction:
        transaction.update([ClientUpdate(ids[0] or 0, answers={"year": "soon"})])
    with pytest.raises(StorageError, match="no column for the answer to “major”"), clients.transaction() as transaction:
        transaction.update([ClientUpdate(ids[0] or 0, answers={"major": "Art"})])


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Boolean(), "takes neither texts nor whole numbers"),
        (DateTime(), "takes neither texts nor whole numbers"),
        (Numeric(4, 1), "takes neither texts nor whole numbers"),
        (Enum(Term, native_enum=False), "holds members of Term"),
    ],
)
def test_columns_that_would_change_an_answer_are_refused(engine: Engine, kind: Any, reason: str) -> None:  # noqa: ANN401
    """An answer column gives back the text that it took, or the table is refused."""
    table = make_table(engine, Column("said", kind))
    fault = f"said: {reason}"
    assert fault in complaint(engine, table, PLAIN, AnswersInColumns({"q": "said"}))


def test_a_column_of_numbers_must_allow_null(engine: Engine) -> None:
    """No number means no answer, so that a column of integers needs NULL for it."""
    table = make_table(engine, Column("year", Integer, nullable=False, server_default="0"))
    assert "year: must allow NULL" in complaint(engine, table, PLAIN, AnswersInColumns({"year": "year"}))


@pytest.mark.parametrize("kind", [Integer(), Boolean()])
def test_columns_that_hold_no_list_are_refused(engine: Engine, kind: Any) -> None:  # noqa: ANN401
    """Several choices need JSON, an ARRAY or a text, and all answers in one column JSON or a text."""
    table = make_table(engine, Column("said", kind))
    assert "said: takes no list" in complaint(engine, table, PLAIN, AnswersInColumns(choices={"q": "said"}))
    assert "said: takes no JSON" in complaint(engine, table, PLAIN, AnswersInJson("said"))


def test_answers_may_be_of_an_enum_or_a_type_over_text(engine: Engine) -> None:
    """An Enum of texts and a type of the host's own over text hold answers."""

    class Title(TypeDecorator[str]):
        impl = String(40)
        cache_ok = True

    table = make_table(engine, Column("term", Enum("Fall", "Spring", native_enum=False)), Column("title", Title()))
    clients = SqlAlchemyClients(engine, table, PLAIN, AnswersInColumns({"term": "term", "title": "title"}))
    with clients.transaction() as transaction:
        transaction.create([NewClient("ada@example.edu", "A", "L", {"term": "Fall", "title": "Dr"})])
    assert [dict(client.answers) for client in clients.all()] == [{"term": "Fall", "title": "Dr"}]


def test_a_question_without_an_answer_leaves_its_column_to_the_default(engine: Engine) -> None:
    """A new client's unanswered column gets the default of the table, whoever else in the batch answers it."""
    table = make_table(
        engine,
        Column("tier", String(20), server_default="free"),
        Column("topic", String(20), default="any"),
        Column("plain", String(20)),
    )
    answers = AnswersInColumns({name: name for name in ("tier", "topic", "plain")})
    clients = SqlAlchemyClients(engine, table, PLAIN, answers)
    with clients.transaction() as transaction:
        given: list[dict[str, str]] = [{}, {"tier": "gold"}, {"topic": "art"}, {}]
        ids = transaction.create([NewClient(f"c{n}@x.y", "C", "C", each) for n, each in enumerate(given)])
    assert None not in ids
    assert [dict(client.answers) for client in sorted(clients.all(), key=lambda client: client.email)] == [
        {"tier": "free", "topic": "any"},
        {"tier": "gold", "topic": "any"},
        {"tier": "free", "topic": "art"},
        {"tier": "free", "topic": "any"},
    ]


@pytest.mark.parametrize("year", ["007", "+7", "1_000", " 7", "٧", "9" * 20, "9" * 5000])
def test_a_number_that_would_come_back_otherwise_is_refused(engine: Engine, year: str) -> None:
    """A column of integers takes what it gives back unchanged; anything else would be updated for ever."""
    table = make_table(engine, Column("year", Integer))
    clients = SqlAlchemyClients(engine, table, PLAIN, AnswersInColumns({"year": "year"}))
    with pytest.raises(StorageError, match=r"year takes whole numbers.*“year”") as raised:  # noqa: SIM117
        with clients.transaction() as transaction:
            transaction.create([NewClient("ada@example.edu", "A", "L", {"year": year})])
    assert year not in str(raised.value)


def test_questions_can_be_numbers(engine: Engine) -> None:
    """A table of answers may know its questions by number."""
    clients_table = make_table(engine)
    said = Table(
        "said",
        MetaData(),
        Column("id", Integer, primary_key=True),
        Column("client_id", Integer, nullable=False),
        Column("question", Integer, nullable=False),
        Column("answer", String(50)),
    )
    said.metadata.create_all(engine)
    clients = SqlAlchemyClients(engine, clients_table, PLAIN, AnswersInRows(said, choices=["7"]))
    with clients.transaction() as transaction:
        (client_id,) = transaction.create(
            [NewClient("ada@example.edu", "A", "L", {"3": "Art", "7": ("CVs", "Essays")})]
        )
    with engine.begin() as connection:
        connection.execute(insert(said).values(client_id=client_id, question=4, answer=None))
    assert [dict(client.answers) for client in clients.all()] == [{"3": "Art", "7": ("CVs", "Essays")}]


@pytest.mark.parametrize("stored", ["Essays, CVs", '"Essays"', '["Essays"', "[1]", '{"Essays": true}'])
def test_a_text_that_is_no_list_of_choices_is_named(engine: Engine, stored: str) -> None:
    """What the host wrote otherwise names question and client, and quotes nothing."""
    table = make_table(engine)
    with engine.begin() as connection:
        connection.execute(insert(table).values(id=7, email="a@x.y", email_key="a@x.y", answers=stored))
    clients = SqlAlchemyClients(engine, table, PLAIN, AnswersInColumns(choices={"help": "answers"}))
    with pytest.raises(StorageError, match="Client 7: The stored answer to “help” is no JSON list") as raised:
        list(clients.all())
    assert "Essays" not in str(raised.value)


@pytest.mark.parametrize("stored", ["{oops", '{"major": "Art"} and more'])
def test_a_text_that_is_no_json_is_named(engine: Engine, stored: str) -> None:
    """A text column of answers with something else in it names itself and the client."""
    table = make_table(engine)
    with engine.begin() as connection:
        connection.execute(insert(table).values(id=7, email="a@x.y", email_key="a@x.y", answers=stored))
    with pytest.raises(StorageError, match="Client 7: The column answers holds something else than a JSON object"):
        list(SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS).all())


@pytest.mark.parametrize("kind", [JSON(), Enum("Fall", native_enum=False)])
def test_a_value_that_its_type_cannot_read_is_named(engine: Engine, kind: Any) -> None:  # noqa: ANN401
    """Where SQLAlchemy itself cannot read a value, the error names the client and carries nothing of the value."""
    table = make_table(engine, Column("said", Text))
    with engine.begin() as connection:
        for number, stored in ((1, None), (7, "{oops")):
            email = f"c{number}@x.y"
            connection.execute(insert(table).values(id=number, email=email, email_key=email, said=stored))
    typed = Table("people", MetaData(), *(Column(c.name, c.type, primary_key=c.primary_key) for c in table.c))
    typed.c.said.type = kind
    answers = AnswersInJson("said") if isinstance(kind, JSON) else AnswersInColumns({"term": "said"})
    clients = SqlAlchemyClients(engine, typed, PLAIN, answers)
    with pytest.raises(
        StorageError, match=r"Client 7: (a column|The column said) holds (what its|something)"
    ) as raised:
        list(clients.all())
    assert "oops" not in f"{raised.value} {raised.value.__cause__} {raised.value.__context__!r}"


def test_a_question_that_is_no_number_is_named(engine: Engine) -> None:
    """Where questions are numbers, another id is refused by name."""
    said = Table("said", MetaData(), *(Column(name, Integer) for name in ("client_id", "question")))
    said.append_column(Column("answer", String(50)))
    said.metadata.create_all(engine)
    clients = SqlAlchemyClients(engine, make_table(engine), PLAIN, AnswersInRows(said))
    for question in ("major", "9" * 20):
        with pytest.raises(StorageError, match=f"said.question takes whole numbers, and “{question}” is none"):  # noqa: SIM117
            with clients.transaction() as transaction:
                transaction.create([NewClient("ada@example.edu", "A", "L", {question: "Art"})])


def test_members_that_are_no_answers_are_left_alone(engine: Engine) -> None:
    """What else the host keeps in the document is no answer, and stays as it is, its nulls too."""
    table = make_table(engine)
    theirs = {"newsletter": True, "score": 1.5, "address": {"city": None}, "seen": [1], "left": None, "major": "Art"}
    with engine.begin() as connection:
        row = {"email": "a@x.y", "email_key": "a@x.y", "answers": json.dumps(theirs)}
        connection.execute(insert(table).values(row))
    clients = SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS)
    (client,) = clients.all()
    assert dict(client.answers) == {"major": "Art"}
    with clients.transaction() as transaction:
        transaction.update([ClientUpdate(client.id, answers={"major": None, "year": "2029"})])
    with engine.connect() as connection:
        document = json.loads(str(connection.execute(select(table.c.answers)).scalar()))
    del theirs["major"]
    assert document == {**theirs, "year": "2029"}


def test_space_around_the_document_is_none_of_it(engine: Engine) -> None:
    """A host may write its JSON with spaces and line ends around it."""
    table = make_table(engine)
    row = {"email": "a@x.y", "email_key": "a@x.y", "answers": ' {"major": "Art"}\n'}
    other = {"email": "b@x.y", "email_key": "b@x.y", "answers": '{"major": "Law"}\n'}
    with engine.begin() as connection:
        connection.execute(insert(table), [row, other])
    clients = SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS)
    answers = {client.email: client.answers["major"] for client in clients.all()}
    assert answers == {"a@x.y": "Art", "b@x.y": "Law"}


def test_json_that_is_no_object_is_refused(engine: Engine) -> None:
    """A list is no document of answers."""
    table = make_table(engine)
    with engine.begin() as connection:
        connection.execute(insert(table).values(email="a@example.edu", email_key="a@example.edu", answers='["Art"]'))
    with pytest.raises(StorageError, match="something else than a JSON object"):
        list(SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS).all())


def test_numbers_and_blanks_in_json_are_read_as_answers(engine: Engine) -> None:
    """A number counts as its digits, a null, an empty text and an empty list as no answer; NULL holds none."""
    table = make_table(engine)
    documents = ['{"year": 2029, "a": null, "b": "", "c": [], "d": ["x"]}', None, ""]
    with engine.begin() as connection:
        for number, document in enumerate(documents):
            email = f"{number}@example.edu"
            connection.execute(insert(table).values(email=email, email_key=email, answers=document))
    answers = [dict(client.answers) for client in SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS).all()]
    assert answers == [{"year": "2029", "d": ("x",)}, {}, {}]


def test_a_cleared_answer_leaves_the_document(engine: Engine) -> None:
    """An answer that is taken away leaves no null behind for the host's own code to meet; the others stay."""
    table = make_table(engine)
    clients = SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS)
    with clients.transaction() as transaction:
        (client_id,) = transaction.create([NewClient("ada@example.edu", "A", "L", {"major": "Art", "help": ("CVs",)})])
        transaction.update([ClientUpdate(client_id or 0, answers={"help": None, "other": None, "year": "2029"})])
    with engine.connect() as connection:
        document = connection.execute(select(table.c.answers)).scalar()
    assert json.loads(str(document)) == {"major": "Art", "year": "2029"}


def test_a_table_without_passwords_says_so(engine: Engine) -> None:
    """Where there is no column for hashes, a roster with passwords stores nobody, and the way out is said."""
    clients = SqlAlchemyClients(engine, make_table(engine), PLAIN, JSON_ANSWERS)
    importer = Importer(form=RegistrationForm(questions=[]), clients=clients)
    plan = importer.plan(importer.read(b"email,first_name,last_name,password\nada@example.edu,A,L,a placeholder\n"))
    with pytest.raises(StorageError, match="The table people has no column for passwords: ignore that column"):
        importer.apply(plan)
    assert list(clients.all()) == []
    with clients.transaction() as transaction:
        (client_id,) = transaction.create([ADA])
    with pytest.raises(StorageError, match="no column for passwords"), clients.transaction() as transaction:
        transaction.set_passwords([NewPassword(client_id or 0, Secret("$2b$04$x"), None)])


def test_another_rule_of_the_table_is_a_storage_error_without_values(engine: Engine) -> None:
    """What the database refuses comes as one line of ours: no driver's error, no statement, no hash in any of it."""
    secret = "$2b$04$canary"
    table = make_table(
        engine,
        Column("hash", String(60), CheckConstraint("length(hash) > 20")),
        Column("imported", Boolean),
        UniqueConstraint("first_name"),
    )
    columns = ClientColumns(password_hash="hash", password_is_placeholder="imported")
    clients = SqlAlchemyClients(engine, table, columns, JSON_ANSWERS)
    with clients.transaction() as transaction:
        (client_id,) = transaction.create([ADA])
    with pytest.raises(StorageError, match=r"The database says: .*does not let") as raised:  # noqa: SIM117
        with clients.transaction() as transaction:
            transaction.create([NewClient("bob@example.edu", "Ada", "Other")])
    assert len(str(raised.value).splitlines()) == 1
    assert "written" not in str(raised.value)  # which only the host knows: it may read, or commit what it joined
    with pytest.raises(StorageError) as raised, clients.transaction() as transaction:
        transaction.set_passwords([NewPassword(client_id or 0, Secret(secret), None)])
    error: BaseException | None = raised.value
    while error is not None:
        assert secret not in f"{error} {error!r} {error.args} {vars(error)}"
        error = error.__cause__ or error.__context__
    assert [client.first_name for client in clients.all()] == ["Ada"]


def test_a_value_that_a_type_refuses_is_in_no_error(engine: Engine) -> None:
    """What a type of SQLAlchemy's or the host's own refuses comes as our error, without the value or its neighbours."""
    term: Column[str] = Column("term", Enum("Fall", native_enum=False, create_constraint=False, validate_strings=True))
    clients = SqlAlchemyClients(engine, make_table(engine, term), PLAIN, AnswersInColumns({"term": "term"}))
    with pytest.raises(StorageError, match="does not fit its column") as raised, clients.transaction() as transaction:
        transaction.create([NewClient("ada@example.edu", "A", "L", {"term": "canary"})])
    error: BaseException | None = raised.value
    while error is not None:
        assert "canary" not in f"{error} {error!r} {error.args} {vars(error)}"
        error = error.__cause__ or error.__context__


def test_text_that_does_not_fit_is_refused(engine: Engine) -> None:
    """A name longer than its column is refused, not cut, where the database counts."""
    clients = SqlAlchemyClients(engine, make_table(engine), PLAIN, JSON_ANSWERS)
    with clients.transaction() as transaction:
        (client_id,) = transaction.create([ADA])
    if engine.dialect.name == "sqlite":
        return  # it takes texts of any length
    with pytest.raises(StorageError, match=r"too long.*more room"), clients.transaction() as transaction:
        transaction.create([NewClient("bob@example.edu", "B" * 41, "B")])
    with pytest.raises(StorageError, match=r"too long.*more room"), clients.transaction() as transaction:
        transaction.update([ClientUpdate(client_id or 0, last_name="L" * 41)])
    assert [client.last_name for client in clients.all()] == ["Lovelace"]


@pytest.mark.parametrize("level", ["option", "engine"])
def test_an_engine_without_transactions_is_refused(engine: Engine, level: str) -> None:
    """An engine that commits each statement could not take an import back."""
    table = make_table(engine)
    without: Engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    if level == "engine":
        without = create_engine(engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with pytest.raises(StorageError, match="commits every statement"):
        SqlAlchemyClients(without, table, PLAIN, JSON_ANSWERS)


def test_an_sqlite_engine_that_begins_by_itself_is_fine() -> None:
    """The way of SQLAlchemy's documentation to transactions on SQLite, an event that says BEGIN, is no autocommit."""
    with ENGINES["sqlite"]() as engine:

        @event.listens_for(engine, "connect")
        def switch_off(connection: sqlite3.Connection, _record: object) -> None:
            connection.isolation_level = None

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

        clients = SqlAlchemyClients(engine, make_table(engine), PLAIN, JSON_ANSWERS)
        with pytest.raises(Broken):
            create_and_break(clients)
        assert list(clients.all()) == []


def test_other_databases_are_refused() -> None:
    """A database that nobody has tried is refused by name."""
    with pytest.raises(StorageError, match="mssql is not supported"):
        statements_for("mssql")


def test_references_by_several_columns_and_to_the_address_count(engine: Engine) -> None:
    """Whatever a foreign key points to, its client stays; what refers to nobody in the batch does not matter."""
    table = make_table(engine, UniqueConstraint("email", "first_name"))
    metadata = table.metadata
    Table(
        "letters",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("to_email", String(254)),
        Column("to_name", String(40)),
        ForeignKeyConstraint(["to_email", "to_name"], ["people.email", "people.first_name"], ondelete="SET NULL"),
    )
    Table("stamps", metadata, Column("id", Integer, primary_key=True), Column("letter", ForeignKey("letters.id")))
    metadata.create_all(engine)
    clients = SqlAlchemyClients(engine, table, PLAIN, JSON_ANSWERS)
    with clients.transaction() as transaction:
        ids = [made or 0 for made in transaction.create([ADA, NewClient("bob@example.edu", "Bob", "B")])]
    with engine.begin() as connection:
        connection.execute(insert(metadata.tables["letters"]).values(to_email="Ada@example.edu", to_name="Ada"))
    with clients.transaction() as transaction:
        assert transaction.delete(ids) == [ids[0]]
    with engine.connect() as connection:
        assert connection.execute(select(metadata.tables["letters"].c.to_name)).scalar() == "Ada"


def test_answers_go_with_their_client_and_no_other_table_does(engine: Engine) -> None:
    """Deleting takes the rows of answers along, although their foreign key would forbid it."""
    platform = in_rows()
    platform.metadata.create_all(engine)
    clients = platform.open(engine)
    with clients.transaction() as transaction:
        ids = transaction.create(
            [
                NewClient("ada@example.edu", "A", "L", {"note": "x"}),
                NewClient("b@example.edu", "B", "B", {"note": "y"}),
            ]
        )
        assert transaction.delete([ids[0] or 0]) == []
    responses = platform.metadata.tables["responses"]
    with engine.connect() as connection:
        assert connection.execute(select(responses.c.account, responses.c.said)).fetchall() == [(ids[1], "y")]


def test_nobody_who_vanished_gets_rows_of_answers(engine: Engine) -> None:
    """An update for a client who is gone leaves no answers without a client."""
    platform = in_rows()
    platform.metadata.create_all(engine)
    clients = platform.open(engine)
    with clients.transaction() as transaction:
        transaction.update([ClientUpdate(77, answers={"note": "x"})])
    with engine.connect() as connection:
        assert connection.execute(select(platform.metadata.tables["responses"])).fetchall() == []


def test_a_schema_may_be_named() -> None:
    """A table in a schema of its own is found there, and so is what refers to it from another."""
    with ENGINES["postgresql"]() as engine:
        platform = in_json()
        with engine.begin() as connection:
            schema = connection.execute(text("SELECT current_schema()")).scalar()
        metadata = MetaData()
        accounts = platform.accounts.to_metadata(metadata, schema=f"{schema}_2")
        visits = Table(
            "visits",
            metadata,
            Column("id", Integer, primary_key=True),
            Column("who", Integer),
            ForeignKeyConstraint(["who"], [accounts.c.id], ondelete="CASCADE"),
        )
        with engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}_2"))
        metadata.create_all(engine)
        columns = ClientColumns(
            email="address",
            email_key="address_key",
            first_name="given_name",
            last_name="family_name",
            new={"is_open": True, "secret_imported": False},
        )
        clients = SqlAlchemyClients(engine, accounts, columns, JSON_ANSWERS)
        with clients.transaction() as transaction:
            ids = [made or 0 for made in transaction.create([ADA, NewClient("bob@example.edu", "Bob", "B")])]
        with engine.begin() as connection:
            connection.execute(insert(visits).values(who=ids[1]))
        with clients.transaction() as transaction:
            assert transaction.delete(ids) == [ids[1]]
        metadata.drop_all(engine)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema}_2"))


@pytest.mark.parametrize(
    ("dialect", "collation", "merges"),
    [
        ("mysql", "utf8mb4_general_ci", True),
        ("mariadb", None, True),
        ("mysql", "utf8mb4_bin", False),
        ("postgresql", None, False),
        ("sqlite", "NOCASE", False),
    ],
)
def test_collations_that_merge_people(dialect: str, collation: str | None, merges: bool) -> None:
    """On MySQL and MariaDB a key's column takes ü for u unless its collation is binary."""
    said = list(collation_faults(dialect, "email_key", collation))
    assert [fault.partition(":")[0] for fault in said] == (["email_key"] if merges else [])


@pytest.mark.parametrize(("given", "refused"), [(1, False), (0, True), (None, True)])
def test_the_named_lock_of_mysql(given: int | None, refused: bool) -> None:
    """An import waits for the lock, gives it back at its end, and says so where somebody else keeps it."""
    released: list[str] = []
    with ENGINES["sqlite"]() as engine, engine.connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        driver.create_function("get_lock", 2, lambda _name, _seconds: given)
        driver.create_function("release_lock", 1, released.append)
        if refused:
            with pytest.raises(StorageError, match="Another import is running"):
                hold_named_lock(connection)
        else:
            hold_named_lock(connection)
    assert len(released) == (not refused)


def hold_named_lock(connection: Connection) -> None:
    with statements_for("mysql").one_import(connection, "people"):
        pass


def test_json_is_merged_by_mysqls_function() -> None:
    """MySQL and MariaDB know the merging of RFC 7396 under a name of their own."""
    stored = Table("people", MetaData(), Column("answers", Text)).c.answers
    merged = statements_for("mariadb").merge_json(stored, literal("{}"), removes=True)
    assert "json_merge_patch(coalesce(people.answers" in str(merged)
