"""Hypothesis strategies for whole worlds: a form, a storage with clients in it, a roster, rules.

Addresses come from a small pool in many spellings, so that rows meet stored clients and one another.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import attrs
from hypothesis import strategies as st

from client_import import (
    Answer,
    ChoicesAnswers,
    Client,
    ClientRepository,
    ClientUpdate,
    Conflicts,
    Duplicates,
    ExistingPasswords,
    Importer,
    ImportRules,
    InactiveClients,
    Mapping,
    NewClient,
    NewPassword,
    PasswordRules,
    Plan,
    Question,
    RegistrationForm,
    Secret,
    StoredValues,
    Table,
    UnmatchedAnswers,
    Writes,
    email_key,
    password_mark,
)
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlite import SqliteClients

ADDRESSES = (
    ("ada@example.edu", "Ada@Example.EDU", " ada@example.edu\u00a0", "ADA@EXAMPLE.EDU"),
    ("bob@example.edu", "BOB@example.edu"),
    ("jürgen@münchen.example", "JÜRGEN@xn--mnchen-3ya.example", "ju\u0308rgen@münchen.example"),
    ("eve@straße.example", "eve@xn--strae-oqa.example"),
    ("zoë@example.edu",),
    ("mia@example.edu",),
)
BROKEN_ADDRESSES = ("", "  ", "nobody", "a b@example.edu", "x@example..edu", "a@example.edu, b@example.edu")

QUESTIONS = (
    Question("note", "Note"),
    Question("year", "Year", pattern="20[0-9]{2}", max_length=4),
    Question("major", "Major", kind="choice", choices=["Biology", "History", "Film, Media"]),
    Question("help", "Help with", kind="choices", choices=["Essays", "CVs", "Citing, quoting", "A|B"]),
)
CELLS = {
    "first_name": ("Ada", "Bob", " Zoë ", "'t Hart", "王"),
    "last_name": ("Lovelace", "de la Cruz", "O'Brien", "小明"),
    "note": ("hello", "two\nlines", '"quoted"', "0012", "x" * 50),
    "year": ("2029", "29", "20301"),
    "major": ("biology", "HIS TORY", "Film, Media", "Chemistry"),
    "help": ("Essays", "cvs; essays", "Essays, Citing, quoting", "A|B", "Essays|Golf", "nothing"),
    "full_name": ("Lovelace, Ada", "Zoë Okafor", "Maria de la Cruz", "小明 王", "Plato", "Smith, John, Jr."),
}
CLEAR = "-none-"
VALUES = {"note": "from the roster", "year": "2030", "major": "history", "help": "CVs"}
TRANSLATIONS = (("major", "chemistry", "Biology"), ("help", "Golf", "Essays"), ("help", "nothing", None))
STORED_ANSWERS: dict[str, tuple[Answer, ...]] = {
    "note": ("hello", "other"),
    "year": ("2029", "1999"),
    "major": ("Biology", "History", "Gone"),
    "help": (("Essays",), ("CVs", "Essays"), ("Gone",)),
    "unasked": ("kept",),
}
CANARY = "cnry-"
"""Starts every generated password; by itself it is one that is too short."""

MORNING = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
"""When everything happens, so that two reports can be compared."""
_HASH = "$2b$04$" + "a" * 53
OTHER_HASH = "$2b$04$" + "z" * 53


mostly = st.sampled_from((True, True, True, False))


@attrs.frozen
class World:
    """Everything an import needs, and nothing imported yet."""

    form: RegistrationForm
    clients: tuple[Client, ...]
    header: tuple[str, ...]
    rows: tuple[dict[str, str], ...]
    rules: ImportRules
    constants: tuple[tuple[str, str], ...] = ()
    defaults: tuple[str, ...] = ()
    translations: tuple[tuple[str, str, str | None], ...] = ()

    def decide(self, mapping: Mapping) -> Mapping:
        """The mapping with what the administrator of this world decided beside the columns."""
        for question, constant in self.constants:
            mapping = mapping.set_constant(question, constant)
        for question in self.defaults:
            mapping = mapping.set_default(question, VALUES[question])
        for question, value, choice in self.translations:
            if choice is None:
                mapping = mapping.leave_out(question, value)
            else:
                mapping = mapping.translate(question, value, choice)
        return mapping

    @property
    def content(self) -> bytes:
        """The roster as a CSV file."""
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(self.header)
        writer.writerows([row[column] for column in self.header] for row in self.rows)
        return file.getvalue().encode()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all addresses in the pool."""
        return frozenset(email_key(spellings[0]) for spellings in ADDRESSES)


def some(texts: tuple[str, ...]) -> st.SearchStrategy[str]:
    """One of the texts, or a blank."""
    return st.sampled_from(("", " ", *texts))


@st.composite
def stored_clients(draw: st.DrawFn, questions: tuple[Question, ...], *, doubles: bool) -> tuple[Client, ...]:
    """Clients as a host may hold them: any state of account, any answer, now and then two with one key."""
    clients: list[Client] = []
    ids = iter(range(1, 100))
    for spellings in ADDRESSES:
        most = 2 if doubles else 1
        for _ in range(draw(st.integers(0, most))):
            asked = [*(question.id for question in questions), "unasked"]
            answers = {question: draw(st.sampled_from(STORED_ANSWERS[question])) for question in asked if draw(mostly)}
            marked = draw(st.booleans())
            clients.append(
                Client(
                    id=next(ids),
                    email=draw(st.sampled_from(spellings)).strip(),
                    first_name=draw(st.sampled_from(("Ada", "Zoë"))),
                    last_name=draw(st.sampled_from(("Lovelace", "de la Cruz"))),
                    answers=answers,
                    active=draw(st.booleans()),
                    registration_completed=draw(st.booleans()),
                    password_mark=password_mark(_HASH) if marked else None,
                    password_is_placeholder=marked and draw(st.booleans()),
                )
            )
    return tuple(clients)


@st.composite
def any_rules(draw: st.DrawFn) -> ImportRules:
    """Rules in every combination; the defaults of those that the laws name are as likely as the others."""
    addresses = frozenset(spellings[0] for spellings in ADDRESSES if draw(st.integers(0, 9)) == 0)
    keys = frozenset(map(email_key, addresses))
    protected: frozenset[str] | Callable[[str], bool] = keys.__contains__ if draw(st.booleans()) else addresses
    return ImportRules(
        writes=draw(st.sampled_from(Writes)),
        stored_values=draw(st.sampled_from(StoredValues)),
        choices_answers=draw(st.sampled_from(ChoicesAnswers)),
        clear_token=draw(st.sampled_from((None, CLEAR))),
        duplicates=draw(st.sampled_from(Duplicates)),
        unmatched_answers=draw(st.sampled_from(UnmatchedAnswers)),
        inactive_clients=draw(st.sampled_from(InactiveClients)),
        protected=protected,
        mass_change_share=draw(st.sampled_from((0.0, 0.2, 1.0))),
        mass_change_minimum=draw(st.sampled_from((1, 20))),
        conflicts=draw(st.sampled_from(Conflicts)),
        passwords=PasswordRules(cost=4, existing=draw(st.sampled_from(ExistingPasswords))),
    )


@st.composite
def default_rules(draw: st.DrawFn) -> ImportRules:
    """The defaults, but for what happens to existing passwords and on a conflict."""
    return ImportRules(
        passwords=PasswordRules(cost=4, existing=draw(st.sampled_from(ExistingPasswords))),
        conflicts=draw(st.sampled_from(Conflicts)),
    )


@st.composite
def worlds(
    draw: st.DrawFn, *, doubles: bool = False, passwords: bool | None = None, every_choice: bool = False
) -> World:
    """A form, a storage, a roster and rules.

    Args:
        draw: Hypothesis's.
        doubles: Whether two stored clients may have one key.
        passwords: Whether the roster has a column of them; absent: sometimes.
        every_choice: Whether rules, names and values may be anything that an administrator can choose.
    """
    questions = tuple(question for question in QUESTIONS if draw(mostly))
    names = ["full_name"] if every_choice and draw(st.booleans()) else ["first_name", "last_name"]
    columns = ["email", *names, *(question.id for question in questions if draw(mostly))]
    absent = [question.id for question in questions if question.id not in columns and every_choice]
    rules = draw(any_rules() if every_choice else default_rules())
    clearing = [CLEAR] if rules.clear_token else []
    constants = {each: draw(st.sampled_from([VALUES[each], *clearing])) for each in absent if draw(st.booleans())}
    asked = [question.id for question in questions if every_choice]
    with_passwords = draw(st.booleans()) if passwords is None else passwords
    if with_passwords:
        columns.append("password")
    header = (*draw(st.permutations(columns)), *(["Locker"] if draw(st.booleans()) else []))
    addresses = tuple(spelling for spellings in ADDRESSES for spelling in spellings)
    cells = {
        "email": st.sampled_from((*addresses, *addresses, *BROKEN_ADDRESSES)),
        "full_name": st.sampled_from((*CELLS["full_name"] * 3, "", CLEAR)),
        "first_name": st.sampled_from((*CELLS["first_name"] * 3, "")),
        "last_name": st.sampled_from((*CELLS["last_name"] * 3, "")),
        "password": st.sampled_from(("", CANARY, f"{CANARY}1", f"{CANARY}2 🐤", CANARY + "x" * 80)),
        "Locker": some(("L1", "L2")),
    }
    cleared = (CLEAR, f" {CLEAR}") if every_choice else ()
    row = st.fixed_dictionaries(
        {column: cells[column] if column in cells else some((*CELLS[column], *cleared)) for column in header}
    )
    rows = draw(st.lists(row, min_size=1, max_size=8))
    filled = [row for row in rows if any(cell.strip() for cell in row.values())]
    if not filled:
        filled = [dict.fromkeys(header, "x")]
    return World(
        form=RegistrationForm(questions=questions),
        clients=draw(stored_clients(questions, doubles=doubles)),
        header=header,
        rows=tuple(filled),
        rules=rules,
        constants=tuple(constants.items()),
        defaults=tuple(question for question in asked if draw(st.booleans())),
        translations=tuple(each for each in TRANSLATIONS if each[0] in asked and draw(st.booleans())),
    )


Store = MemoryClients | SqliteClients


@contextmanager
def memory(clients: tuple[Client, ...]) -> Iterator[MemoryClients]:
    """Memory holding these clients."""
    yield MemoryClients(clients)


@contextmanager
def sqlite(clients: tuple[Client, ...]) -> Iterator[SqliteClients]:
    """An SQLite file holding these clients."""
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteClients(Path(folder) / "clients.db")
        with store.transaction():
            pass  # makes the file
        connection = sqlite3.connect(store.path)
        with connection:
            connection.executemany("INSERT INTO clients VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_to_row, clients))
        connection.close()
        yield store


def _to_row(client: Client) -> tuple[object, ...]:
    return (
        client.id,
        email_key(client.email),
        client.email,
        client.first_name,
        client.last_name,
        json.dumps(client.answers),
        client.active,
        client.registration_completed,
        _HASH if client.password_mark else None,
        client.password_is_placeholder,
    )


def snapshot(store: ClientRepository) -> dict[object, Client]:
    """Every client by id."""
    return {client.id: client for client in store.all()}


def importer_for(world: World, store: ClientRepository) -> Importer:
    """The importer of a world over a store that holds its clients."""
    return Importer(form=world.form, clients=store, rules=world.rules, clock=lambda: MORNING)


def plan_for(world: World, store: ClientRepository) -> tuple[Importer, Plan]:
    """The importer and the dry run."""
    importer = importer_for(world, store)
    table = importer.read(world.content)
    return importer, importer.plan(table, mapping_for(world, importer, table))


def mapping_for(world: World, importer: Importer, table: Table) -> Mapping:
    """The suggested mapping with the decisions of the world."""
    return world.decide(importer.suggest_mapping(table))


def edits(store: Store) -> st.SearchStrategy[Callable[[], None]]:
    """Something that happens to a stored client between a dry run and its import."""
    clients = list(store.all())

    def rename(client: Client) -> None:
        with store.transaction() as transaction:
            transaction.update([ClientUpdate(client.id, first_name="Edited")])

    def answer(client: Client) -> None:
        with store.transaction() as transaction:
            transaction.update([ClientUpdate(client.id, answers={"note": "edited", "major": None})])

    def choose_password(client: Client) -> None:
        with store.transaction() as transaction:
            transaction.set_passwords([NewPassword(client.id, Secret(OTHER_HASH), client.password_mark)])

    def remove(client: Client) -> None:
        with store.transaction() as transaction:
            transaction.delete([client.id])

    def sign_up() -> None:
        with store.transaction() as transaction:
            transaction.create([NewClient("mia@example.edu", "Mia", "Own"), NewClient("BOB@example.edu", "B", "Own")])

    touching = [
        st.builds(lambda act, client: lambda: act(client), st.sampled_from(acts), st.sampled_from(clients))
        for acts in [[rename, answer, choose_password, remove]]
        if clients
    ]
    return st.one_of(st.just(sign_up), *touching)
