import codecs

import pytest

from client_import import BadFile, Problem, ProblemCode, Severity
from client_import.reading.decoding import decode

TEXT = "Email,First Name\r\nada@example.edu,Zoë Łukasz 张伟\r\n"


def refusal(content: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadFile) as caught:
        decode(content)
    return caught.value.code, dict(caught.value.params)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_unicode(content: bytes, encoding: str) -> None:
    """UTF-8 and UTF-16 are read with and without a byte order mark, which is no part of the text."""
    assert decode(content) == (TEXT, encoding, ())


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_empty(mark: bytes) -> None:
    """A file of nothing, or of a mark only, is an empty text."""
    assert decode(mark).text == ""


def test_windows() -> None:
    """What is no UTF-8 is read as Windows-1252, with a warning that names the first line in doubt."""
    text = "Email,Name\r\nada@example.edu,Ada\r\nzoe@example.edu,Zoë “Z” €\r\n"
    assert decode(text.encode("cp1252")) == (
        text,
        "cp1252",
        (Problem(ProblemCode.ENCODING_GUESSED, Severity.WARNING, line=3, params={"encoding": "Windows-1252"}),),
    )


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_line_in_doubt(end: str) -> None:
    """The line in doubt is counted in every kind of line end."""
    (problem,) = decode(f"a{end}b{end}é{end}".encode("cp1252")).problems
    assert problem.line == 3


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a,b\nc,\x81\n", 2),
        (b"\x8d", 1),
        (b"a\r\rZo\xeb\r\x90", 3),
        (b"a\n\x9d\nZo\xeb\n", 2),
        (codecs.BOM_UTF8 + b"a,b\nZo\xeb", 2),
        (codecs.BOM_UTF16_LE + "a\r\nb\r\n".encode("utf-16-le") + b"x", 3),
        (codecs.BOM_UTF16_LE + b"a\x00\n\x00\x00\xd8", 2),
        (codecs.BOM_UTF16_BE + "a\nb".encode("utf-16-be") + b"\xdc\x00", 2),
        ("name,place\n".encode("utf-16-le") + b"\x01\xdcx\x00", 2),
    ],
)
def test_unknown_encoding(content: bytes, line: int) -> None:
    """Bytes that are no letters in the file's encoding are refused, and the line is named, rather than guessed."""
    assert refusal(content) == ("file_unknown_encoding", {"line": line})


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03",
        b"a,b\n\x00",
        b"a\x08b",
        b"a\x1fb",
        b"\x7fELF\x02\x01\x01\x00",
        b"Zo\xeb\x00",
        b"\x81\x00\x01",
        codecs.BOM_UTF8 + b"a\x00b",
        codecs.BOM_UTF16_LE + b"a\x00\x00\x00",
        codecs.BOM_UTF32_LE + "Email".encode("utf-32-le"),
        "Email".encode("utf-32-be"),
    ],
)
def test_binary(content: bytes) -> None:
    """Bytes with control characters that no text has are refused as no text."""
    assert refusal(content) == ("file_not_text", {})


def test_harmless_control_characters() -> None:
    """Tabs, line ends, form feeds and escapes may stand in a text."""
    assert decode(b"a\tb\r\n\x0b\x0c\x1b\x7f").text == "a\tb\r\n\x0b\x0c\x1b\x7f"


def test_short_text() -> None:
    """A text too short to show how it is encoded is read as UTF-8."""
    assert decode(b"ab") == ("ab", "utf-8", ())


def test_utf16_without_mark_may_hold_any_letter() -> None:
    """A letter whose code ends in a zero byte does not hide UTF-16 without a byte order mark."""
    assert decode("Email,Name\nx,Āria\n".encode("utf-16-le")).text == "Email,Name\nx,Āria\n"
