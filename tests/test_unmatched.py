"""Values that match no choice, by value."""

from __future__ import annotations

from client_import import (
    ImportRules,
    Mapping,
    Outcome,
    Problem,
    ProblemCode,
    Result,
    Severity,
    UnmatchedAnswer,
    UnmatchedAnswers,
    choices_to_add,
    corrections,
)
from rosters import codes, plan, report_of

HEADER = "Email,First Name,Last Name,Major,Help with\n"


def rows(*cells: str) -> str:
    """A roster with these cells for the last two columns."""
    return HEADER + "".join(f"c{number}@example.edu,A,B,{cell}\n" for number, cell in enumerate(cells))


def test_values_are_grouped() -> None:
    """Each value once, under its first spelling, with rows, lines and suggestions; the most frequent first."""
    made = plan(rows("Golf,", "Biolgy,", "BIOLGY,Esays|Golf", "biolgy ,", "History,CVs"))
    assert made.unmatched == (
        UnmatchedAnswer("major", "Biolgy", 3, (3, 4, 5), ("Biology",)),
        UnmatchedAnswer("major", "Golf", 1, (2,), ()),
        UnmatchedAnswer("help", "Esays", 1, (4,), ("Essays",)),
        UnmatchedAnswer("help", "Golf", 1, (4,), ()),
    )


def test_the_first_lines_are_named() -> None:
    """A frequent value names its first five lines and counts them all."""
    (answer,) = plan(rows(*["Golf,"] * 9)).unmatched
    assert (answer.rows, answer.lines) == (9, (2, 3, 4, 5, 6))


def test_a_value_twice_in_a_row_is_one_row() -> None:
    """Two spellings in one cell are one row."""
    (answer,) = plan(rows(",Golf|GOLF")).unmatched
    assert (answer.rows, answer.lines) == (1, (2,))


def test_a_long_value_is_whole() -> None:
    """A value is not cut as it is in the message, for it is what a person translates."""
    long = "Golf " * 40
    made = plan(rows(f"{long},"))
    (answer,) = made.unmatched
    assert answer.value == long.strip()
    assert len(made.problems[0].message) < 200
    again = plan(rows(f"{long},"), decide=lambda mapping: mapping.leave_out("major", answer.value))
    assert (again.unmatched, again.problems) == ((), ())


def test_nothing_unmatched() -> None:
    """Where every value fits there is no group."""
    assert plan(rows("History,CVs")).unmatched == ()


def test_a_question_that_the_form_does_not_ask() -> None:
    """A report edited by hand may speak of a question that is none; it has no choices, and is passed over."""
    params = {"value": "Golf", "question": "Sport"}
    found = Problem(ProblemCode.UNMATCHED_ANSWER, Severity.WARNING, 2, 1, "Sport", "sport", params)
    report = report_of(Result(2, Outcome.UNCHANGED, "ada@example.edu", 7), problems=(found,))
    assert report.unmatched == ()
    assert "".join(corrections(report, warned=True)) == ""


def test_a_translated_value_is_the_choice() -> None:
    """A value translated to a choice is stored as that, however it is spelled, alone or among others."""

    def decide(mapping: Mapping) -> Mapping:
        return mapping.translate("major", "bio", "Biology").translate("help", "Resumes; letters", "CVs")

    made = plan(rows("Bio,", "BIO ,Resumes; Letters|Essays"), decide=decide)
    assert (made.unmatched, made.problems) == ((), ())
    values = [{change.field: change.new for change in row.changes} for row in made.rows]
    assert [each["major"] for each in values] == ["Biology", "Biology"]
    assert values[1]["help"] == ("Essays", "CVs")


def test_a_value_left_out_says_nothing() -> None:
    """A value that was decided to be left out stores nothing and gives no warning; the rest of its cell goes in."""

    def decide(mapping: Mapping) -> Mapping:
        return mapping.leave_out("major", "Golf").leave_out("help", "golf")

    made = plan(rows("golf,Golf; Essays", "Golf,Golf"), decide=decide)
    assert (made.unmatched, made.problems) == ((), ())
    values = [{change.field: change.new for change in row.changes} for row in made.rows]
    assert [each.get("major") for each in values] == [None, None]
    assert [each.get("help") for each in values] == [("Essays",), None]


def test_the_last_decision_counts() -> None:
    """Deciding again about a value, in another spelling, takes the place of what was decided."""
    mapping = Mapping(()).translate("major", "Bio", "Biology").leave_out("major", "BIO")
    assert mapping.answers == {"major": {"BIO": None}}
    assert mapping.translate("major", "bio", "History").answers == {"major": {"bio": "History"}}


def test_an_unmatched_value_can_reject_its_row() -> None:
    """Under the rule it is an error; it is grouped all the same, and a decision about it lets the row in."""
    rules = ImportRules(unmatched_answers=UnmatchedAnswers.REJECT)
    made = plan(rows("Golf,", "History,"), rules=rules)
    assert codes(made.problems) == [(2, "unmatched_answer_rejected")]
    assert [row.action for row in made.rows] == ["rejected", "create"]
    assert [answer.value for answer in made.unmatched] == ["Golf"]
    again = plan(rows("Golf,"), rules=rules, decide=lambda mapping: mapping.leave_out("major", "Golf"))
    assert [row.action for row in again.rows] == ["create"]


def test_other_wrong_values_reject_nobody() -> None:
    """That rule is about drop-downs; a value that is wrong otherwise is left out as ever."""
    rules = ImportRules(unmatched_answers=UnmatchedAnswers.REJECT)
    text = "Email,First Name,Last Name,Student ID\na@example.edu,A,B,#REF!\n"
    assert codes(plan(text, rules=rules).problems) == [(2, "damaged_value")]


def test_choices_to_add() -> None:
    """What a form's owner may want to add, by question."""
    made = plan(rows("Golf,", "Law,Chess", "Law,"))
    assert choices_to_add(made.unmatched) == {"major": ("Law", "Golf"), "help": ("Chess",)}


def test_free_text_under_a_drop_down_is_explained_in_part() -> None:
    """A column of thousands of different values is no drop-down's: only the first thousand get suggestions."""
    made = plan(rows(*[f"Biolgy{number},".replace("Biolgy0,", "Biolgy,") for number in range(1_005)]))
    assert len(made.unmatched) == 1_005
    assert made.unmatched[0].suggestions == ("Biology",)
    assert made.unmatched[-1].suggestions == ()
