"""The command, run as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pexpect
import pytest

from client_import.repositories.sqlite import SqliteClients
from commands import EXAMPLES, FORM, at_a_terminal, run

GOOD = "Email,First Name,Last Name,Major\nada@example.edu,Ada,Lovelace,history\n"
MIXED = GOOD + "nobody,Bob,B,Golf\n"


@pytest.fixture
def centre(tmp_path: Path) -> tuple[Path, Path]:
    """A roster with one good and one bad row, and the path of a database that is not there yet."""
    path = tmp_path / "roster.csv"
    path.write_text(MIXED, encoding="utf-8")
    return path, tmp_path / "clients.db"


def test_preview_writes_nothing(centre: tuple[Path, Path]) -> None:
    """No file is made by a preview, and an existing one keeps every byte."""
    path, database = centre
    assert run("preview", path, "--form", FORM, "--clients", database).returncode == 1
    assert not database.exists()
    run("apply", path, "--form", FORM, "--clients", database, "--yes")
    before = database.read_bytes()
    assert run("preview", path, "--form", FORM, "--clients", database).returncode == 1
    assert database.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["clients.db", "clients.reports", "roster.csv"]


def test_preview_shows_what_will_happen(centre: tuple[Path, Path]) -> None:
    """Columns with samples, changes, each problem with its line, and the counts at the end."""
    shown = run("preview", centre[0], "--form", FORM, "--clients", centre[1]).stdout
    assert "roster.csv: 2 rows, 4 columns, UTF-8, separated by commas" in shown
    assert "Major       Major       same label  history" in shown
    assert "  line 2     create    ada@example.edu  Ada Lovelace\n             Major: History\n" in shown
    assert "1 error: not imported\n  line 3     Email: “nobody” is not" in shown
    assert shown.endswith("To import: 1 to create, 0 to update, 0 unchanged, 1 rejected.\n")


def test_apply_ends_with_the_counts(centre: tuple[Path, Path]) -> None:
    """The last line counts; a second run changes nobody."""
    arguments = ("apply", centre[0], "--form", FORM, "--clients", centre[1], "--yes")
    first, second = run(*arguments), run(*arguments)
    assert first.returncode == second.returncode == 1
    assert first.stdout.splitlines()[-1] == "1 created, 0 updated, 0 unchanged, 1 rejected."
    assert second.stdout.splitlines()[-1] == "0 created, 0 updated, 1 unchanged, 1 rejected."


def test_status_is_0_when_every_row_went_in(centre: tuple[Path, Path]) -> None:
    """Warnings do not count as failures."""
    centre[0].write_text(GOOD.replace("history", "Golf"), encoding="utf-8")
    assert run("apply", centre[0], "--form", FORM, "--clients", centre[1], "--yes").returncode == 0


def test_apply_without_terminal_needs_yes(centre: tuple[Path, Path]) -> None:
    """Nothing is written when there is nobody to ask."""
    finished = run("apply", centre[0], "--form", FORM, "--clients", centre[1])
    assert finished.returncode == 2
    assert "--yes" in finished.stderr
    assert not centre[1].exists()


@pytest.mark.parametrize(("answer", "status", "stored"), [("y\r", 1, 1), ("n\r", 2, 0), ("\x03", 2, 0)])
def test_apply_asks_at_a_terminal(centre: tuple[Path, Path], answer: str, status: int, stored: int) -> None:
    """At a terminal the command asks; anything but yes, Ctrl-C too, leaves everything as it was."""
    child = at_a_terminal("apply", centre[0], "--form", FORM, "--clients", centre[1])
    child.expect("Import now")
    child.send(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == status
    assert len(list(SqliteClients(centre[1]).all())) == stored
    assert "Traceback" not in (child.before or "")


def test_preview_as_json(centre: tuple[Path, Path]) -> None:
    """One JSON object on standard output and nothing else."""
    data = json.loads(run("preview", centre[0], "--form", FORM, "--clients", centre[1], "--json").stdout)
    assert data["counts"] == {
        "rows": 2, "created": 1, "updated": 0, "unchanged": 0, "rejected": 1, "conflicted": 0, "deleted": 0,
    }  # fmt: skip
    assert data["problems"][0] == {
        "code": "invalid_email",
        "severity": "error",
        "line": 3,
        "column": 1,
        "header": "Email",
        "field": "email",
        "params": {"reason": "no_at", "value": "nobody"},
        "message": "“nobody” is not an e-mail address: it has no @.",
    }


def test_json_leaves_no_room_to_ask(centre: tuple[Path, Path]) -> None:
    """`apply --json` wants `--yes`, for it shows nothing that one could agree to."""
    finished = run("apply", centre[0], "--form", FORM, "--clients", centre[1], "--json")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "--yes" in finished.stderr


def test_apply_as_json(centre: tuple[Path, Path]) -> None:
    """The report as one JSON object."""
    finished = run("apply", centre[0], "--form", FORM, "--clients", centre[1], "--yes", "--json")
    data = json.loads(finished.stdout)
    assert (data["counts"]["created"], data["rows"][0]["outcome"]) == (1, "created")
    assert finished.stderr.startswith("The report is saved; ")
    assert finished.stderr.count("\n") == 1


def test_columns_are_mapped_by_hand(tmp_path: Path) -> None:
    """--map sends a column to a field, the last = divides; --ignore leaves one out."""
    path, database = tmp_path / "r.csv", tmp_path / "c.db"
    path.write_text("Mail=1,Mail 2,First,Last,Major\na@example.edu,b@example.edu,A,B,History\n", encoding="utf-8")
    options = ("--map", "Mail=1=email", "--ignore", "Major", "--ignore", "Mail 2", "--json")
    data = json.loads(run("preview", path, "--form", FORM, "--clients", database, *options).stdout)
    assert data["mapping"] == {"Mail=1": "email", "First": "first_name", "Last": "last_name"}
    assert data["unmapped"] == []


def test_the_roster_can_come_from_standard_input(tmp_path: Path) -> None:
    """- reads the roster from a pipe."""
    finished = run("apply", "-", "--form", FORM, "--clients", tmp_path / "c.db", "--yes", stdin=GOOD)
    assert finished.returncode == 0
    assert finished.stdout.splitlines()[-1] == "1 created, 0 updated, 0 unchanged, 0 rejected."


def names_as_read(path: Path, *options: str) -> list[str]:
    """First and last names of the clients that a preview would create, under these options."""
    where = ("--form", FORM, "--clients", path.parent / "c.db", "--json")
    data = json.loads(run("preview", path, *where, *options).stdout)
    return [change["new"] for row in data["rows"] for change in row["changes"] if change["field"].endswith("_name")]


@pytest.mark.parametrize("name", ["cp1250", "CP1250", "windows-1250", "Windows_1250"])
def test_the_encoding_can_be_given(tmp_path: Path, name: str) -> None:
    """--encoding reads a file as somebody knows it was saved, by any name that Python knows."""
    path = tmp_path / "roster.csv"
    path.write_bytes("Email,First Name,Last Name\na@example.edu,Łukasz,Żak\n".encode("cp1250"))
    assert names_as_read(path, "--encoding", name) == ["Łukasz", "Żak"]
    shown = run("preview", path, "--form", FORM, "--clients", tmp_path / "c.db", "--encoding", name)
    assert "1 row, 3 columns, Windows-1250, separated by commas" in shown.stdout
    assert "warning" not in shown.stdout


@pytest.mark.parametrize(
    ("given", "separator"),
    [("tab", "\t"), ("\\t", "\t"), ("\t", "\t"), (";", ";"), (",", ","), ("|", "|"), ("~", "~")],
)
def test_the_separator_can_be_given(tmp_path: Path, given: str, separator: str) -> None:
    """--delimiter takes one character, or the word tab, where what is found out would be another one."""
    path = tmp_path / "roster.csv"
    other = ";" if separator == "," else ","
    header = separator.join(("Email", "First Name", "Last Name"))
    path.write_text(f"{header}\n" + separator.join(("a@example.edu", f"Ada{other} B{other}", "C")) + "\n", "utf-8")
    assert names_as_read(path, "--delimiter", given) == [f"Ada{other} B{other}", "C"]


def test_the_line_of_the_header_can_be_given(tmp_path: Path) -> None:
    """--header-line says where the column names stand; what is above is not read, and not warned of."""
    path = tmp_path / "roster.csv"
    path.write_text(
        "Email,First Name,Last Name\nold@example.edu,Old,List\n\nEmail,Last Name,First Name\na@example.edu,B,Ada\n",
        encoding="utf-8",
    )
    assert names_as_read(path, "--header-line", "4") == ["Ada", "B"]
    shown = run("preview", path, "--form", FORM, "--clients", tmp_path / "c.db", "--header-line", "4")
    assert shown.returncode == 0
    assert "  line 5     create    a@example.edu  Ada B" in shown.stdout
    assert "warning" not in shown.stdout


def test_the_options_of_reading_hold_for_apply(tmp_path: Path) -> None:
    """`apply` reads a file as `preview` did."""
    path, database = tmp_path / "roster.csv", tmp_path / "c.db"
    path.write_bytes("x;y\nEmail;First Name;Last Name\na@example.edu;Łukasz;A, B\n".encode("cp1250"))
    options = ("--encoding", "cp1250", "--delimiter", ";", "--header-line", "2")
    assert run("apply", path, "--form", FORM, "--clients", database, "--yes", *options).returncode == 0
    (client,) = SqliteClients(database).all()
    assert (client.first_name, client.last_name) == ("Łukasz", "A, B")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--encoding", "nonsense"], ["--encoding", "“nonsense” is not an encoding", "cp1252, cp1250"]),
        (["--encoding", "cp 1250 "], ["--encoding", "is not an encoding"]),
        (["--encoding", "utf-16"], ["cannot be read as utf-16", "leave it to be detected"]),
        (["--encoding", "ascii"], ["cannot be read as ascii", "line 2", "leave it to be detected"]),
        (["--delimiter", ""], ["--delimiter", "one character, such as ; or the word tab"]),
        (["--delimiter", ";;"], ["--delimiter", "one character, such as ; or the word tab"]),
        (["--delimiter", "comma"], ["--delimiter", "one character, such as ; or the word tab"]),
        (["--delimiter", '"'], ["--delimiter", "one character, such as ; or the word tab"]),
        (["--delimiter", "'"], ["--delimiter", "one character, such as ; or the word tab"]),
        (["--delimiter", "\n"], ["--delimiter", "one character, such as ; or the word tab"]),
        (["--delimiter", "\r"], ["--delimiter", "one character, such as ; or the word tab"]),
        (["--delimiter", "|"], ["No column is mapped to Email", "“Email,First Name,Last Name”"]),
        (["--header-line", "0"], ["--header-line", "0 is not in the range"]),
        (["--header-line", "-1"], ["--header-line", "-1 is not in the range"]),
        (["--header-line", "two"], ["--header-line", "'two' is not a valid integer"]),
        (["--header-line", "9"], ["no column names on line 9", "counted as a text editor counts"]),
        (["--header-line", "3"], ["no column names on line 3", "it is blank"]),
        (["--header-line", "4"], ["Line 4 already looks like a client"]),
    ],
)
def test_nonsense_about_the_file_is_refused(tmp_path: Path, options: list[str], words: list[str]) -> None:
    """A wrong encoding, separator or header line stops the command with one message that says what to give."""
    path, database = tmp_path / "roster.csv", tmp_path / "c.db"
    path.write_text("Email,First Name,Last Name\na@example.edu,Zoë,B\n\nb@example.edu,B,C\n", encoding="utf-8")
    finished = run("apply", path, "--form", FORM, "--clients", database, "--yes", *options)
    assert (finished.returncode, finished.stdout) == (2, "")
    said = " ".join(finished.stderr.split())
    assert [word for word in words if word not in said] == []
    assert "Traceback" not in finished.stderr
    assert not database.exists()


@pytest.mark.parametrize(
    ("name", "content", "options", "words"),
    [
        ("roster.csv", b"", [], ["empty"]),
        ("roster.csv", b"PK\x03\x04", [], ["ZIP", "Unpack"]),
        ("roster.csv", b"Email,First\na@example.edu,A\n", [], ["Last Name", "“First”", "--map"]),
        ("roster.csv", GOOD.encode(), ["--map", "Nope=email"], ["no column “Nope”", "“Major”"]),
        ("roster.csv", GOOD.encode(), ["--map", "Major=R77"], ["“R77”", "Did you mean “R7”"]),
        ("roster.csv", GOOD.encode(), ["--map", "Major=zzzzzz"], ["Its fields are email"]),
        ("roster.csv", GOOD.encode(), ["--map", "Major"], ["the column's header, =, and the field"]),
        ("roster.csv", GOOD.encode(), ["--nonsense"], ["--nonsense"]),
        ("roster.csv", b"M1,M2\na,b\n", ["--map", "M1=email", "--map", "M2=email"], ["same field, Email"]),
        ("form.json", b"{", [], ["form.json", "JSON", "line 1"]),
        ("form.json", b"\xff", [], ["UTF-8"]),
        ("form.json", b"[" * 100_000, [], ["nested too deeply"]),
        ("form.json", b'{"questions": [{"id": 1}, {"id": "b"}]}', [], ["questions[0].id", "questions[1].label"]),
        ("clients.db", b"no database at all, but long enough to look like one" * 30, [], ["clients.db", "database"]),
    ],
)  # fmt: skip
def test_what_stops_the_command_is_one_message(
    tmp_path: Path, name: str, content: bytes, options: list[str], words: list[str]
) -> None:
    """Exit status 2, nothing on standard output, one message that says what is wrong, no traceback."""
    (tmp_path / "roster.csv").write_text(GOOD, encoding="utf-8")
    (tmp_path / "form.json").write_bytes(Path(FORM).read_bytes())
    (tmp_path / name).write_bytes(content)
    roster, form, database = (tmp_path / each for each in ("roster.csv", "form.json", "clients.db"))
    finished = run("apply", roster, "--form", form, "--clients", database, "--yes", "--json", *options)
    assert finished.returncode == 2
    assert finished.stdout == ""
    assert [word for word in words if word not in finished.stderr] == []
    assert "Traceback" not in finished.stderr


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A roster that is not there is a usage error."""
    finished = run("preview", tmp_path / "none.csv", "--form", FORM, "--clients", tmp_path / "c.db")
    assert finished.returncode == 2
    assert "none.csv" in finished.stderr


def test_control_characters_are_not_obeyed(tmp_path: Path) -> None:
    """Escape sequences in a cell or header are shown, not sent to the terminal."""
    path = tmp_path / "roster.csv"
    path.write_text('Email,First Name,Last Name,"No\x1b]0;x\x07"\n"a\x1b[2J@example.edu",A,[red]B,\n', encoding="utf-8")
    path.write_text(path.read_text("utf-8").replace("\x07", ""), encoding="utf-8")
    finished = run("preview", path, "--form", FORM, "--clients", tmp_path / "c.db")
    assert "\x1b" not in finished.stdout + finished.stderr
    assert "\\u001b[2J@example.edu" in finished.stdout
    assert "[red]B" in finished.stdout


def test_long_plans_are_cut_unless_all_is_asked_for(tmp_path: Path) -> None:
    """Twenty rows are listed and the rest counted; --all lists every row."""
    path = tmp_path / "roster.csv"
    rows = "".join(f"c{number}@example.edu,C,{number},\n" for number in range(30))
    path.write_text("Email,First Name,Last Name,Major\n" + rows, encoding="utf-8")
    shown = run("preview", path, "--form", FORM, "--clients", tmp_path / "c.db").stdout
    assert "… and 10 more rows; --all lists every one." in shown
    assert "c29@example.edu" not in shown
    assert "c29@example.edu" in run("preview", path, "--form", FORM, "--clients", tmp_path / "c.db", "--all").stdout


def test_a_reader_that_goes_away_is_no_error(centre: tuple[Path, Path]) -> None:
    """`client-import preview … | head -1` ends quietly."""
    command = f"{sys.executable} -m client_import.cli preview {centre[0]} --form {FORM} --clients {centre[1]} | head -1"
    finished = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert len(finished.stdout.splitlines()) == 1
    assert finished.stderr == ""


def test_check_form_lists_the_fields() -> None:
    """A form that is in order is listed with its fields and answers."""
    finished = run("check-form", FORM)
    assert finished.returncode == 0
    assert "Writing Centre registration is in order." in finished.stdout
    assert "Freshman, Sophomore" in finished.stdout


def test_check_form_lists_every_fault(tmp_path: Path) -> None:
    """Everything that is wrong with a form is said at once, each with its path."""
    path = tmp_path / "form.json"
    path.write_text('{"questions": [{"id": "email", "label": "x"}, {"id": "a", "label": "PW"}]}', encoding="utf-8")
    finished = run("check-form", path)
    assert finished.returncode == 2
    assert "questions[0].id" in finished.stderr
    assert "questions[1].label" in finished.stderr


def test_the_version_is_the_packages() -> None:
    """`--version` says which release this is."""
    assert run("--version").stdout.strip().endswith(f"version {version('client_import')}")


def test_a_missing_extra_is_named(tmp_path: Path) -> None:
    """Without click the command says which extra it needs, with status 2."""
    (tmp_path / "click.py").write_text("raise ModuleNotFoundError('no click', name='click')\n", encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, "-m", "client_import.cli"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert finished.returncode == 2
    assert "client_import[cli]" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_a_backup_is_offered_before_clients_change(centre: tuple[Path, Path]) -> None:
    """Where clients are stored already, the question comes with the way to keep a copy of them."""
    path, database = centre
    run("apply", path, "--form", FORM, "--clients", database, "--yes")
    child = at_a_terminal("apply", path, "--form", FORM, "--clients", database)
    child.expect("add --backup FILE.csv")
    child.expect("Import now")
    child.send("n\r")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2


def test_the_examples_can_be_written(tmp_path: Path) -> None:
    """`demo --write` gives the example's form and roster to try the other commands on, and overwrites nothing."""
    folder = tmp_path / "examples"
    written = run("demo", "--write", str(folder))
    assert written.returncode == 0
    assert written.stdout.splitlines() == [
        f"Written: {folder / name}" for name in ("registration-form.json", "roster.csv")
    ]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in EXAMPLES.iterdir() if path.is_file()
    }
    again = run("demo", "--write", str(folder))
    assert again.returncode == 2
    assert "exists already" in again.stderr
