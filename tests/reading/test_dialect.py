import pytest

from client_import.reading.dialect import DELIMITERS, find_delimiter


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_each_delimiter(delimiter: str) -> None:
    """Comma, semicolon, tab and pipe are each found."""
    assert find_delimiter("a,b,c\n1,2,3\n".replace(",", delimiter)) == delimiter


@pytest.mark.parametrize("text", ["", "\n\n", "   \n", "Email\nada@example.edu\n", "Email", ",,\n"])
def test_nothing_speaks_for_another(text: str) -> None:
    """A comma is taken where nothing speaks for another separator."""
    assert find_delimiter(text) == ","


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("Name;Email\nByron, Ada;a\nHopper, Grace;b\n", ";"),
        ("Name;Notes, long\nAda;x\nBob;y\n", ";"),
        ("Last, First;Email\nByron, Ada;a\nHopper;b\n", ";"),
        ("Name,Choices\nAda,a|b\nBob,c|d\n", ","),
        ("Name,Choices\nAda,a;b\nBob,c;d\n", ","),
        ('Name,Choices\n"Ada;x","a;b"\n', ","),
        ('"a;b";c\n1;2\n', ";"),
        ("Name\tNotes\nAda\tone, two; three\n", "\t"),
        ("a;b;c,d\n1;2;3,4\n", ";"),
    ],
)
def test_other_separators_in_cells(text: str, delimiter: str) -> None:
    """Other separators inside cells and headers do not mislead."""
    assert find_delimiter(text) == delimiter


def test_blank_rows() -> None:
    """Blank rows, also those of separators only, say nothing about the width."""
    assert find_delimiter("\n ; ;\na;b\n\n;\n1;2\n") == ";"


def test_only_the_first_rows() -> None:
    """The first rows decide: the rest of a long file is not tried."""
    assert find_delimiter("a;b,c\n" + "1;2\n" * 59 + "1,2\n" * 500) == ";"


def test_cell_beyond_the_limit() -> None:
    """A cell too long to be read does not keep the rows before it from deciding."""
    assert find_delimiter("a;b\n1;2\n" + "x" * 140_000 + ";3\n") == ";"


def test_quotes_that_make_no_sense_speak_against_a_separator() -> None:
    """A separator under which a quotation mark never closes is not chosen, however many cells it would give."""
    text = 'R|",email\r\n"he said ""yes|no|maybe|or""",a@example.edu\r\n'.replace('R|"', '"R|"""')
    assert find_delimiter(text) == ","
