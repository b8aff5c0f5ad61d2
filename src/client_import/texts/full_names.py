"""A full name in one cell → first name and last name: `split_full_name`, and the rule it follows.

1. One comma with something on both sides: the last name stands before it, the first name behind it. Certain.
2. `Jr.`, `III`, `PhD` and the like at the end never become a name: they stay with the last name. Not certain. Those
   that are names as well (`Vi`, `MA`) are one where a single word stands before them. Not certain.
3. Any other number of commas: it cannot be split.
4. No comma, every letter Chinese, Japanese or Korean: the last name stands first. Not certain.
5. No comma, and the words in front in capitals while the rest are not (`LOVELACE Ada`): those are the last name.
   Not certain.
6. No comma, two words: first name, last name. Certain.
7. No comma, more words: the last word is the last name, together with the particles before it (`de la Cruz`,
   `van der Berg`). Not certain.
8. One word: it cannot be split.

Every word of the cell is in one of the two names afterwards.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from client_import.texts.spaces import trim

_COMMA = re.compile("[,\uff0c\u060c]")
"""The comma of Latin script, the wide one of Chinese, and that of Arabic."""

_SUFFIXES = frozenset({"jr", "sr", "jnr", "snr", "ii", "iii", "iv", "vi", "vii", "viii", "2nd", "3rd", "4th"})
_SUFFIXES |= {
    "phd",
    "dphil",
    "edd",
    "psyd",
    "mba",
    "mfa",
    "mph",
    "msc",
    "bsc",
    "msw",
    "dds",
    "dvm",
    "llm",
    "llb",
    "esq",
}

_NAMES_TOO = frozenset({"vi", "iv"})

_DEGREES = frozenset({"MA", "MS", "BA", "BS", "MD", "JD", "RN"})
"""Degrees that would be a name in other letters: `Ma` is one."""

_PARTICLES = frozenset(
    {"de", "del", "della", "delle", "degli", "di", "da", "das", "do", "dos", "du", "des", "la", "le"}
)
_PARTICLES |= {"las", "los", "van", "von", "vom", "vande", "zu", "zum", "zur", "der", "den", "ter", "ten", "te", "'t"}
_PARTICLES |= {"’t", "op", "het", "af", "av", "bin", "binti", "bint", "ibn", "ben", "abu", "al", "el", "ul", "san"}
_PARTICLES |= {"santa", "st", "st."}

_FAMILY_FIRST = ("CJK ", "HIRAGANA ", "KATAKANA", "HANGUL ", "IDEOGRAPHIC ")
"""How Unicode names the letters in which the family name comes first."""

_FEWEST_CAPITALS = 3
"""Two capitals are initials."""


class FullName(NamedTuple):
    """The two names in a full name.

    Attributes:
        first: The first name, with what else stands beside it.
        last: The last name, with its particles and suffixes.
        certain: Whether the text leaves no doubt which is which.
    """

    first: str
    last: str
    certain: bool


def split_full_name(text: str) -> FullName | None:
    """The first and last name in a full name by the rule above; None where it cannot be split."""
    parts = [_find_words(part) for part in _COMMA.split(text)]
    if not all(parts):
        return None
    kept = len(parts)
    while kept > 1 and all(map(_is_suffix, parts[kept - 1])):
        kept -= 1
    if kept == 1 and len(parts) == 2 and len(parts[0]) == 1 and all(map(_may_be_name, parts[1])):
        return FullName(" ".join(parts[1]), parts[0][0], certain=False)
    suffixes = "".join(f", {' '.join(words)}" for words in parts[kept:])
    if kept == 1:
        name = _split_words(parts[0])
    elif kept == 2:
        name = FullName(" ".join(parts[1]), " ".join(parts[0]), certain=True)
    else:
        return None
    return FullName(name.first, name.last + suffixes, certain=False) if name and suffixes else name


def _find_words(text: str) -> list[str]:
    return [word for word in map(trim, text.split()) if word]


def _is_suffix(word: str) -> bool:
    bare = word.replace(".", "")
    return bare.casefold() in _SUFFIXES or bare in _DEGREES


def _may_be_name(word: str) -> bool:
    """Whether what looks like a suffix can be somebody's name as well: `Vi`, `Iv`, `MA`."""
    return word.casefold() in _NAMES_TOO or word in _DEGREES


def _split_words(words: Sequence[str]) -> FullName | None:
    """The names in words without a comma."""
    ends = len(words)
    while ends and _is_suffix(words[ends - 1]):
        ends -= 1
    if ends < 2 and len(words) == 2 and _may_be_name(words[1]):
        ends = 2
    if ends < 2:
        return None
    if all(map(_puts_family_first, words)):
        return FullName(" ".join(words[1:]), words[0], certain=False)
    family = _count_capitals(words[:ends])
    if family:
        return FullName(" ".join(words[family:ends]), " ".join([*words[:family], *words[ends:]]), certain=False)
    start = ends - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES:
        start -= 1
    certain = len(words) == 2 and not _is_suffix(words[1])
    return FullName(" ".join(words[:start]), " ".join(words[start:]), certain)


def _puts_family_first(word: str) -> bool:
    names = [unicodedata.name(char, "") for char in word if char.isalpha()]
    return bool(names) and all(name.startswith(_FAMILY_FIRST) for name in names)


def _count_capitals(words: Sequence[str]) -> int:
    """How many words in front are a last name in capitals; 0 where they are not, or where all words are."""
    count = 0
    while count < len(words) and words[count].isupper():
        count += 1
    if count in {0, len(words)} or any(map(_is_capitals, words[count:])):
        return 0
    return count if _is_capitals(words[count - 1]) else 0


def _is_capitals(word: str) -> bool:
    return word.isupper() and sum(map(str.isalpha, word)) >= _FEWEST_CAPITALS
