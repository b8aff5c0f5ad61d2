"""`client-import export` and `template`, in every form that they have."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from commands import EXAMPLES, FORM, run


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's clients."""
    path = tmp_path_factory.mktemp("exporting") / "clients.db"
    assert run("apply", EXAMPLES / "roster.csv", "--form", FORM, "--clients", path, "--yes").returncode == 1
    return path


def test_every_option_at_once_imports_as_unchanged(database: Path, tmp_path: Path) -> None:
    """An export with labels, chosen fields, tabs, the mark and guarded digits maps itself and changes nobody."""
    out = tmp_path / "out.csv"
    look = ("--labels", "--fields", "R4, R2", "--separator", "tab", "--excel", "--digits-as-text")
    assert run("export", "--form", FORM, "--clients", database, *look, "-o", out).returncode == 0
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfEmail (email)\tFirst Name (first_name)\tLast Name (last_name)\t")
    head = content.decode("utf-8-sig").splitlines()[0].split("\t")
    assert [cell.rpartition("(")[2] for cell in head[3:]] == ["R4)", "R2)"]
    again = json.loads(run("preview", out, "--form", FORM, "--clients", database, "--json").stdout)
    assert again["counts"]["unchanged"] == again["counts"]["rows"] > 50
    assert again["problems"] == []


def test_a_template_takes_the_same_options() -> None:
    """The header of an export is what `template` writes under the same options."""
    written = run("template", "--form", FORM, "--labels", "--separator", "semicolon", "--fields", "R2")
    assert written.stdout == "Email (email);First Name (first_name);Last Name (last_name);Standing (R2)\n"
    assert run("template", "--form", FORM, "--fields", "").stdout == "email,first_name,last_name\n"


def test_an_id_with_a_comma_stands_in_quotation_marks(tmp_path: Path) -> None:
    """`--fields` is read as a line of a CSV file."""
    form = tmp_path / "form.json"
    form.write_text('{"questions": [{"id": "a,b", "label": "X"}, {"id": "c", "label": "Y"}]}', encoding="utf-8")
    assert run("template", "--form", form, "--fields", 'c,"a,b"').stdout == 'email,first_name,last_name,c,"a,b"\n'


def test_an_unknown_field_is_named(database: Path, tmp_path: Path) -> None:
    """A field that is not in the form ends with status 2, and no file is written."""
    finished = run("export", "--form", FORM, "--clients", database, "--fields", "R22", "-o", tmp_path / "out.csv")
    assert finished.returncode == 2
    assert "“R22” is not a field of this form" in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_only_some_clients(database: Path, tmp_path: Path) -> None:
    """Addresses from options and from a file choose clients, in that order; blank lines and a mark are no addresses."""
    every = [line.split(",")[0] for line in run("export", "--form", FORM, "--clients", database).stdout.splitlines()]
    listed = tmp_path / "addresses.txt"
    listed.write_bytes(f"\ufeff{every[5].upper()}\r\n\r\n {every[2]} \n{every[9]}\n".encode())
    asked = ("--only", every[9], "--only-in", listed)
    finished = run("export", "--form", FORM, "--clients", database, "--fields", "", *asked)
    assert finished.returncode == 0
    assert [line.split(",")[0] for line in finished.stdout.splitlines()[1:]] == [every[9], every[5], every[2]]


def test_addresses_of_nobody_are_named(database: Path, tmp_path: Path) -> None:
    """The others are written all the same; the status is 1, and the message names some of those without a client."""
    known = run("export", "--form", FORM, "--clients", database).stdout.splitlines()[1].split(",")[0]
    listed, out = tmp_path / "addresses.txt", tmp_path / "out.csv"
    listed.write_bytes(b"".join(b"nobody%d@example.edu\n" % number for number in range(30)) + b"z\xfc@example.edu\n")
    finished = run("export", "--form", FORM, "--clients", database, "--only-in", listed, "--only", known, "-o", out)
    assert finished.returncode == 1
    assert "“nobody19@example.edu” and 11 more. The others were written." in finished.stderr
    assert "nobody20" not in finished.stderr
    assert len(out.read_text("utf-8").splitlines()) == 2


def test_nothing_is_written_over_the_list_of_addresses(database: Path, tmp_path: Path) -> None:
    """The file that chooses the clients is no place for the export."""
    listed = tmp_path / "addresses.txt"
    listed.write_text("ada@example.edu\n", encoding="utf-8")
    finished = run("export", "--form", FORM, "--clients", database, "--only-in", listed, "-o", listed)
    assert finished.returncode == 2
    assert listed.read_text("utf-8") == "ada@example.edu\n"


def test_a_reader_who_goes_away_ends_an_export_quietly(database: Path) -> None:
    """`client-import export … | head` says nothing of a broken pipe."""
    command = [sys.executable, "-m", "client_import.cli", "export", "--form", FORM, "--clients", str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
