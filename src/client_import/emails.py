"""The one place that cleans, checks and keys an e-mail address.

Accepted is what an `<input type="email">` accepts (WHATWG HTML, "valid e-mail address"), and beyond it
internationalised addresses (RFC 6531): letters of any script before the @, and a domain in its own
script (RFC 5890). Lengths are those of RFC 5321, 4.5.3.1, in bytes of UTF-8: 64 before the @, 254 in all.

Refused, although RFC 5321 allows it: quoted local parts (`"a b"@example.edu`) and address literals
(`a@[192.0.2.1]`), as browsers do; no registration form could have taken them. Refused as well: more than
one address, spaces and control characters, and domain labels in compatibility letters (full-width,
ligatures), which IDNA 2008 (RFC 5892) disallows since they look like other domains.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from client_import.texts.spaces import trim

_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_ASCII_ADDRESS = re.compile(rf"[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@{_LABEL}(?:\.{_LABEL})*")
_ASCII_LOCAL = re.compile(r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+")
_ASCII_LABEL = re.compile(_LABEL)
_BETWEEN = re.compile(r"[\s,;/|<>()]+")
"""What stands between two addresses in one cell."""

_NAMED_ADDRESS = re.compile(r"[^@<>]*<([^<>]*)>")
_MAILTO = re.compile(r"\A\s*mailto:", re.IGNORECASE)

LONGEST_ADDRESS_BYTES = 254
LONGEST_LOCAL_BYTES = 64

LONGEST_LABEL = 63

_LOCAL_CATEGORIES = frozenset({"Ll", "Lm", "Lo", "Lt", "Lu", "Mc", "Mn", "Nd"})
_DOMAIN_CATEGORIES = _LOCAL_CATEGORIES - {"Lt", "Lu"}
_DOMAIN_MARKS = frozenset("\u00b7\u0375\u05f3\u05f4\u30fb")
"""Signs that IDNA 2008 allows inside a label, such as the dot of Catalan l·l."""


class Email(NamedTuple):
    """A checked address: as it will be stored, and the key by which the client is known."""

    address: str
    key: str


class BadEmail(ValueError):
    """This text is no e-mail address.

    Attributes:
        reason: `no_at`, `several`, `space`, `local`, `domain` or `length`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_email(text: str) -> Email:
    """The address in a cell, without the spaces and invisible characters around it.

    Taken off as well: `mailto:` (RFC 6068) in front, and the name beside an address in angle brackets (RFC 5322,
    3.4: `Ada Lovelace <ada@example.edu>`).

    Raises:
        BadEmail: It is none, for the reason given.
    """
    if _is_ascii_address(text):
        return Email(text, text.lower())
    address = trim(text)
    if not _is_ascii_address(address):
        address = _unwrap(address)
        if not _is_ascii_address(address):
            reason = _find_fault(address)
            if reason:
                raise BadEmail(reason)
            return Email(address, email_key(address))
    return Email(address, address.lower())


def is_email(text: str) -> bool:
    """Whether a text is one e-mail address."""
    try:
        parse_email(text)
    except BadEmail:
        return False
    return True


def email_key(address: str) -> str:
    """The key by which a client is known: two addresses with one key are one client.

    Trimmed, NFC and `lower()`; not casefold and not NFKC, which merge different people; the domain
    as A-label, so that `münchen.example` and `xn--mnchen-3ya.example` are the same. Never fails: an
    address stored by a host long ago has a key, valid or not.
    """
    address = trim(address)
    if address.isascii():
        return address.lower()
    local, at, domain = _fold(address).rpartition("@")
    return local + at + ".".join(map(_encode_label, domain.split(".")))


def _is_ascii_address(address: str) -> bool:
    return _ASCII_ADDRESS.fullmatch(address) is not None and len(address) <= LONGEST_ADDRESS_BYTES


def _unwrap(text: str) -> str:
    """The address inside `Name <…>`, behind `mailto:`, or both; the text itself where it is neither."""
    named = _NAMED_ADDRESS.fullmatch(text)
    return trim(_MAILTO.sub("", named[1] if named else text))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def _encode_label(label: str) -> str:
    """The label in ASCII; one that is too long for a domain anyway stays as it is."""
    if label.isascii() or len(label) > LONGEST_LABEL:
        return label
    return "xn--" + label.encode("punycode").decode("ascii")


def _find_fault(address: str) -> str | None:
    """Why this is no address, or None where only the ASCII expression was too narrow for it."""
    return next((reason for reason, applies in _FAULTS if applies(address)), None)


def _has_several(address: str) -> bool:
    return sum("@" in part for part in _BETWEEN.split(address)) > 1


def _is_too_long(address: str) -> bool:
    size = len(address.encode("utf-8", "surrogatepass"))
    local_size = len(address.rpartition("@")[0].encode("utf-8", "surrogatepass"))
    return size > LONGEST_ADDRESS_BYTES or local_size > LONGEST_LOCAL_BYTES


def _has_space(address: str) -> bool:
    return any(map(str.isspace, address))


def _has_bad_local(address: str) -> bool:
    return not _is_local(address.rpartition("@")[0])


def _has_bad_domain(address: str) -> bool:
    return not all(map(_is_label, address.rpartition("@")[2].split(".")))


def _is_local(local: str) -> bool:
    ascii_part = "".join(char for char in local if char.isascii())
    others = (char for char in local if not char.isascii())
    return (
        bool(local)
        and (not ascii_part or bool(_ASCII_LOCAL.fullmatch(ascii_part)))
        and all(unicodedata.category(char) in _LOCAL_CATEGORIES for char in others)
    )


def _is_label(label: str) -> bool:
    if label.isascii():
        return bool(_ASCII_LABEL.fullmatch(label))
    folded = _fold(label)
    return (
        all(map(_is_domain_char, folded))
        and unicodedata.normalize("NFKC", folded) == folded
        and folded[0] != "-" != folded[-1]
        and not unicodedata.category(folded[0]).startswith("M")
        and len(folded) <= LONGEST_LABEL
        and len(_encode_label(folded)) <= LONGEST_LABEL
    )


def _is_domain_char(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char == "-"
    return unicodedata.category(char) in _DOMAIN_CATEGORIES or char in _DOMAIN_MARKS


_FAULTS = (
    ("no_at", lambda address: "@" not in address),
    ("several", _has_several),
    ("length", _is_too_long),  # before what takes its time on a long text
    ("space", _has_space),
    ("local", _has_bad_local),
    ("domain", _has_bad_domain),
)
