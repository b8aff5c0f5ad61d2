"""A password hash that was brought along → whether it is bcrypt that can be stored, and what it looks like if not.

Only its shape is looked at; nothing of it goes into what comes out.
"""

from __future__ import annotations

import re

_ALPHABET = "[./A-Za-z0-9]"
_DIGEST = f"{_ALPHABET}{{21}}[.Oeu]{_ALPHABET}{{30}}[.CGKOSWaeimquy26]"
"""16 bytes of salt and 23 of hash in bcrypt's Base64, whose last letters stand for the bits that are left over."""

_COSTS = "0[4-9]|1[0-4]"
_ANY_COST = "0[4-9]|[12][0-9]|3[01]"

_IMPORTABLE = re.compile(rf"\$2[aby]\$(?:{_COSTS})\${_DIGEST}")
_BCRYPT = re.compile(rf"\$2[aby]\$({_ANY_COST})\${_DIGEST}")

_SCHEMES = {
    "argon2": re.compile(r"(?:argon2)?\$argon2|\{argon2", re.IGNORECASE),
    "scrypt": re.compile(r"\$?scrypt[$:]|\$7\$|\$g?y\$|\{scrypt", re.IGNORECASE),
    "pbkdf2": re.compile(r"\$?pbkdf2|\{pbkdf2|grub\.pbkdf2|AQAAAA[A-Za-z0-9+/]{60,}=*\Z", re.IGNORECASE),
    "bcrypt_twice": re.compile(r"\$wp\$2|\$?bcrypt[-_]sha256\$", re.IGNORECASE),
    "bcrypt_cost": re.compile(rf"\$2[aby]\$\d\d\${_DIGEST}\Z"),
    "bcrypt_damaged": re.compile(r".*\$2[abxy]?\$", re.DOTALL),
    "sha512_crypt": re.compile(r"(?:\{crypt\})?\$6\$", re.IGNORECASE),
    "sha256_crypt": re.compile(r"(?:\{crypt\})?\$5\$", re.IGNORECASE),
    "md5": re.compile(
        r"(?:\{crypt\})?\$(?:1|apr1|P|H)\$|md5\$|\{s?md5|[0-9a-f]{32}(?::.{1,32})?\Z", re.IGNORECASE | re.DOTALL
    ),
    "sha": re.compile(
        r"\{s?sha|sha(?:1|224|256|384|512)[$:]|\$S\$|\*?[0-9a-f]{40}\Z|(?:[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}"
        r"|[0-9a-f]{128})\Z",
        re.IGNORECASE,
    ),
}
"""Reason -> how such a hash begins, or all of it; the first that fits counts.

After the formats of crypt(5), PHC, LDAP (RFC 2307), Django, Werkzeug, ASP.NET (`AQAAAA…`), WordPress and Drupal.
"""


def is_bcrypt_hash(text: str) -> bool:
    """Whether this is a bcrypt hash that can be stored as it is: `$2a$`, `$2b$` or `$2y$`, cost 4 to 14.

    A higher cost would let a file slow every login.
    """
    return _IMPORTABLE.fullmatch(text) is not None


def bcrypt_cost(text: str) -> int | None:
    """The work factor of a bcrypt hash, whoever stored it; None where it is none that a password could match."""
    found = _BCRYPT.fullmatch(text)
    return int(found[1]) if found else None


def find_scheme(text: str) -> str:
    """What a text that is no hash to store looks like: `argon2`, `bcrypt_cost` and so on, or else `plain`."""
    return next((scheme for scheme, shape in _SCHEMES.items() if shape.match(text)), "plain")
