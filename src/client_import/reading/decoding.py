"""bytes → text: UTF-8 first, what else it could be only when that fails."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from client_import.problems import Problem, ProblemCode, Severity, bad_file

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LINE_END = re.compile(r"\r\n|\r|\n")

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Control characters that no text has; tab, line ends, form feed and escape are not among them."""


class Decoded(NamedTuple):
    """The text, how it was encoded, and what an administrator should know about that."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(content: bytes) -> Decoded:
    """The text of a file in UTF-8 or UTF-16 (with or without byte order mark), else Windows-1252.

    Windows-1252 is what Excel writes on Windows where "CSV UTF-8" is not chosen. Nearly any bytes can
    be read as it, so the table carries a warning.

    Raises:
        BadFile: The bytes are no text in any of them.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_strictly(content[len(mark) :], encoding)
    guessed = _guess_utf16(content)
    if guessed:
        return _decode_strictly(content, guessed)
    try:
        return _refuse_binary(Decoded(content.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        return _decode_windows(content, error.start)


def _decode_strictly(content: bytes, encoding: str) -> Decoded:
    try:
        return _refuse_binary(Decoded(content.decode(encoding), encoding))
    except UnicodeDecodeError as error:
        raise bad_file(ProblemCode.FILE_UNKNOWN_ENCODING, line=_line_at(content, encoding, error.start)) from None


def _decode_windows(content: bytes, doubtful: int) -> Decoded:
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        if _NO_TEXT.search(content.decode("latin-1")):
            raise bad_file(ProblemCode.FILE_NOT_TEXT) from None
        line = _line_at(content, "latin-1", min(doubtful, error.start))
        raise bad_file(ProblemCode.FILE_UNKNOWN_ENCODING, line=line) from None
    warning = Problem(
        ProblemCode.ENCODING_GUESSED,
        Severity.WARNING,
        line=_line_at(content, "latin-1", doubtful),
        params={"encoding": "Windows-1252"},
    )
    return _refuse_binary(Decoded(text, "cp1252", (warning,)))


def _refuse_binary(decoded: Decoded) -> Decoded:
    if _NO_TEXT.search(decoded.text):
        raise bad_file(ProblemCode.FILE_NOT_TEXT)
    return decoded


def _guess_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: in a roster nearly every second byte of the header is zero."""
    start = content[:200]
    if len(start) >= 4 and not len(content) % 2:
        half = len(start) // 2
        for encoding, zeros, letters in (
            ("utf-16-le", start[1::2], start[::2]),
            ("utf-16-be", start[::2], start[1::2]),
        ):
            if zeros.count(0) > half * 0.7 and letters.count(0) < half * 0.1:
                return encoding
    return None


def _line_at(content: bytes, encoding: str, offset: int) -> int:
    return len(_LINE_END.findall(content[:offset].decode(encoding, "replace"))) + 1
