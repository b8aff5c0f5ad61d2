"""What the options say of columns and values, and what is left open."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commands import FORM, run

ROSTER = """\
E-mail,Given Name,Surname,Class,Field of Study,Help,Locker
ada@example.edu,Ada,Lovelace,Senior,Maths,Essays; CV,L12
zoe@example.edu,Zoë,Okafor,Frosh,maths,,L13
mia@example.edu,Mia,Chen,Frosh,Basket Weaving,Basket Weaving,L14
"""


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Three people with answers that fit nothing."""
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def preview(roster: Path, *options: str | Path) -> dict[str, object]:
    """The plan under these options, as JSON."""
    where = ("--form", FORM, "--clients", roster.parent / "clients.db", "--json")
    finished = run("preview", roster, *where, *options)
    assert finished.stderr == ""
    data: dict[str, object] = json.loads(finished.stdout)
    return data


def answers(data: dict[str, object], question: str) -> list[object]:
    """What each row would answer to a question."""
    rows = data["rows"]
    assert isinstance(rows, list)
    given = ({change["field"]: change["new"] for change in row["changes"]} for row in rows)
    return [changes.get(question) for changes in given]


@pytest.mark.parametrize("question", ["R7", "Major", "Field of Study"])
def test_a_value_is_translated(roster: Path, question: str) -> None:
    """--translate takes the question by its id, its label or the header of its column; case does not matter."""
    data = preview(roster, "--translate", f"{question}=MATHS=Mathematics")
    assert answers(data, "R7") == ["Mathematics", "Mathematics", None]


@pytest.mark.parametrize("question", ["R2", "Standing", "Class"])
def test_a_value_is_left_out(roster: Path, question: str) -> None:
    """--leave-out ends the warnings about a value, and about no other."""
    before, after = preview(roster), preview(roster, "--leave-out", f"{question}=Frosh")
    assert (str(before["problems"]).count("Frosh"), str(after["problems"]).count("Frosh")) == (4, 0)
    assert answers(after, "R2") == ["Senior", None, None]
    assert str(after["problems"]).count("Basket") == str(before["problems"]).count("Basket") > 0


def test_a_part_of_an_answer_is_translated(roster: Path) -> None:
    """In a check-all question each part is a value of its own."""
    options = ("--map", "Help=R8", "--translate", "Help=CV=CVs and cover letters", "--leave-out", "R8=Basket Weaving")
    assert answers(preview(roster, *options), "R8") == [["Essays", "CVs and cover letters"], None, None]


def test_values_for_every_row_and_for_new_clients(roster: Path) -> None:
    """--constant and --default give answers that no column holds, in the form's own spelling."""
    data = preview(roster, "--constant", "First Language=Irish", "--default", "R6=nursing", "--default", "R2=Graduate")
    assert answers(data, "R4") == ["Irish"] * 3
    assert answers(data, "R6") == ["Nursing"] * 3
    assert answers(data, "R2") == ["Senior", "Graduate", "Graduate"]
    shown = run(
        "preview", roster, "--form", FORM, "--clients", "none.db", "--constant", "R4=Irish", "--default", "R6=Nursing"
    )
    assert "(every row)     First Language  as decided  Irish" in shown.stdout
    assert "(new clients)   School          as decided  Nursing" in shown.stdout


def test_names_and_values_may_hold_equals_signs(tmp_path: Path) -> None:
    """Of several = those count that leave a known question in front and a known choice behind."""
    form, roster = tmp_path / "form.json", tmp_path / "roster.csv"
    question = {"id": "a=b", "label": "Is a = b?", "kind": "choice", "choices": ["yes: a=b", "no"]}
    form.write_text(json.dumps({"questions": [question, {"id": "t", "label": "T"}]}), encoding="utf-8")
    roster.write_text("Email,First,Last,a=b\na@example.edu,A,B,x=y=z\nb@example.edu,B,C,=\n", encoding="utf-8")
    where = ("--form", form, "--clients", tmp_path / "c.db", "--json")

    def answered(*options: str) -> list[object]:
        return answers(json.loads(run("preview", roster, *where, *options).stdout), "a=b")

    assert answered("--translate", "a=b=x=y=z=yes: a=b") == ["yes: a=b", None]
    assert answered("--translate", "Is a = b?===no") == [None, "no"]
    assert answered("--default", "a=b=yes: a=b") == ["yes: a=b", "yes: a=b"]
    left_out = run("preview", roster, *where, "--leave-out", "a=b=x=y=z", "--leave-out", "a=b==")
    assert json.loads(left_out.stdout)["problems"] == []
    constant = run("preview", roster, *where, "--constant", "t=1=2")
    assert answers(json.loads(constant.stdout), "t") == ["1=2", "1=2"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--translate", "R7=Maths"], ["write the question, =, the value in the file, =, and the choice"]),
        (["--translate", "Maths"], ["write the question, =, the value in the file, =, and the choice"]),
        (["--leave-out", "Maths"], ["write the question, =, and the value in the file"]),
        (["--constant", "R6"], ["write the question, =, and the value for every row"]),
        (["--default", "R6"], ["write the question, =, and the value for new clients"]),
        (["--interactive", "--json"], ["--json leaves no room to ask"]),
    ],
)
def test_a_wrong_shape_is_a_usage_error(roster: Path, options: list[str], words: list[str]) -> None:
    """An option that lacks a part says which parts it has."""
    finished = run("preview", roster, "--form", FORM, "--clients", roster.parent / "c.db", *options)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith("Usage: ")
    assert [word for word in words if word not in finished.stderr] == []


@pytest.mark.parametrize("option", ["--constant", "--default", "--translate", "--leave-out", "--map", "--ignore"])
@pytest.mark.parametrize("value", ["R4=\udcff", "\udcff=R4", "R7=\udcff=Mathematics", "\udcff"])
def test_bytes_that_are_no_text_are_a_usage_error(roster: Path, option: str, value: str) -> None:
    """What the shell hands over in no UTF-8 stops the command with one message, and nothing is saved."""
    where = ("--form", FORM, "--clients", roster.parent / "c.db", "--save-mapping", roster.parent / "mapping.json")
    finished = run("preview", roster, *where, option, value)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith("Usage: ")
    (message,) = [line for line in finished.stderr.splitlines() if line.startswith("Error: ")]
    assert f"Invalid value for '{option}'" in message
    assert "\\udcff" in message
    assert "is not UTF-8" in message
    assert [path.name for path in roster.parent.iterdir()] == ["roster.csv"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--translate", "Majr=Maths=Mathematics"], ["“Majr”, which is not a question with choices"]),
        (["--translate", "R4=a=b"], ["“R4”, which is not a question with choices", "R2, R6, R7, R8"]),
        (["--translate", "R7=Maths=Mathematic"], ["which is not a choice of “Major”", "Did you mean “Mathematics”?"]),
        (["--translate", "R7=history=Music"], ["“history” is a choice of “Major” itself"]),
        (["--leave-out", "R7=history"], ["“history” is a choice of “Major” itself"]),
        (
            ["--constant", "R6=Law"],
            ["The value for every row, “Law”, is no answer to “School”", "Its choices are Arts"],
        ),
        (["--constant", "R3=19"], ["The value for every row, “19”, is no answer to “Graduation Year”"]),
        (
            ["--constant", "R7=Music", "--map", "Field of Study=R7"],
            ["“Field of Study” is mapped to Major, which has a value for every row too"],
        ),
        (["--default", "R6="], ["The value for new clients, “”, is no answer to “School”"]),
        (["--default", "nope=1"], ["“nope”, which is not a question of this form"]),
    ],
)
def test_what_cannot_be_decided_so_is_refused(roster: Path, options: list[str], words: list[str]) -> None:
    """A question, choice or value that the form does not know stops the command, and nothing is saved."""
    saved = roster.parent / "mapping.json"
    where = ("--form", FORM, "--clients", roster.parent / "c.db", "--save-mapping", saved)
    finished = run("apply", roster, *where, "--yes", *options)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert [word for word in words if word not in finished.stderr] == []
    assert "Traceback" not in finished.stderr
    assert [path.name for path in roster.parent.iterdir()] == ["roster.csv"]


def test_what_is_open_is_shown_with_the_options_that_decide_it(roster: Path) -> None:
    """Each value once, with its rows and the option to copy; columns that go nowhere with theirs."""
    shown = run("preview", roster, "--form", FORM, "--clients", roster.parent / "c.db").stdout
    assert "3 values without a matching choice" in shown
    assert "  Field of Study: “Maths”, 2 rows (lines 2, 3): perhaps “Mathematics”?\n" in shown
    assert "      --translate R7=Maths=Mathematics\n" in shown
    assert '  Field of Study: “Basket Weaving”, 1 row (line 4)\n      --leave-out "R7=Basket Weaving"\n' in shown
    assert 'with --map "HEADER=FIELD", or leave it out with --ignore "HEADER"' in shown
    decided = run(
        *("preview", roster, "--form", FORM, "--clients", roster.parent / "c.db", "--ignore", "Locker"),
        *("--ignore", "Help", "--ignore", "Class", "--ignore", "Field of Study"),
    ).stdout
    assert "--map" not in decided
    assert "--translate" not in decided


def test_every_warning_is_listed_if_asked_for(roster: Path) -> None:
    """Values that are shown once are listed row by row with --all."""
    where = ("--form", FORM, "--clients", roster.parent / "c.db")
    line = "  line 3     Field of Study: “maths” is not one of the choices of “Major”, so it is left out."
    assert line not in run("preview", roster, *where).stdout
    assert line in run("preview", roster, *where, "--all").stdout


def test_choices_to_add_are_listed_for_the_owner_of_the_form(roster: Path) -> None:
    """--choices-to-add writes the values by question, with how many rows want them; what was decided is not there."""
    listed = roster.parent / "add.txt"
    data = preview(roster, "--translate", "R7=Maths=Mathematics", "--map", "Help=R8", "--choices-to-add", listed)
    assert data["counts"]
    assert listed.read_text("utf-8") == (
        "Standing (R2)\n  Frosh  (2 rows)\n"
        "Major (R7)\n  Basket Weaving  (1 row)\n"
        "I would like help with (R8)\n  CV  (1 row)\n  Basket Weaving  (1 row)\n"
    )


def test_the_list_is_not_written_over_what_is_read(roster: Path) -> None:
    """--choices-to-add refuses the roster itself."""
    finished = run("preview", roster, "--form", FORM, "--clients", "none.db", "--choices-to-add", roster)
    assert finished.returncode == 2
    assert roster.read_text("utf-8") == ROSTER


def test_answers_stand_in_the_order_of_the_form(roster: Path) -> None:
    """A client to create is shown with the answers as the form asks for them, wherever each comes from."""
    options = ("--default", "R8=Essays", "--constant", "R4=Irish", "--translate", "R7=Maths=Mathematics")
    shown = run("preview", roster, "--form", FORM, "--clients", roster.parent / "c.db", *options).stdout
    assert (
        "  line 2     create    ada@example.edu  Ada Lovelace\n"
        "             Standing: Senior · First Language: Irish · Major: Mathematics · I would like help with: Essays\n"
    ) in shown
