import pytest

from client_import import Question, RegistrationForm
from client_import.mapping.value_evidence import ValueEvidence
from client_import.reading import Table
from rosters import table_of

FORM = RegistrationForm(
    [
        Question("major", "Major", kind="choice", choices=["Biology", "History", "Film, Media", "Law", "Art", "Music"]),
        Question("help", "Help with", kind="choices", choices=["Essays", "CVs", "Citing, quoting", "Slides"]),
        Question("note", "Note"),
    ]
)


def evidence(table: Table, form: RegistrationForm = FORM, *taken: str) -> list[tuple[str, str, float]]:
    """What the cells of the first column speak for."""
    found = ValueEvidence(table, form, set(form.fields) - set(taken)).find_offers(table.columns[0])
    return [(offer.field, offer.reason.value, offer.score) for offer in found]


def column(*cells: str) -> Table:
    return table_of("X", "Row", rows=tuple((cell, str(row)) for row, cell in enumerate(cells)))


def addresses(count: int) -> list[str]:
    return [f"client{number}@example.edu" for number in range(count)]


def test_addresses() -> None:
    """A column of addresses may be the client's, whatever it is called; blanks do not count."""
    assert evidence(column(*addresses(5), "", " ")) == [("email", "values", 0.85)]
    assert evidence(column("Ada <ada@example.edu>")) == [("email", "values", 0.85)]
    assert evidence(column(*addresses(5)), FORM, "email") == []


@pytest.mark.parametrize(("others", "speaks"), [(1, True), (2, False)])
def test_nearly_all_addresses(others: int, speaks: bool) -> None:
    """One cell in ten may be something else."""
    cells = [*addresses(10 - others), *["nobody", "none"][:others]]
    assert bool(evidence(column(*cells))) is speaks


def test_repeated_addresses() -> None:
    """A few addresses that stand in most rows are somebody else's."""
    assert evidence(column(*addresses(3), *addresses(2))) == [("email", "values", 0.85)]
    assert evidence(column(*addresses(3), *addresses(3))) == []


def test_choices() -> None:
    """A column of a drop-down's choices, in any case and spacing, may be that question; the more the surer."""
    assert evidence(column("biology", "HIS TORY", "biology", "")) == [("major", "values", 0.6)]
    assert evidence(column("Biology", "History", "Film, Media", "Law", "Art", "Music")) == [("major", "values", 0.8)]
    assert evidence(column("biology", "history"), FORM, "major") == []


@pytest.mark.parametrize("cells", [["Biology"], ["Biology", "biology", "BIOLOGY"], [], ["", " "], ["Biology", "Golf"]])
def test_too_few_choices(cells: list[str]) -> None:
    """One choice says nothing, nor do choices among other values."""
    assert evidence(column(*cells, "")) == []


def test_several_answers() -> None:
    """Cells that hold several answers speak for a question that takes several, with any separator."""
    cells = ("Essays; CVs", "CVs|Slides", "essays,slides", "Citing, quoting", "Essays", "CVs|")
    assert evidence(column(*cells)) == [("help", "values", 0.8)]
    assert evidence(column("Biology; History", "Law")) == []
    assert evidence(column("|", ";;")) == []


def test_several_questions() -> None:
    """Up to three questions that fit equally are named; what fits more of them says nothing."""
    for count in (1, 3, 4, 25):
        questions = [Question(f"q{i}", f"Question {i}", kind="choice", choices=["Yes", "No"]) for i in range(count)]
        found = evidence(column("yes", "no", "yes"), RegistrationForm(questions))
        assert [field for field, _, _ in found] == [f"q{i}" for i in range(count) if count <= 3]


def test_choices_of_most_questions() -> None:
    """A choice that more than twenty questions share does not count, whatever stands beside it."""
    for others, speaks in ((19, True), (20, False)):
        questions = [Question(f"q{i}", f"Question {i}", kind="choice", choices=["Yes", "No"]) for i in range(others)]
        form = RegistrationForm([*questions, Question("q", "Question", kind="choice", choices=["Yes", "No", "Maybe"])])
        assert [field for field, _, _ in evidence(column("yes", "no", "maybe"), form)] == ["q"] * speaks


def test_long_cells() -> None:
    """A cell of a hundred thousand characters is neither an address nor a choice."""
    long = "a" * 90_000 + "@example.edu"
    assert evidence(column(long, "a@example.edu")) == []
    assert evidence(column("Essays|" * 5_000, "CVs", "Slides")) == []


def test_rows_of_another_width() -> None:
    """A row that is wider or narrower than the header says nothing, for its cells may stand under the wrong header."""
    rows = (
        ("a@example.edu", "1"),
        *(("nobody",),) * 2,
        ("b@example.edu", "2"),
        ("c@example.edu", "3"),
        ("d@example.edu", "4"),
    )
    assert evidence(table_of("X", "Row", rows=rows)) == [("email", "values", 0.85)]


def test_rows_from_all_over_the_file() -> None:
    """A long file is looked at in part, but not at its beginning only."""
    assert evidence(column(*addresses(600), *(str(number) for number in range(600)))) == []
    assert evidence(column(*addresses(2000))) == [("email", "values", 0.85)]
