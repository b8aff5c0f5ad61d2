"""The command when the world around it misbehaves."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from client_import import Importer, ImportRules, RegistrationForm
from client_import.repositories.sqlite import SqliteClients

EXAMPLES = Path(__file__).parents[2] / "examples"
FORM = str(EXAMPLES / "registration-form.json")
COMMAND = [sys.executable, "-m", "client_import.cli"]
PEOPLE = "Email,First Name,Last Name\n" + "".join(f"c{number}@example.edu,Zoë,{number}\n" for number in range(3_000))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Three thousand people."""
    path = tmp_path / "roster.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        stdin=subprocess.DEVNULL,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("existing", [False, True], ids=["new file", "existing file"])
def test_a_killed_import_is_rolled_back_by_the_next(roster: Path, existing: bool) -> None:
    """After SIGKILL in the middle of the profiles the next command finds the storage as it was, and works."""
    database = roster.parent / "clients.db"
    if existing:
        (roster.parent / "one.csv").write_text("Email,First Name,Last Name\nada@example.edu,Ada,L\n")
        run("apply", roster.parent / "one.csv", "--form", FORM, "--clients", database, "--yes")
    killed = """
import os, signal, sys
from client_import import Importer, RegistrationForm
from client_import.repositories.sqlite import SqliteClients
store = SqliteClients(sys.argv[2])
importer = Importer(form=RegistrationForm(), clients=store)
from client_import.repositories.sqlite.transaction import SqliteTransaction
create = SqliteTransaction.create
def die(self, clients):
    self._connection.execute("PRAGMA cache_size = 1")
    create(self, clients)
    os.kill(os.getpid(), signal.SIGKILL)
SqliteTransaction.create = die
importer.apply(importer.plan(importer.read(sys.argv[1])))
"""
    finished = subprocess.run([sys.executable, "-c", killed, str(roster), str(database)], check=False)
    assert finished.returncode == -signal.SIGKILL
    assert Path(f"{database}-journal").exists()
    preview = run("preview", roster, "--form", FORM, "--clients", database, "--json")
    assert json.loads(preview.stdout)["counts"]["created"] == 3_000
    assert len(list(SqliteClients(database).all())) == int(existing)
    assert run("apply", roster, "--form", FORM, "--clients", database, "--yes").returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["text", "json"])
def test_a_terminal_without_utf8_shows_what_it_can(roster: Path, encoding: str, more: list[str]) -> None:
    """No traceback where standard output cannot take every letter; JSON stays JSON."""
    database = roster.parent / "clients.db"
    finished = run("apply", roster, "--form", FORM, "--clients", database, "--yes", *more, PYTHONIOENCODING=encoding)
    assert finished.returncode == 0
    assert finished.stderr.startswith("The report is saved; ")
    assert finished.stderr.count("\n") == 1
    if more:
        assert json.loads(finished.stdout)["counts"]["created"] == 3_000


def test_a_full_disk_does_not_hide_that_the_import_is_done(roster: Path) -> None:
    """When the report cannot be written, the command says that the import is done, and never exits 2."""
    database = roster.parent / "clients.db"
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(
            [*COMMAND, "apply", str(roster), "--form", FORM, "--clients", str(database), "--yes", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert finished.returncode == 1
    assert "The import is done (3000 created, 0 updated)" in finished.stderr
    assert len(list(SqliteClients(database).all())) == 3_000


def test_a_reader_who_leaves_before_the_import_stops_it(roster: Path) -> None:
    """`apply --yes --all | head -1` writes nothing, and says so with status 2."""
    database = roster.parent / "clients.db"
    command = (
        f"set -o pipefail; {' '.join(COMMAND)} apply {roster} --form {FORM} --clients {database} --yes --all | head -1"
    )
    finished = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert "Nothing was written" in finished.stderr
    assert not database.exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ('{"questions": [{"id": "a", "label": "b", "max_length": ' + "9" * 5_000 + "}]}", "4300 digits"),
        ('{"questions": [], "questions": []}', "“questions” stands twice"),
        ('{"questions": []}' + " " * 5_300_000, "larger than such a file can be"),
    ],
)
def test_odd_forms_are_refused(tmp_path: Path, form: str, words: str) -> None:
    """Huge numbers, repeated keys and huge files give a message."""
    path = tmp_path / "form.json"
    path.write_text(form, encoding="utf-8")
    finished = run("check-form", path)
    assert finished.returncode == 2
    assert words in finished.stderr
    assert "Traceback" not in finished.stderr


def test_roster_and_form_cannot_share_standard_input(tmp_path: Path) -> None:
    """Both from `-` is a usage error."""
    finished = run("preview", "-", "--form", "-", "--clients", tmp_path / "c.db")
    assert finished.returncode == 2
    assert "Only one of roster, form and rules" in finished.stderr


def test_headers_and_fields_may_hold_an_equals_sign(tmp_path: Path) -> None:
    """--map finds the = that divides an existing header from an existing field."""
    form, roster = tmp_path / "form.json", tmp_path / "roster.csv"
    form.write_text('{"questions": [{"id": "a=b", "label": "Code"}]}', encoding="utf-8")
    roster.write_text("Email,First,Last,X=1\na@example.edu,A,B,5\n", encoding="utf-8")
    options = ("--map", "X=1=a=b", "--json")
    finished = run("preview", roster, "--form", form, "--clients", tmp_path / "c.db", *options)
    assert json.loads(finished.stdout)["mapping"]["X=1"] == "a=b"


def test_damaged_answers_are_named(roster: Path) -> None:
    """Answers that somebody else broke give a message, not a traceback."""
    database = roster.parent / "clients.db"
    run("apply", roster, "--form", FORM, "--clients", database, "--yes")
    connection = sqlite3.connect(database)
    with connection:
        connection.execute("UPDATE clients SET answers = '[]' WHERE id = 1")
    connection.close()
    finished = run("preview", roster, "--form", FORM, "--clients", database)
    assert finished.returncode == 2
    assert "damaged" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_many_problems_are_cut_unless_all_is_asked_for(tmp_path: Path) -> None:
    """Five hundred problems are listed and the rest counted; --all lists every one."""
    roster = tmp_path / "roster.csv"
    roster.write_text("Email,First Name,Last Name\n" + "nobody,A,B\n" * 502, encoding="utf-8")
    shown = run("preview", roster, "--form", FORM, "--clients", tmp_path / "c.db").stdout
    assert "502 errors: not imported" in shown
    assert "… and 2 more; --all lists every one." in shown
    assert "line 503 " in run("preview", roster, "--form", FORM, "--clients", tmp_path / "c.db", "--all").stdout


def test_many_columns_take_no_time_to_speak_of(tmp_path: Path) -> None:
    """Twenty thousand repeated columns are read, mapped and planned; the work grows with the cells only."""
    header = ",".join(["Email", "First Name", "Last Name", *["Notes"] * 20_000])
    content = f"{header}\na@example.edu,A,B{',x' * 20_000}\n".encode()
    rules = ImportRules(max_columns=20_003)
    importer = Importer(form=RegistrationForm(), clients=SqliteClients(tmp_path / "c.db"), rules=rules)
    plan = importer.plan(importer.read(content))
    assert plan.counts.created == 1
    assert plan.records.mapping.headers[-1] == "Notes [20000]"
    assert [(found.code, dict(found.params)) for found in plan.problems] == [
        ("repeated_header", {"value": "Notes", "times": 20_000, "second": "Notes [2]"})
    ]


def test_export_and_template(roster: Path) -> None:
    """`export` writes what imports as unchanged; `template` its header; `--backup` exports before the import."""
    database, backup, out = (roster.parent / name for name in ("clients.db", "backup.csv", "out.csv"))
    run("apply", roster, "--form", FORM, "--clients", database, "--yes")
    run("apply", roster, "--form", FORM, "--clients", database, "--yes", "--backup", backup)
    exported = run("export", "--form", FORM, "--clients", database)
    assert exported.returncode == 0
    assert exported.stdout.splitlines()[0] == run("template", "--form", FORM).stdout.strip()
    assert exported.stdout.splitlines()[0] == "email,first_name,last_name,R2,R3,R4,R5,R6,R7,R8"
    assert run("export", "--form", FORM, "--clients", database, "-o", out).stdout == ""
    assert backup.read_bytes() == out.read_bytes()
    again = json.loads(run("preview", out, "--form", FORM, "--clients", database, "--json").stdout)
    assert again["counts"]["unchanged"] == 3_000
    assert run("export", "--form", FORM, "--clients", roster.parent / "none.db").returncode == 2


def test_the_example_database_comes_back_unchanged(tmp_path: Path) -> None:
    """The export of the example's clients, imported again, changes nobody and rejects nothing."""
    database, out = tmp_path / "clients.db", tmp_path / "out.csv"
    applied = run("apply", EXAMPLES / "roster.csv", "--form", FORM, "--clients", database, "--yes", "--json")
    created = json.loads(applied.stdout)["counts"]["created"]
    run("export", "--form", FORM, "--clients", database, "-o", out)
    again = json.loads(run("apply", out, "--form", FORM, "--clients", database, "--yes", "--json").stdout)
    assert again["counts"]["unchanged"] == again["counts"]["rows"] == created > 50
    assert again["problems"] == []


@pytest.mark.parametrize("what", ["clients.db", "form.json", "roster.csv", "link.db"])
@pytest.mark.parametrize("option", ["--backup", "--save-mapping", "-o"])
def test_no_output_is_written_over_what_is_read(tmp_path: Path, what: str, option: str) -> None:
    """A slip of the hand cannot overwrite the accounts, the form or the roster, nor through a link."""
    for name in ("clients.db", "form.json", "roster.csv"):
        (tmp_path / name).write_bytes(Path(FORM).read_bytes() if name == "form.json" else b"")
    (tmp_path / "roster.csv").write_text("Email,First Name,Last Name\na@example.edu,A,B\n", encoding="utf-8")
    (tmp_path / "link.db").symlink_to(tmp_path / "clients.db")
    where = ("--form", tmp_path / "form.json", "--clients", tmp_path / "clients.db")
    run("apply", tmp_path / "roster.csv", *where, "--yes")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    if option == "-o" and what == "roster.csv":
        return  # an export reads no roster
    command = ("export",) if option == "-o" else ("apply", tmp_path / "roster.csv", "--yes")
    finished = run(*command, *where, option, tmp_path / what)
    assert finished.returncode == 2
    assert "Choose another name" in finished.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    """A file is replaced only once all of its new content is there, and nothing else is left behind."""
    out, database = tmp_path / "out.csv", tmp_path / "clients.db"
    out.write_text("precious", encoding="utf-8")
    database.write_text("no database, but long enough to be taken for one" * 40, encoding="utf-8")
    assert run("export", "--form", FORM, "--clients", database, "-o", out).returncode == 2
    assert out.read_text("utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clients.db", "out.csv"]


def test_a_mapping_for_other_files_is_refused(roster: Path) -> None:
    """A saved mapping of which no column is in the file stops, instead of doing nothing in silence."""
    saved = roster.parent / "mapping.json"
    saved.write_text('{"client_import": "mapping", "version": 1, "columns": {"Nope": "R5"}}', encoding="utf-8")
    finished = run("preview", roster, "--form", FORM, "--clients", roster.parent / "c.db", "--mapping", saved)
    assert finished.returncode == 2
    assert "another kind of file" in finished.stderr


def test_a_pipe_is_written_to_and_a_link_is_followed(tmp_path: Path) -> None:
    """`-o` never replaces a device or pipe by a file, and a link stays a link."""
    pipe, link, target = tmp_path / "pipe", tmp_path / "link.csv", tmp_path / "target.csv"
    os.mkfifo(pipe)
    link.symlink_to(target)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE, text=True) as reader:
        assert run("template", "--form", FORM, "-o", pipe).returncode == 0
        header, _ = reader.communicate(timeout=30)
    assert header.startswith("email,first_name,last_name,R2")
    assert pipe.is_fifo()
    assert run("template", "--form", FORM, "-o", link).returncode == 0
    assert link.is_symlink()
    assert target.read_text("utf-8") == header
