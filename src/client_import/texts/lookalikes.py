"""Which of many names a text may mean: `Lookalikes`, for the choices of a drop-down and for headers.

What counts, the strongest first:

- the same letters (`poli-sci`, `PoliSci`), or the same words in another order (`Engineering, Mechanical`);
- a slip or two of the pen (`Mathmatics`), never in a figure: `2024` is not `2025`;
- an abbreviation, word by word or run together: `Mech Eng`, `CS`, `Bio`, `Mgmt`;
- a name with some words more or less (`Nursing (BSN)`).

Nothing is decided here: what is found is shown to a person. A text is compared with the handful of names that share
rare parts or initials with it, so that what it costs depends little on how many names there are.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from client_import.texts.resemblance import LONGEST_SHORT, MOST_INITIALS, Wording, resemble, word

_MOST_LISTED = 100
"""Names that may share a clue; one that more of them share says nothing."""

_MOST_LOOKED_UP, _MOST_COMPARED = 400, 10
"""Names looked up for all parts of a text together, and those of them that are compared closely."""

_SHARED_PARTS = 0.3
"""The share of common parts from which on a name is compared closely."""

THRESHOLD = 0.6
"""What scores less resembles nothing."""

_ONLY_INITIAL = 0.65
"""What a single letter is worth that begins one name only: `F` for `Female`."""


class Lookalike(NamedTuple):
    """A name that a text may mean.

    Attributes:
        name: As it was given.
        score: How much the text resembles it, from 0 to 1.
    """

    name: str
    score: float


class Lookalikes:
    """An index of names, made once, in which any number of texts are looked up."""

    __slots__ = ("_clues", "_initials", "_names", "_parts", "_sorted", "_wordings")

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(dict.fromkeys(names))
        self._wordings = tuple(map(word, self._names))
        self._parts = _index(wording.parts for wording in self._wordings)
        self._clues = _index(map(_find_clues, self._wordings))
        self._sorted = sorted((wording.compact, place) for place, wording in enumerate(self._wordings))
        self._initials = Counter(wording.compact[:1] for wording in self._wordings)

    def find(self, text: str, most: int = 3) -> tuple[Lookalike, ...]:
        """The names that a text may mean, the likeliest first; equally likely ones in the names' order.

        Args:
            text: Of any length.
            most: How many at most.
        """
        wording = word(text)
        places = self._gather(wording)
        scored = [(-round(self._score(wording, self._wordings[place]), 3), place) for place in places]
        best = heapq.nsmallest(most, (pair for pair in scored if pair[0] <= -THRESHOLD))
        return tuple(Lookalike(self._names[place], -score) for score, place in best)

    def _score(self, text: Wording, name: Wording) -> float:
        if len(text.compact) == 1 and text.compact != name.compact:
            begins_one = self._initials[text.compact] == 1 and name.compact.startswith(text.compact)
            return _ONLY_INITIAL if begins_one else 0.0
        return resemble(text, name)

    def _gather(self, text: Wording) -> set[int]:
        """Where the names stand that are worth a comparison."""
        places = {*self._sharing_parts(text), *self._beginning_with(text.compact)}
        for clue in _follow_clues(text):
            found = self._clues.get(clue, ())
            if len(found) <= _MOST_LISTED:
                places.update(found)
        return places

    def _sharing_parts(self, text: Wording) -> list[int]:
        """The places of the names that share most parts with a text, found by the rarest of them."""
        shared = Counter[int]()
        left = _MOST_LOOKED_UP
        for frequent, part in sorted((len(self._parts[part]), part) for part in text.parts if part in self._parts):
            left -= frequent
            if left < 0:
                break
            shared.update(self._parts[part])
        close = []
        for place, count in shared.items():
            share = 2 * count / (len(text.parts) + len(self._wordings[place].parts))
            if share >= _SHARED_PARTS:
                close.append((-share, self._wordings[place].compact, place))
        return [place for _, _, place in heapq.nsmallest(_MOST_COMPARED, close)]

    def _beginning_with(self, text: str) -> list[int]:
        """The places of the names that begin with a text."""
        start = bisect_left(self._sorted, (text, 0))
        following = self._sorted[start : start + _MOST_LISTED + 1]
        found = [place for name, place in following if name.startswith(text)]
        return found if len(found) <= _MOST_LISTED else []


def _index(keys: Iterable[Iterable[str]]) -> Mapping[str, list[int]]:
    """Key -> the places of those that have it."""
    index: dict[str, list[int]] = defaultdict(list)
    for place, found in enumerate(keys):
        for key in found:
            index[key].append(place)
    return dict(index)


def _find_clues(name: Wording) -> set[str]:
    """By what a name is found that shares no parts with a text."""
    clues = {f"={name.compact}", f"~{' '.join(name.ordered)}"}
    initials = _initials_of(name)
    if len(name.words) > 1:
        clues.update(f"i{initials[:size]}" for size in range(2, len(initials) + 1))
        clues.add(f"j{initials[0]}{initials[-1]}")
    else:
        clues |= _ends_of(name.compact)
    return clues


def _follow_clues(text: Wording) -> Iterator[str]:
    """Under what a text looks for the names that it may abbreviate, and for those that abbreviate it."""
    initials = _initials_of(text)
    yield from (f"={text.compact}", f"~{' '.join(text.ordered)}", f"={initials}")
    yield from (f"={text.compact[:size]}" for size in range(2, min(len(text.compact), LONGEST_SHORT)))
    yield from sorted(_ends_of(text.compact))
    if len(text.words) > 1:
        yield from (f"i{initials[:size]}" for size in range(2, len(initials) + 1))
    else:
        yield from (f"j{text.compact[:1]}{char}" for char in sorted(set(text.compact[1:LONGEST_SHORT])))


def _ends_of(word: str) -> set[str]:
    return {f"b{word[:2]}", f"e{word[:1]}{word[-1:]}"}


def _initials_of(text: Wording) -> str:
    return "".join(each[0] for each in text.words[:MOST_INITIALS])
