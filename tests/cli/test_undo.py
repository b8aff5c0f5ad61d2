"""The command takes an import back, and keeps the reports that this needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from client_import import ClientUpdate, load_report
from client_import.repositories.sqlite import SqliteClients
from commands import FORM, at_a_terminal, run

ROSTER = "Email,First Name,Last Name,Major\nada@example.edu,Ada,Lovelace,history\neve@example.edu,Eve,Adams,\n"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A roster of two clients in a folder of its own."""
    path = tmp_path / "fall term.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def apply(roster: Path, *more: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    """Import the roster into `clients.db` beside it."""
    finished = run("apply", roster, "--form", FORM, "--clients", roster.parent / "clients.db", "--yes", *more)
    assert finished.returncode == status, finished.stderr
    return finished


def reports(roster: Path) -> list[Path]:
    return sorted((roster.parent / "clients.reports").iterdir())


def clients(roster: Path) -> SqliteClients:
    return SqliteClients(roster.parent / "clients.db")


def test_a_report_is_saved_and_the_line_to_type_takes_the_import_back(roster: Path) -> None:
    """What the command says on standard error is what a person types next; the undo is reported in its turn."""
    words = apply(roster, "--actor", "Mia Chen").stderr
    (saved,) = reports(roster)
    assert words == (
        "The report is saved; to take this back:  "
        f"client-import undo {saved} --clients {roster.parent / 'clients.db'}\n"
    )
    assert saved.name.endswith("Z-fall-term.json")
    report = load_report(saved.read_bytes())
    assert (report.occasion.actor, report.occasion.file_name, report.counts.created) == ("Mia Chen", "fall term.csv", 2)
    done = run("undo", saved, "--clients", roster.parent / "clients.db", "--yes")
    assert done.returncode == 0
    assert done.stdout.startswith("The import of fall term.csv on ")
    assert " UTC by Mia Chen: 2 created, 0 updated.\n" in done.stdout
    assert "  line 2     delete    ada@example.edu  Ada Lovelace\n             Major: History\n" in done.stdout
    assert done.stdout.endswith("2 deleted, 0 updated, 0 unchanged, 0 rejected.\n")
    assert list(clients(roster).all()) == []
    undone = next(path for path in reports(roster) if path.name.endswith("Z-undo.json"))
    assert done.stderr == f"The report is saved in {undone}\n"
    assert load_report(undone.read_bytes()).occasion.undoes == report.occasion.started


def test_reports_are_for_their_owner_and_never_overwritten(roster: Path) -> None:
    """The folder and the files open for nobody else; two imports in one second give two files."""
    apply(roster)
    for _ in range(3):
        apply(roster)
    assert len(reports(roster)) == 4
    assert {path.stat().st_mode & 0o777 for path in reports(roster)} == {0o600}
    assert (roster.parent / "clients.reports").stat().st_mode & 0o777 == 0o700


def test_a_name_that_is_taken_gets_a_number(roster: Path) -> None:
    """Where a report of that second is there already, the next one stands beside it."""
    from client_import.cli.saved_reports import Account, save_report  # noqa: PLC0415 - the only test below the command

    apply(roster, "--report", roster.parent / "own.json")
    report = load_report((roster.parent / "own.json").read_bytes())
    for _ in range(3):
        assert save_report(report, roster.parent / "clients.db", Account(None, None))
    stem = f"{report.occasion.started:%Y-%m-%dT%H%M%SZ}-fall-term"
    assert [path.name for path in reports(roster)] == [f"{stem}-2.json", f"{stem}-3.json", f"{stem}.json"]
    assert len({path.read_bytes() for path in reports(roster)}) == 1


def test_the_report_goes_where_it_is_told(roster: Path) -> None:
    """--report names the file, which must be new and be possible; otherwise nothing is imported."""
    own = roster.parent / "own.json"
    assert f"client-import undo {own}" in apply(roster, "--report", own).stderr
    assert own.stat().st_mode & 0o777 == 0o600
    assert not (roster.parent / "clients.reports").exists()
    before = own.read_bytes()
    assert "exists already" in apply(roster, "--report", own, status=2).stderr
    assert own.read_bytes() == before
    assert "cannot be written" in apply(roster, "--report", roster.parent / "nowhere" / "r.json", status=2).stderr
    twice = ("--report", roster.parent / "new.csv", "--backup", roster.parent / "new.csv")
    assert "Choose another name" in apply(roster, *twice, status=2).stderr


def test_an_import_whose_report_cannot_be_saved_says_so(roster: Path) -> None:
    """The import is done, so the command does not end as if it were not; nor as if all were well."""
    (roster.parent / "clients.reports").write_text("no folder", encoding="utf-8")
    finished = apply(roster, status=1)
    assert finished.stdout.endswith("2 created, 0 updated, 0 unchanged, 0 rejected.\n")
    assert finished.stderr.startswith("The clients are written, but their report could not be saved in ")
    assert len(list(clients(roster).all())) == 2


def test_a_report_is_saved_even_if_nobody_sees_the_import_end(roster: Path) -> None:
    """Standard output that is full or closed takes nothing from the report."""
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(
            [
                *(sys.executable, "-m", "client_import.cli", "apply", str(roster), "--form", FORM, "--yes", "--json"),
                *("--clients", str(roster.parent / "clients.db")),
            ],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert finished.returncode == 1
    assert load_report(reports(roster)[0].read_bytes()).counts.created == 2
    assert "to take this back" in finished.stderr


def test_a_link_to_the_database_leads_to_its_reports(roster: Path) -> None:
    """However the database is named, its reports are in one folder."""
    apply(roster)
    link = roster.parent / "elsewhere.db"
    link.symlink_to(roster.parent / "clients.db")
    apply(roster, "--clients", link)
    assert len(reports(roster)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="file names are texts there")
def test_names_that_are_no_text_do_no_harm(roster: Path) -> None:
    """A file name and a login name with bytes that are no UTF-8 end in a report all the same."""
    odd = Path(os.fsdecode(bytes(roster.parent) + b"/caf\xe9.csv"))
    odd.write_bytes(roster.read_bytes())
    apply(odd, "--actor", os.fsdecode(b"ren\xe9"))
    occasion = load_report(reports(roster)[0].read_bytes()).occasion
    assert (occasion.file_name, occasion.actor) == ("caf?.csv", "ren?")


def test_edits_are_shown_and_stay(roster: Path) -> None:
    """What was edited since is a warning, and the account stays; the status is still 0, for the plan was done."""
    apply(roster)
    (saved,) = reports(roster)
    with clients(roster).transaction() as transaction:
        transaction.update([ClientUpdate(1, first_name="Ida")])
    done = run("undo", saved, "--clients", roster.parent / "clients.db", "--yes")
    assert done.returncode == 0
    assert "“First Name” was changed after the import, so the account that it created is not deleted." in done.stdout
    assert "\nTo take back: 1 to delete, 0 to update, 1 unchanged, 0 rejected.\n" in done.stdout
    assert [client.first_name for client in clients(roster).all()] == ["Ida"]
    again = run("undo", saved, "--clients", roster.parent / "clients.db", "--yes")
    assert again.returncode == 0
    assert again.stdout.endswith("There is nothing to take back.\n")
    assert len(reports(roster)) == 2


def test_an_undo_of_an_undo_says_what_it_is(roster: Path) -> None:
    """The report of an undo is taken back as one, and those it deleted are named."""
    apply(roster)
    roster.write_text(ROSTER.replace("Lovelace", "King") + "leo@example.edu,Leo,Rossi,\n", encoding="utf-8")
    apply(roster, "--report", roster.parent / "second.json")
    where = ("--clients", roster.parent / "clients.db", "--yes")
    run("undo", roster.parent / "second.json", *where, "--report", roster.parent / "undo.json")
    shown = run("undo", roster.parent / "undo.json", *where)
    assert shown.stdout.startswith("The undo on ")
    assert ": 1 deleted, 1 updated.\n" in shown.stdout
    assert "             Last Name: Lovelace → King\n" in shown.stdout
    assert "This account was deleted when its import was undone" in shown.stdout
    assert [client.last_name for client in clients(roster).all()] == ["King", "Adams"]


def test_an_undo_as_json(roster: Path) -> None:
    """Standard output holds the undo's report and nothing else; without --yes there is no way to ask."""
    apply(roster)
    where = ("undo", reports(roster)[0], "--clients", roster.parent / "clients.db", "--json")
    assert "add --yes" in run(*where).stderr
    done = run(*where, "--yes", "--actor", "cron")
    report = json.loads(done.stdout)
    assert (report["actor"], report["counts"]["deleted"]) == ("cron", 2)


def test_an_undo_asks_first(roster: Path) -> None:
    """Without a terminal it does not start; at one, no leaves everything as it is and yes takes it back."""
    apply(roster)
    command = ("undo", reports(roster)[0], "--clients", roster.parent / "clients.db")
    alone = run(*command)
    assert alone.returncode == 2
    assert "There is no terminal to ask at. Nothing was written" in alone.stderr
    for typed, left, status in (("n", 2, 2), ("y", 0, 0)):
        child = at_a_terminal(*command)
        child.expect_exact("Take this back now?")
        child.sendline(typed)
        child.expect_exact("Nothing was written." if left else "2 deleted")
        child.wait()
        assert child.exitstatus == status
        assert len(list(clients(roster).all())) == left


def test_what_is_no_report_is_refused(roster: Path) -> None:
    """A file of another kind, a missing database, and a report written over another: one message, status 2."""
    apply(roster)
    (saved,) = reports(roster)
    database = roster.parent / "clients.db"
    for arguments, words in (
        ((roster, "--clients", database), f"{roster}: is no JSON"),
        ((saved, "--clients", roster.parent / "none.db"), "does not exist, so there is nothing to take back"),
        ((saved, "--clients", database, "--report", saved), "exists already"),
        ((roster.parent / "none.json", "--clients", database), "does not exist"),
    ):
        finished = run("undo", *arguments, "--yes")
        assert finished.returncode == 2
        assert words in finished.stderr
        assert "Traceback" not in finished.stderr
    assert len(list(clients(roster).all())) == 2


def test_passwords_that_will_be_replaced_for_good_are_declared(roster: Path) -> None:
    """The first plan says that a replaced password does not come back, and the undo counts them."""
    text = "Email,First Name,Last Name,Password\nada@example.edu,Ada,Lovelace,first-secret\n"
    roster.write_text(text, encoding="utf-8")
    apply(roster)
    roster.write_text(text.replace("first", "second"), encoding="utf-8")
    assert "Passwords: 1 to replace for good." in apply(roster, "--report", roster.parent / "r.json").stdout
    done = run("undo", roster.parent / "r.json", "--clients", roster.parent / "clients.db", "--yes")
    assert "Passwords that cannot be put back: 1." in done.stdout
