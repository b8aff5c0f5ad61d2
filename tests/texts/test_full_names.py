import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import.texts.full_names import split_full_name


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Lovelace, Ada", "Ada", "Lovelace"),
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("de la Cruz, Maria José", "Maria José", "de la Cruz"),
        ("LOVELACE, ADA", "ADA", "LOVELACE"),
        ("ADA LOVELACE", "ADA", "LOVELACE"),
        ("Ada LOVELACE", "Ada", "LOVELACE"),
        ("AJ Lovelace", "AJ", "Lovelace"),
        ("J.R. Tolkien", "J.R.", "Tolkien"),
        ("  Ada \u00a0 Lovelace\u200b ", "Ada", "Lovelace"),
        ("Lovelace ,Ada", "Ada", "Lovelace"),
        ("王，小明", "小明", "王"),
        ("خان، عائشة", "عائشة", "خان"),
        ("Анна Ахматова", "Анна", "Ахматова"),
        ("Ma, Li", "Li", "Ma"),
        ("Li, Ma", "Ma", "Li"),
        ("Smith, V", "V", "Smith"),
        ("Al Gore", "Al", "Gore"),
        ("Van Morrison", "Van", "Morrison"),
    ],
)
def test_certain(text: str, first: str, last: str) -> None:
    """A comma between last and first name, and two words in any script that puts the first name first, are certain."""
    assert split_full_name(text) == (first, last, True)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("John Smith, Jr.", "John", "Smith, Jr."),
        ("Smith, John, PhD", "John", "Smith, PhD"),
        ("Smith, John, Jr.", "John", "Smith, Jr."),
        ("Smith, John, III, Ph.D.", "John", "Smith, III, Ph.D."),
        ("John Smith, MD", "John", "Smith, MD"),
        ("John Smith Jr.", "John", "Smith Jr."),
        ("John van der Berg III", "John", "van der Berg III"),
        ("Smith, John, MA PhD", "John", "Smith, MA PhD"),
        ("Smith, MA", "MA", "Smith"),
        ("Nguyen, Vi", "Vi", "Nguyen"),
        ("Tran Vi", "Tran", "Vi"),
        ("Jack MA", "Jack", "MA"),
        ("John Smith, MA", "John", "Smith, MA"),
        ("John Smith MA", "John", "Smith MA"),
        ("SMITH John Jr", "John", "SMITH Jr"),
    ],
)
def test_suffixes(text: str, first: str, last: str) -> None:
    """Generations and degrees stay with the last name, are never a first name, and leave a doubt."""
    assert split_full_name(text) == (first, last, False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("LOVELACE Ada", "Ada", "LOVELACE"),
        ("VAN DER BERG Anna Maria", "Anna Maria", "VAN DER BERG"),
        ("O'BRIEN Ann", "Ann", "O'BRIEN"),
        ("王 小明", "小明", "王"),
        ("김 민준", "민준", "김"),
        ("やまだ\u3000たろう", "たろう", "やまだ"),
        ("山田 太郎 二世", "太郎 二世", "山田"),
    ],
)
def test_family_name_first(text: str, first: str, last: str) -> None:
    """A last name in capitals, or in a script of East Asia, is known where it stands first, with a doubt."""
    assert split_full_name(text) == (first, last, False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Ada King Lovelace", "Ada King", "Lovelace"),
        ("Maria de la Cruz", "Maria", "de la Cruz"),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven"),
        ("Anna Maria van der Berg", "Anna Maria", "van der Berg"),
        ("Gerard 't Hooft", "Gerard", "'t Hooft"),
        ("Maria DE LA CRUZ", "Maria", "DE LA CRUZ"),
        ("Gerard ter Borch", "Gerard", "ter Borch"),
        ("Osama bin Zayed", "Osama", "bin Zayed"),
        ("de la Cruz", "de", "la Cruz"),
        ("ADA M. Lovelace", "ADA M.", "Lovelace"),
        ("J. R. R. Tolkien", "J. R. R.", "Tolkien"),
        ("ADA Maria LOVELACE", "ADA Maria", "LOVELACE"),
    ],
)
def test_more_words(text: str, first: str, last: str) -> None:
    """Of several words the last is the last name, with the particles before it, and a doubt."""
    assert split_full_name(text) == (first, last, False)


@pytest.mark.parametrize(
    "text",
    [
        *("", "  ", "Ada", "王小明", ",", "Lovelace,", ", Ada", "Lovelace, ,Ada", "\u200b, Ada"),
        *(
            "Lovelace, Ada, King",
            "a, b, c, d",
            "Smith, Jr.",
            "Smith, PhD",
            "John Jr.",
            "Jr. III",
            "Jr., PhD",
        ),
    ],
)
def test_no_split(text: str) -> None:
    """One word, a suffix that would be a name, and commas that leave it open are not split."""
    assert split_full_name(text) is None


WORDS = ("Ada", "LOVELACE", "de", "la", "Jr.", "PhD", "王", "J.", "O'Neill", ",", "，", "\u00a0", "\u200b")


@given(st.lists(st.sampled_from(WORDS)).map(" ".join) | st.text(max_size=40))
def test_nothing_is_lost(text: str) -> None:
    """Every character of a name that is split is in one of its parts, and neither part is empty."""
    name = split_full_name(text)
    if name:
        assert name.first.strip()
        assert name.last.strip()
        assert _letters(name.first + name.last) == _letters(text)


def _letters(text: str) -> list[str]:
    return sorted(char for char in text if char.isalnum())
