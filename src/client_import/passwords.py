"""Secrets that show themselves to nobody, the rules for imported passwords, and hashing with bcrypt."""

from __future__ import annotations

import enum
import hashlib
import re
import unicodedata

import attrs
import bcrypt

LONGEST_PASSWORD_BYTES = 72
"""What bcrypt takes into account (OWASP, Password Storage); a longer password is refused, never cut."""

_BCRYPT = re.compile(r"\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}")

_MASK = "•••"


class Secret:
    """A password or password hash on its way to the repository: its text shows in no repr and no JSON."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. Hand it straight to what needs it, into no variable, message or log."""
        return self._text

    @property
    def size(self) -> int:
        """Its length in bytes of UTF-8."""
        return len(self._text.encode())

    def __len__(self) -> int:
        """Its length in characters."""
        return len(self._text)

    def __repr__(self) -> str:
        return f"Secret({_MASK})"

    def __str__(self) -> str:
        return _MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        return Secret, (self._text,)


class HashingCost(enum.IntEnum):
    """bcrypt's work factor: each step doubles the time a hash takes."""

    FOR_TESTS = 4
    STANDARD = 12


class ExistingPasswords(enum.StrEnum):
    """What a roster's password does to a client who is there already."""

    REPLACE_PLACEHOLDER = "replace_placeholder"
    """Set where there is none or only a placeholder; a password the client chose is kept, with a warning."""
    REPLACE = "replace"
    """Set in any case, with a warning where the client chose the one that goes."""
    KEEP = "keep"
    """Set only where there is none; a warning otherwise."""


@attrs.frozen
class PasswordRules:
    """What an imported password must be and what it may replace.

    Attributes:
        import_minimum: Fewest characters of an imported password, which is a placeholder only.
        registration_minimum: Fewest characters of one that the client chooses; at least the import's.
        cost: bcrypt's work factor, 4 to 14.
        existing: What happens to the password of a client who is there already.

    Raises:
        ValueError: A minimum below 1 or the wrong way round, a cost out of range, an unknown `existing`.
    """

    import_minimum: int = 6
    registration_minimum: int = 10
    cost: int = HashingCost.STANDARD
    existing: ExistingPasswords = attrs.field(
        default=ExistingPasswords.REPLACE_PLACEHOLDER, converter=ExistingPasswords
    )

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.import_minimum <= self.registration_minimum:
            raise ValueError("import_minimum must be at least 1 and not above registration_minimum")
        if not 4 <= self.cost <= 14:
            raise ValueError("cost must be from 4 to 14")


def clean_password(cell: str) -> str:
    """A password as it is hashed: without spaces around it (NIST SP 800-63B allows that), in NFC.

    So a roster saved on one system and a login typed on another give the same bytes.
    """
    return unicodedata.normalize("NFC", cell.strip())


def is_bcrypt_hash(text: str) -> bool:
    """Whether this is a bcrypt hash that can be stored as it is: `$2a$`, `$2b$` or `$2y$`, cost 4 to 14.

    A higher cost would let a file slow every login.
    """
    return bool(_BCRYPT.fullmatch(text))


def draw_salt(cost: int) -> bytes:
    """A fresh salt. Draw it where the work is handed out, so that no executor can reuse a result."""
    return bcrypt.gensalt(cost)


def hash_password(secret: Secret, salt: bytes) -> str:
    """The bcrypt hash of a password of at most 72 bytes."""
    return bcrypt.hashpw(secret.reveal().encode(), salt).decode("ascii")


def password_mark(stored_hash: str | None) -> str | None:
    """What a plan remembers of a stored password: it changes when the password does and tells nothing of it.

    Args:
        stored_hash: The hash as the storage holds it; None or empty where the client has no password.
    """
    if not stored_hash:
        return None
    return hashlib.blake2b(stored_hash.encode(), digest_size=16).hexdigest()
