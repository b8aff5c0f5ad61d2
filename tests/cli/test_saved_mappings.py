"""Saved mappings at the command line: found again, put to use, and mended by the line that is named."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from client_import.cli.show_fit import SavedMapping
from client_import.repositories.sqlite import SqliteClients
from commands import FORM, at_a_terminal, run

FALL = "E-mail,Given Name,Surname,Code,Field of Study,Locker\nada@example.edu,Ada,Byron,0077154,Maths,L1\n"
SPRING = "Hometown,Surname,Given Name,Field of Study,E-mail\nOslo,Berg,Ida,Maths,ida@example.edu\n"
DECIDED = ("--map", "Code=R5", "--ignore", "Locker", "--translate", "R7=Maths=Mathematics", "--default", "R6=Nursing")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the rosters of two terms and the mapping that was saved with the first."""
    (tmp_path / "fall.csv").write_text(FALL, encoding="utf-8")
    (tmp_path / "spring.csv").write_text(SPRING, encoding="utf-8")
    (tmp_path / "maps").mkdir()
    finished = preview(tmp_path, "fall.csv", *DECIDED, "--save-mapping", tmp_path / "maps" / "fall.json")
    assert finished.endswith(f"for the next file of this kind add  --mapping {tmp_path}/maps/fall.json\n")
    return tmp_path


def where(folder: Path) -> tuple[str | Path, ...]:
    return ("--form", FORM, "--clients", folder / "clients.db")


def preview(folder: Path, name: str, *options: str | Path) -> str:
    """What a preview prints."""
    finished = run("preview", folder / name, *where(folder), *options)
    assert (finished.returncode, finished.stderr) == (0, "")
    return finished.stdout


def line_of(path: Path, text: str) -> int:
    """The line of a file on which a text stands, as an editor counts."""
    return next(number for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1) if text in line)


def test_the_same_file_gives_the_same_plan(folder: Path) -> None:
    """A saved mapping put to the file that it was made for decides what the options decided, and nothing is new."""
    options = ("preview", folder / "fall.csv", *where(folder), "--json")
    by_options, by_mapping = run(*options, *DECIDED), run(*options, "--mapping", folder / "maps" / "fall.json")
    kept = ("counts", "rows", "problems", "mapping", "unmapped")
    one, other = (json.loads(finished.stdout) for finished in (by_options, by_mapping))
    assert [one[key] for key in kept] == [other[key] for key in kept]
    assert "Mapped as in" in preview(folder, "fall.csv", "--mapping", folder / "maps" / "fall.json")
    assert "this file" not in preview(folder, "fall.csv", "--mapping", folder / "maps" / "fall.json")


def test_columns_that_moved_came_and_went(folder: Path) -> None:
    """What is new and what is gone is said, with the line and the option that mends it; the rest is mapped as saved."""
    saved = folder / "maps" / "fall.json"
    line = line_of(saved, '"Code": ')
    shown = preview(folder, "spring.csv", "--mapping", saved)
    assert shown.startswith(
        f"Mapped as in {saved}.\n"
        "  New in this file: “Hometown”\n"
        "  Not in this file: “Locker”\n"
        f"  Not in this file: “Code” ({saved}, line {line}), which went to NetID. "
        'If it has another name now, add --map "NAME=R5".\n\n'
    )
    assert "Surname         Last Name     as saved" in shown
    assert "Hometown        not imported" in shown
    assert "School: Nursing · Major: Mathematics\n" in shown
    assert "matching choice" not in shown


def test_a_report_of_a_saved_mapping_is_true(folder: Path) -> None:
    """The import stores what the mapping and its report promised, and nothing of the column that is gone."""
    assert run("apply", folder / "fall.csv", *where(folder), *DECIDED, "--yes").returncode == 0
    options = ("--mapping", folder / "maps" / "fall.json", "--yes")
    assert run("apply", folder / "spring.csv", *where(folder), *options).returncode == 0
    ada, ida = sorted(SqliteClients(folder / "clients.db").all(), key=lambda client: client.email)
    assert dict(ada.answers) == {"R5": "0077154", "R6": "Nursing", "R7": "Mathematics"}
    assert dict(ida.answers) == {"R6": "Nursing", "R7": "Mathematics"}


def test_another_column_for_a_field_is_named(folder: Path) -> None:
    """Where the form knows the new header, the report says which column goes to the field now."""
    text = SPRING.replace("Hometown", "Net ID").replace("Oslo", "0077155")
    (folder / "spring.csv").write_text(text, encoding="utf-8")
    shown = preview(folder, "spring.csv", "--mapping", folder / "maps" / "fall.json")
    assert "which went to NetID. Now “Net ID” goes there.\n" in shown
    shown = preview(folder, "spring.csv", "--mapping", folder / "maps" / "fall.json", "--map", "Net ID=R5")
    assert "Net ID          NetID       as you said" in shown


def test_a_missing_column_that_is_required(folder: Path) -> None:
    """The report of the saved mapping stands before the message that stops the command."""
    (folder / "spring.csv").write_text(SPRING.replace("Surname", "Ln"), encoding="utf-8")
    finished = run("preview", folder / "spring.csv", *where(folder), "--mapping", folder / "maps" / "fall.json")
    assert finished.returncode == 2
    assert 'which went to Last Name. If it has another name now, add --map "NAME=last_name".' in finished.stdout
    assert "No column is mapped to Last Name" in finished.stderr


def test_what_the_form_no_longer_has(folder: Path) -> None:
    """Each loss is named with the line of the mapping to edit, also where other questions have the same value."""
    saved = folder / "maps" / "fall.json"
    data = json.loads(saved.read_text("utf-8"))
    data["answers"] = {"R2": {"Maths": "Senior", "e.g. Jr": "Nope"}, "R7": {"Maths": "Mathematik"}, "Q9": {"a": None}}
    data["columns"]["Code"], data["columns"]["a.b"], data["defaults"]["R6"] = "R55", "R66", "Law"
    saved.write_text(json.dumps(data, indent=4), encoding="utf-8")
    shown = preview(folder, "fall.csv", "--mapping", saved)
    lost = shown[shown.index("No longer in the form, so passed over; the rest is kept:\n") :].split("\n\n")[0]
    lines = [line.strip() for line in lost.split("\n")[1:]]
    expected = [
        ('"e.g. Jr"', "“e.g. Jr” is translated to “Nope”"),
        ('"Mathematik"', "“Maths” is translated to “Mathematik”, which is not a choice of “Major”. Did you"),
        ('"Q9"', "Values are translated for “Q9”, which is not a question with choices"),
        ('"R55"', "“R55” is not a field of the form"),
        ('"R66"', "“R66” is not a field of the form"),
        ('"Law"', "The value for new clients, “Law”, is no answer to “School”"),
    ]
    found = sorted(expected, key=lambda each: line_of(saved, each[0]))
    assert len(lines) == len(found)
    for line, (text, words) in zip(lines, found, strict=True):
        assert line.startswith(f"{saved}, line {line_of(saved, text)}: {words}")
    assert "Field of Study  Major         as saved" in shown
    assert "Code            not imported" in shown


@pytest.mark.parametrize("several", [True, False], ids=["files", "folder"])
def test_of_several_the_best_fit(folder: Path, several: bool) -> None:
    """Out of several files, or of a folder of them, the mapping with most of the file's headers is taken and named."""
    maps = folder / "maps"
    preview(folder, "spring.csv", "--map", "Hometown=R4", "--save-mapping", maps / "spring.json")
    (folder / "staff.csv").write_text("Mail,First,Last,Desk\nx@example.edu,X,Y,7\n", encoding="utf-8")
    preview(folder, "staff.csv", "--ignore", "Desk", "--save-mapping", maps / "staff.json")
    (maps / "notes.txt").write_text("no mapping", encoding="utf-8")
    names = ["staff", "fall", "spring"]
    options = (
        [part for name in names for part in ("--mapping", maps / f"{name}.json")] if several else ["--mapping", maps]
    )
    for name in names:
        shown = preview(folder, f"{name}.csv", *options)
        assert shown.startswith(f"Mapped as in {maps}/{name}.json, the best fit of 3.\n\n")


def test_of_equal_fits_the_newest(folder: Path) -> None:
    """Of equal mappings in a folder the one changed last is taken, and of equally old ones the first by name."""
    text = (folder / "maps" / "fall.json").read_text("utf-8")
    for name in "hgfedcba":
        (folder / "maps" / f"{name}.json").write_text(text, encoding="utf-8")
    for path in (folder / "maps").iterdir():
        os.utime(path, (1_000_000, 1_000_000))
    shown = preview(folder, "fall.csv", "--mapping", folder / "maps")
    assert shown.startswith(f"Mapped as in {folder}/maps/a.json, the best fit of 9.\n")
    os.utime(folder / "maps" / "e.json", (2_000_000, 2_000_000))
    shown = preview(folder, "fall.csv", "--mapping", folder / "maps")
    assert shown.startswith(f"Mapped as in {folder}/maps/e.json, the best fit of 9.\n")


def test_what_is_no_mapping_in_a_folder_is_passed_over(folder: Path) -> None:
    """Each is named in one line with the reason, and the mapping beside it is used; a file that is named stops."""
    maps = folder / "maps"
    form, broken, large, within, dead, pipe = (maps / f"{name}.json" for name in ("a", "b", "c", "d", "e", "f"))
    form.write_bytes(Path(FORM).read_bytes())
    broken.write_text('{"columns": {', encoding="utf-8")
    large.write_bytes(b" " * 6_000_000)
    within.mkdir()
    dead.symlink_to(folder / "none.json")
    os.mkfifo(pipe)
    shown = preview(folder, "fall.csv", "--mapping", maps)
    over, _, rest = shown.partition("Mapped as in ")
    assert rest.startswith(f"{maps}/fall.json.\n")
    for path, words in (
        (form, "columns: is missing"),
        (broken, "no JSON"),
        (large, "large"),
        (within, "a folder"),
        (dead, "not a file"),
        (pipe, "not a file"),
    ):
        (line,) = [line for line in over.splitlines() if str(path) in line]
        assert line.startswith("Passed over, since it is no saved mapping: ")
        assert words in line
    assert len(over.splitlines()) == 6
    for path in (form, broken, large, within, dead):
        finished = run("preview", folder / "fall.csv", *where(folder), "--mapping", path)
        assert (finished.returncode, finished.stdout) == (2, "")
    aside = run("preview", folder / "fall.csv", *where(folder), "--mapping", maps, "--json")
    assert json.loads(aside.stdout)["counts"]["created"] == 1
    assert aside.stderr == over


def test_options_go_over_a_saved_mapping(folder: Path) -> None:
    """What the options say counts more than what was saved, and can be saved in its place."""
    saved, both = folder / "maps" / "fall.json", folder / "maps" / "both.json"
    options = ("--mapping", saved, "--ignore", "Code", "--translate", "R7=Maths=Physics", "--save-mapping", both)
    shown = preview(folder, "fall.csv", *options)
    assert "School: Nursing · Major: Physics\n" in shown
    data = json.loads(both.read_text("utf-8"))
    assert data["ignored"] == ["Code", "Locker"]
    assert data["answers"] == {"R7": {"Maths": "Physics"}}


def test_with_json_the_fit_is_told_aside(folder: Path) -> None:
    """With --json standard output is one JSON object; what is new or gone stands on standard error, if anything is."""
    options = ("--mapping", folder / "maps" / "fall.json", "--save-mapping", folder / "new.json", "--json")
    finished = run("preview", folder / "spring.csv", *where(folder), *options)
    assert json.loads(finished.stdout)["unmapped"] == ["Hometown"]
    assert "  New in this file: “Hometown”\n" in finished.stderr
    again = ("--mapping", folder / "maps" / "fall.json", "--json")
    assert run("preview", folder / "fall.csv", *where(folder), *again).stderr == ""


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('"R5"', "5", '"Code"', "columns.Code: must be text, not a whole number"),
        ('"Mathematics"', '["Music"]', '"Maths"', "answers.R7.Maths: must be text"),
        ('"version": 1', '"version": 99', '"version"', "version: is 99, of a newer release"),
        ('"defaults"', '"default"', '"default"', "default: is not a known key"),
        ('"mapping"', '"form"', '"client_import"', "client_import: must be “mapping”, not \"form\""),
    ],
)  # fmt: skip
def test_a_faulty_mapping_names_its_line(folder: Path, old: str, new: str, key: str, words: str) -> None:
    """A mapping that was edited badly stops the command with the file, the line and what is wrong there."""
    saved = folder / "maps" / "fall.json"
    saved.write_text(saved.read_text("utf-8").replace(old, new), encoding="utf-8")
    finished = run("preview", folder / "fall.csv", *where(folder), "--mapping", saved)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith("Error: The saved mapping cannot be used:\n")
    assert f"  {saved}, line {line_of(saved, key)}: {words}" in finished.stderr
    finished = run("preview", folder / "fall.csv", *where(folder), "--mapping", folder / "maps")
    assert finished.returncode == 2
    assert f"no saved mapping: {saved}, line {line_of(saved, key)}: {words}" in finished.stdout
    assert "no .json file in this folder that is a saved mapping" in finished.stderr


def test_a_mapping_that_is_no_json(folder: Path) -> None:
    """The message names the file and where in it the JSON breaks off."""
    saved = folder / "maps" / "fall.json"
    saved.write_text(saved.read_text("utf-8").replace('"R5",', '"R5"'), encoding="utf-8")
    finished = run("preview", folder / "fall.csv", *where(folder), "--mapping", saved)
    assert finished.returncode == 2
    assert f"  {saved}: is no JSON" in finished.stderr
    assert "(line " in finished.stderr


def test_a_folder_without_mappings(folder: Path) -> None:
    """A folder that holds no saved mapping is said to hold none."""
    (folder / "empty").mkdir()
    finished = run("preview", folder / "fall.csv", *where(folder), "--mapping", folder / "empty")
    assert finished.returncode == 2
    assert "there is no .json file in this folder that is a saved mapping" in finished.stderr


def test_a_mapping_of_one_line_is_located_by_its_key(folder: Path) -> None:
    """Where no line can be named, the path inside the mapping is."""
    saved = folder / "one.json"
    saved.write_text('{"columns": {"E-mail": "email", "Code": "R55"}}', encoding="utf-8")
    shown = preview(folder, "fall.csv", "--mapping", saved)
    assert f"{saved}: “R55” is not a field of the form" in shown


@pytest.mark.parametrize("given", ["maps/fall.json", "maps"])
@pytest.mark.parametrize("interactive", [False, True])
def test_saving_over_the_mapping_that_is_followed_loses_nothing(folder: Path, given: str, *, interactive: bool) -> None:
    """What the saved mapping says of columns that this file has not is kept, so the first file is mapped as before."""
    saved = folder / "maps" / "fall.json"
    before = json.loads(saved.read_text("utf-8"))
    options = ("--mapping", folder / given, "--ignore", "Hometown", "--save-mapping", saved)
    if interactive:
        child = at_a_terminal("preview", folder / "spring.csv", *where(folder), *options, "--interactive")
        child.read()
        child.close()
        assert child.exitstatus == 0
    else:
        preview(folder, "spring.csv", *options)
    after = json.loads(saved.read_text("utf-8"))
    assert after["columns"] == before["columns"]
    assert after["ignored"] == ["Hometown", "Locker"]
    assert (after["answers"], after["defaults"]) == (before["answers"], before["defaults"])
    shown = preview(folder, "fall.csv", "--mapping", saved)
    assert "NetID: 0077154 · School: Nursing · Major: Mathematics\n" in shown


def test_a_header_that_is_spelled_in_another_way_keeps_its_decision(folder: Path) -> None:
    """Saved over with a file that writes a header in capitals, the mapping still decides about the first spelling."""
    saved = folder / "maps" / "fall.json"
    (folder / "spring.csv").write_text(FALL.replace("Code", "CODE").replace("Locker", "LOCKER"), encoding="utf-8")
    preview(folder, "spring.csv", "--mapping", saved, "--save-mapping", saved)
    assert json.loads(saved.read_text("utf-8"))["headers"][3:] == ["CODE", "Field of Study", "LOCKER"]
    shown = preview(folder, "fall.csv", "--mapping", saved)
    assert re.search("Code +NetID +as saved", shown)
    assert re.search("Locker +left out +as decided", shown)
    assert "this file" not in shown


def test_a_save_under_another_name_keeps_what_is_gone_too(folder: Path) -> None:
    """The new mapping says what the old one says of columns that this file lacks."""
    new = folder / "new.json"
    preview(folder, "spring.csv", "--mapping", folder / "maps", "--save-mapping", new)
    after = json.loads(new.read_text("utf-8"))
    assert (after["columns"]["Code"], after["ignored"]) == ("R5", ["Locker"])


@pytest.mark.parametrize("given", ["folder", "files"])
def test_a_mapping_that_is_not_followed_is_not_written_over(folder: Path, given: str) -> None:
    """Where another of several mappings fits better, saving over the one that does not would lose it."""
    staff, fall = folder / "maps" / "staff.json", folder / "maps" / "fall.json"
    staff.write_text('{"columns": {"E-mail": "email", "Name": "full_name"}}', encoding="utf-8")
    before = staff.read_bytes()
    options = ("--mapping", folder / "maps") if given == "folder" else ("--mapping", staff, "--mapping", fall)
    finished = run("preview", folder / "fall.csv", *where(folder), *options, "--save-mapping", staff)
    assert finished.returncode == 2
    assert f"mapped as in {fall}, so what stands in {staff} would be lost" in finished.stderr
    assert staff.read_bytes() == before


def test_a_link_to_the_mapping_that_is_followed_may_be_saved_to(folder: Path) -> None:
    """A mapping that stands in the folder twice is one: saved to by its other name, it loses nothing."""
    saved, link = folder / "maps" / "fall.json", folder / "maps" / "link.json"
    link.symlink_to(saved)
    preview(folder, "spring.csv", "--mapping", folder / "maps", "--ignore", "Hometown", "--save-mapping", link)
    assert link.is_symlink()
    after = json.loads(saved.read_text("utf-8"))
    assert (after["columns"]["Code"], after["ignored"]) == ("R5", ["Hometown", "Locker"])


@pytest.mark.parametrize("given", ["maps", "maps/fall.json"])
@pytest.mark.parametrize("option", ["--choices-to-add", "--backup"])
def test_no_other_output_is_written_over_a_mapping(folder: Path, given: str, option: str) -> None:
    """The list of choices and the backup never take the place of a saved mapping, named or in the folder."""
    saved = folder / "maps" / "fall.json"
    before = saved.read_bytes()
    options = ("--mapping", folder / given, option, saved, "--yes")
    finished = run("apply", folder / "spring.csv", *where(folder), *options)
    assert finished.returncode == 2
    assert "Choose another name" in finished.stderr
    assert saved.read_bytes() == before
    assert not (folder / "clients.db").exists()


def test_what_cannot_be_imported_names_the_line_to_edit(folder: Path) -> None:
    """Each fault of a saved mapping stands with the line that says it; what an option says names none."""
    saved = folder / "maps" / "fall.json"
    data = json.loads(saved.read_text("utf-8"))
    data["constants"] = {"R7": "Music"}
    saved.write_text(json.dumps(data, indent=1), encoding="utf-8")
    finished = run(
        *("preview", folder / "fall.csv", *where(folder), "--mapping", saved, "--constant", "R5=7"),
        *("--map", "Field of Study=R7"),
    )
    assert finished.returncode == 2
    constants = line_of(saved, '"R7": "Music"')
    assert f"\n  {saved}, line {constants}: “Field of Study” is mapped to Major, which has" in finished.stderr
    (folder / "spring.csv").write_text(SPRING.replace("Surname", "Ln"), encoding="utf-8")
    finished = run("preview", folder / "spring.csv", *where(folder), "--mapping", saved)
    columns = line_of(saved, '"columns"')
    assert f"\n  {saved}, line {columns}: No column is mapped to Last Name." in finished.stderr
    assert finished.stderr.count("No column is mapped") == 1
    assert "The file has the columns “Hometown”" in finished.stderr


def test_each_of_thousands_of_faults_names_its_own_line(tmp_path: Path) -> None:
    """The keys of a document are found by one reading of it, however many are asked for."""

    class Counted(bytes):
        decoded = 0

        def decode(self, *args: str) -> str:
            Counted.decoded += 1
            return super().decode(*args)

    values = {f'v.{number} "x" [2]': "Nope" for number in range(3_000)}
    text = json.dumps({"answers": {"Q.1": values}, "columns": {"a": "b"}, "headers": ["x", "y"]}, indent=2)
    document = SavedMapping(tmp_path / "m.json", Counted(text.encode()))
    lines = text.split("\n")
    for value in values:
        line = document.find_line(f"answers.Q.1.{value}")
        assert line is not None
        assert json.dumps(value) in lines[line - 1]
    assert lines[(document.find_line("headers[1]") or 0) - 1].strip().startswith('"headers"')
    assert lines[(document.find_line("columns.a.none") or 0) - 1].strip().startswith('"a"')
    assert document.find_line("none.such") is None
    assert Counted.decoded == 1
