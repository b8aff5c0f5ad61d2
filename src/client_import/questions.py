"""The fields that a column can go to: the standard ones, and the questions of a registration form."""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import attrs

from client_import.frozen import FrozenMapping
from client_import.texts.spaces import without_invisible

EMAIL = "email"
FIRST_NAME = "first_name"
LAST_NAME = "last_name"
FULL_NAME = "full_name"
PASSWORD = "password"  # noqa: S105 - the name of a field
PASSWORD_HASH = "password_hash"  # noqa: S105

REQUIRED_FIELDS = (EMAIL, FIRST_NAME, LAST_NAME)
"""The fields without which no row can be imported; a column of full names stands for the last two."""

_EXCLUDES: Mapping[str, frozenset[str]] = {
    FULL_NAME: frozenset({FIRST_NAME, LAST_NAME}),
    FIRST_NAME: frozenset({FULL_NAME}),
    LAST_NAME: frozenset({FULL_NAME}),
}

SECRET_FIELDS = (PASSWORD, PASSWORD_HASH)
"""The fields whose cells are shown to nobody."""

STANDARD_FIELDS: Mapping[str, str] = FrozenMapping(
    {
        EMAIL: "Email",
        FIRST_NAME: "First Name",
        LAST_NAME: "Last Name",
        FULL_NAME: "Full Name",
        PASSWORD: "Password",
        PASSWORD_HASH: "Password Hash",
    }
)
"""The fields that every form has, each with its usual label."""


class QuestionKind(enum.StrEnum):
    """How a question is answered."""

    TEXT = "text"
    """Free text."""
    CHOICE = "choice"
    """A drop-down: one of the choices."""
    CHOICES = "choices"
    """Check all that apply: any number of the choices."""


def _to_kind(kind: str) -> QuestionKind:
    return QuestionKind(kind) if kind in set(QuestionKind) else kind  # type: ignore[return-value] # the form says so


def _to_texts(texts: Sequence[str]) -> tuple[str, ...]:
    """A tuple of what was given; what is no list is left for the form to report."""
    return tuple(texts) if isinstance(texts, list | tuple) else texts  # type: ignore[return-value]


@attrs.frozen
class Question:
    """One question of the registration form.

    Attributes:
        id: The host's own id, and the column's header in an export.
        label: What the client reads.
        kind: How it is answered.
        choices: The allowed answers, in the form's order and spelling; for `choice` and `choices` only.
        aliases: Further headers under which rosters carry this question.
        required: Whether the client must answer at first login. An import never insists.
        pattern: For `text`: a regular expression the whole answer must match, as in HTML's `pattern`.
        max_length: For `text`: the longest answer, in characters.
    """

    id: str
    label: str
    kind: QuestionKind = attrs.field(default=QuestionKind.TEXT, converter=_to_kind)
    choices: tuple[str, ...] = attrs.field(default=(), converter=_to_texts)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=_to_texts)
    required: bool = False
    pattern: str | None = None
    max_length: int | None = None


def excluded_by(fields: Iterable[str]) -> frozenset[str]:
    """The fields that cannot have a column beside these: a name is given whole or in its parts."""
    return frozenset().union(*(_EXCLUDES.get(field, frozenset()) for field in fields))


def fold_choice(text: str) -> str:
    """A choice or answer as it is compared: without case, spaces, what nobody sees, and how accents are encoded."""
    seen = without_invisible(text)
    return "".join(unicodedata.normalize("NFC", seen).casefold().split())
