"""One password, pushed through everything a person or a log can see, and through failures."""

from __future__ import annotations

import logging
import sqlite3
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import bcrypt
import pytest

from client_import import BadFile, ClientId, Importer, NewClient, NewPassword, PasswordsRemain, StorageError, read_table
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlite import SqliteClients
from commands import run
from rosters import FORM, QUICK

CANARY = "Kanarienvogel-77"
EXAMPLE_FORM = Path(__file__).parents[1] / "examples" / "registration-form.json"

ROSTERS = {
    "mapped": f"Email,First Name,Last Name,Password,Major\nada@example.edu,Ada,Lovelace,{CANARY},Golf\n",
    "unmapped": f"Email,First Name,Last Name,Old PW,Major\nada@example.edu,Ada,Lovelace,{CANARY},Golf\n",
    "wide": f"Email,First Name,Last Name,Password,Major\nada@example.edu,Ada,X,Lovelace,,{CANARY}\n",
    "narrow": f"Email,First Name,Last Name,Major,Password\nada@example.edu,Ada,Lovelace,{CANARY}\n",
    "wide and blank": f"Email,First Name,Password,Last Name\nada@example.edu,Ada,,{CANARY},\nb@example.edu,B,,B\n",
    "as a hash": f"Email,First Name,Last Name,Password Hash\nada@example.edu,Ada,Lovelace,{CANARY}\n",
    "swallowed by a quote": (
        f'Email,First Name,Last Name,Password\na@example.edu,Ada,"Love,{CANARY}\nb@example.edu,Bob,B",other-word\n'
    ),
    "narrow beside trailing commas": (
        "Email,First Name,Last Name,Password,Major,\na@example.edu,A,L,other-word,Biology,\n"
        f"b@example.edu,B,M,other-word,History,\nz@example.edu,Zoe,{CANARY},Biology,\n"
    ),
    "wide under a trailing comma": (
        "Email,First Name,Last Name,Password,Major,\na@example.edu,A,L,other-word,Biology\n"
        f"b@example.edu,B,M,other-word,History\nz@example.edu,Zoe,Smith, Jr.,{CANARY},\n"
    ),
    "narrow where rows end in a comma": (
        "Email,First Name,Last Name,Password,Major\na@example.edu,A,L,other-word,Biology,\n"
        f"b@example.edu,B,M,other-word,History,\nz@example.edu,Zoe,{CANARY},Biology,\n"
    ),
    "over two lines": f'Email,First Name,Last Name,Password\nada@example.edu,Ada,Lovelace,"{CANARY}\nrest"\n',
    "without a required column": f"Email,First Name,Password\nada@example.edu,Ada,{CANARY}\n",
    "without a header": f"ada@example.edu,Ada,Lovelace,{CANARY}\n",
    "without a header, with a broken address": (
        f"ada.example.edu,Ada,Lovelace,{CANARY}\nzoe@example.edu,Zoe,Okafor,other-word\n"
    ),
    "wide, where only one reading fits": (
        "Last Name,Email,First Name,Password,Major\nHopper,g@example.edu,Grace,,History\n"
        f"Lovelace, PhD,ada@example.edu,Ada,{CANARY},Biology\n"
    ),
    "wide, where the password is cut": (
        "Last Name,Email,First Name,Old PW,Major\nHopper,g@example.edu,Grace,,History\n"
        f"Lovelace,ada@example.edu,Ada,{CANARY},x,Biology\n"
    ),
    "moved, with a blank at the end": (
        "Last Name,Email,First Name,Password,Major\nHopper,g@example.edu,Grace,,History\n"
        f"Lovelace,ada@example.edu,Ada,Maria,{CANARY},\n"
    ),
    "in a name, with doubtful quotes": (
        f'Email,First Name,Last Name,Password\ng@example.edu,Grace,Hopper,\nada@example.edu,Ada,"{CANARY}"x",\n'
    ),
    "behind a quote that is not closed": (
        f'Email,First Name,Password,Last Name\ng@example.edu,Grace,,Hopper\nada@example.edu,Ada,"{CANARY},L\n'
    ),
    "with a lost letter": f"Email,First Name,Last Name,Password\nada@example.edu,Ada,Lovelace,{CANARY}\ufffd\n",
    "with wrong letters": f"Email,First Name,Last Name,Old PW\nada@example.edu,ZoÃ«,Lovelace,{CANARY}Ã«\n",
    "beside damaged values": (
        f"Email,First Name,Last Name,Old PW,NetID\nada@example.edu,#REF!,Lovelace,{CANARY},1.2E+10\n"
    ),
    "below a title": f"Clients of 2025\n\nEmail,First Name,Last Name,Old PW\nada@example.edu,Ada,L,{CANARY}\n",
    "above a total": f"Email,First Name,Last Name,Old PW\nada@example.edu,Ada,L,{CANARY}\nTotal,1,,\n",
    "in a row between quotation marks": (
        f'Email,First Name,Last Name,Old PW\ng@example.edu,Grace,Hopper,\n"ada@example.edu,Ada,Lovelace,{CANARY}"\n'
    ),
    "at the end of a file that is cut off": f"Email,First Name,Last Name,Old PW\nada@example.edu,Ada,Lovelace,{CANARY}",
    "under a repeated header": f"Email,First Name,Last Name,PW,PW\nada@example.edu,Ada,Lovelace,{CANARY},{CANARY}\n",
    "with a broken quote": f'Email,First Name,Last Name,Password\nada@example.edu,Ada,Lovelace,"{CANARY}"x\n',
}


def command(*arguments: str | Path) -> str:
    """Everything the command prints."""
    finished = run(*arguments)
    return finished.stdout + finished.stderr


@pytest.mark.parametrize("kind", ROSTERS)
def test_the_command_shows_no_password(tmp_path: Path, kind: str) -> None:
    """Neither preview nor apply, as text or JSON, prints it; the database holds at most its bcrypt hash."""
    roster, database = tmp_path / "roster.csv", tmp_path / "clients.db"
    roster.write_text(ROSTERS[kind], encoding="utf-8")
    where = (roster, "--form", EXAMPLE_FORM, "--clients", database)
    outputs = [command("preview", *where, *more) for more in ([], ["--json"], ["--all"], ["--ignore", "Password"])]
    outputs += [command("preview", *where, "--map", f"{header}=R4") for header in ("Password", "Old PW")]
    outputs += [command("apply", *where, "--yes", *more) for more in ([], ["--json"])]
    assert all(outputs)
    assert not [output for output in outputs if CANARY in output]
    if database.exists():
        assert CANARY.encode() not in database.read_bytes()
        connection = sqlite3.connect(database)
        stored = [row[0] for row in connection.execute("SELECT password_hash FROM clients")]
        connection.close()
        opened = [each is not None and bcrypt.checkpw(CANARY.encode(), each.encode()) for each in stored]
        assert opened == [kind == "mapped" for _ in stored]


class FailingClients(MemoryClients):
    """Breaks when clients are created, or when passwords are stored, and quotes what it was given."""

    def __init__(self, breaks_at: str) -> None:
        super().__init__()
        self.breaks_at = breaks_at

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            setattr(inner, self.breaks_at, self.fail)
            yield inner

    def fail(self, given: Sequence[NewClient] | Sequence[NewPassword]) -> list[ClientId | None]:
        if not given:  # asked whether it could
            return []
        raise StorageError(f"cannot store {given!r}")


@pytest.mark.parametrize(("breaks_at", "error"), [("create", StorageError), ("set_passwords", PasswordsRemain)])
def test_a_failure_shows_no_password(breaks_at: str, error: type[Exception], caplog: pytest.LogCaptureFixture) -> None:
    """An exception, its causes, its notes and every local of its frames show no password."""
    caplog.set_level(logging.DEBUG)
    importer = Importer(form=FORM, clients=FailingClients(breaks_at), rules=QUICK)
    plan = importer.plan(importer.read(ROSTERS["mapped"].encode()))
    with pytest.raises(error) as caught:
        importer.apply(plan)
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    text = "".join(told.format(chain=True))
    assert "cannot store" in text
    assert "Secret(•••)" in text or breaks_at == "create"
    assert CANARY not in text
    assert CANARY not in caplog.text


def test_the_hash_opens_the_account(tmp_path: Path) -> None:
    """What is stored is the bcrypt hash of the very password."""
    store = SqliteClients(tmp_path / "clients.db")
    importer = Importer(form=FORM, clients=store, rules=QUICK)
    report = importer.apply(importer.plan(importer.read(ROSTERS["mapped"].encode())))
    stored = store.password_hash(report.rows[0].client_id or 0)
    assert stored is not None
    assert bcrypt.checkpw(CANARY.encode(), stored.encode())


def test_a_client_given_as_the_header_is_not_quoted() -> None:
    """Whoever names a client's line as the header is told so, without the client's password."""
    roster = ROSTERS["mapped"].encode() + b"zoe@example.edu,Zoe,Okafor,other-word,History\n"
    with pytest.raises(BadFile) as caught:
        read_table(roster, header_line=2)
    assert caught.value.code == "file_no_header"
    assert CANARY not in str(caught.value)


def test_what_a_spreadsheet_left_is_no_password() -> None:
    """An error or a column too narrow in the password's column sets no password that anybody could guess."""
    rows = "".join(
        f"c{number}@example.edu,A,B,{cell}\n" for number, cell in enumerate(("########", "#VALUE!", "p\ufffdss-word"))
    )
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    plan = importer.plan(importer.read(f"Email,First Name,Last Name,Password\n{rows}".encode()))
    assert [problem.code.value for problem in plan.problems] == ["password_damaged"] * 3
    assert not any(row.password for row in plan.rows)
