import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import.texts.resemblance import count_slips, resemble, runs_together, shorten, word


def score(one: str, other: str) -> float:
    return resemble(word(one), word(other))


def test_wording() -> None:
    """A text is compared by its words, without accents, signs and small words, and as it sounds without spaces."""
    wording = word("The Women's Étude & B.A. of 2024")
    assert wording.words == ("womens", "etude", "ba", "2024")
    assert wording.compact == "womensetudeba2024"
    assert wording.ordered == ("2024", "ba", "etude", "womens")
    assert wording.figures == "2024"
    assert word("Étude").parts == {"<et", "etu", "tud", "ude", "de>"}
    assert word("a" * 1_000_000) == word("a" * 100)
    assert word("of the").words == ("of", "the")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Poli-Sci", "poli sci", 1.0),
        ("student_id", "StudentID", 1.0),
        ("Engineering, Civil", "Civil Engineering", 0.95),
        ("Historx", "History", 6 / 7),
        ("Histrox", "History", 0.0),
        ("Sciense, Computer", "Computer Science", 1 - 1 / 15),
        ("Frstname", "First Name", 8 / 9),
        ("Applied Biology", "Applied Geology", 0.45),
        ("Class of 2024", "Class of 2025", 0.0),
        ("Mech Eng", "Mechanical Engineering", 0.85),
        ("Mech Eng", "Mechanical Engineering Technology", 0.85 * 2 / 3),
        ("Mech Golf", "Mechanical Engineering", 0.0),
        ("CS", "Computer Science", 0.75),
        ("Bio", "Biology", 0.6 + 0.25 * 3 / 7),
        ("Mech", "Mechanical Engineering", 0.6),
        ("Me", "Mechanical Engineering", 0.75),
        ("Mc", "Mechanical Engineering", 0.0),
        ("B", "Biology", 0.0),
        ("Nursing BSN", "Nursing", 0.6),
        ("Section 1 Art", "Section 2 Art", 0.0),
        ("", "x", 0.0),
        ("x", "!", 0.0),
    ],
)
def test_resemble(one: str, other: str, expected: float) -> None:
    """Each kind of likeness has its worth, whichever of the two texts is the short one."""
    assert score(one, other) == pytest.approx(expected)
    assert score(other, one) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        *(("bio", "biology", 0.6 + 0.25 * 3 / 7), ("mgmt", "management", 0.7), ("engr", "engineering", 0.6)),
        *(("jr", "junior", 0.7), ("hist", "humanistic", 0), ("mgmx", "management", 0), ("x", "management", 0)),
        *(("м2", "музыка", 0), ("муз", "музыка", 0.6 + 0.25 / 2), ("мк", "музыка", 0)),
    ],
)
def test_shorten(short: str, long: str, expected: float) -> None:
    """A word is shortened to its beginning, or in Latin letters to that and consonants."""
    assert shorten(short, long) == pytest.approx(expected)


def test_runs_together() -> None:
    """Beginnings of all words stand one behind the other."""
    assert runs_together("polisci", ("political", "science"))
    assert runs_together("aab", ("a", "ab"))
    assert not runs_together("poli", ("political", "science"))
    assert not runs_together("polisciences", ("political", "science"))
    assert not runs_together("a" * 21, ("a" * 20, "a"))
    assert not runs_together("a" * 9, ("a",) * 9)


SHORT = st.text("abc", max_size=7)


@given(SHORT, SHORT, st.integers(0, 4))
def test_count_slips(one: str, other: str, most: int) -> None:
    """Slips are counted as the textbook does, as far as anybody asks."""
    assert count_slips(one, other, most) == min(_textbook(one, other), most + 1)


def _textbook(one: str, other: str) -> int:
    """Optimal string alignment, cell by cell."""
    table = [[max(i, j) if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            costs = [table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (one[i - 1] != other[j - 1])]
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                costs.append(table[i - 2][j - 2] + 1)
            table[i][j] = min(costs)
    return table[-1][-1]
