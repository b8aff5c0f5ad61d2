r"""Regular expressions that a host may ask an answer to match, and a guard against runaway ones.

`re` backtracks: on a pattern such as `(a+)+` one hostile cell takes years. A pattern is therefore
accepted only where its repeats cannot fight over the same characters, judged from its text alone:

* a group that repeats contains no further repeat and no alternative;
* repeats that accept a common character are kept apart by something that one of them does not accept,
  or can share out a text in few ways only (`[0-9]{4,5}-?[0-9]{0,4}`);
* no back-references, look-arounds, flags, conditions or numbered characters (`\x41`), for which this cannot
  be judged.
"""

from __future__ import annotations

import itertools
import math
import re
import string
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeAlias

import attrs

_TOKEN = re.compile(
    r"""
    (?P<repeat>(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})[?+]?)
    | (?P<anchor>[\^$]|\\[AbBZ])
    | (?P<special>\(\?(?!:|P<)|\\[0-9xuUN]
                   |\[\^?\[|\[\^?\]?(?:\\[^0xuUN]|[^\]\\])*?(?:--|&&|~~|\|\||\\[0xuUN]))
    | (?P<open>\((?:\?:|\?P<\w+>)?)
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<atom>\[\^?\]?(?:\\.|[^\]\\])*\] | \\. | .)
    """,
    re.DOTALL | re.VERBOSE,
)
"""`special` is what cannot be judged here, or what later versions of Python may read in another way."""

_CLOSE = ("close", ")")

_UNBOUNDED = 1_000
"""How many lengths a repeat without an upper bound counts for: enough that two of them are too many."""

_TOO_MANY_WAYS = 10_000
"""A text that repeats can share out in more ways than this takes too long to refuse."""

_MOST_VARIANTS = 100
"""How many ways through optional groups and alternatives are looked at."""

_PROBES = frozenset(string.printable + "éßЖ中ع٣")
"""Two sets of characters are taken to overlap when one of these (or of the pattern's own) is in both.

The ends of a range stand in the pattern, and of two ranges that overlap one always holds an end of the other.
"""


@attrs.frozen
class _Piece:
    """A part of a pattern: the characters it may take, how many at least, in how many ways."""

    accepts: frozenset[str]
    least: int
    ways: int


_Variants: TypeAlias = list[tuple[_Piece, ...]]
"""Every way through a part of a pattern, each a sequence of pieces."""


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern ready for `fullmatch`.

    Raises:
        ValueError: It is no regular expression, or one that can run away; the message says which.
    """
    tokens = [(match.lastgroup or "", match.group()) for match in _TOKEN.finditer(pattern)]
    special = next((text for kind, text in tokens if kind == "special"), None)
    if special:
        raise ValueError(
            f"uses “{special}”: look-arounds, flags, back-references and numbered characters cannot be used"
        )
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is not a regular expression: {error}") from None
    except (OverflowError, RecursionError):
        raise ValueError("is not a regular expression that can be read") from None
    for variant in _read_variants(iter([*tokens, _CLOSE]), _PROBES | set(pattern)):
        _check_sequence(variant)
    return compiled


def _read_variants(tokens: Iterator[tuple[str, str]], probes: frozenset[str]) -> _Variants:
    """Every way through what stands before the closing bracket."""
    finished: _Variants = []
    before: _Variants = [()]  # the ways up to the last part, which a repeat may follow
    last: _Variants = [()]  # the ways through that part
    is_group = False
    for kind, text in iter(partial(next, tokens), _CLOSE):
        if kind == "bar":
            finished += _follow(before, last)
            before, last = [()], [()]
        elif kind == "repeat":
            last = _repeat(last, *_bounds(text), is_group=is_group)
        elif kind in {"atom", "open"}:
            before, is_group = _follow(before, last), kind == "open"
            last = _read_variants(tokens, probes) if is_group else [(_Piece(_accepted(text, probes), 1, 1),)]
    return finished + _follow(before, last)


def _follow(before: _Variants, after: _Variants) -> _Variants:
    if len(before) * len(after) > _MOST_VARIANTS:
        raise ValueError("has too many alternatives and optional parts")
    return [(*one, *other) for one in before for other in after]


def _accepted(atom: str, probes: frozenset[str]) -> frozenset[str]:
    matches = re.compile(atom, re.DOTALL).fullmatch
    return frozenset(char for char in probes if matches(char))


def _bounds(repeat: str) -> tuple[int, int]:
    simple = {"*": (0, _UNBOUNDED), "+": (1, _UNBOUNDED), "?": (0, 1)}
    if repeat[0] in simple:
        return simple[repeat[0]]
    low, comma, high = repeat[1 : repeat.index("}")].partition(",")
    if not comma:
        return int(low), int(low)
    return int(low or 0), int(high or _UNBOUNDED)


def _repeat(part: _Variants, low: int, high: int, *, is_group: bool) -> _Variants:
    """The ways through a part that repeats: an optional group is there or not, all else becomes one piece."""
    if is_group and high == 1:
        return part if low else [(), *part]
    pieces = [piece for variant in part for piece in variant]
    if high > 1 and (len(part) > 1 or any(piece.ways > 1 for piece in pieces)):
        raise ValueError("repeats a part that itself repeats or has alternatives, so it can take forever")
    accepts = frozenset[str]().union(*(piece.accepts for piece in pieces))
    least = sum(piece.least for piece in pieces)
    return [(_Piece(accepts, least * low, high - low + 1),)]


def _check_sequence(pieces: Sequence[_Piece]) -> None:
    rivals: set[int] = set()
    for first, second in itertools.combinations(range(len(pieces)), 2):
        one, other = pieces[first], pieces[second]
        if one.ways == 1 or other.ways == 1 or one.accepts.isdisjoint(other.accepts):
            continue
        if not any(_separates(piece, one, other) for piece in pieces[first + 1 : second]):
            rivals |= {first, second}
    if math.prod(pieces[index].ways for index in rivals) > _TOO_MANY_WAYS:
        raise ValueError("has repeats that accept the same characters side by side, so it can take forever")


def _separates(between: _Piece, one: _Piece, other: _Piece) -> bool:
    apart = between.accepts.isdisjoint(one.accepts) or between.accepts.isdisjoint(other.accepts)
    return between.least > 0 and apart
