"""Which single-byte encoding a text is in: the one under which its letters make the most believable words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from types import MappingProxyType

ENCODING_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "cp1252": "Windows-1252",
        "mac_roman": "Mac OS Roman",
        "cp850": "DOS code page 850",
        "cp1250": "Windows-1250",
        "cp1251": "Windows-1251",
    }
)
"""Python's name -> the usual one; the likelier first. Windows-1252 is what Excel writes on Windows in the west where
"CSV UTF-8" is not chosen, the next two are its "CSV (Macintosh)" and "CSV (MS-DOS)"."""

_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_SIGNS = frozenset("’“”–—…·•€£©®°§«»¿¡ªº´\xa0")
_BELIEVABLE = 0.5


def guess_encoding(content: bytes) -> str | None:
    """The encoding that makes the most of the words believable; None where none makes most of them so."""
    words = {word for word in _WORD.findall(content) if not word.isascii()}
    rated = {encoding: _rate(words, encoding) for encoding in ENCODING_NAMES}
    best = max(rated, key=lambda encoding: rated[encoding])
    return best if rated[best] >= _BELIEVABLE else None


def _rate(words: Collection[bytes], encoding: str) -> float:
    """The share of the words that are believable in an encoding."""
    try:
        return sum(_is_believable(word.decode(encoding)) for word in words) / len(words)
    except UnicodeDecodeError:
        return 0.0


def _is_believable(word: str) -> bool:
    """Letters of one script, capitals where they belong, and no long run of accents."""
    letters = word.strip("".join(_SIGNS)).replace("’", "")
    if not letters.isalpha():
        return not letters
    cyrillic = sum(unicodedata.name(char, "").startswith("CYRILLIC") for char in letters)
    if cyrillic:
        return cyrillic == len(letters) and _has_usual_case(letters)
    accents = max(len(run) for run in re.split(r"[\x00-\x7f]+", letters))
    return accents < 3 and _has_usual_case(letters)


def _has_usual_case(letters: str) -> bool:
    """Small letters, capitals, or small letters behind capitals; `McÉwan` is none of these and rare enough."""
    small = letters.lstrip("".join(char for char in letters if char.isupper()))
    return letters.isupper() or small.islower() or not small
