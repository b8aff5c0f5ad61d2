import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import import Answer, ProblemCode, Question, QuestionKind
from client_import.answers import answer_check, guarded_answer_check, quote
from client_import.texts.damage import Figures

MAJOR = Question("major", "Major", kind="choice", choices=["Biology", "Art History", "Café Studies"])
HELP = Question(
    "help",
    "Help with",
    kind="choices",
    choices=["Essays", "CVs", "Reading, slow", "Reading, slow, aloud", "a|b", "c;d"],
)

Complaint = tuple[str, dict[str, str | int]]


def check(question: Question, *cells: str) -> tuple[list[Answer | None], list[Complaint]]:
    """The answers that one column's cells give, and what was complained about."""
    complaints: list[Complaint] = []
    check_cell = answer_check(question, lambda code, params: complaints.append((code, params)))
    return [check_cell(cell) for cell in cells], complaints


def check_undamaged(
    question: Question, figures: Figures | None, *cells: str
) -> tuple[list[Answer | None], list[Complaint]]:
    """The same of a column that a program may have damaged."""
    complaints: list[Complaint] = []
    check_cell = guarded_answer_check(question, lambda code, params: complaints.append((code, params)), figures)
    return [check_cell(cell) for cell in cells], complaints


def unmatched(value: str, question: Question = HELP) -> Complaint:
    return ProblemCode.UNMATCHED_ANSWER, {"question": question.label, "value": value}


@pytest.mark.parametrize("cell", ["", " ", "\t\n", "\u00a0", "\u3000 "])
@pytest.mark.parametrize(
    "question", [Question("city", "City"), Question("city", "City", pattern="[a-z]+"), MAJOR, HELP]
)
def test_blank_cell(question: Question, cell: str) -> None:
    """A blank cell gives no answer and no complaint, whatever the question."""
    assert check(question, cell, cell) == ([None, None], [])


def test_plain_text() -> None:
    """Free text is taken as it stands, without the spaces around it."""
    assert check(Question("city", "City"), " Saint  Paul\n", "x") == (["Saint  Paul", "x"], [])


def test_text_of_the_longest_length() -> None:
    """A text may be as long as the question takes, counted without the spaces around it."""
    assert check(Question("city", "City", max_length=4), " Oslo ", "Genf") == (["Oslo", "Genf"], [])


def test_text_too_long() -> None:
    """A longer text is left out, and the complaint says by how much."""
    assert check(Question("city", "City", max_length=4), "Paris") == (
        [None],
        [(ProblemCode.TEXT_TOO_LONG, {"question": "City", "found": 5, "limit": 4})],
    )


def test_text_too_long_and_unlike_pattern() -> None:
    """A text that is too long is not complained about a second time for its pattern."""
    assert check(Question("city", "City", max_length=4, pattern="[a-z]+"), "PARIS")[1] == [
        (ProblemCode.TEXT_TOO_LONG, {"question": "City", "found": 5, "limit": 4})
    ]


def test_pattern() -> None:
    """The whole text must match the pattern; another one is left out and quoted."""
    question = Question("sid", "Student ID", pattern="[0-9]{3}")
    assert check(question, " 123 ", "1234", "12\n3 4") == (
        ["123", None, None],
        [
            (ProblemCode.PATTERN_MISMATCH, {"question": "Student ID", "value": "1234"}),
            (ProblemCode.PATTERN_MISMATCH, {"question": "Student ID", "value": "12 3 4"}),
        ],
    )


def test_pattern_within_length() -> None:
    """A text that fits both the length and the pattern is taken."""
    assert check(Question("sid", "Student ID", pattern="[0-9]+", max_length=3), "123") == (["123"], [])


def test_damaged_text() -> None:
    """A damaged text is left out and quoted with the reason; an undamaged one is taken as ever."""
    assert check_undamaged(Question("city", "City"), None, " #N/A ", " Oslo ", "Gr\ufffdn", "1.2E+5", "") == (
        [None, "Oslo", None, "1.2E+5", None],
        [
            (ProblemCode.DAMAGED_VALUE, {"reason": "spreadsheet", "value": "#N/A"}),
            (ProblemCode.DAMAGED_VALUE, {"reason": "letters", "value": "Gr\ufffdn"}),
        ],
    )


def test_damaged_number() -> None:
    """In a column of numbers with zeros in front, short and rounded ones are left out."""
    assert check_undamaged(Question("sid", "Student ID"), Figures(4), "0012", " 12 ", "1.2E+5", "12345", "x") == (
        ["0012", None, None, "12345", "x"],
        [
            (ProblemCode.DAMAGED_VALUE, {"reason": "zeros", "found": 2, "expected": 4, "value": "12"}),
            (ProblemCode.DAMAGED_VALUE, {"reason": "rounded", "value": "1.2E+5"}),
        ],
    )


def test_damaged_text_is_complained_about_once() -> None:
    """What is damaged is not measured as well; what is not is held to length and pattern."""
    question = Question("sid", "Student ID", pattern="[0-9]{3}", max_length=3)
    assert check_undamaged(question, None, "#REF!", "1234", "x", "123") == (
        [None, None, None, "123"],
        [
            (ProblemCode.DAMAGED_VALUE, {"reason": "spreadsheet", "value": "#REF!"}),
            (ProblemCode.TEXT_TOO_LONG, {"question": "Student ID", "found": 4, "limit": 3}),
            (ProblemCode.PATTERN_MISMATCH, {"question": "Student ID", "value": "x"}),
        ],
    )


def test_wrong_letters_stay() -> None:
    """A text in wrong letters is told with the likely ones, and taken as it stands."""
    assert check_undamaged(Question("city", "City"), None, " ZÃ¼rich ", "SÃO") == (
        ["ZÃ¼rich", "SÃO"],
        [(ProblemCode.WRONG_LETTERS, {"value": "ZÃ¼rich", "likely": "Zürich"})],
    )


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Biology", "Biology"),
        (" BIOLOGY ", "Biology"),
        ("art  history", "Art History"),
        ("ArtHistory", "Art History"),
        ("cafe\u0301 studies", "Café Studies"),
    ],
)
def test_choice(cell: str, answer: str) -> None:
    """A choice is found without regard to case, spaces and how accents are encoded, and takes the form's spelling."""
    assert check(MAJOR, cell) == ([answer], [])


@pytest.mark.parametrize("cell", ["Physics", "Bio", "Cafe Studies", "Biology|Art History", "-"])
def test_unmatched_choice(cell: str) -> None:
    """What is no choice is left out and quoted."""
    assert check(MAJOR, cell) == ([None], [unmatched(cell, MAJOR)])


def test_unmatched_choice_in_every_row() -> None:
    """A wrong answer is complained about in each row where it stands."""
    assert check(MAJOR, "Physics", "Biology", "Physics") == (
        [None, "Biology", None],
        [unmatched("Physics", MAJOR), unmatched("Physics", MAJOR)],
    )


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("Essays", ("Essays",)),
        ("cvs | essays", ("Essays", "CVs")),
        ("CVs|Essays|CVs", ("Essays", "CVs")),
        ("|CVs||", ("CVs",)),
        ("CVs; Essays", ("Essays", "CVs")),
        ("CVs, Essays,", ("Essays", "CVs")),
        ("Reading, slow", ("Reading, slow",)),
        ("reading,slow", ("Reading, slow",)),
        ("Essays, Reading, slow", ("Essays", "Reading, slow")),
        ("Reading, slow, CVs", ("CVs", "Reading, slow")),
        ("Reading, slow, aloud, CVs", ("CVs", "Reading, slow, aloud")),
        ("Reading, slow, Reading, slow, aloud", ("Reading, slow", "Reading, slow, aloud")),
        ("Reading, slow; CVs", ("CVs", "Reading, slow")),
        ("Reading, slow | CVs", ("CVs", "Reading, slow")),
        ("a|b", ("a|b",)),
        ("Essays|a|b", ("Essays", "a|b")),
        ("c;d;CVs", ("CVs", "c;d")),
    ],
)
def test_choices(cell: str, answer: tuple[str, ...]) -> None:
    """Several answers are parted by a pipe, else a semicolon or comma, and come in the form's order, each once."""
    assert check(HELP, cell) == ([answer], [])


def test_order_of_many_choices() -> None:
    """Answers come in the form's order, however many choices there are."""
    many = Question("many", "Many", kind="choices", choices=list("abcdefghijklmnopqrst"))
    assert check(many, "t|i|q|b|a") == ([("a", "b", "i", "q", "t")], [])


@pytest.mark.parametrize("cell", ["|", " ; ", ",,"])
def test_separators_only(cell: str) -> None:
    """A cell of separators only gives no answer and no complaint."""
    assert check(HELP, cell) == ([None], [])


@pytest.mark.parametrize(
    ("cell", "answer", "quoted"),
    [
        ("Essays | Dance", ("Essays",), ["Dance"]),
        ("Dance | Essays | Song", ("Essays",), ["Dance", "Song"]),
        ("Dance", None, ["Dance"]),
        ("Essays; Dance", ("Essays",), ["Dance"]),
        ("Essays, Dance", ("Essays",), ["Dance"]),
        ("Essays; CVs | Dance", None, ["Essays; CVs", "Dance"]),
        ("Essays; a|b", None, ["Essays; a", "b"]),
        ("Reading", None, ["Reading"]),
        ("Reading, fast", None, ["Reading, fast"]),
    ],
)
def test_unmatched_choices(cell: str, answer: tuple[str, ...] | None, quoted: list[str]) -> None:
    """What a pipe parts is judged one by one; other separators count only where some part is an answer."""
    assert check(HELP, cell) == ([answer], [unmatched(part) for part in quoted])


def test_unmatched_choices_in_every_row() -> None:
    """Wrong answers are complained about in each row where they stand."""
    assert check(HELP, "CVs|Dance", "CVs|Dance") == ([("CVs",), ("CVs",)], [unmatched("Dance"), unmatched("Dance")])


@given(st.lists(st.sampled_from(HELP.choices), min_size=1), st.sampled_from([" | ", "|"]))
def test_choices_written_with_pipes(chosen: list[str], separator: str) -> None:
    """Answers written with pipes are read back, in the form's order, each once."""
    expected = tuple(choice for choice in HELP.choices if choice in chosen)
    assert check(HELP, separator.join(chosen)) == ([expected], [])


@given(st.sampled_from([MAJOR, HELP]), st.text())
def test_answers_are_choices(question: Question, cell: str) -> None:
    """No cell gives an answer that the form does not have."""
    (answer,), _ = check(question, cell)
    given_answers = {answer} if isinstance(answer, str) else set(answer or ())
    assert given_answers <= set(question.choices)
    assert isinstance(answer, str if question.kind == QuestionKind.CHOICE else tuple) or answer is None


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("  a\n b\t", "a b"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 79 + "…"),
        ("", ""),
    ],
)
def test_quote(value: str, quoted: str) -> None:
    """A message shows a value on one line, and not more than eighty characters of it."""
    assert quote(value) == quoted


def test_a_part_that_repeats_is_reported_once() -> None:
    """Sixty thousand times the same wrong part is one problem, and takes no time to speak of."""
    complaints: list[object] = []
    question = Question("help", "Help", kind="choices", choices=["a" + ";b" * 500, "A", "Choice 1"])
    check = answer_check(question, lambda code, params: complaints.append((code, dict(params))))
    assert check("x|" * 60_000) is None
    assert complaints == [("unmatched_answer", {"question": "Help", "value": "x"})]
    assert check("Choice 1;" * 13_000) == ("Choice 1",)
    assert len(complaints) == 1
