"""The search for leaks finds one wherever it is, and nothing in this library."""

from __future__ import annotations

import base64
import hashlib
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import attrs
import bcrypt
import pytest

from client_import import BadFile, Importer, ImportRules, PasswordRules, Secret, StorageError, corrections
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlite import SqliteClients
from client_import.testing import Look, Run, assert_no_secret, every_step
from rosters import FORM

CANARIES = ["Kanarienvogel-77", 'pa"ss wörd/1', "abc"[:3] + "-short"]
HASH = bcrypt.hashpw(b"hash of a word", bcrypt.gensalt(4)).decode()
LOGGER = logging.getLogger("host.of.mine")


@attrs.frozen
class Page:
    body: object


@dataclass
class Row:
    cell: object


class Plain:
    def __init__(self, body: object) -> None:
        self.body = body


class Slotted:
    __slots__ = ("body", "empty")

    def __init__(self, body: object) -> None:
        self.body = body


class OneSlot:
    __slots__ = "body"  # noqa: PLC0205 - it is allowed

    def __init__(self, body: object) -> None:
        self.body = body


class Query:
    """Rows that are read when somebody goes through them, as Django's are; neither a sequence nor an iterator."""

    def __init__(self, read: Callable[[], list[str]]) -> None:
        self.read = read

    def __iter__(self) -> Iterator[str]:
        return iter(self.read())


def ours(importer: Importer, folder: Path) -> Run:
    """An import with everything that shows anything, and a file of the rows that somebody has to correct."""
    roster = folder / "roster.csv"
    quoted = CANARIES[1].replace('"', '""')
    roster.write_text(
        "Email,First Name,Last Name,Password,Password Hash,Major\n"
        f"ada@example.edu,Ada,Lovelace,{CANARIES[0]},,Biology\n"
        f'bob@example.edu,Bob,B,"{quoted}",,Golf\n'
        f"eve@example.edu,Eve,E,,{HASH},\n"
        f"mia@example.edu,Mia,M,,{CANARIES[0]},\n"
        f"tom@example.edu,Tom,T,{CANARIES[2]},,\n"
        f"nobody,Zoe,Z,{CANARIES[0]},,\n"
        f"wide@example.edu,Zoe,Z,x,{CANARIES[0]},,\n",
        encoding="utf-8",
    )

    def run(look: Look) -> None:
        every_step(importer, roster)(look)
        plan = importer.plan(importer.read(roster))
        to_mend = folder / "corrections.csv"
        to_mend.write_text("".join(corrections(plan, warned=True)), "utf-8")
        look(to_mend, [each.to_dict() for each in plan.problems])

    return run


QUICK = ImportRules(passwords=PasswordRules(cost=4, import_minimum=10))


def test_nothing_of_ours_shows_in_memory(tmp_path: Path) -> None:
    """An import into memory shows no password: the last canary is too short and never set, and shows no more."""
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    assert_no_secret(CANARIES, ours(importer, tmp_path), stored=[importer.clients])
    assert sum(client.password_mark is not None for client in importer.clients.all()) == 3


def test_nothing_of_ours_shows_in_sqlite(tmp_path: Path) -> None:
    """An import into SQLite shows no password, and every byte of the file holds at most hashes."""
    store = SqliteClients(tmp_path / "clients.db")
    importer = Importer(form=FORM, clients=store, rules=QUICK)
    assert_no_secret(CANARIES, ours(importer, tmp_path), stored=[store, store.path, lambda: [store.password_hash(1)]])
    assert HASH.encode() in store.path.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        "x\n",
        f"Email,Last Name,Password\nada@example.edu,Lovelace,{CANARIES[0]}\n",
        f"ada@example.edu,Ada,Lovelace,{CANARIES[0]}\n",
        f"Email,First Name,Password\nada@example.edu,Ada,{CANARIES[0]}\n\nEmail,Name,PW\nb@example.edu,B,x\n",
        f"Email,First Name,Last Name,Password\na@example.edu,A,B,{CANARIES[0]}\n" + "\0\1" * 99,
    ],
)
def test_what_stops_an_import_shows_nothing(tmp_path: Path, content: str) -> None:
    """A file or mapping that is refused shows no cell, not even in the locals of a frame."""
    roster = tmp_path / "roster.csv"
    roster.write_text(content, encoding="utf-8")
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    refused: list[Exception] = []

    def run(look: Look) -> None:
        try:
            importer.plan(importer.read(roster))
        except Exception as error:
            refused.append(error)
            look(error)
            raise

    with pytest.raises((BadFile, ValueError)):
        assert_no_secret(CANARIES, run)
    assert refused


def raise_with_note(text: str) -> None:
    error = StorageError("cannot store it")
    error.add_note(f"it was {text}")
    raise error


def raise_from(text: str) -> None:
    raise StorageError("cannot store it") from ValueError(text)


def raise_after(text: str) -> None:
    try:
        raise ValueError(text)  # noqa: TRY301
    except ValueError:
        raise StorageError("cannot store it")  # noqa: B904 - the context is what is tested


def raise_group(text: str) -> None:
    raise ExceptionGroup("several", [ValueError("one"), ValueError(text)])


def raise_beside_a_local(text: str) -> None:
    cells = [text]
    raise StorageError("cannot store it" if cells else "")


def raise_with_attribute(text: str) -> None:
    error = StorageError("cannot store it")
    error.cells = (text,)  # type: ignore[attr-defined]
    raise error


def log_exception(text: str) -> None:
    try:
        raise ValueError(text)  # noqa: TRY301
    except ValueError:
        LOGGER.exception("could not")


class Rows(list[str]):
    title = ""


def titled(rows: list[str], title: str) -> Rows:
    titled_rows = Rows(rows)
    titled_rows.title = title
    return titled_rows


def with_page(text: str) -> StorageError:
    error = StorageError("cannot store it")
    page = Plain(text)
    page.error = error  # type: ignore[attr-defined] # each holds the other
    error.page = page  # type: ignore[attr-defined]
    return error


LEAKS: dict[str, Callable[[Look, str], object]] = {
    "str: canary": lambda look, text: look(f"Welcome, {text}"),
    "list[0]: canary": lambda look, text: look([f"Welcome, {text}"]),
    "dict['x'][0]: canary": lambda look, text: look({"x": (text,)}),
    "dict key: canary": lambda look, text: look({text: 1}),
    "bytes: canary": lambda look, text: look(f"cells={text}".encode()),
    "bytes: canary 1": lambda look, text: look(text.encode("utf-16")),
    "Page.body: canary": lambda look, text: look(Page(text)),
    "Row.cell: canary": lambda look, text: look(Row(text)),
    "Plain.body: canary": lambda look, text: look(Plain(text)),
    "list[0].body[0].body: canary": lambda look, text: look([Plain((Plain(text),))]),
    "Slotted.body: canary": lambda look, text: look(Slotted(text)),
    "OneSlot.body: canary": lambda look, text: look(OneSlot(text)),
    "Query[1]: canary": lambda look, text: look(Query(lambda: ["x", text])),
    "dict_values[0]: canary": lambda look, text: look({"x": text}.values()),
    "Rows.title: canary": lambda look, text: look(titled([], text)),
    "Rows[0]: canary": lambda look, text: look(titled([text], "")),
    "bytearray: canary": lambda look, text: look(bytearray(text.encode())),
    "log of host.of.mine (INFO)['page'].body: canary": lambda _, text: LOGGER.info("x", extra={"page": Plain(text)}),
    "StorageError: attributes[1]['page'].body: canary": lambda look, text: look(with_page(text)),
    "generator[0]: canary": lambda look, text: look(part for part in [text]),
    "look.<locals>": lambda look, text: look(object(), None, 7, text),
    "as SHA256": lambda look, text: look(hashlib.sha256(text.encode()).hexdigest()),
    "in Base64": lambda look, text: look({"token": base64.b64encode(text.encode())}),
    "in hexadecimals": lambda look, text: look(text.encode().hex()),
    "what the run returns: canary": lambda _, text: text,
    "standard output or error: canary": lambda _, text: print(text),  # noqa: T201
    "standard output or error: canary 1": lambda _, text: sys.stderr.write(text),
    "log of host.of.mine (DEBUG): canary": lambda _, text: LOGGER.debug("stored %s", text),
    "log of host.of.mine (INFO)['cells'][0]: canary": lambda _, text: LOGGER.info("x", extra={"cells": [text]}),
    "log of host.of.mine (ERROR)['exc_info']: ValueError: message: canary": lambda _, text: log_exception(text),
    "StorageError: message: canary": lambda _, text: (_ for _ in ()).throw(StorageError(text)),
    "StorageError: note[0]: canary": lambda _, text: raise_with_note(text),
    "ValueError: message: canary": lambda _, text: raise_from(text),
    "the end of the run: ValueError: message: canary": lambda _, text: raise_after(text),
    "ValueError: message: canary 1": lambda _, text: raise_group(text),
    "local variable 'cells' in raise_beside_a_local of test_leaks.py": lambda _, text: raise_beside_a_local(text),
    "StorageError: attributes[1]['cells'][0]: canary": lambda _, text: raise_with_attribute(text),
}


@pytest.mark.parametrize("place", LEAKS)
def test_a_leak_is_found(place: str) -> None:
    """Wherever a password shows, the error says where, and does not show it once more."""
    with pytest.raises(AssertionError) as caught:
        assert_no_secret(CANARIES, lambda look: LEAKS[place](look, CANARIES[0]))
    message = str(caught.value)
    assert message.startswith("A secret shows in ")
    assert place.removeprefix("look.<locals>") in message
    assert CANARIES[0] not in message
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("how", ["as JSON writes it", "as a URL writes it", "as a form writes it"])
def test_a_password_in_another_writing_is_found(how: str) -> None:
    """Quotes, spaces and other scripts are written in other ways; each is known."""
    written = {
        "as JSON writes it": '"pa\\"ss w\\u00f6rd/1"',
        "as a URL writes it": "?q=pa%22ss%20w%C3%B6rd/1",
        "as a form writes it": "q=pa%22ss+w%C3%B6rd%2F1",
    }
    with pytest.raises(AssertionError, match=f"canary 2 {how}"):
        assert_no_secret(CANARIES, lambda look: look(written[how]))


def test_files_are_read(tmp_path: Path) -> None:
    """The path of a file stands for what is in it, that of a folder for all its files; one that is missing for none."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "export.csv").write_bytes(b"a,b\n" + CANARIES[0].encode())
    for path in (tmp_path, tmp_path / "deep" / "export.csv"):
        with pytest.raises(AssertionError, match=r"file export\.csv: canary 1"):
            assert_no_secret(CANARIES, lambda look, path=path: look(path))  # type: ignore[misc]
    assert_no_secret(CANARIES, lambda look: look(tmp_path / "missing.csv"))


def test_hashes_belong_in_the_storage_only(tmp_path: Path) -> None:
    """A bcrypt hash is found wherever it shows, but for the storage; a password is found there too."""
    for run in (lambda look: look(HASH), lambda _: LOGGER.debug("UPDATE %s", (HASH, 1))):
        with pytest.raises(AssertionError, match="a bcrypt hash"):
            assert_no_secret(CANARIES, run)
    database = tmp_path / "dump.sql"
    database.write_text(HASH)
    assert_no_secret(CANARIES, lambda _: None, stored=[database, [HASH], lambda: {"hash": HASH}])
    with pytest.raises(AssertionError, match="storage 2: canary 1"):
        assert_no_secret(CANARIES, lambda _: None, stored=[[HASH], lambda: CANARIES[0]])


def test_a_value_that_holds_itself_ends_the_search() -> None:
    """Values within values are looked at to a depth at which nobody shows them any more."""
    loop: list[object] = ["harmless"]
    loop.append(loop)
    assert_no_secret(CANARIES, lambda look: look(loop))
    loop.insert(0, CANARIES[0])
    with pytest.raises(AssertionError, match=r"list\[0\]: canary 1"):
        assert_no_secret(CANARIES, lambda look: look(loop))


def test_one_value_in_many_places_is_looked_at_once() -> None:
    """Values that hold one another many times over do not make the search endless."""
    web = [Plain([]) for _ in range(30)]
    for each in web:
        each.body = web
    assert_no_secret(CANARIES, lambda look: look(web))
    web.append(Plain(CANARIES[0]))
    with pytest.raises(AssertionError, match=r"shows in 1 place:\n  list\[30\]\.body: canary 1$"):
        assert_no_secret(CANARIES, lambda look: look(web))


def test_what_cannot_be_gone_through_hides_nothing_else() -> None:
    """A query that fails, or a value without a text, does not end the search."""

    class Broken(Query):
        def __str__(self) -> str:
            raise RuntimeError

    class Fetching:
        __slots__ = ("missing",)

        def __getattr__(self, name: str) -> object:
            raise NameError(name)

    assert_no_secret(CANARIES, lambda look: look(Fetching()))
    broken = Broken(lambda: [""].pop(7).split())
    assert_no_secret(CANARIES, lambda look: look(broken))
    with pytest.raises(AssertionError, match=r"list\[1\]: canary 1"):
        assert_no_secret(CANARIES, lambda look: look([broken, CANARIES[0]]))


def test_what_is_no_part_of_a_value_is_not_looked_at(tmp_path: Path) -> None:
    """A path in an object only names a file, its iterator is left to the host, and its storage is no page."""
    roster = tmp_path / "roster.csv"
    roster.write_text(CANARIES[0])
    clients = SqliteClients(tmp_path / "clients.db")
    clients.path.write_text(HASH)
    rows = iter(["one", "two"])
    job = [Plain(roster), Plain(rows), Plain(clients), Plain(LOGGER), Plain(Plain), Plain(logging), Plain(raise_from)]
    assert_no_secret(CANARIES, lambda look: look(job))
    assert list(rows) == ["one", "two"]


def test_what_is_hidden_is_no_leak() -> None:
    """A secret that shows dots is none, wherever it stands."""
    assert_no_secret(CANARIES, lambda look: look(Plain(Secret(CANARIES[0]))))
    assert_no_secret(CANARIES, lambda look: look(Secret(CANARIES[0]), [Page(Secret(HASH))]))


def test_a_run_that_fails_is_no_success() -> None:
    """Where nothing shows, the run's own exception comes out."""
    with pytest.raises(StorageError, match="cannot store it"):
        assert_no_secret(CANARIES, lambda _: (_ for _ in ()).throw(StorageError("cannot store it")))


def test_a_value_that_cannot_be_shown_hides_nothing_else() -> None:
    """A local without a repr does not end the search."""

    class Broken:
        def __repr__(self) -> str:
            raise RuntimeError

    def run(_: Look) -> None:
        broken = [Broken()]
        raise StorageError(CANARIES[0] if broken else "")

    with pytest.raises(AssertionError, match="StorageError: message: canary 1"):
        assert_no_secret(CANARIES, run)


def log_apart(name: str) -> None:
    """As a host whose logging goes nowhere but into a file of its own."""
    logger = logging.getLogger(name)
    logger.propagate = False
    logger.error("stored %s", "x", extra={"row": CANARIES[0]})


def log_below(name: str) -> None:
    log_apart(f"{name}.above")
    logging.getLogger(f"{name}.above.below").error("stored %s", CANARIES[0])


def log_unnamed(name: str) -> None:
    logger = logging.Logger(name)  # noqa: LOG001 - some do
    logger.addHandler(logging.NullHandler())
    logger.error("stored %s", CANARIES[0])


def log_after_setting_up(name: str) -> None:
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])
    logging.getLogger(name).error("stored %s", CANARIES[0])


@pytest.mark.parametrize("log", [log_apart, log_below, log_unnamed, log_after_setting_up])
def test_a_logger_that_the_run_makes_is_heard(log: Callable[[str], None]) -> None:
    """Also where it passes nothing on, is known to no other, or the run sets logging up anew; and not longer."""
    handlers = logging.root.handlers[:]
    name = f"made.by.{log.__name__}"
    with pytest.raises(AssertionError, match=f"log of {name}"):
        assert_no_secret(CANARIES, lambda _: log(name))
    logging.root.handlers[:] = handlers
    known = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
    assert not [each for each in (logging.root, *known) if "Looking" in repr(each.handlers)]
    assert logging.getLogRecordFactory() is logging.LogRecord


def test_a_roster_without_passwords_proves_nothing(tmp_path: Path) -> None:
    """Where no password would be set, every step says so instead of finding nothing."""
    roster = tmp_path / "roster.csv"
    roster.write_text("Email,First Name,Last Name\nada@example.edu,Ada,Lovelace\n")
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    with pytest.raises(AssertionError, match="no password that would be set"):
        assert_no_secret(CANARIES, every_step(importer, roster))


def test_a_storage_that_breaks_quotes_the_passwords_it_was_given(tmp_path: Path) -> None:
    """Among what every step shows is the error of a storage that quotes new clients, and one that quotes passwords."""
    roster = tmp_path / "roster.csv"
    roster.write_text(f"Email,First Name,Last Name,Password\nada@example.edu,Ada,Lovelace,{CANARIES[0]}\n")
    seen: list[object] = []
    every_step(Importer(form=FORM, clients=MemoryClients(), rules=QUICK), roster)(lambda *shown: seen.extend(shown))
    causes = [str(each.__cause__ or each) for each in seen if isinstance(each, Exception)]
    assert ["[NewPassword(" in cause for cause in causes] == [False, True]
    assert "NewClient(" in causes[0]


@pytest.mark.parametrize("canaries", [[], ["short"], ["long enough", ""]])
def test_canaries_must_be_unmistakable(canaries: list[str]) -> None:
    """No canary finds nothing, and a short one stands anywhere by chance."""
    with pytest.raises(ValueError, match="at least 6 characters"):
        assert_no_secret(canaries, lambda _: None)


def test_many_places_are_cut_short() -> None:
    """Twenty places are named and the rest counted."""
    with pytest.raises(AssertionError, match=r"shows in 26 places:\n(?s:.*)… and 6 more$"):
        assert_no_secret(CANARIES, lambda look: look(*[CANARIES[0]] * 26))


def test_a_logger_that_passes_nothing_on_is_heard() -> None:
    """A logger with a handler of its own, which the root never hears, is listened to as well."""
    LOGGER.propagate = False
    try:
        with pytest.raises(AssertionError, match="log of host"):
            assert_no_secret(CANARIES, lambda _: LOGGER.debug("stored %s", CANARIES[0]))
        assert LOGGER.handlers == []
    finally:
        LOGGER.propagate = True


@pytest.mark.parametrize("how", ["disabled", "all disabled"])
def test_a_disabled_logger_is_heard(how: str) -> None:
    """A logger that a test's or a host's settings have silenced speaks in production, so it is listened to."""
    LOGGER.disabled = how == "disabled"
    logging.disable(logging.CRITICAL if how == "all disabled" else logging.NOTSET)
    try:
        with pytest.raises(AssertionError, match="log of host"):
            assert_no_secret(CANARIES, lambda _: LOGGER.debug("stored %s", CANARIES[0]))
        assert LOGGER.disabled is (how == "disabled")
        assert logging.root.manager.disable == (logging.CRITICAL if how == "all disabled" else logging.NOTSET)
    finally:
        LOGGER.disabled = False
        logging.disable(logging.NOTSET)


@pytest.mark.parametrize("stored", ["nothing", "a list", "a file", "a folder", "a query", "a repository"])
def test_a_storage_with_nothing_in_it_proves_nothing(tmp_path: Path, stored: str) -> None:
    """Where what is handed in as the storage is empty or not there, nothing could show, and that is said."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "clients.db").touch()
    held: object = {
        "nothing": lambda: None,
        "a list": [],
        "a file": tmp_path / "missing.db",
        "a folder": tmp_path / "empty",
        "a query": lambda: iter(()),
        "a repository": MemoryClients(),
    }[stored]
    with pytest.raises(AssertionError, match=r"Nothing is in storage 2, so nothing could show\."):
        assert_no_secret(CANARIES, lambda _: None, stored=[[HASH], held])
    with pytest.raises(AssertionError, match="A secret shows in 1 place"):
        assert_no_secret(CANARIES, lambda look: look(CANARIES[0]), stored=[held])
    with pytest.raises(StorageError):
        assert_no_secret(CANARIES, lambda _: raise_with_note("x"), stored=[held])


def test_a_query_is_a_storage() -> None:
    """Rows that are read when somebody goes through them are gone through."""
    assert_no_secret(CANARIES, lambda _: None, stored=[Query(lambda: [HASH])])
    with pytest.raises(AssertionError, match=r"storage 1\[0\]: canary 1"):
        assert_no_secret(CANARIES, lambda _: None, stored=[Query(lambda: [CANARIES[0]])])


def test_levels_of_loggers_are_as_before() -> None:
    """The search listens to everything and leaves every logger as it was."""
    LOGGER.setLevel(logging.ERROR)
    before = (LOGGER.level, logging.root.level, list(logging.root.handlers))
    assert_no_secret(CANARIES, lambda _: LOGGER.debug("nothing"))
    assert (LOGGER.level, logging.root.level, list(logging.root.handlers)) == before
    LOGGER.setLevel(logging.NOTSET)


def test_the_kit_needs_no_pytest() -> None:
    """A host whose tests are unittest's can use it."""
    code = "import client_import.testing, sys; print('pytest' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert finished.stdout == "False\n"
