"""What surrounds a value and is no part of it: spaces of every kind, and characters that nobody sees."""

from __future__ import annotations

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""What copying from a web page or a document leaves around a value."""

_NOTHING = dict.fromkeys(map(ord, _INVISIBLE))

_AROUND = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
    "\u200a\u2028\u2029\u202f\u205f\u3000"
) + _INVISIBLE


def trim(text: str) -> str:
    """The text without spaces, line ends and invisible characters around it."""
    return text.strip() if text.isascii() else text.strip(_AROUND)


def is_whole(text: str) -> bool:
    """Whether a text holds no half of a character (a lone surrogate), and so can be stored."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def without_invisible(text: str) -> str:
    """The text without invisible characters, wherever they are."""
    return text if text.isascii() else text.translate(_NOTHING)


def may_hold_invisible(text: str) -> bool:
    """Whether any invisible character is in a text; nearly always none is."""
    return not text.isascii() and any(char in text for char in _INVISIBLE)
