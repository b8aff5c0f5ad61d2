"""How much a text resembles a name, from 0 to 1: `resemble`, on two `Wording`s.

Compared are letters and figures of any script, without regard to case, accents, punctuation, compatibility forms
and small words (`and`, `of`). Each measure looks at these two texts only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_LONGEST = 100
"""Characters that are looked at; a longer text is no spelling of anything."""

_SMALL = frozenset({"and", "of", "the", "in", "for", "und", "der", "die", "das", "et", "de", "la", "le", "les", "des"})
_SMALL |= {"du", "y", "el", "del", "do", "da"}

_INSIDE_WORDS = "'’ʼ.\u00ad\u200b\u200c\u200d"
"""`Women's` is one word, and so is `B.A.`."""

_VOWELS = frozenset("aeiou")

LONGEST_SHORT, MOST_INITIALS = 20, 8
"""Letters of an abbreviation that is run together, and words that it may stand for."""

_SAME_WORDS, _ABBREVIATED, _RUN_TOGETHER, _SHORTENED, _SHARED = 0.95, 0.85, 0.75, 0.6, 0.9
"""What each kind of likeness is worth at most; the shortening of a single word gains with its length."""


class Wording(NamedTuple):
    """A text as it is compared.

    Attributes:
        words: Without small words, unless it has no others.
        compact: The words, run together.
        ordered: The words in alphabetical order.
        figures: The digits alone.
        parts: Every three letters of a word; its beginning and its end count as a letter.
    """

    words: tuple[str, ...]
    compact: str
    ordered: tuple[str, ...]
    figures: str
    parts: frozenset[str]


def word(text: str) -> Wording:
    """A text as it is compared."""
    found = _find_words(text[:_LONGEST])
    words = tuple(each for each in found if each not in _SMALL) or tuple(found)
    compact = "".join(words)
    figures = "".join(char for char in compact if char.isdigit())
    padded = [f"<{each}>" for each in words]
    parts = frozenset(each[start : start + 3] for each in padded for start in range(len(each) - 2))
    return Wording(words, compact, tuple(sorted(words)), figures, parts)


def _find_words(text: str) -> list[str]:
    if text.isascii():
        kept = "".join(char if char.isalnum() else "" if char in _INSIDE_WORDS else " " for char in text.lower())
        return kept.split()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(map(_fold, decomposed)).split()


def _fold(char: str) -> str:
    kind = unicodedata.category(char)[0]
    if kind in "LN":
        return char
    return "" if kind == "M" or char in _INSIDE_WORDS else " "


def resemble(text: Wording, name: Wording) -> float:
    """How much two texts resemble each other; 0 where either is empty."""
    if not text.compact or not name.compact:
        return 0.0
    if text.compact == name.compact:
        return 1.0
    if text.ordered == name.ordered:
        return _SAME_WORDS
    short, long = sorted((text, name), key=lambda each: len(each.compact))
    return max(_compare_spelling(text, name), _share_words(text, name), _abbreviate(short, long))


def _compare_spelling(one: Wording, other: Wording) -> float:
    """What slips of the pen leave of a likeness. Figures have none: another figure is another thing."""
    if one.figures != other.figures:
        return 0.0
    if len(one.words) != len(other.words):
        slips = _count_in_words([one.compact], [other.compact])
    else:
        slips = _count_in_words(one.words, other.words)
        if slips is None and len(one.words) > 1:
            slips = _count_in_words(one.ordered, other.ordered)
    return 0.0 if slips is None else 1 - slips / max(len(one.compact), len(other.compact))


def _count_in_words(some: Sequence[str], others: Sequence[str]) -> int | None:
    """The slips in these words; None where one of them has more than a word of its length may have."""
    slips = 0
    for one, other in zip(some, others, strict=True):
        if one != other:
            longest = max(len(one), len(other))
            allowed = min(3, (longest + 6) // 7) if longest > 3 else 0
            found = count_slips(one, other, allowed)
            if found > allowed:
                return None
            slips += found
    return slips


def count_slips(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or exchanged with their neighbour; `most + 1` where more are.

    The distance of Damerau and Levenshtein without overlaps ("optimal string alignment").
    """
    if abs(len(one) - len(other)) > most or len(set(one) - set(other)) > most or len(set(other) - set(one)) > most:
        return most + 1
    start, longest = 0, min(len(one), len(other))
    while start < longest and one[start] == other[start]:
        start += 1
    end = 0
    while end < longest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return _count_slips(one[start : len(one) - end], other[start : len(other) - end], most)


def _count_slips(one: str, other: str, most: int) -> int:
    """The same, row by row of the usual table; only the cells near its diagonal can matter."""
    far = most + 1
    before: list[int] = []
    row = [min(place, far) for place in range(len(other) + 1)]
    for i, char in enumerate(one, start=1):
        new = [far] * (len(other) + 1)
        new[0] = min(i, far)
        for j in range(max(1, i - most), min(len(other), i + most) + 1):
            best = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (char != other[j - 1]))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, before[j - 2] + 1)
            new[j] = best
        if min(new) > most:
            return far
        before, row = row, new
    return min(row[-1], far)


def _share_words(one: Wording, other: Wording) -> float:
    if one.figures and other.figures and one.figures != other.figures:
        return 0.0
    mine, theirs = set(one.words), set(other.words)
    return _SHARED * 2 * len(mine & theirs) / (len(mine) + len(theirs))


def _abbreviate(short: Wording, long: Wording) -> float:
    """What it is worth that one text may be an abbreviation of the other."""
    if len(short.words) > 1:
        pairs = zip(short.words, long.words, strict=False)
        fits = len(short.words) <= len(long.words) and all(one == other or shorten(one, other) for one, other in pairs)
        return _ABBREVIATED * len(short.words) / len(long.words) if fits else 0.0
    one = short.compact
    if len(long.words) == 1:
        return shorten(one, long.compact) if len(one) > 1 else 0.0
    if runs_together(one, long.words):
        return _RUN_TOGETHER
    return _SHORTENED if len(one) > 2 and long.words[0].startswith(one) and one != long.words[0] else 0.0


def shorten(short: str, long: str) -> float:
    """What it is worth that a word begins another one (`bio`), or leaves out its vowels (`mgmt`)."""
    same = 0
    while same < len(short) and same < len(long) and short[same] == long[same]:
        same += 1
    if same == len(short):
        return _SHORTENED + 0.25 * same / len(long)
    rest = short[same:]
    if not same or not rest.isascii() or not rest.isalpha() or _VOWELS & set(rest):
        return 0.0
    letters = iter(long[same:])
    if not all(char in letters for char in rest):
        return 0.0
    return _SHORTENED + (0.1 if short[-1] == long[-1] else 0.0)


def runs_together(text: str, words: Sequence[str]) -> bool:
    """Whether a text is made of beginnings of all these words, in their order: `cs`, `polisci`."""
    if len(text) > LONGEST_SHORT or len(words) > MOST_INITIALS:
        return False
    ends = {0}
    for each in words:
        ends = {
            start + size
            for start in ends
            for size in range(1, len(each) + 1)
            if start + size <= len(text) and text.startswith(each[:size], start)
        }
    return len(text) in ends
