"""Regular expressions that a host may ask an answer to match, and a guard against runaway ones.

`re` backtracks: on a pattern such as `(a+)+` one hostile cell takes years. A pattern is therefore
accepted only where its repeats cannot fight over the same characters, judged from its text alone:

* a group that repeats contains no further repeat and no alternative;
* repeats that accept a common character are kept apart by something that one of them does not accept,
  or can share out a text in few ways only (`[0-9]{4,5}-?[0-9]{0,4}`);
* no back-references, look-arounds, flags or conditions, for which this cannot be judged.
"""

from __future__ import annotations

import itertools
import math
import re
import string
from collections.abc import Iterator, Sequence

import attrs

_TOKEN = re.compile(
    r"""
    (?P<repeat>(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})[?+]?)
    | (?P<anchor>[\^$]|\\[AbBZ])
    | (?P<reference>\\[1-9])
    | (?P<open>\((?:\?:|\?P<\w+>|(?!\?)))
    | (?P<special>\(\?)
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<atom>\[\^?\]?(?:\\.|[^\]\\])*\]
              | \\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)
              | .)
    """,
    re.DOTALL | re.VERBOSE,
)

_UNBOUNDED = 100_000
"""How many lengths a repeat without an upper bound stands for."""

_TOO_MANY_WAYS = 500_000
"""A text that repeats can share out in more ways than this takes too long to refuse."""

_PROBES = frozenset(string.printable + "éßЖ中ع٣")
"""Two sets of characters are taken to overlap when one of these (or of the pattern's own) is in both."""


@attrs.frozen
class _Piece:
    """A part of a pattern: the characters it may take, how many at least, in how many ways."""

    accepts: frozenset[str]
    least: int
    ways: int


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern ready for `fullmatch`.

    Raises:
        ValueError: It is no regular expression, or one that can run away; the message says which.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    except (OverflowError, RecursionError):
        raise ValueError("is no regular expression this library can read") from None
    tokens = ((match.lastgroup or "", match.group()) for match in _TOKEN.finditer(pattern))
    _read_alternatives(tokens, _PROBES | set(pattern))
    return compiled


def _read_alternatives(tokens: Iterator[tuple[str, str]], probes: frozenset[str]) -> list[list[_Piece]]:
    """Everything up to the closing bracket, split at `|`, each alternative checked by itself."""
    alternatives: list[list[_Piece]] = [[]]
    last: list[list[_Piece]] = []  # what a repeat would repeat: the alternatives of the last piece
    for kind, text in itertools.chain(tokens, [("close", "")]):
        pieces = alternatives[-1]
        if kind in {"reference", "special"}:
            raise ValueError(f"uses {text}…, which is more than a registration form needs")
        if kind == "repeat":
            del pieces[len(pieces) - (len(last[0]) if len(last) == 1 else 1) :]
            pieces.append(_repeat(last, *_bounds(text)))
        elif kind == "open":
            last = _read_alternatives(tokens, probes)
            pieces.extend(last[0] if len(last) == 1 else [_join(last)])
        elif kind == "atom":
            last = [[_Piece(_accepted(text, probes), 1, 1)]]
            pieces.extend(last[0])
        elif kind == "bar":
            alternatives.append([])
        elif kind == "close":
            break
    for pieces in alternatives:
        _check_sequence(pieces)
    return alternatives


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


def _join(alternatives: Sequence[Sequence[_Piece]]) -> _Piece:
    """One piece that stands for any of the alternatives."""
    everything = [piece for pieces in alternatives for piece in pieces]
    return _Piece(
        accepts=frozenset().union(*(piece.accepts for piece in everything)),
        least=min(sum(piece.least for piece in pieces) for pieces in alternatives),
        ways=sum(math.prod(piece.ways for piece in pieces) for pieces in alternatives),
    )


def _repeat(alternatives: Sequence[Sequence[_Piece]], low: int, high: int) -> _Piece:
    once = _join(alternatives)
    if high > 1 and once.ways > 1:
        raise ValueError("repeats a part that itself repeats or has alternatives, so it can take forever")
    return _Piece(once.accepts, once.least * low, once.ways * (high - low + 1))


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
