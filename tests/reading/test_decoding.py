import codecs
import random
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from client_import import BadFile, Problem, ProblemCode, Severity, Table, read_table
from client_import.reading.decoding import Decoded, decode
from rosters import codes

TEXT = "Email,First Name\r\nada@example.edu,Zoë Łukasz 张伟\r\n"
ASCII = b"Email,First Name\nada@example.edu,Ada\n"


def refusal(content: bytes, encoding: str | None = None) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadFile) as caught:
        decode(content, encoding)
    return caught.value.code, dict(caught.value.params)


def decode_or_refuse(content: bytes) -> Decoded | str:
    """What a file is decoded to, or the code with which it is refused."""
    try:
        return decode(content)
    except BadFile as refused:
        return refused.code


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
    (problem,) = decode(f"a{end}b{end}Zoë{end}".encode("cp1252")).problems
    assert problem.line == 3


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_broken_letters(mark: bytes, end: str) -> None:
    """Bytes that are no UTF-8 stand as U+FFFD on their lines, and every other name keeps its letters."""
    content = end.join(["Email,Name", "a@x.edu,José", "b@x.edu,Zo#", "c@x.edu,Łukasz", "d@x.edu,#rgen", "e@x.edu,王"])
    decoded = decode(mark + content.encode().replace(b"#", b"\xff"))
    assert decoded.text == content.replace("#", "\ufffd")
    assert decoded.encoding == "utf-8"
    assert codes(decoded.problems) == [(3, "broken_letters"), (5, "broken_letters")]


def test_stray_windows_letter() -> None:
    """One letter in Windows-1252 among a few in UTF-8 is broken, and spoils none of the others."""
    decoded = decode("Email,Name\na@x.edu,José\n".encode() + "b@x.edu,Zoë\n".encode("cp1252"))
    assert decoded.text == "Email,Name\na@x.edu,José\nb@x.edu,Zo\ufffd\n"
    assert codes(decoded.problems) == [(3, "broken_letters")]


def test_two_broken_letters_on_a_line() -> None:
    """A line is named once however many of its letters are broken."""
    decoded = decode("Email,Name\na@x.edu,José\nb@x.edu,#o#\nc@x.edu,Zoë Łu\n".encode().replace(b"#", b"\xc3"))
    assert codes(decoded.problems) == [(3, "broken_letters")]


def test_replacement_that_stood_there() -> None:
    """A U+FFFD that the file itself holds is a broken letter only beside bytes that are none."""
    assert decode("Email,Name\na@x.edu,Jos\ufffd\n".encode()) == ("Email,Name\na@x.edu,Jos\ufffd\n", "utf-8", ())


@pytest.mark.parametrize(
    ("content", "text", "lines"),
    [
        (b"a,b\nc,x\x98Y\n", "a,b\nc,x\ufffdY\n", [2]),
        (codecs.BOM_UTF8 + b"a,b\nZo\xebx\n", "a,b\nZo\ufffdx\n", [2]),
        (codecs.BOM_UTF16_LE + b"a\x00\n\x00\x00\xd8b\x00", "a\n\ufffdb", [2]),
        (codecs.BOM_UTF16_BE + "a\nb".encode("utf-16-be") + b"\xdc\x00", "a\nb\ufffd", [2]),
        ("name,place\n".encode("utf-16-le") + b"\x01\xdcx\x00", "name,place\n\ufffdx", [2]),
    ],
)
def test_few_broken_letters(content: bytes, text: str, lines: list[int]) -> None:
    """A letter that no encoding explains is kept as broken, also where the file has no other beyond ASCII."""
    decoded = decode(content)
    assert decoded.text == text
    assert codes(decoded.problems) == [(line, "broken_letters") for line in lines]


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_many_broken_letters(end: bytes) -> None:
    """Where broken letters outnumber the others and make no words, the file is refused and a line named."""
    rows = b"".join(b"b%d@x.edu,x\x81Y\x98z" % number + end for number in range(9))
    assert refusal("Email,Name#a@x.edu,José#".encode().replace(b"#", end) + rows) == (
        "file_unknown_encoding",
        {"line": 3},
    )


def test_broken_letters_of_a_large_file() -> None:
    """A thousandth of a plain text may be broken letters; with more of them it is refused."""
    rows = ASCII * 100
    broken = [b"x\x81Y\n", b"x\x98Y\n", b"z\x81Y\n", b"z\x98Y\n"]
    assert codes(decode(rows + b"".join(broken[:3])).problems) == [(line, "broken_letters") for line in (201, 202, 203)]
    assert refusal(rows + b"".join(broken)) == ("file_unknown_encoding", {"line": 201})


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Email,Name\na@x.edu,José\nb@x.edu,Zoë".encode()[:-1], "Email,Name\na@x.edu,José\nb@x.edu,Zo"),
        ("Email,Name\na@x.edu,Zoë".encode()[:-1], "Email,Name\na@x.edu,Zo"),
        ("Email,Name\na@x.edu,José 王".encode()[:-1], "Email,Name\na@x.edu,José "),
        ("Email,Name\na@x.edu,José 王".encode()[:-2], "Email,Name\na@x.edu,José "),
        ("Email,Name\na@x.edu,José 𠮷".encode()[:-1], "Email,Name\na@x.edu,José "),
        (codecs.BOM_UTF8 + "Email,Name\na@x.edu,Zoë".encode()[:-1], "Email,Name\na@x.edu,Zo"),
        (codecs.BOM_UTF16_LE + "Email\nZoë".encode("utf-16-le")[:-1], "Email\nZo"),
        (codecs.BOM_UTF16_BE + "Email\nZoë".encode("utf-16-be")[:-1], "Email\nZo"),
        ("Email\nZoë".encode("utf-16-le")[:-1], "Email\nZo"),
        (codecs.BOM_UTF16_LE + "Email\n𠮷".encode("utf-16-le")[:-2], "Email\n"),
        (codecs.BOM_UTF16_LE + "Email\n𠮷".encode("utf-16-le")[:-1], "Email\n"),
    ],
)
def test_cut_off(content: bytes, text: str) -> None:
    """A character that is cut off at the end of the file is dropped, without a word about broken letters."""
    decoded = decode(content)
    assert (decoded.text, decoded.problems) == (text, ())


def test_not_cut_off() -> None:
    """A last letter in Windows-1252, which could begin one in UTF-8, is kept where no other name is in UTF-8."""
    decoded = decode("Email,Name\na@x.edu,José".encode("cp1252"))
    assert decoded.text == "Email,Name\na@x.edu,José"
    assert codes(decoded.problems) == [(2, "encoding_guessed")]


@pytest.mark.parametrize("control", [0x00, 0x01, 0x08, 0x0E, 0x1A, 0x1C, 0x1F])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_few_control_characters(control: int, end: str) -> None:
    """Up to four control characters are taken out of a small file, and the lines on which they stood are named."""
    content = end.join(["Email,First Name", "a@x.edu,A#da", "b@x.edu,Bob", "c@x.edu,#Cy#d#", ""])
    decoded = decode(content.replace("#", chr(control)).encode())
    assert decoded.text == content.replace("#", "")
    assert codes(decoded.problems) == [(2, "control_characters"), (4, "control_characters")]


@pytest.mark.parametrize(
    ("encoding", "cautions"), [("utf-8-sig", []), ("utf-16", []), ("cp1252", [(2, "encoding_guessed")])]
)
def test_control_characters_in_any_encoding(encoding: str, cautions: list[tuple[int, str]]) -> None:
    """Control characters are taken out however the file is encoded, after what else it is warned of."""
    decoded = decode("Email,Name\nz@x.edu,Zo\x00ë Zoë\nj@x.edu,José\n".encode(encoding))
    assert decoded.text == "Email,Name\nz@x.edu,Zoë Zoë\nj@x.edu,José\n"
    assert codes(decoded.problems) == [*cautions, (2, "control_characters")]


def test_control_characters_of_a_large_file() -> None:
    """A hundredth of a text may be control characters; one more is too many."""
    letters = ("x" * 98 + "\n") * 10
    assert decode((letters + "\x00" * 10).encode()).text == letters
    assert refusal((letters + "\x00" * 11).encode()) == ("file_not_text", {})


def test_control_characters_of_a_known_encoding() -> None:
    """A known encoding does not keep control characters in."""
    decoded = decode("Email,Name\nz@x.edu,Łu\x00kasz\n".encode("cp1250"), "cp1250")
    assert decoded.text == "Email,Name\nz@x.edu,Łukasz\n"
    assert codes(decoded.problems) == [(2, "control_characters")]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\x03",
        b"a,b\n\x00",
        b"a\x08b",
        b"a\x1fb",
        b"\x7fELF\x02\x01\x01\x00",
        b"\x81\x00\x01",
        ASCII + b"\x00" * 5,
        codecs.BOM_UTF8 + b"a\x00b",
        codecs.BOM_UTF16_LE + b"a\x00\x00\x00",
        codecs.BOM_UTF32_LE + "Email".encode("utf-32-le"),
        "Email".encode("utf-32-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("utf-32-le"),
        TEXT.encode("utf-32-be"),
        *(random.Random(seed).randbytes(2000) for seed in range(8)),
    ],
)
def test_binary(content: bytes) -> None:
    """Bytes with many control characters, which no text has, are refused as no text."""
    assert refusal(content) == ("file_not_text", {})


@pytest.mark.parametrize("encoding", ["shift_jis", "gbk", "big5", "euc_jp", "koi8-r", "utf-7", "utf-32"])
def test_far_encodings(encoding: str) -> None:
    """A roster in an encoding that is not sought is refused, or read with a warning, or plain: it never fails."""
    names = {"big5": "張偉", "koi8-r": "Иванов", "gbk": "张伟"}.get(encoding, "山田太郎")
    content = f"Email,Name\na@example.edu,{names}\nb@example.edu,{names[::-1]}\n".encode(encoding)
    decoded = decode_or_refuse(content)
    if isinstance(decoded, str):
        assert decoded in {"file_unknown_encoding", "file_not_text"}
    else:
        said = {code for _, code in codes(decoded.problems)}
        assert decoded.text.isascii() or said in ({"encoding_guessed"}, {"broken_letters"})


@settings(deadline=None, max_examples=500)
@given(content=st.binary(max_size=200))
@example(content=b"\xff")
@example(content=b"\x80")
def test_any_bytes(content: bytes) -> None:
    """Any bytes are a text without control characters, or are refused."""
    decoded = decode_or_refuse(content)
    if isinstance(decoded, str):
        assert decoded in {"file_unknown_encoding", "file_not_text"}
    else:
        assert not re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", decoded.text)


def test_harmless_control_characters() -> None:
    """Tabs, line ends, form feeds and escapes may stand in a text."""
    assert decode(b"a\tb\r\n\x0b\x0c\x1b\x7f") == ("a\tb\r\n\x0b\x0c\x1b\x7f", "utf-8", ())


def test_short_text() -> None:
    """A text too short to show how it is encoded is read as UTF-8."""
    assert decode(b"ab") == ("ab", "utf-8", ())


def test_utf16_without_mark_may_hold_any_letter() -> None:
    """A letter whose code ends in a zero byte does not hide UTF-16 without a byte order mark."""
    assert decode("Email,Name\nx,Āria\n".encode("utf-16-le")).text == "Email,Name\nx,Āria\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("cp1250", "cp1250"), ("Windows-1252", "cp1252"), ("latin2", "iso8859-2"), ("cp1257", "cp1257")],
)
def test_known_encoding(encoding: str, name: str) -> None:
    """An encoding that somebody names is taken as it is, under Python's own name and without a warning."""
    text = "Email,Name\nz@x.edu,Jürgen Müller\n"
    assert decode(text.encode(name), encoding) == (text, name, ())


def test_known_east_asian_encoding() -> None:
    """An encoding that is never guessed can be named."""
    text = "メール,名\ntaro@example.jp,太郎\n"
    assert decode(text.encode("shift_jis"), "shift_jis").text == text


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_known_encoding_with_mark(content: bytes, encoding: str) -> None:
    """A byte order mark is no part of the text where the encoding is known, either."""
    assert decode(content, encoding).text == TEXT


@pytest.mark.parametrize("encoding", ["klingon", "", "utf-9", "rot13", "base64", "hex", "utf\x00"])
def test_no_such_encoding(encoding: str) -> None:
    """A name that is none of a text encoding is a mistake of the caller, not of the file."""
    with pytest.raises(ValueError, match=r"encoding|null character"):
        decode(ASCII, encoding)


def test_message_for_no_such_encoding() -> None:
    """The mistake is named together with a name that would do."""
    with pytest.raises(ValueError, match=r"There is no encoding “klingon”\. Give a name that Python knows"):
        decode(ASCII, "klingon")


@pytest.mark.parametrize(
    ("content", "encoding", "line"),
    [
        ("Email,Name\nz@x.edu,Zoë\n".encode("cp1252"), "utf-8", 2),
        ("Email,Name\r\nz@x.edu,Zoë\r\n".encode("cp1252"), "utf-8", 2),
        ("Email,Name\rz@x.edu,Zoë\r".encode("cp1252"), "ascii", 2),
        (b"Email,Name\na@x.edu,Ada\nb@x.edu,\x81\n", "cp1252", 3),
        (TEXT.encode("utf-16"), "utf-8", 1),
        (b"\xff\xfeZoe", "utf-8", 1),
        ("a\nb\n".encode("utf-16-le") + b"\x00\xd8", "utf-16-le", 3),
        ("a\r\nb\r\n".encode("utf-16-le") + b"\x00\xd8", "utf-16-le", 3),
        ("aĊĊ\nb\n".encode("utf-16-le") + b"\x00\xd8", "utf-16-le", 3),
    ],
)
def test_wrong_encoding(content: bytes, encoding: str, line: int) -> None:
    """A file that is not in the named encoding is refused at the first line that shows it."""
    assert refusal(content, encoding) == ("file_wrong_encoding", {"encoding": encoding, "line": line})


def test_an_encoding_that_is_none_of_a_file() -> None:
    """An encoding that Python knows for something else, such as domains, is the wrong one, and no crash."""
    content = "Email,First Name\nzoë@example.edu,Zoë\n".encode()
    with pytest.raises(BadFile) as caught:
        decode(content, "idna")
    assert caught.value.code == "file_wrong_encoding"


def test_known_encoding_of_a_table() -> None:
    """A table is read in the encoding that is handed in, where a guess would have been another."""
    content = "Email,Name\ns@x.edu,Şule Işık\n".encode("cp1254")
    assert read_table(content).cells == (("s@x.edu", "Þule Iþýk"),)
    table = read_table(content, encoding="cp1254")
    assert (table.cells, table.encoding, table.problems) == ((("s@x.edu", "Şule Işık"),), "cp1254", ())


def by_line(table: Table) -> dict[int, tuple[str, ...]]:
    return {row.line: row.cells for row in table.rows}


NAMES = st.sampled_from(["Ada", "Bob", "Mary Ann", "O'Brien", "Li", "X"])
ACCENTED = st.sampled_from(
    ["José", "Zoë", "Jürgen", "Łukasz", "Иванов", "O’Brien", "张伟", "𠮷", "Ñ", "Chloë–Anne", "İ"]
)


@st.composite
def rosters(draw: st.DrawFn, *, accented: int) -> tuple[list[list[str]], str]:
    """The rows of a plain roster in which at least so many values are not ASCII, and its line end."""
    count = draw(st.integers(max(2, accented), 6))
    rows = [[f"client{row}@example.edu", draw(NAMES), draw(NAMES), draw(NAMES)] for row in range(count)]
    for row in rows[:accented]:
        row[draw(st.integers(1, 3))] = draw(ACCENTED)
    header = [["Email", "First Name", "Last Name", "Major"]]
    return header + draw(st.permutations(rows)), draw(st.sampled_from(["\n", "\r\n", "\r"]))


def assert_one_byte_spoils_one_row(rows: list[list[str]], end: str, data: st.DataObject) -> None:
    """Change one byte inside one value and see that every other row stands as it did."""
    cells = [[cell.encode() for cell in row] for row in rows]
    row, column = data.draw(st.integers(1, len(rows) - 1)), data.draw(st.integers(0, 3))
    value = cells[row][column]
    place = data.draw(st.integers(0, len(value) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda each: each not in b",;\t|\"'\r\n"))
    original = by_line(read_table("".join(",".join(each) + end for each in rows).encode()))
    cells[row][column] = value[:place] + bytes([byte]) + value[place + 1 :]
    changed = by_line(read_table(b"".join(b",".join(each) + end.encode() for each in cells)))
    original.pop(row + 1)
    changed.pop(row + 1, None)
    assert changed == original


@settings(deadline=None, max_examples=1000)
@given(roster=rosters(accented=0), data=st.data())
def test_one_byte_of_an_ascii_roster(roster: tuple[list[list[str]], str], data: st.DataObject) -> None:
    """One byte changed inside one value of a roster without accents changes no other row."""
    assert_one_byte_spoils_one_row(*roster, data)


@settings(deadline=None, max_examples=1000)
@given(roster=rosters(accented=1), data=st.data())
def test_one_byte_of_a_roster_with_one_accent(roster: tuple[list[list[str]], str], data: st.DataObject) -> None:
    """One byte changed inside one value of a roster with a single name beyond ASCII changes no other row."""
    assert_one_byte_spoils_one_row(*roster, data)


@settings(deadline=None, max_examples=1000)
@given(roster=rosters(accented=2), data=st.data())
def test_one_byte_of_a_roster_with_two_accents(roster: tuple[list[list[str]], str], data: st.DataObject) -> None:
    """One byte changed inside one value of a roster with two names beyond ASCII changes no other row."""
    assert_one_byte_spoils_one_row(*roster, data)


@settings(deadline=None, max_examples=1000)
@given(roster=rosters(accented=4), data=st.data())
def test_one_byte_of_a_roster_with_many_accents(roster: tuple[list[list[str]], str], data: st.DataObject) -> None:
    """One byte changed inside one value of a roster full of names beyond ASCII changes no other row."""
    assert_one_byte_spoils_one_row(*roster, data)


@pytest.mark.parametrize("encoding", ["utf-7", "raw_unicode_escape"])
def test_half_a_character(encoding: str) -> None:
    """An encoding that makes half characters of UTF-16, which no storage takes, is the wrong one."""
    content = b"Email,Name\na@example.edu,+2AA-\\ud800\n"
    with pytest.raises(BadFile) as caught:
        decode(content, encoding)
    assert (caught.value.code, caught.value.params["line"]) == ("file_wrong_encoding", 1)
