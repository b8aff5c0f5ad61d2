"""Has to type-check only: what a host writes against the public names."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

from client_import import (
    Answer,
    BadRegistration,
    ChosenPassword,
    Client,
    ClientId,
    ClientRepository,
    ClientTransaction,
    CompletedRegistration,
    Importer,
    ImportRules,
    Mapping,
    PasswordRules,
    Plan,
    Question,
    RegistrationForm,
    Report,
    Secret,
    Step,
    Table,
    asks_password,
    choose_password,
    complete_registration,
    hash_password,
    needs_rehash,
    next_step,
    prefill,
    read_table,
    verify_password,
)
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlite import SqliteClients
from client_import.testing import Look, RepositoryContract, assert_no_secret, every_step

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
