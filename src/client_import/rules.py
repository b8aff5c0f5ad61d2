"""Every choice the host can make about an import: `ImportRules`. The defaults are those of the mission.

A choice that leaves a row or a value out always says so: with a warning where the client stays as it is, with an
error where the row is rejected.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import attrs

from client_import.canonical import from_data, to_data
from client_import.emails import BadEmail, parse_email
from client_import.errors import BadRules
from client_import.passwords import PasswordRules

MEGABYTE = 1024 * 1024

ProtectedClients: TypeAlias = frozenset[str] | Callable[[str], bool]
"""E-mail keys (`email_key`), or what says of a key whether its account is protected."""


class Writes(enum.StrEnum):
    """Which clients an import may write."""

    CREATE_AND_UPDATE = "create_and_update"
    CREATE_ONLY = "create_only"
    """A client who is there already stays as it is, with the warning `held_back`."""
    UPDATE_ONLY = "update_only"
    """A row whose address is unknown is rejected."""


class StoredValues(enum.StrEnum):
    """What a filled cell does to a value that is stored already."""

    OVERWRITE = "overwrite"
    FILL_MISSING = "fill_missing"
    """It stays, with the warning `held_back`; only what is missing is filled in."""


class Duplicates(enum.StrEnum):
    """What happens where rows of one file have one address and say different things."""

    REJECT_LATER = "reject_later"
    """The first goes in, the later ones are rejected."""
    FIRST_WINS = "first_wins"
    """The first goes in, the later ones are passed over with a warning."""
    LAST_WINS = "last_wins"
    """The last goes in, the earlier ones are passed over with a warning."""


class UnmatchedAnswers(enum.StrEnum):
    """What happens where a value matches no choice of a drop-down."""

    LEAVE_OUT = "leave_out"
    """The value is left out with a warning, the row goes on."""
    REJECT = "reject"
    """The row is rejected."""


class ChoicesAnswers(enum.StrEnum):
    """What the answer to a check-all question does to the stored one."""

    REPLACE = "replace"
    ADD = "add"
    """The choices of the row are checked beside those stored."""


class InactiveClients(enum.StrEnum):
    """What happens to a deactivated account. None is ever activated again by an import."""

    UPDATE = "update"
    """It is updated, with a warning."""
    REJECT = "reject"
    """Its row is rejected."""


class Conflicts(enum.StrEnum):
    """What happens when a client changed between the dry run and the import."""

    SKIP = "skip"
    """That row is left out and reported as `conflicted`; the others go in."""
    STOP = "stop"
    """Nothing is written and `StalePlan` is raised."""


def _within(least: float, most: float | None = None) -> Callable[[object, attrs.Attribute[Any], float], None]:
    """A validator for a number that has bounds."""
    bounds = f"at least {least:,}" if most is None else f"from {least:,} to {most:,}"

    def check(_: object, attribute: attrs.Attribute[Any], number: float) -> None:
        if not least <= number or (most is not None and number > most):  # so put, NaN is outside
            raise ValueError(f"{attribute.name} must be {bounds}, not {number:,}")

    return check


def _to_protected(given: Iterable[str] | Callable[[str], bool]) -> ProtectedClients:
    if callable(given):
        return given
    if isinstance(given, str):
        raise TypeError("protected must be several addresses, not one text")
    return frozenset(map(_to_key, given))


def _to_key(address: str) -> str:
    try:
        return parse_email(address).key
    except BadEmail:
        raise ValueError(f"protected must hold e-mail addresses, and “{address}” is none") from None


@attrs.frozen
class ImportRules:
    """The choices, each with its default.

    Attributes:
        writes: Whether clients are created, updated, or both.
        stored_values: Whether a filled cell overwrites what is stored.
        choices_answers: Whether the answer to a check-all question replaces the stored one or adds to it.
        clear_token: What a cell must hold to clear a stored answer, such as `-none-`; absent: no cell does.
        duplicates: Which of several rows with one address goes in.
        unmatched_answers: Whether a value that matches no choice keeps its row out.
        inactive_clients: Whether deactivated accounts are updated.
        protected: Addresses whose accounts no roster may touch, such as administrators', or a callable that is
            given an e-mail key (`email_key`) and says so; a row with such an address is rejected.
        mass_change_share: Over which share of the stored clients in a file may get another first or last name
            before `apply` refuses until it is allowed: the sign of swapped or shifted columns.
        mass_change_minimum: How many of them there must be at least.
        conflicts: What happens to a client who changed after the dry run.
        passwords: What imported passwords must be and may replace.
        max_bytes: The largest file, in bytes.
        max_rows: The most rows in it.
        max_columns: The most filled cells in a row.
        max_cell_length: The most characters in a cell.

    Raises:
        ValueError: A number out of its range, an unknown word, or a clear token that no cell could hold.
        TypeError: `protected` is a single text.
    """

    writes: Writes = attrs.field(default=Writes.CREATE_AND_UPDATE, converter=Writes)
    stored_values: StoredValues = attrs.field(default=StoredValues.OVERWRITE, converter=StoredValues)
    choices_answers: ChoicesAnswers = attrs.field(default=ChoicesAnswers.REPLACE, converter=ChoicesAnswers)
    clear_token: str | None = attrs.field(default=None)
    duplicates: Duplicates = attrs.field(default=Duplicates.REJECT_LATER, converter=Duplicates)
    unmatched_answers: UnmatchedAnswers = attrs.field(default=UnmatchedAnswers.LEAVE_OUT, converter=UnmatchedAnswers)
    inactive_clients: InactiveClients = attrs.field(default=InactiveClients.UPDATE, converter=InactiveClients)
    protected: ProtectedClients = attrs.field(default=frozenset(), converter=_to_protected)
    mass_change_share: float = attrs.field(default=0.2, validator=_within(0, 1))
    mass_change_minimum: int = attrs.field(default=20, validator=_within(1))
    conflicts: Conflicts = attrs.field(default=Conflicts.SKIP, converter=Conflicts)
    passwords: PasswordRules = attrs.field(factory=PasswordRules)
    max_bytes: int = attrs.field(default=5 * MEGABYTE, validator=_within(1, 1024 * 1024 * MEGABYTE))
    max_rows: int = attrs.field(default=150_000, validator=_within(1))
    max_columns: int = attrs.field(default=1_000, validator=_within(3))
    max_cell_length: int = attrs.field(default=100_000, validator=_within(1))

    @clear_token.validator
    def _check_clear_token(self, _: object, token: str | None) -> None:
        if token is not None and (not token or token != token.strip() or not token.isprintable()):
            raise ValueError("clear_token must be a text without spaces around it, on one line")

    @classmethod
    def from_dict(cls, data: object) -> ImportRules:
        """The rules that plain data (what `json.loads` gives) describes; what it does not name has its default.

        Args:
            data: `{"duplicates": "last_wins", "passwords": {"import_minimum": 8}, …}`, named as the attributes are;
                `protected` is a list of addresses.

        Raises:
            BadRules: A wrong type, an unknown key or word, a number out of range; the message says where.
        """
        rules, faults = from_data(data, cls)
        if rules is None:
            raise BadRules(faults)
        return rules

    def to_dict(self) -> dict[str, object]:
        """The rules as plain data, ready for `json.dumps`; a callable `protected` is left out."""
        protected = [] if callable(self.protected) else sorted(self.protected)
        data: dict[str, object] = to_data(attrs.evolve(self, protected=()))
        return {**data, "protected": protected}

    def protects(self, key: str) -> bool:
        """Whether the account with this e-mail key is one that no roster may touch."""
        return self.protected(key) if callable(self.protected) else key in self.protected
