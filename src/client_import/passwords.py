"""Secrets that show themselves to nobody, and the rules for imported passwords."""

from __future__ import annotations

import enum
import hashlib
import re
import unicodedata
import uuid

import attrs

from client_import.problem_codes import ProblemCode

LONGEST_PASSWORD_BYTES = 72
"""What bcrypt takes into account (OWASP, Password Storage); a longer password is refused, never cut."""

_UNREADABLE = re.compile("[\ud800-\udfff]")
"""Halves of letters, which no encoding takes."""

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
        return len(self._text.encode(errors="surrogatepass"))

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

    def __dask_tokenize__(self) -> str:
        """Another one at each call: a task's key made of the text could be tried against a list of passwords."""
        return uuid.uuid4().hex


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


def find_password_fault(secret: Secret, minimum: int) -> tuple[ProblemCode, dict[str, str | int]] | None:
    """Why a cleaned password cannot be stored, as a problem's code and parameters; None where it can.

    Args:
        secret: The password.
        minimum: Its fewest characters.
    """
    if "\0" in secret.reveal():
        return ProblemCode.PASSWORD_DAMAGED, {"reason": "nul"}
    if _UNREADABLE.search(secret.reveal()):
        return ProblemCode.PASSWORD_DAMAGED, {"reason": "letters"}
    if len(secret) < minimum:
        return ProblemCode.PASSWORD_TOO_SHORT, {"minimum": minimum}
    if secret.size > LONGEST_PASSWORD_BYTES:
        return ProblemCode.PASSWORD_TOO_LONG, {"limit": LONGEST_PASSWORD_BYTES}
    return None


def password_mark(stored_hash: str | None) -> str | None:
    """What a plan remembers of a stored password: it changes when the password does and tells nothing of it.

    Args:
        stored_hash: The hash as the storage holds it; None or empty where the client has no password.
    """
    if not stored_hash:
        return None
    return hashlib.blake2b(stored_hash.encode(), digest_size=16).hexdigest()
