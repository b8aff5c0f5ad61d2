"""What a program did to a value before it reached the file."""

from __future__ import annotations

import pytest

from client_import import Question, RegistrationForm, Severity, check_rows, read_table, suggest_mapping
from client_import.records.records import Records
from client_import.records.row_checks import Fate
from client_import.texts.damage import Figures, find_damage, find_figures, likely_letters, may_hold_damage
from rosters import QUICK, codes, roster

FORM = RegistrationForm(
    questions=[
        Question("sid", "Student ID"),
        Question("notes", "Notes"),
        Question("major", "Major", kind="choice", choices=["Biology", "Café Studies", "#N/A"]),
    ]
)
HEADER = "Email,First Name,Last Name,Student ID,Notes\n"


def check(text: str) -> Records:
    """The checked rows of a roster for a form with two free texts and a drop-down."""
    table = read_table(roster(text))
    return check_rows(table, suggest_mapping(table, FORM), FORM, QUICK)


def students(*numbers: str) -> str:
    """A roster with these student numbers, the first one on line 2."""
    return HEADER + "".join(f"c{index}@example.edu,Ada,Byron,{number},x\n" for index, number in enumerate(numbers))


ERRORS = [
    "#N/A",
    "#NV",
    "#REF!",
    "#BEZUG!",
    "#VALUE!",
    "#WERT!",
    "#DIV/0!",
    "#NAME?",
    "#NULL!",
    "#NUM!",
    "#ZAHL!",
    "#SPILL!",
    "#CALC!",
    "#FIELD!",
    "#GETTING_DATA",
    "####",
    "##########",
]


@pytest.mark.parametrize("value", ERRORS)
def test_an_error_of_a_spreadsheet_is_no_answer(value: str) -> None:
    """What a spreadsheet shows where it has no value is left out of the answers, and the row goes in."""
    records = check(HEADER + f"a@example.edu,Ada,Byron,17, {value} \n")
    assert records.rows[0].fate is Fate.ACCEPTED
    assert records.rows[0].answers == ("17", None)
    assert [(p.line, p.code, p.severity, p.header, p.field) for p in records.problems] == [
        (2, "damaged_value", Severity.WARNING, "Notes", "notes")
    ]
    assert records.problems[0].params == {"reason": "spreadsheet", "value": value}
    assert f"“{value}” is an error that a spreadsheet left, not an answer" in records.problems[0].message


@pytest.mark.parametrize("value", ERRORS)
def test_an_error_of_a_spreadsheet_is_no_name(value: str) -> None:
    """A client cannot be called `#REF!`: such a row is rejected."""
    records = check(f"Email,First Name,Last Name\na@example.edu,{value},Byron\nb@example.edu,Bob,{value}\n")
    assert [record.fate for record in records.rows] == [Fate.REJECTED, Fate.REJECTED]
    assert [(p.line, p.code, p.severity, p.field) for p in records.problems] == [
        (2, "invalid_name", Severity.ERROR, "first_name"),
        (3, "invalid_name", Severity.ERROR, "last_name"),
    ]
    assert records.problems[0].params == {"reason": "spreadsheet", "value": value}
    assert "not a name" in records.problems[0].message


@pytest.mark.parametrize("value", ["NA", "Null", "None", "N/A", "Nan", "Nil", "True", "O'Neill", "#1", "C#", "#name"])
def test_names_that_only_programs_stumble_over(value: str) -> None:
    """`NA` and `Null` are names and answers, beside a cell that is damaged as well."""
    records = check(HEADER + f"a@example.edu,{value},{value},17,{value}\nb@example.edu,Bob,B,18,#N/A\n")
    assert (records.rows[0].first_name, records.rows[0].last_name) == (value, value)
    assert records.rows[0].answers == ("17", value)
    assert codes(records.problems) == [(3, "damaged_value")]


def test_an_error_inside_a_text_is_a_text() -> None:
    """Somebody may write about `#N/A`; only a cell that is nothing else is left out."""
    records = check(HEADER + "a@example.edu,Ada,Byron,17,My sheet says #N/A\n")
    assert records.rows[0].answers == ("17", "My sheet says #N/A")
    assert records.problems == ()


def test_an_error_in_place_of_an_address() -> None:
    """An address that a formula did not find is no address, as any other word."""
    records = check("Email,First Name,Last Name\n#N/A,Ada,Byron\nb@example.edu,Bob,B\n")
    assert codes(records.problems) == [(2, "invalid_email")]
    assert records.problems[0].params == {"reason": "no_at", "value": "#N/A"}


def test_a_choice_is_judged_by_the_form_alone() -> None:
    """A drop-down that offers `#N/A` takes it; any other error is none of its choices."""
    records = check(
        "Email,First Name,Last Name,Major\na@example.edu,Ada,Byron,#N/A\nb@example.edu,Bob,B,#REF!\n"
        "c@example.edu,Zoe,C,CafÃ© Studies\n"
    )
    assert [record.answers for record in records.rows] == [("#N/A",), (None,), (None,)]
    assert codes(records.problems) == [(3, "unmatched_answer"), (4, "unmatched_answer")]


@pytest.mark.parametrize("value", ["1.23E+10", '"1,23E+10"', "1E+11", "1.2e+5", "-1.5E+12", "1.23457E+100"])
def test_a_rounded_number_is_left_out(value: str) -> None:
    """In a column of numbers a spreadsheet's short form has lost figures, so it is no answer."""
    records = check(students("12345678901", value, "12345678903"))
    assert [record.answers[0] for record in records.rows] == ["12345678901", None, "12345678903"]
    assert [(p.line, p.code, p.field) for p in records.problems] == [(3, "damaged_value", "sid")]
    assert records.problems[0].params == {"reason": "rounded", "value": value.strip('"')}
    assert "last digits lost" in records.problems[0].message


def test_a_whole_column_of_rounded_numbers() -> None:
    """Where every number of a column was rounded, each of them is left out."""
    records = check(students("1.23E+10", "1.23E+10", ""))
    assert [record.answers[0] for record in records.rows] == [None, None, None]
    assert codes(records.problems) == [(2, "damaged_value"), (3, "damaged_value")]


def test_free_text_may_look_like_a_rounded_number() -> None:
    """Where most values are words, `1.23E+10` is one of them."""
    records = check(students("room 4", "1.23E+10", "12E+3b", "Essays"))
    assert [record.answers[0] for record in records.rows] == ["room 4", "1.23E+10", "12E+3b", "Essays"]
    assert records.problems == ()


@pytest.mark.parametrize("value", ["12E+3", "1.2E-5", "1E5", "E+5", "1.E+5", "1.2E+1234"])
def test_codes_like_a_rounded_number(value: str) -> None:
    """Only the form that spreadsheets write is taken for one."""
    records = check(students("12345678901", value, "12345678903"))
    assert [record.answers[0] for record in records.rows] == ["12345678901", value, "12345678903"]
    assert records.problems == ()


def test_lost_zeros_are_noticed() -> None:
    """Where student numbers start with zeros, shorter ones have lost theirs and are left out."""
    records = check(students(*(f"00{number:03}" for number in range(27)), "789", "7", "123456"))
    assert [record.answers[0] for record in records.rows[26:]] == ["00026", None, None, "123456"]
    assert [(p.line, p.code, p.severity, p.field) for p in records.problems] == [
        (29, "damaged_value", Severity.WARNING, "sid"),
        (30, "damaged_value", Severity.WARNING, "sid"),
    ]
    assert records.problems[0].params == {"reason": "zeros", "value": "789", "found": 3, "expected": 5}
    assert "“789” has 3 digits where the others have 5" in records.problems[0].message


@pytest.mark.parametrize(
    ("numbers", "short"),
    [
        ([f"{number}" for number in range(10001, 10019)], "789"),
        (["00123", "00456"], "789"),
        ([f"00{number:03}" for number in range(8)], "789"),
        ([*(f"{number}" for number in range(10001, 10019)), "012"], "345"),
        (["room 1", "room 2", "00123"], "45"),
    ],
    ids=["no zeros", "too few", "not most", "zeros of another length", "words"],
)
def test_numbers_of_other_lengths_are_kept(numbers: list[str], short: str) -> None:
    """Without zeros at the front of nine numbers in ten of one length, a shorter one is no sign of loss."""
    records = check(students(*numbers, short))
    assert [record.answers[0] for record in records.rows] == [*numbers, short]
    assert records.problems == ()


def test_each_column_has_its_own_figures() -> None:
    """What one column has lost says nothing of another."""
    rows = "".join(f"c{number}@example.edu,A,B,00{number:03},{number}\n" for number in range(10, 30))
    records = check(HEADER + rows + "z@example.edu,Z,Z,00001,3\n")
    assert records.rows[-1].answers == ("00001", "3")
    assert records.problems == ()


def test_the_figures_of_a_large_file_come_from_all_over_it() -> None:
    """A few hundred rows from the whole file decide, not the first ones."""
    words, numbers = [["x"]] * 300, [[f"0{number:04}"] for number in range(1_700)]
    assert find_figures(words + numbers, 0) == Figures(5)
    assert find_figures([["x"]] * 1_700 + numbers[:300], 0) is None


@pytest.mark.parametrize(
    ("values", "figures"),
    [
        ([], None),
        (["", " "], None),
        (["x", "y", "1"], None),
        (["x", "1"], Figures(None)),
        (["1", "22", "333"], Figures(None)),
        (["01", "02"], Figures(None)),
        (["01", "02", "13"], Figures(2)),
        ([" 01 ", "02", "13", ""], Figures(2)),
        (["11", "12", "13"], Figures(None)),
        (["1.2E+10"], Figures(None)),
        (["1.2E+10", "01", "02", "03"], Figures(2)),
        (["1.2E+10", "x", "y"], None),
    ],
)
def test_figures_of_a_column(values: list[str], figures: Figures | None) -> None:
    """A column of numbers is one in which at least half of what is filled are figures, rounded or not."""
    assert find_figures([["other", value] for value in values], 1) == figures


@pytest.mark.parametrize(
    ("value", "figures", "damage"),
    [
        ("#N/A", Figures(5), {"reason": "spreadsheet"}),
        ("12\ufffd", Figures(5), {"reason": "letters"}),
        ("1.2E+5", None, None),
        ("1.2E+5", Figures(None), {"reason": "rounded"}),
        ("12", Figures(None), None),
        ("12", Figures(3), {"reason": "zeros", "found": 2, "expected": 3}),
        ("123", Figures(3), None),
        ("01", Figures(3), None),
        ("Err:502", None, {"reason": "spreadsheet"}),
        ("########", None, {"reason": "spreadsheet"}),
        ("#WELCOME!", None, None),
        ("1234", Figures(3), None),
        ("1a", Figures(3), None),
        ("12", None, None),
        ("", Figures(3), None),
    ],
)
def test_find_damage(value: str, figures: Figures | None, damage: dict[str, str | int] | None) -> None:
    """A value is judged by what is known of its column; errors and lost letters are damage anywhere."""
    assert find_damage(value, figures) == damage


def test_lost_letters_in_a_name_reject_the_row() -> None:
    """Nobody is called `Zo�`: such a row waits until the name is written again."""
    records = check("Email,First Name,Last Name\na@example.edu,Zo\ufffd,Byron\nb@example.edu,Zoë,\ufffdngström\n")
    assert [record.fate for record in records.rows] == [Fate.REJECTED, Fate.REJECTED]
    assert [(p.line, p.code, p.field, dict(p.params)) for p in records.problems] == [
        (2, "invalid_name", "first_name", {"reason": "letters", "value": "Zo\ufffd"}),
        (3, "invalid_name", "last_name", {"reason": "letters", "value": "\ufffdngström"}),
    ]
    assert "“Zo�” has letters that cannot be read" in records.problems[0].message


def test_lost_letters_in_an_answer() -> None:
    """An answer with a letter that cannot be read is left out, its row goes in."""
    records = check(HEADER + "a@example.edu,Ada,Byron,17,Gr\ufffdn\n")
    assert records.rows[0].answers == ("17", None)
    assert [dict(problem.params) for problem in records.problems] == [{"reason": "letters", "value": "Gr\ufffdn"}]
    assert codes(records.problems) == [(2, "damaged_value")]
    assert "Write it again" in records.problems[0].message


@pytest.mark.parametrize(
    ("wrong", "likely"),
    [
        ("ZoÃ«", "Zoë"),
        ("JosÃ©", "José"),
        ("FranÃ§ois", "François"),
        ("MÃ¼ller", "Müller"),
        ("Ã…se", "Åse"),
        ("Ã˜rsted", "Ørsted"),
        ("Å\x81ukasz", "Łukasz"),
        ("LÅ‘rinc", "Lőrinc"),
        ("Ð\x9fÑ\x80Ð¸Ð²ÐµÑ‚", "Привет"),
        ("Dâ€™Arcy", "D’Arcy"),
    ],
)
def test_wrong_letters_are_told_and_kept(wrong: str, likely: str) -> None:
    """`ZoÃ«` looks like `Zoë`: the warning says so, and what stands in the file is what is imported."""
    assert likely_letters(wrong) == likely
    records = check(HEADER + f"a@example.edu,{wrong},{wrong},17,{wrong}\n")
    (record,) = records.rows
    assert record.fate is Fate.ACCEPTED
    assert (record.first_name, record.last_name, record.answers) == (wrong, wrong, ("17", wrong))
    assert [(p.line, p.code, p.severity, p.field) for p in records.problems] == [
        (2, "wrong_letters", Severity.WARNING, field) for field in ("first_name", "last_name", "notes")
    ]
    assert records.problems[0].params == {"value": wrong, "likely": likely}
    assert f"“{wrong}” looks like “{likely}”" in records.problems[0].message


@pytest.mark.parametrize(
    "name",
    [
        "SÃO", "Ñandú", "Åse", "Zoë", "ÂNGELA", "CONCEIÇÃO", "Øster", "Þórr", "Łódź", "D’Arcy", "Ødegård", "Ää", "Ã",
        "ÎLE", "Привет", "李明", "Nguyễn", "ÃÂ", "Müller – Lüdenscheidt",
    ],
)  # fmt: skip
def test_genuine_letters_are_not_told(name: str) -> None:
    """Names with accents, in capitals or in any script, are taken as they stand, beside wrong ones as well."""
    text = HEADER + f"a@example.edu,{name},{name},17,{name}\nb@example.edu,ZoÃ«,B,18,\n"
    records = check(text)
    assert (records.rows[0].first_name, records.rows[0].last_name) == (name, name)
    assert codes(records.problems) == [(3, "wrong_letters")]


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("", None),
        ("Zoe", None),
        ("Zoë", None),
        ("ZoÃ« Åse", None),
        ("ZoÃ« 李", None),
        ("Ã\xa0", "à"),
        ("Â\xa0", None),
    ],
    ids=["nothing", "ASCII", "right", "right and wrong", "right and wrong in another script", "à", "only a space"],
)
def test_likely_letters(text: str, likely: str | None) -> None:
    """Only a text that is UTF-8 from end to end was read in the wrong encoding."""
    assert likely_letters(text) == likely


@pytest.mark.parametrize(
    ("text", "damaged"),
    [
        ("Zoë,Byron", False),
        ("SÃO,Åse,Ñandú", False),
        ("1.2E-5,E5", False),
        ("ZoÃ«", True),
        ("a,#N/A", True),
        ("1.2E+5", True),
        ("1.2e+5", True),
        ("Zo\ufffd", True),
    ],
)
def test_signs_of_damage(text: str, damaged: bool) -> None:
    """A file without any of the signs is not looked at cell by cell."""
    assert may_hold_damage(text) is damaged


def test_damage_is_quoted_on_one_line() -> None:
    """A damaged value of many lines is quoted on one, and not all of it."""
    records = check(HEADER + 'a@example.edu,Ada,Byron,17,"Gr\ufffdn\n' + "x" * 100 + '"\n')
    (problem,) = records.problems
    assert problem.params["value"] == f"Gr\ufffdn {'x' * 74}…"
