"""How column headers are compared, and which of them look like a password's.

One place for both, because the form, the mapping and every place that shows a sample must agree.
"""

from __future__ import annotations

import re
import unicodedata

_PASSWORD_WORDS = (
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "passwort",
    "kennwort",
    "wachtwoord",
    "motdepasse",
    "contrasena",
    "bcrypt",
)
"""A header that contains one of these, spelled in whatever way, belongs to a column of passwords."""

_PASSWORD_TOKENS = frozenset({"pw", "pws", "pwd", "pwds", "pword", "pwords", "pswd", "pswds"})
"""Abbreviations count as a word of their own only: `Initial PW`, not `PWC status`."""

_TOKEN = re.compile(r"[A-Z]+s?(?![a-z])|[A-Z]?[a-z]+")


def normalise_header(header: str) -> str:
    """A header without case, spaces, punctuation, accents and compatibility forms.

    `"E-mail  Address"` and `"EmailAddress"` give the same text. A header of signs only (`"#"`) is
    kept as it is, so that two of them stay different.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", header).casefold())
    kept = "".join(char for char in decomposed if unicodedata.category(char)[0] in "LN")
    return kept or header.strip()


def looks_like_password(header: str) -> bool:
    """Whether a column of this name may hold passwords or their hashes.

    Wrong on the careful side: `Password hint` counts too.
    """
    normalised = normalise_header(header)
    if normalised in {"pass", *_PASSWORD_TOKENS} or any(word in normalised for word in _PASSWORD_WORDS):
        return True
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", header))
    return any(token.casefold() in _PASSWORD_TOKENS for token in tokens)
