"""bytes → text: UTF-8 first, what else it could be only when that fails."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from client_import.problems import Problem, ProblemCode, bad_file, warning
from client_import.reading.encodings import ENCODING_NAMES, guess_encoding
from client_import.reading.lines import iterate_lines

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LINE_END = re.compile(r"\r\n|\r|\n")

_CONTROLS = "".join(map(chr, (*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20))))
"""Control characters that no text has; tab, line ends, form feed and escape are not among them."""

_STRAY_CHARACTERS, _STRAY_SHARE = 4, 0.01
"""So many of them may slip into a text; a file with more is none."""

_BROKEN_SHARE = 0.001
"""So many letters of a text may be broken without another encoding being the reason."""

_REPLACEMENT = "\ufffd"
_BROKEN = re.compile(f"{_REPLACEMENT}+")


class Decoded(NamedTuple):
    """The text, how it was encoded, and what an administrator should know about that."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file in UTF-8 or UTF-16 (with or without byte order mark), else in a single-byte encoding.

    In nearly any single-byte encoding nearly any bytes can be read, so there the table carries a warning. Bytes that
    are no UTF-8 in a text that is otherwise are kept as U+FFFD, and a character cut off at the end is dropped.

    Args:
        content: The file.
        encoding: Its encoding, where somebody knows it, as Python names it.

    Raises:
        BadFile: The bytes are no text in any of them.
        ValueError: There is no such encoding.
    """
    if encoding is not None:
        decoded = _decode_known(content, encoding)
    else:
        decoded = _decode_marked(content) or _decode_guessing(content)
    return _clean(decoded)


def _decode_known(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
        text.encode()  # half a character of UTF-16 is none
        return Decoded(text.removeprefix("\ufeff"), codecs.lookup(encoding).name)
    except UnicodeDecodeError as error:
        line = _line_at(content, encoding, error.start)
    except UnicodeError:
        line = 1
    except LookupError:
        raise ValueError(f"There is no encoding “{encoding}”. Give a name that Python knows, such as cp1250.") from None
    raise bad_file(ProblemCode.FILE_WRONG_ENCODING, encoding=encoding, line=line)


def _decode_marked(content: bytes) -> Decoded | None:
    """The text of a file that says how it is encoded, or shows it by its zeros."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_unicode(content[len(mark) :], encoding)
    guessed = _guess_utf16(content)
    return _decode_unicode(content, guessed) if guessed else None


def _decode_guessing(content: bytes) -> Decoded:
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        doubtful = error.start
    broken, others = _count_broken(content)
    is_utf8 = others >= max(1, broken // 2)
    guessed = None if is_utf8 else guess_encoding(content)
    if guessed:
        line, name = _line_at(content, "latin-1", doubtful), ENCODING_NAMES[guessed]
        return Decoded(content.decode(guessed), guessed, (warning(ProblemCode.ENCODING_GUESSED, line, encoding=name),))
    lenient = _decode_unicode(content, "utf-8")
    if not is_utf8 and broken > max(2, len(content) * _BROKEN_SHARE):
        _clean(lenient)  # says so if it is no text at all
        raise bad_file(ProblemCode.FILE_UNKNOWN_ENCODING, line=_line_at(content, "latin-1", doubtful))
    return lenient


def _count_broken(content: bytes) -> tuple[int, int]:
    """Read as UTF-8, in how many places letters are broken, and how many whole ones there are beyond ASCII."""
    text = content.decode("utf-8", "replace")
    whole = len(text) - len(text.encode("ascii", "ignore")) - text.count(_REPLACEMENT)
    return sum(1 for _ in _BROKEN.finditer(text)), whole


def _decode_unicode(content: bytes, encoding: str) -> Decoded:
    """The text, with U+FFFD for what is no character, and without one that is cut off at the end."""
    whole = len(content) - len(content) % 2 if encoding.startswith("utf-16") else len(content)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(content[:whole])
    lines = _lines_of(text, _REPLACEMENT) if _REPLACEMENT in text else ()
    return Decoded(text, encoding, tuple(warning(ProblemCode.BROKEN_LETTERS, line) for line in lines))


def _clean(decoded: Decoded) -> Decoded:
    """The text without the few control characters that slipped into it.

    Raises:
        BadFile: They are many: it is no text.
    """
    found = {control: decoded.text.count(control) for control in _CONTROLS if control in decoded.text}
    if not found:
        return decoded
    number, size = sum(found.values()), len(decoded.text)
    if number > max(_STRAY_CHARACTERS, size * _STRAY_SHARE) or number > size / 10:
        raise bad_file(ProblemCode.FILE_NOT_TEXT)
    lines = _lines_of(decoded.text, "".join(found))
    problems = (*decoded.problems, *(warning(ProblemCode.CONTROL_CHARACTERS, line) for line in lines))
    return decoded._replace(text=decoded.text.translate(dict.fromkeys(map(ord, found))), problems=problems)


def _lines_of(text: str, characters: str) -> Iterator[int]:
    """The lines on which any of the characters stands."""
    sought = re.compile(f"[{re.escape(characters)}]")
    return (number for number, line in enumerate(iterate_lines(text), start=1) if sought.search(line))


def _guess_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: in a roster nearly every second byte of the header is zero."""
    start = content[:200]
    half = len(start) // 2
    for encoding, zeros, letters in (
        ("utf-16-le", start[1::2], start[::2]),
        ("utf-16-be", start[::2], start[1::2]),
    ):
        if half >= 2 and zeros.count(0) > half * 0.7 and letters.count(0) < half * 0.1:
            return encoding
    return None


def _line_at(content: bytes, encoding: str, offset: int) -> int:
    try:
        above = content[:offset].decode(encoding, "replace")
    except UnicodeError:  # an encoding that knows no replacement, such as idna
        above = content[:offset].decode("latin-1")
    return len(_LINE_END.findall(above)) + 1
