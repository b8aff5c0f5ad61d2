"""What a program did to a value before it reached the file: errors and roundings of spreadsheets, wrong letters.

Nothing is mended here, for what was meant is not certain; a value that cannot be what was meant is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from client_import.texts.spaces import trim

Damage: TypeAlias = dict[str, str | int]
"""What is wrong with a value: the parameter `reason` of its problem, and others, without the value itself."""

UNREADABLE = "\ufffd"
"""Stands where bytes were no letter (Unicode, U+FFFD REPLACEMENT CHARACTER)."""

_SPREADSHEET_ERRORS = frozenset(
    [
        "#N/A",
        "#NV",
        "#N/D",
        "#I/T",
        "#YOK",
        "#REF!",
        "#BEZUG!",
        "#¡REF!",
        "#RIF!",
        "#VERW!",
        "#ODWOŁANIE!",
        "#VALUE!",
        "#WERT!",
        "#VALEUR!",
        "#¡VALOR!",
        "#VALOR!",
        "#VALORE!",
        "#WAARDE!",
        "#ARG!",
        "#DIV/0!",
        "#¡DIV/0!",
        "#NAME?",
        "#NOM?",
        "#¿NOMBRE?",
        "#NOME?",
        "#NAAM?",
        "#NAZWA?",
        "#NULL!",
        "#NUL!",
        "#NULO!",
        "#¡NULO!",
        "#LEEG!",
        "#NUM!",
        "#¡NUM!",
        "#NOMBRE!",
        "#ZAHL!",
        "#GETAL!",
        "#LICZBA!",
        "#NÚM!",
        "#SPILL!",
        "#CALC!",
        "#ERROR!",
        "#FIELD!",
        "#BUSY!",
        "#BLOCKED!",
        "#CONNECT!",
        "#UNKNOWN!",
        "#EXTERNAL!",
        "#PYTHON!",
        "#GETTING_DATA",
    ]
)
"""Of Excel, Google Sheets and LibreOffice, in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish."""

_OTHER_ERROR = re.compile(r"#{3,}|(?:Err|Fehler|Erreur):\d{3}")
"""A column too narrow for its number; a LibreOffice error that has a number only."""

_ROUNDED = re.compile(r"[+-]?\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)

_LEADING = bytes(range(0xC2, 0xF5)).decode("cp1252")
_TRAILING = bytes(range(0x80, 0xC0)).decode("cp1252", "ignore") + "".join(map(chr, range(0x80, 0xA0)))
_WRONG_LETTERS = re.compile(f"[{_LEADING}][{re.escape(_TRAILING)}]")
"""A letter of UTF-8 in two bytes or more, each taken for a letter of Windows-1252 or ISO 8859-1."""

_SIGNS = ("#", "E+", "e+", "Err:", "Fehler:", "Erreur:", UNREADABLE)

_ROWS_TO_TRY = 200
_MOST = 0.9


def may_hold_damage(text: str) -> bool:
    """Whether a file shows any sign of damage, so that its cells are worth a look; most show none."""
    if any(sign in text for sign in _SIGNS):
        return True
    if text.isascii() or not any(sign in text for sign in _TRAILING):
        return False
    return _WRONG_LETTERS.search(text) is not None


class Figures(NamedTuple):
    """What is known of a column whose values are numbers such as a student's.

    Attributes:
        length: The figures of every value, where they are equally many and some start with zeros; else None.
    """

    length: int | None


def find_figures(rows: Sequence[Sequence[str]], index: int) -> Figures | None:
    """Whether a column holds numbers; a few hundred rows, from all over the file, decide.

    Args:
        rows: The cells of each row.
        index: That of the column.
    """
    step = len(rows) // _ROWS_TO_TRY + 1
    filled = [value for value in (row[index].strip() for row in rows[::step]) if value]
    numbers = [value for value in filled if value.isdigit()]
    rounded = sum(_ROUNDED.fullmatch(value) is not None for value in filled)
    if not filled or len(numbers) + rounded < len(filled) / 2:
        return None
    lengths = Counter(map(len, numbers))
    length, frequent = lengths.most_common(1)[0] if lengths else (0, 0)
    has_zeros = any(value.startswith("0") and len(value) == length for value in numbers)
    return Figures(length if has_zeros and len(numbers) > 2 and frequent >= len(numbers) * _MOST else None)


def find_damage(value: str, figures: Figures | None = None) -> Damage | None:
    """Why a value cannot be what was meant, or None.

    Args:
        value: Without spaces around it.
        figures: What is known of its column.
    """
    if figures:
        if value.isdigit():
            if figures.length is None or len(value) >= figures.length or value.startswith("0"):
                return None
            return {"reason": "zeros", "found": len(value), "expected": figures.length}
        if _ROUNDED.fullmatch(value):
            return {"reason": "rounded"}
    if value in _SPREADSHEET_ERRORS or _OTHER_ERROR.fullmatch(value):
        return {"reason": "spreadsheet"}
    return {"reason": "letters"} if UNREADABLE in value else None


def likely_letters(text: str) -> str | None:
    """What a text was before it was saved in the wrong encoding (`Zoë` for `ZoÃ«`); None where it was not."""
    if text.isascii() or not _WRONG_LETTERS.search(text):
        return None
    try:
        likely = b"".join(map(_encode, text)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return trim(likely) or None


def _encode(char: str) -> bytes:
    return char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252")
