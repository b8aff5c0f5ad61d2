"""Has to type-check only: what a host writes against the public names."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy import Table as Table_
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from client_import import (
    ENGLISH,
    Answer,
    BadRegistration,
    ChosenPassword,
    Client,
    ClientId,
    ClientRepository,
    ClientTransaction,
    CompletedRegistration,
    ExportOptions,
    Fit,
    Importer,
    ImportRules,
    Mapping,
    NewClient,
    Offer,
    PasswordRules,
    Plan,
    Question,
    RegistrationForm,
    Report,
    Secret,
    Separator,
    Step,
    Table,
    Writes,
    asks_password,
    choices_to_add,
    choose_password,
    complete_registration,
    dump_json,
    export_clients,
    find_chosen,
    hash_password,
    load_mapping,
    load_rules,
    needs_rehash,
    next_step,
    prefill,
    read_table,
    remember_gone,
    template,
    verify_password,
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
from client_import.testing import (
    FaultyRepository,
    Look,
    RepositoryContract,
    assert_no_secret,
    every_step,
    make_roster,
    sample_form,
    sample_rows,
)
from client_import.web import (
    ENGLISH_PAGES,
    FolderMappings,
    FolderUploads,
    SavedMappings,
    UploadStore,
    create_app,
    run_import,
)
from client_import.web import Look as Dress

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
reasons: list[tuple[str, str, float]] = [(each.field, each.reason, each.score) for each in mapping.assignments.values()]
offered: list[Offer] = [offer for offers in mapping.offers.values() for offer in offers]
decided: Mapping = mapping.translate("major", "Bio", "Biology").leave_out("major", "Golf").set_constant("a", "b")
decided = decided.set_default("c", "d").drop_constant("a").drop_default("c").drop_answer("major", "Golf")
needed: tuple[str, ...] = (*decided.missing, *decided.open_fields(form.fields), *decided.bookkeeping)
fit: Fit = importer.fit_mapping(table, load_mapping(dump_json(decided)))
best: tuple[str, Fit] | None = importer.best_fit(table, {"spring": remember_gone(fit.mapping, decided)})
strict: ImportRules = load_rules(dump_json(ImportRules(writes=Writes.UPDATE_ONLY, protected={"ada@example.edu"})))
lenient = ImportRules(protected=lambda key: key.endswith("@staff.example.edu"), clear_token="-none-")
plan: Plan = importer.plan(table, mapping)
groups: list[tuple[str, str, int]] = [(each.question, each.value, each.rows) for each in plan.unmatched]
wanted: list[str] = [value for values in choices_to_add(plan.unmatched).values() for value in values]
report: Report = importer.apply(
    plan, allow_mass_change=True, reviewed=plan.fingerprint, progress=lambda done, total: print(done / total)
)
created: int = report.counts.created
look_of_it = ExportOptions(labels=True, fields=["major"], separator=";", byte_order_mark=True, digits_as_text=True)
same_look = ExportOptions(fields=None, separator=Separator.TAB)
nobody: list[str] = []
pieces: list[str] = [
    *importer.export(),
    *importer.export(look_of_it, only=iter(["ada@example.edu"]), tell_unknown=nobody.append),
    *export_clients(find_chosen({"ada@example.edu"}, memory), form, same_look),
    template(form, look_of_it),
]
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


def name_user(new: NewClient) -> str:
    return new.email


def open_model(model: type) -> ClientRepository:
    fields = ClientFields(email_key="profile__key", new={"username": name_user})
    return DjangoClients(model, fields, JsonAnswers("profile__answers"), using="default", validate=True)


ada: Client = HostClients().find(())[0]
rules = PasswordRules()
step: Step = next_step(ada, single_sign_on=False)
asked: bool = asks_password(ada, single_sign_on=True)
shown: dict[str, Answer] = prefill(form, ada)
try:
    completed: CompletedRegistration = complete_registration(
        form, ada, {"major": "History"}, password="own", rules=rules
    )
    chosen: ChosenPassword = choose_password(ada, Secret("a word of my own"), rules)
    with MemoryClients().transaction() as in_memory, SqliteClients("clients.db").transaction() as in_file:
        saved: bool = in_memory.save_registration(completed) and in_file.save_registration(completed)
        changed: bool = in_memory.save_password(chosen) and in_file.save_password(chosen)
except BadRegistration as error:
    texts: list[str] = [problem.message for problem in error.problems]
stored: str | None = MemoryClients().password_hash(1)
opens: bool = verify_password("typed", stored) and verify_password(Secret("typed"), hash_password("typed", rules))
weak: bool = stored is not None and needs_rehash(stored, rules)


def run(look: Look) -> None:
    look(plan, report)
    importer.apply(plan, progress=look)


assert_no_secret(["canary-word-1"], run, stored=[sqlite, Path("clients.db")])
assert_no_secret(["canary-word-1"], every_step(importer, "roster.csv"))


def admit(request: Request) -> str | Response | None:
    return request.cookies.get("login") or RedirectResponse("/login")


async def admit_later(request: Request) -> str | None:
    return None


def enqueue(job: Callable[[], None], upload: str) -> None:
    run_import(uploads, importer, upload)


uploads: UploadStore = FolderUploads("uploads", idle=600)
place: SavedMappings = FolderMappings("mappings")
dress = Dress(texts={**ENGLISH_PAGES, "lang": "de"}, messages={**ENGLISH}, stylesheets=("/centre.css",))
pages: Starlette = create_app(importer=importer, authorize=admit, uploads=uploads, mappings=place, look=dress)
of_centres: Starlette = create_app(
    importer=lambda request: importer,
    authorize=admit_later,
    uploads=uploads,
    mappings=lambda request: place,
    start=enqueue,
    seconds=60,
)
