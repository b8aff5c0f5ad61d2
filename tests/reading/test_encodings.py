import pytest

from client_import import ProblemCode, read_table
from client_import.reading.decoding import decode
from client_import.reading.encodings import ENCODING_NAMES, guess_encoding
from rosters import codes

WESTERN = ["José García", "Zoë Meyer", "Jürgen Müller", "François Lefèvre", "Anaïs Noël", "Ana Núñez"]
CENTRAL = ["Łukasz Wójcik", "Agnieszka Dąbrowska", "Jiří Dvořák", "Małgorzata Żak", "Győző Erdős"]
CYRILLIC = ["Иванов", "Мария Петрова", "ИВАНОВ", "Анна-Мария Ёлкина"]


def roster(*names: str) -> str:
    rows = (f"client{number}@example.edu,{name}\r\n" for number, name in enumerate(names))
    return "Email,Name\r\nada@example.edu,Ada Lovelace\r\n" + "".join(rows)


def assert_guessed(text: str, encoding: str, line: int) -> None:
    """See that a text in an encoding is read as it was written, with one warning that names the encoding and line."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    (problem,) = decoded.problems
    assert (problem.code, problem.line) == (ProblemCode.ENCODING_GUESSED, line)
    assert problem.params == {"encoding": ENCODING_NAMES[encoding]}


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1252", [*WESTERN, "Siân O’Brien", "Chloë–Anne", "Straße", "Søren", "Øyvind"]),
        ("cp1252", ["O’Brien"]),
        ("cp1252", ["José"]),
        ("cp1252", ["Zoë"]),
        ("cp1252", ["Jürgen", "Müller"]),
        ("cp1252", ["MÜLLER", "ZOË", "Éric"]),
        ("cp1252", ["Ana “Anita” Díaz", "Fees: 25 €", "Fall – Spring"]),
        ("mac_roman", [*WESTERN, "Siân O’Brien", "Øyvind", "Straße"]),
        ("mac_roman", ["José", "Zoë"]),
        ("mac_roman", ["José", "O’Brien", "Renée"]),
        ("cp850", [*WESTERN, "Øyvind", "Straße"]),
        ("cp850", ["José", "Zoë"]),
        ("cp850", ["José García", "Zoë Meyer", "Jürgen Müller"]),
        ("cp1250", CENTRAL),
        ("cp1250", ["Łukasz Wójcik", "Agnieszka Dąbrowska", "Jiří Dvořák"]),
        ("cp1251", CYRILLIC),
        ("cp1251", ["Иванов"]),
        ("cp1251", ["Иванов", "O’Brien"]),
    ],
)
def test_guessed(encoding: str, names: list[str]) -> None:
    """The names of a roster show in which encoding it was saved; the warning says which, and where to look first."""
    assert_guessed(roster(*names), encoding, line=3)


@pytest.mark.parametrize(
    "names",
    [["Łukasz Wójcik", "Wiśniewski", "Ania Żak"], ["Jiří Dvořák", "Šárka Čapková", "Petr Novák"], ["Erdős", "Győző"]],
)
def test_central_european_names_are_not_unique(names: list[str]) -> None:
    """A few names of central Europe could be western ones: what is guessed is always a warning."""
    decoded = decode(roster(*names).encode("cp1250"))
    assert codes(decoded.problems) == [(3, "encoding_guessed")]
    assert decode(roster(*names).encode("cp1250"), "cp1250").text == roster(*names)


@pytest.mark.parametrize(("encoding", "name"), sorted(ENCODING_NAMES.items()))
def test_message(encoding: str, name: str) -> None:
    """The warning tells an administrator the encoding under its usual name, and what to do."""
    names = {"cp1250": CENTRAL, "cp1251": CYRILLIC}.get(encoding, WESTERN)
    (problem,) = read_table(roster(*names).encode(encoding)).problems
    assert problem.message == (
        f"This file is not UTF-8; it was read as {name}. Look at names with accents before you import. "
        "If they are wrong, choose the encoding yourself, or save the file as CSV UTF-8."
    )


def test_many_plain_rows() -> None:
    """One name with an accent decides over a thousand plain rows, and its line is named."""
    assert_guessed(roster(*["Ada"] * 1000, "José"), "cp1252", line=1003)


def test_repeated_name() -> None:
    """A name that stands in many rows weighs no more than another."""
    assert guess_encoding(b"Zo\xeb" + b" x\x98Y" * 9) == guess_encoding(b"Zo\xeb x\x98Y") == "cp1252"


@pytest.mark.parametrize(
    ("word", "encoding"),
    [
        ("’", "cp1252"),
        ("25°", "cp1252"),
        ("«Ada»", "cp1252"),
        ("D’Árcy", "cp1252"),
        ("ÉCOLE", "cp1252"),
        ("É", "cp1252"),
        ("Ёлка", "cp1251"),
    ],
)
def test_believable(word: str, encoding: str) -> None:
    """Signs around a word, capitals and an apostrophe inside do not make it less believable."""
    assert guess_encoding(word.encode(encoding)) == encoding


@pytest.mark.parametrize(
    "words",
    [b"x\x81Y\x98", b"\x81\x98\x81\x98", b"x\x98Y x\x98Z"],
)
def test_unbelievable(words: bytes) -> None:
    """Capitals in odd places and runs of accents make no word in any of the encodings."""
    assert guess_encoding(words) is None


def test_half_of_the_words() -> None:
    """Half of the words must be believable, not all of them."""
    assert guess_encoding(b"Zo\xeb x\x98Y") == "cp1252"
    assert guess_encoding(b"Zo\xeb x\x98Y x\x98Z") is None


@pytest.mark.parametrize("names", [["Mary\xa0Ann", "Bob\xa0Smith"], ["Chloë–Anne"], ["Fall–Spring"], ["Müller·Meyer"]])
def test_signs_inside(names: list[str]) -> None:
    """A space that does not break or a dash between two words does not hide how a file is encoded."""
    assert_guessed(roster(*names), "cp1252", line=3)


@pytest.mark.parametrize("text", ["Иvan", "Jиржи", "ИвАн"])
def test_mixed_scripts(text: str) -> None:
    """A word of two scripts, or with capitals inside, is not taken for Cyrillic."""
    assert guess_encoding(text.encode("cp1251")) != "cp1251"
