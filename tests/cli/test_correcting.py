"""Rows to mend at the command line: written by preview, apply and corrections, and imported as the first file was."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from client_import.repositories.sqlite import SqliteClients
from commands import EXAMPLES, FORM, at_a_terminal, run

ROSTER = "Mail,Given Name,Surname,Code,Field\nada@,Ada,Byron,0077154,Maths\nzoe@example.edu,Zoë,O,1,Biology\n"
DECIDED = ("--map", "Mail=email", "--map", "Code=R5", "--map", "Field=R7", "--translate", "R7=Maths=Mathematics")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a roster of which one row is wrong."""
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


def where(folder: Path) -> tuple[str | Path, ...]:
    return ("--form", FORM, "--clients", folder / "clients.db")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def save(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_mended_rows_are_imported_with_nothing_more_to_type(folder: Path) -> None:
    """Columns and values mean what the options of the first import said, and it is told where that is from."""
    fix = folder / "fix.csv"
    first = run("apply", folder / "roster.csv", *where(folder), *DECIDED, "--yes", "--corrections", fix)
    assert first.returncode == 1
    assert f"Rows to mend are in {fix}." in " ".join(first.stdout.split("\n"))
    (row,) = rows_of(fix)
    assert (row["[corrections] line in the first file"], row["Code"]) == ("2", "'0077154")
    save(fix, [{**row, "Mail": "ada@example.edu"}])
    second = run("apply", fix, *where(folder), "--yes")
    assert second.returncode == 0
    assert second.stderr.startswith("The report is saved; ")
    assert f"Mapped as in {folder}/fix.mapping.json.\n" in second.stdout
    assert second.stdout.endswith("1 created, 0 updated, 0 unchanged, 0 rejected.\n")
    (ada,) = SqliteClients(folder / "clients.db").find(["ada@example.edu"])
    assert ada.answers == {"R5": "0077154", "R7": "Mathematics"}


def test_preview_apply_and_report_write_the_same_file(folder: Path) -> None:
    """Before the import, by the import, and from its report; standard output stays JSON where that is asked for."""
    options = (folder / "roster.csv", *where(folder), *DECIDED)
    assert run("preview", *options, "--corrections", folder / "before.csv").returncode == 1
    applied = run("apply", *options, "--yes", "--json", "--corrections", folder / "by.csv")
    (folder / "report.json").write_text(applied.stdout, encoding="utf-8")
    assert json.loads(applied.stdout)["counts"]["rejected"] == 1
    assert "Rows to mend are in" in applied.stderr
    after = run("corrections", folder / "report.json", "-o", folder / "after.csv")
    assert (after.returncode, after.stderr) == (0, "")
    piped = run("corrections", folder / "report.json")
    assert "-o FILE writes both" in piped.stderr
    files = [folder / f"{name}.csv" for name in ("before", "by", "after")]
    assert {path.read_bytes() for path in files} == {piped.stdout.replace("\n", "\r\n").encode()}
    assert len({path.with_suffix(".mapping.json").read_bytes() for path in files}) == 1


def test_warned_rows_come_when_asked(folder: Path) -> None:
    """Rows that only carry a warning are written with --warned, which needs a file to go to."""
    options = (folder / "roster.csv", *where(folder), *DECIDED, "--default", "R6=Nursing")
    (folder / "roster.csv").write_text(ROSTER.replace("Biology", "Golf"), encoding="utf-8")
    run("preview", *options, "--corrections", folder / "some.csv")
    run("preview", *options, "--corrections", folder / "all.csv", "--warned")
    assert [len(rows_of(folder / name)) for name in ("some.csv", "all.csv")] == [1, 2]
    refused = run("preview", *options, "--warned")
    assert (refused.returncode, "add that" in refused.stderr) == (2, True)


def test_where_nothing_is_to_be_mended_nothing_is_written(folder: Path) -> None:
    """No file of no rows, and a word about one that is there from another time."""
    (folder / "roster.csv").write_text("Email,First Name,Last Name\nada@example.edu,Ada,L\n", encoding="utf-8")
    finished = run("preview", folder / "roster.csv", *where(folder), "--corrections", folder / "fix.csv")
    assert (finished.returncode, (folder / "fix.csv").exists()) == (0, False)
    assert "There is no row to mend" in finished.stdout
    (folder / "fix.csv").write_text("old", encoding="utf-8")
    finished = run("preview", folder / "roster.csv", *where(folder), "--corrections", folder / "fix.csv")
    assert "is of another time" in finished.stdout
    assert (folder / "fix.csv").read_text("utf-8") == "old"


def test_nothing_is_written_over_what_is_read_or_saved(folder: Path) -> None:
    """Neither the roster, nor a mapping that belongs to another file, nor into a folder that is not there."""
    options = ("preview", folder / "roster.csv", *where(folder))
    (folder / "kept.mapping.json").write_text("{}", encoding="utf-8")
    for name in ("roster.csv", "clients.db", "kept.csv", "nowhere/fix.csv"):
        finished = run(*options, "--corrections", folder / name)
        assert (finished.returncode, "Error: " in finished.stderr) == (2, True), name
    assert (folder / "roster.csv").read_text("utf-8") == ROSTER
    assert (folder / "kept.mapping.json").read_text("utf-8") == "{}"


def test_a_file_that_cannot_be_written_after_the_import_is_no_failed_import(folder: Path) -> None:
    """The import is done, and that is said, with the status of an import of which some rows did not go in."""
    fix = folder / "fix.csv"
    (folder / "fix.mapping.json").mkdir()
    fix.write_text("old", encoding="utf-8")
    finished = run("apply", folder / "roster.csv", *where(folder), *DECIDED, "--yes", "--corrections", fix)
    assert finished.returncode == 1
    assert "The import is done (1 client created, 0 updated), but" in finished.stderr
    assert len(list(SqliteClients(folder / "clients.db").all())) == 1


def test_without_its_mapping_it_is_said_what_is_missing(folder: Path) -> None:
    """Where the file was moved away from its mapping, its columns go by their names, and a person is told so."""
    run("preview", folder / "roster.csv", *where(folder), *DECIDED, "--corrections", folder / "fix.csv")
    (folder / "moved.csv").write_bytes((folder / "fix.csv").read_bytes())
    finished = run("preview", folder / "moved.csv", *where(folder))
    assert finished.returncode == 1
    assert "moved.mapping.json is not there" in finished.stderr
    named = run("preview", folder / "moved.csv", *where(folder), "--mapping", folder / "fix.mapping.json")
    assert (named.returncode, named.stderr) == (1, "")


def test_answers_at_the_terminal_are_added_to_that_mapping(folder: Path) -> None:
    """What is decided about a file of corrections stands in the mapping beside it."""
    (folder / "roster.csv").write_text(ROSTER.replace("Maths", "Sums"), encoding="utf-8")
    fix = folder / "fix.csv"
    run("preview", folder / "roster.csv", *where(folder), *DECIDED, "--corrections", fix)
    terminal = at_a_terminal("preview", fix, *where(folder), "--interactive")
    terminal.expect("Sums")
    terminal.expect("decides later")
    terminal.sendline("Mathematics")
    terminal.expect("1 rejected")
    terminal.wait()
    assert '"Sums": "Mathematics"' in (folder / "fix.mapping.json").read_text("utf-8")


def test_a_report_is_shown(folder: Path) -> None:
    """When, from which file, every change with old and new, passwords, problems; the counts are the last line."""
    (folder / "later.csv").write_text("Email,First Name,Last Name\nzoe@example.edu,Zoë,Ng\n", encoding="utf-8")
    run("apply", folder / "roster.csv", *where(folder), *DECIDED, "--yes")
    applied = run("apply", folder / "later.csv", *where(folder), "--yes", "--json", "--actor", "admin 7")
    (folder / "report.json").write_text(applied.stdout, encoding="utf-8")
    shown = run("show", folder / "report.json")
    assert (shown.returncode, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    assert lines[0] == "Imported from later.csv (51 bytes) by admin 7"
    assert "               Last Name: O → Ng" in lines
    assert lines[-1] == "0 created, 1 updated, 0 unchanged, 0 rejected."
    applied = run("apply", EXAMPLES / "roster.csv", *where(folder), "--yes", "--json")
    shown = run("show", "-", "--all", stdin=applied.stdout)
    assert "Password: set" in shown.stdout
    assert "line 26    Email Address: “ivan.petrov(at)example.edu” is not" in shown.stdout


def test_what_is_no_report_is_refused_and_shown_as_it_is(folder: Path) -> None:
    """No traceback, whatever the file holds, and no control character reaches the terminal."""
    applied = run("apply", folder / "roster.csv", *where(folder), *DECIDED, "--yes", "--json")
    document = json.loads(applied.stdout)
    wrong = [b"", b"[]", b"\xff", b"{}", json.dumps({**document, "rows": [{}]}).encode(), b"[" * 100_000]
    for content in wrong:
        (folder / "report.json").write_bytes(content)
        for command in ("show", "corrections"):
            finished = run(command, folder / "report.json")
            assert (finished.returncode, finished.stdout) == (2, ""), content[:20]
            assert f"{folder}/report.json" in finished.stderr
            assert "Traceback" not in finished.stderr
    document["actor"] = "\x1b[31mroot\n"
    document["problems"][0]["header"] = "\x1b]0;x\x07"
    (folder / "report.json").write_text(json.dumps(document), encoding="utf-8")
    shown = run("show", folder / "report.json")
    assert shown.returncode == 0
    assert "\x1b" not in shown.stdout
    assert "by \\u001b[31mroot" in shown.stdout
