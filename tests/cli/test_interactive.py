"""`--interactive`: questions at a terminal about what is open, and the answers kept for the next file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pexpect
import pytest

from client_import.repositories.sqlite import SqliteClients
from commands import FORM, at_a_terminal, run

ROSTER = """\
E-mail,Given Name,Surname,Code,Field of Study,Locker
ada@example.edu,Ada,Lovelace,0077154,Maths,L12
mia@example.edu,Mia,Chen,0077155,Basket Weaving,L14
"""
PROMPT = r"for good\): ?"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Two columns that go nowhere, two values without a choice."""
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def start(roster: Path, *options: str | Path, command: str = "preview") -> pexpect.spawn[str]:
    where = ("--form", FORM, "--clients", roster.parent / "clients.db")
    return at_a_terminal(command, roster, *where, "--interactive", *options)


def answer(child: pexpect.spawn[str], answers: Iterable[str]) -> str:
    """All that the terminal shows while these answers are given, to the end."""
    shown = ""
    for typed in answers:
        child.expect(PROMPT)
        shown += (child.before or "") + str(child.after)
        child.send(f"{typed}\r")
    shown += child.read()
    child.close()
    return re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n")


def break_off(child: pexpect.spawn[str], answers: Iterable[str], key: str) -> str:
    """What the terminal shows after a key that ends the questions, pressed when these answers have been given."""
    for typed in answers:
        child.expect(PROMPT)
        child.send(f"{typed}\r")
    child.expect(PROMPT)
    child.send(key)
    shown = child.read()
    child.close()
    assert child.exitstatus == 2
    return shown


def saved(roster: Path, name: str = "roster.mapping.json") -> dict[str, object]:
    """The mapping that was saved beside the roster."""
    data: dict[str, object] = json.loads((roster.parent / name).read_text("utf-8"))
    return data


def test_each_open_column_and_value_is_asked_about(roster: Path) -> None:
    """Columns with what they hold, values with how many rows; answers take effect at once and are kept."""
    child = start(roster)
    shown = answer(child, ["NetID", "-", "1", "Sociology"])
    assert child.exitstatus == 0
    assert "Column “Code” goes nowhere yet. It holds: 0077154, 0077155\n" in shown
    assert "Column “Locker” goes nowhere yet. It holds: L12, L14\n" in shown
    assert "“Maths” (1 row) is no choice of “Major”.\n    1  Mathematics  (perhaps)\n" in shown
    assert "NetID: 0077154 · Major: Mathematics\n" in shown
    assert "NetID: 0077155 · Major: Sociology\n" in shown
    assert f"--mapping {roster.parent}/roster.mapping.json" in shown
    assert saved(roster)["columns"] == {
        "E-mail": "email", "Given Name": "first_name", "Surname": "last_name", "Code": "R5", "Field of Study": "R7",
    }  # fmt: skip
    assert saved(roster)["ignored"] == ["Locker"]
    assert saved(roster)["answers"] == {"R7": {"Maths": "Mathematics", "Basket Weaving": "Sociology"}}


def test_the_transcript_in_the_docs_is_true(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typing what docs/mapping.md types shows what it shows; … stands for what it leaves out."""
    page = (Path(FORM).parents[1] / "docs" / "mapping.md").read_text(encoding="utf-8")
    (roster,) = re.findall(r'Path\("fall\.csv"\).write_text\(\s+"""\\\n(.*?)"""', page, re.DOTALL)
    (transcript,) = re.findall(r"```text\n\$ client-import (.*?)```", page, re.DOTALL)
    command, _, expected = transcript.partition("\n")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fall.csv").write_text(roster, encoding="utf-8")
    (tmp_path / "examples").symlink_to(Path(FORM).parent)
    shown = answer(at_a_terminal(*command.split()), re.findall(r"for good\): (.*)", expected))
    wanted = ".*?".join(re.escape(part) for part in expected.strip().split("…"))
    assert re.fullmatch(wanted, re.sub(r" +\n", "\n", shown).strip(), re.DOTALL)


def test_nothing_is_asked_twice(roster: Path) -> None:
    """With the saved mapping the same file raises no question."""
    answer(start(roster), ["NetID", "-", "1", "-"])
    child = start(
        roster, "--mapping", roster.parent / "roster.mapping.json", "--save-mapping", roster.parent / "b.json"
    )
    shown = answer(child, [])
    assert child.exitstatus == 0
    assert "Which" not in shown
    assert saved(roster, "b.json") == saved(roster)


def test_by_number_name_id_and_case(roster: Path) -> None:
    """An answer is a number of the list, a name or an id, in whatever case; spaces around it do not matter."""
    shown = answer(start(roster), [" netid ", "r4", "2", " MATHEMATICS", "-"])
    assert "“2” is none of them.\n" in shown  # one choice was suggested and listed, the others were not
    assert saved(roster)["columns"] == {
        "E-mail": "email", "Given Name": "first_name", "Surname": "last_name",
        "Code": "R5", "Field of Study": "R7", "Locker": "R4",
    }  # fmt: skip
    assert saved(roster)["answers"] == {"R7": {"Maths": "Mathematics", "Basket Weaving": None}}


def test_a_number_means_what_the_list_shows(roster: Path) -> None:
    """The number of a field in the list sends the column there; a field that is taken is not listed."""
    child = start(roster)
    child.expect(PROMPT)
    listed = [line.split(maxsplit=1) for line in str(child.before).splitlines() if line.startswith("  ")]
    fields = {name: number for number, name in listed}
    assert [name for name in ("Email", "First Name", "Last Name", "Full Name", "Major") if name in fields] == []
    child.send(f"{fields['NetID']}\r")
    answer(child, ["", "", ""])
    assert "R5" in str(saved(roster)["columns"])


def test_enter_decides_later(roster: Path) -> None:
    """Enter leaves everything as it was, to be asked about again."""
    child = start(roster)
    shown = answer(child, ["", "", "", ""])
    assert child.exitstatus == 0
    assert "2 values without a matching choice" in shown
    assert (saved(roster)["ignored"], saved(roster)["answers"]) == ([], {})
    assert set(dict.fromkeys(saved(roster)["columns"])) == {"E-mail", "Given Name", "Surname", "Field of Study"}  # type: ignore[call-overload]


def test_nonsense_is_asked_about_again(roster: Path) -> None:
    """What is no answer is said to be none, and changes nothing."""
    shown = answer(start(roster), ["nonsense", "0", "999", "NetID", "-", "Mathematic", "1", "-"])
    for typed in ("nonsense", "0", "999", "Mathematic"):
        assert f"“{typed}” is none of them.\n" in shown
    assert saved(roster)["answers"] == {"R7": {"Maths": "Mathematics", "Basket Weaving": None}}


def test_a_long_list_is_shown_if_asked_for(roster: Path) -> None:
    """Of many choices only the likely ones are listed, until ? lists them all; then every number counts."""
    shown = answer(start(roster), ["NetID", "-", "?", "21", "-"])
    before, _, after = shown.partition("“Maths” (1 row)")[2].partition("?\n")
    assert "Sociology" not in before
    assert "   21  Sociology\n" in after
    assert saved(roster)["answers"] == {"R7": {"Maths": "Sociology", "Basket Weaving": None}}


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("answers", [[], [""]], ids=["at once", "decides later"])
def test_stopping_before_anything_is_decided_leaves_nothing(roster: Path, answers: list[str], key: str) -> None:
    """Where no answer decided anything, there is no mapping and no client; the command says so."""
    shown = break_off(start(roster, "--choices-to-add", roster.parent / "add.txt", command="apply"), answers, key)
    assert "Nothing was written" in shown
    assert [path.name for path in roster.parent.iterdir()] == ["roster.csv"]


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("answers", [["NetID"], ["NetID", "-", "1"]], ids=["in between", "at the end"])
def test_stopping_keeps_what_was_decided(roster: Path, answers: list[str], key: str) -> None:
    """Each answer is kept as it is given; the command says where, and asks about the rest when it is run again."""
    kept = roster.parent / "roster.mapping.json"
    shown = break_off(start(roster, command="apply"), answers, key)
    assert f"Stopped. What was decided so far is in {kept}; nothing was imported." in shown
    assert f"--mapping {kept}" in shown
    assert "Traceback" not in shown
    assert sorted(path.name for path in roster.parent.iterdir()) == ["roster.csv", "roster.mapping.json"]
    rest = ["NetID", "-", "1", "Sociology"][len(answers) :]
    child = start(roster, "--mapping", kept)
    shown = answer(child, rest)
    assert child.exitstatus == 0
    assert len(re.findall("Which", shown)) == len(rest)
    assert saved(roster)["columns"] == {
        "E-mail": "email", "Given Name": "first_name", "Surname": "last_name", "Code": "R5", "Field of Study": "R7",
    }  # fmt: skip
    assert saved(roster)["answers"] == {"R7": {"Maths": "Mathematics", "Basket Weaving": "Sociology"}}


def test_an_error_keeps_what_was_decided(roster: Path) -> None:
    """Where the command cannot go on after some answers, it says where these are, and why it stops."""
    form, kept = roster.parent / "form.json", roster.parent / "kept.json"
    form.write_bytes(Path(FORM).read_bytes())
    where = ("--form", form, "--clients", roster.parent / "clients.db", "--interactive", "--save-mapping", kept)
    child = at_a_terminal("preview", roster, *where)
    child.expect(PROMPT)
    child.send("NetID\r")
    child.expect(PROMPT)
    (roster.parent / "clients.db").write_text("no database, but long enough to be taken for one" * 40)
    child.send("-\r")
    shown = child.read()
    child.close()
    assert child.exitstatus == 2
    assert f"What was decided so far is in {kept}; nothing was imported." in shown
    assert "Error: " in shown
    assert "Traceback" not in shown
    assert saved(roster, "kept.json")["ignored"] == ["Locker"]


@pytest.mark.parametrize("typed", ["n\r", "\x03", "\x04"], ids=["no", "Ctrl-C", "Ctrl-D"])
def test_who_does_not_import_is_told_where_the_answers_are(roster: Path, typed: str) -> None:
    """No to the import leaves the answers in their file, and says so."""
    child = start(roster, command="apply")
    for given in ("NetID", "-", "1", "-"):
        child.expect(PROMPT)
        child.send(f"{given}\r")
    child.expect("Import now.*: ")
    child.send(typed)
    shown = child.read()
    child.close()
    assert child.exitstatus == 2
    assert f"What was decided is in {roster.parent}/roster.mapping.json; nothing was imported." in shown
    assert not (roster.parent / "clients.db").exists()


def test_apply_asks_first_about_the_file_and_then_for_leave(roster: Path) -> None:
    """`apply --interactive` shows the plan of what was answered, and imports it once one agrees."""
    child = start(roster, command="apply")
    for typed in ("NetID", "-", "1", "-"):
        child.expect(PROMPT)
        child.send(f"{typed}\r")
    child.expect("Import now")
    child.send("y\r")
    child.read()
    child.close()
    assert child.exitstatus == 0
    ada, _ = SqliteClients(roster.parent / "clients.db").all()
    assert dict(ada.answers) == {"R5": "0077154", "R7": "Mathematics"}


def test_the_file_of_the_answers_is_there_already(roster: Path) -> None:
    """Answers given before are not lost: the command stops before the first question and says what to do."""
    kept = roster.parent / "roster.mapping.json"
    kept.write_text("{}", encoding="utf-8")
    child = start(roster)
    shown = answer(child, [])
    assert child.exitstatus == 2
    assert "roster.mapping.json is there already" in shown
    assert "--save-mapping" in shown
    assert "Which" not in shown
    assert kept.read_text("utf-8") == "{}"


def test_the_answers_go_where_one_says(roster: Path) -> None:
    """--save-mapping names the file of the answers."""
    answer(start(roster, "--save-mapping", roster.parent / "own.json"), ["NetID", "-", "1", "-"])
    assert sorted(path.name for path in roster.parent.iterdir()) == ["own.json", "roster.csv"]


def test_answers_that_could_not_be_kept_are_not_asked_for(roster: Path) -> None:
    """A folder that is not there is said to be none before the first question, not after the last answer."""
    child = start(roster, "--save-mapping", roster.parent / "none" / "own.json")
    shown = answer(child, [])
    assert child.exitstatus == 2
    assert "own.json cannot be written" in shown
    assert "Which" not in shown


def test_a_name_that_is_taken_away_is_asked_about(roster: Path) -> None:
    """Who sends a column to a field that another column had is asked about that one too."""
    text = ROSTER.replace("Locker", "Private").replace("L12", "ada@example.com").replace("L14", "mia@example.com")
    roster.write_text(text, encoding="utf-8")
    shown = answer(start(roster), ["NetID", "Email", "-", "1", "-"])
    assert "Column “E-mail” goes nowhere yet." in shown
    assert "ada@example.com  Ada Lovelace" in shown


def test_a_file_that_cannot_be_imported_so_is_asked_about_once_more(roster: Path) -> None:
    """Without a column for the address the answers stay, and only the columns without one are asked about again."""
    roster.write_text(ROSTER.replace("E-mail", "Contact"), encoding="utf-8")
    child = start(roster)
    for typed in ("", "NetID", "-"):
        child.expect(PROMPT)
        child.send(f"{typed}\r")
    child.expect("No column is mapped to Email")
    child.expect("Answer once more")
    child.send("y\r")
    shown = answer(child, ["Email", "1", "-"])
    assert child.exitstatus == 0
    assert re.findall("Column “(.*?)”", shown) == ["Contact"]
    assert "2 to create" in shown
    assert saved(roster)["ignored"] == ["Locker"]


def test_an_answer_that_is_refused_is_asked_about_again(roster: Path) -> None:
    """Where an answer sends a column to a field that another column was said to have, another answer mends it."""
    child = start(roster, "--map", "Given Name=first_name")
    child.expect(PROMPT)
    child.send("First Name\r")
    child.expect(PROMPT)
    child.send("-\r")
    child.expect("mapped to the same field")
    child.expect("Answer once more")
    child.send("y\r")
    shown = answer(child, ["NetID", "1", "-"])
    assert child.exitstatus == 0
    assert "Column “Code” goes to First Name. It holds" in shown
    assert saved(roster)["ignored"] == ["Locker"]


@pytest.mark.parametrize(
    ("options", "answers", "words"),
    [
        ([], ["-", "NetID", "-"], "No column is mapped to Email"),
        (["--constant", "R6=Law"], ["", "NetID", "-"], "“Law”, is no answer to “School”"),
    ],
    ids=["every column is decided", "not about columns"],
)
def test_what_no_answer_mends_is_not_asked_about(
    roster: Path, options: list[str], answers: list[str], words: str
) -> None:
    """Where no column is left to ask about, or none would help, the command stops with the answers kept."""
    roster.write_text(ROSTER.replace("E-mail", "Contact"), encoding="utf-8")
    child = start(roster, *options)
    shown = answer(child, answers)
    assert child.exitstatus == 2
    assert words in shown
    assert "No answer to a question can mend that" in shown
    assert "Answer once more" not in shown
    assert "What was decided so far is in" in shown
    assert "R5" in str(saved(roster)["columns"])


def test_answers_are_added_to_the_one_mapping_that_is_followed(roster: Path) -> None:
    """With one --mapping FILE the answers go into that file, and what it says of other columns stays there."""
    old = roster.parent / "old.json"
    columns = {"E-mail": "email", "Given Name": "first_name", "Surname": "last_name", "Town": "R4"}
    old.write_text(json.dumps({"columns": columns, "ignored": ["Locker", "Notes"]}), encoding="utf-8")
    child = start(roster, "--mapping", old)
    shown = answer(child, ["NetID", "1", "-"])
    assert child.exitstatus == 0
    assert f"What was decided is in {old}" in shown
    assert saved(roster, "old.json")["columns"] == {**columns, "Field of Study": "R7", "Code": "R5"}
    assert saved(roster, "old.json")["ignored"] == ["Locker", "Notes"]
    assert sorted(path.name for path in roster.parent.iterdir()) == ["old.json", "roster.csv"]


def test_a_choice_that_is_a_number_is_taken_before_a_place_in_the_list(tmp_path: Path) -> None:
    """Of the choices 5 to 1, typing 2 means the choice 2 and not the second one; such choices have no number."""
    form, roster = tmp_path / "form.json", tmp_path / "roster.csv"
    question = {"id": "y", "label": "Year", "kind": "choice", "choices": ["5", "4", "3", "2", "1", "none"]}
    form.write_text(json.dumps({"questions": [question]}), encoding="utf-8")
    roster.write_text("Email,First Name,Last Name,Year\na@example.edu,A,B,2nd\n", encoding="utf-8")
    child = at_a_terminal("preview", roster, "--form", form, "--clients", tmp_path / "c.db", "--interactive")
    shown = answer(child, ["2"])
    assert child.exitstatus == 0
    assert sorted(re.findall(r"^ +([1-5])(?:  \(perhaps\))?$", shown, re.MULTILINE)) == list("12345")
    assert "    6  none\n" in shown
    assert saved(roster)["answers"] == {"y": {"2nd": "2"}}


def test_one_may_stop_where_a_file_cannot_be_imported(roster: Path) -> None:
    """No to a second round ends with the reason, status 2, and nothing written."""
    roster.write_text(ROSTER.replace("E-mail", "Contact"), encoding="utf-8")
    child = start(roster)
    for typed in ("", "", ""):
        child.expect(PROMPT)
        child.send(f"{typed}\r")
    child.expect("Answer once more")
    child.send("n\r")
    assert "No column is mapped to Email" in child.read()
    child.close()
    assert child.exitstatus == 2
    assert [path.name for path in roster.parent.iterdir()] == ["roster.csv"]


@pytest.mark.parametrize("header", ["Kennwort", "Initial PW (not a question)", "temp_pass", "Passphrase", "密码"])
def test_no_password_is_ever_shown(roster: Path, header: str) -> None:
    """A column that is named like a password's shows the mask, whatever one answers about it and any other."""
    text = ROSTER.replace("Locker", header).replace("L12", "maple-kite-41").replace("L14", "maple-kite-42")
    roster.write_text(text + "x@example.edu,X,Y,0077156,maple-kite-43\n", encoding="utf-8")
    child = start(roster, "--map", "Code=R5", "--all")
    shown = ""
    while child.expect([r": $", pexpect.EOF]) == 0:
        last = (child.before or "").rpartition("\n")[2]
        shown += f"{child.before}{child.after}"
        child.send("password\r" if last.startswith("Which field") else "\r")
    shown += child.before or ""
    child.close()
    assert child.exitstatus == 1  # the short row is not imported in a file with passwords
    assert "maple" not in shown
    assert "maple" not in (roster.parent / "roster.mapping.json").read_text("utf-8")
    assert "•" in shown


def test_no_password_of_a_column_that_was_said_to_hold_them(roster: Path) -> None:
    """Sent to the password, a column of any name is masked, and a row of wrong width is quoted nowhere."""
    text = ROSTER.replace("Locker", "Initial").replace("L12", "maple-kite-41").replace("L14", "maple-kite-42")
    roster.write_text(text + "x@example.edu,X,Y,0077156,maple-kite-43\n", encoding="utf-8")
    shown = answer(start(roster, "--map", "Initial=password", "--all"), ["NetID", "", ""])
    assert "maple" not in shown
    assert "••••••" in shown


def test_there_must_be_a_terminal(roster: Path) -> None:
    """Without one, and with the roster from standard input, the command says so instead of waiting."""
    where = ("--form", FORM, "--clients", roster.parent / "c.db", "--interactive")
    finished = run("preview", roster, *where)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "There is no terminal to ask at" in finished.stderr
    finished = run("preview", "-", *where, stdin=ROSTER)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "give the roster as a file" in finished.stderr
    assert [path.name for path in roster.parent.iterdir()] == ["roster.csv"]
