from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import.texts.lookalikes import THRESHOLD, Lookalike, Lookalikes

MAJORS = (
    *("Biology", "Biochemistry", "Chemistry", "History", "Art History", "Mathematics", "Physics", "Nursing (BSN)"),
    *("Computer Science", "Political Science", "Physical Science", "Environmental Science", "Psychology"),
    *("Mechanical Engineering", "Civil Engineering", "Film & Media", "Women's Studies", "Management", "Économie"),
    *("生物学", "Физика", "Class of 2024", "Class of 2025"),
)
ANSWERS = ("Freshman", "Sophomore", "Junior", "Senior", "Graduate", "Yes", "No", "Male", "Female")


def found(text: str, names: tuple[str, ...] = MAJORS, most: int = 3) -> list[str]:
    return [lookalike.name for lookalike in Lookalikes(names).find(text, most)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("Mathmatics", "Mathematics"), ("Histroy", "History"), ("Phisics", "Physics"), ("Bioligy", "Biology")),
        *(("Poli Sci", "Political Science"), ("PoliSci", "Political Science"), ("CS", "Computer Science")),
        *(("C.S.", "Computer Science"), ("Comp. Sci.", "Computer Science"), ("Mech Eng", "Mechanical Engineering")),
        *(("Env. Science", "Environmental Science"), ("psych", "Psychology"), ("Mgmt", "Management")),
        *(("Engineering, Mechanical", "Mechanical Engineering"), ("Enginering, Civil", "Civil Engineering")),
        *(("Media and Film", "Film & Media"), ("Film and Media", "Film & Media"), ("film media", "Film & Media")),
        *(("Womens Studies", "Women's Studies"), ("COMPUTER-SCIENCE", "Computer Science")),
        *(("Nursing", "Nursing (BSN)"), ("Biology (BS)", "Biology"), ("economie", "Économie"), ("ECON", "Économie")),
        *(("生物", "生物学"), ("физик", "Физика"), ("ＨＩＳＴＯＲＹ", "History"), ("Histo\u00adry", "History")),
        *(("Class 2024", "Class of 2024"), ("Computer Sciences", "Computer Science")),
    ],
)
def test_likeliest(text: str, name: str) -> None:
    """Slips, abbreviations, another order and more or fewer words lead to the name that was meant, in any script."""
    assert found(text)[0] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("Fr", "Freshman"), ("so", "Sophomore"), ("Jr.", "Junior"), ("Sr.", "Senior"), ("Grad", "Graduate")),
        *(("Y", "Yes"), ("n", "No"), ("M", "Male"), ("F.", None), ("Freshmen", "Freshman")),
    ],
)
def test_short_answers(text: str, name: str | None) -> None:
    """Two letters are enough for a word that they begin or frame; one where it begins a single name."""
    assert found(text, ANSWERS)[:1] == ([name] if name else [])


def test_long_form_of_an_abbreviation() -> None:
    """A text may be the long form of a name that is an abbreviation itself."""
    names = ("CS", "PoliSci", "Mech Eng", "Bio", "Jr")
    texts = ("Computer Science", "Political Science", "Mechanical Engineering", "Biology", "Junior")
    assert [found(text, names) for text in texts] == [["CS"], ["PoliSci"], ["Mech Eng"], ["Bio"], ["Jr"]]


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "?!", "Golf", "Undecided", "Class of 2026", "2024x", "x", "Chem History Golf", "mtg", "Geology"),
        *("Applied Physics and Golf", "ps studies", "Bioz", "бф", "éx", "Comp Golf", "Comp Sci Eng", "Micro"),
    ],
)
def test_nothing_alike(text: str) -> None:
    """What only shares some letters or one word of several with a name resembles none."""
    assert found(text) == []


@pytest.mark.parametrize(("text", "other"), [("History", "Chemistry"), ("Chemistry", "History")])
def test_neighbours(text: str, other: str) -> None:
    """A name that another one rhymes with is not offered for it."""
    assert other not in found(text, most=9)


def test_itself() -> None:
    """A name resembles itself fully, whatever else there is, and comes first."""
    index = Lookalikes(MAJORS)
    assert [index.find(name)[0] for name in MAJORS] == [Lookalike(name, 1.0) for name in MAJORS]


def test_order_of_scores() -> None:
    """The likeliest comes first, equally likely ones in the names' order, no more than asked for."""
    names = ("Civil Engineering", "Engineering", "Bio Engineering", "Engineering, Marine")
    assert Lookalikes(names).find("engineering") == (
        Lookalike("Engineering", 1.0),
        Lookalike("Civil Engineering", 0.6),
        Lookalike("Bio Engineering", 0.6),
    )
    assert found("engineering", names[::-1]) == ["Engineering", "Engineering, Marine", "Bio Engineering"]
    assert found("engineering", names, most=1) == ["Engineering"]


def test_names_that_differ_in_signs_only() -> None:
    """Of names that only signs tell apart all are found, each once."""
    assert found("c", ("C++", "C#", "C", "C")) == ["C++", "C#", "C"]
    assert found("++", ("C++", "++", "#")) == []


def test_no_names() -> None:
    """Where there are no names nothing is found."""
    assert found("Biology", ()) == []


def test_a_clue_that_all_names_share() -> None:
    """Where hundreds of names begin alike, only what tells them apart counts."""
    names = tuple(f"Group {letter}{number}" for letter in "ABCDEF" for number in range(40))
    assert found("Group", names) == []
    letters = tuple(f"Group{one}{other}" for one in "abcdefghijkl" for other in "abcdefghijkl")
    assert found("grp", letters[:50]) == ["Groupaa", "Groupab", "Groupac"]
    assert found("grp", letters) == []
    assert found("Gropu F12", names)[0] == "Group F12"


def test_order_of_many_alike() -> None:
    """Of more names than are compared closely, the same are compared in any order."""
    names = tuple(f"Nursing {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert set(found("Nursng", names, most=99)) == set(found("Nursng", names[::-1], most=99)) > {"Nursing A"}


WORDS = st.sampled_from(
    ("Art", "Arts", "History", "Histroy", "of", "and", "Bio", "Biology", "Sci", "Science", "2024", "é")
)
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), max_size=12)


@given(NAMES, st.lists(WORDS, max_size=3).map(" ".join) | st.text(max_size=12), st.randoms(use_true_random=False))
def test_order_of_names(names: list[str], text: str, random: Random) -> None:
    """The order of the names makes no difference to what is found and how much it scores."""
    shuffled = list(names)
    random.shuffle(shuffled)
    one, other = Lookalikes(names).find(text, 99), Lookalikes(shuffled).find(text, 99)
    assert sorted(one) == sorted(other)
    assert [each.score for each in one] == sorted((each.score for each in one), reverse=True)
    assert all(THRESHOLD <= each.score <= 1 and each.name in names for each in one)


def test_texts_of_any_length() -> None:
    """A text or a name of a hundred thousand characters is looked at in part."""
    long = "Biology " * 20_000
    assert found(long, ("Biology", long))[0] == long
    assert found("a" * 100_000, ("a" * 50_000, "b")) == ["a" * 50_000]
