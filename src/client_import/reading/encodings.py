"""Which single-byte encoding a text is in: the one under which its letters make the most believable words."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

ENCODING_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "cp1252": "Windows-1252",
        "mac_roman": "Mac OS Roman",
        "cp1250": "Windows-1250",
        "cp850": "DOS code page 850",
        "cp1251": "Windows-1251",
    }
)
"""Python's name -> the usual one; the likelier first. Windows-1252 is what Excel writes on Windows in the west where
"CSV UTF-8" is not chosen; Mac OS Roman and page 850 are its "CSV (Macintosh)" and "CSV (MS-DOS)"."""

_WORD = re.compile(rb"[A-Za-z\x80-\xff]{1,60}")
_ASCII = re.compile(r"[\x00-\x7f]+")
_EDGES = "“”„«»¿¡…•"
_JOINTS = re.compile("[’–—·…\xa0]")
_ENDINGS = frozenset({"", "s", "t", "d", "m", "re", "ll", "ve"})
_LONE_SIGNS = frozenset("€£©®°§ªº´–—…•·’“”«»")
_CYRILLIC_VOWELS = frozenset("аеёиоуыэюяіїєў")
_BELIEVABLE = 0.5


def guess_encoding(content: bytes) -> str | None:
    """The encoding that makes the most of the words believable; None where none makes most of them so."""
    words = {found[0] for found in _WORD.finditer(content) if not found[0].isascii()}
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
    """A word, or some that signs join, as in `O’Brien`; or a sign that stands alone."""
    if set(word) <= _LONE_SIGNS:
        return True
    first, *others = _JOINTS.split(word.strip(_EDGES))
    joined = all(other[:1].isupper() or other in _ENDINGS or len(first) <= 3 for other in others)
    return joined and bool(first) and all(_is_name(part) for part in (first, *others) if part)


def _is_name(letters: str) -> bool:
    """Letters of one script, capitals where they belong, and no long run of accents."""
    if not letters.isalpha() or not _has_usual_case(letters):
        return False
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in letters)
    if cyrillic:
        return cyrillic == len(letters) and not _CYRILLIC_VOWELS.isdisjoint(letters.lower())
    return max(map(len, _ASCII.split(letters))) < 3


def _has_usual_case(letters: str) -> bool:
    """Capitals, small letters, or small letters behind one capital; `McÉwan` is none of these and rare enough."""
    return letters.isupper() or letters[1:].islower() or len(letters) == 1
