"""What can be decided about a row, and the decisions of a whole plan: `Decision`, and `Decisions` in columns."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from client_import.client import Answer, ClientId
from client_import.lazy import InColumns


class Action(enum.StrEnum):
    """What the import will do with a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    DELETE = "delete"
    """Only when an import is taken back."""


class PasswordAction(enum.StrEnum):
    """What the import will do with the password in a row."""

    SET = "set"
    """The client has none yet. Where there was an account before, an undo does not take it away again."""
    REPLACE = "replace"
    """Another one takes its place; whichever it was, no undo can put it back."""
    KEEP = "keep"
    """The client's own stays."""


class Change(NamedTuple):
    """One field that gets another value; `old` is None where there was none."""

    field: str
    old: Answer | None
    new: Answer | None


KeptChange: TypeAlias = tuple[str, Answer | None, Answer | None]
"""A change as plans and reports keep it: what `Change` shows, as a plain tuple."""


class Decision(NamedTuple):
    """What was decided about a row, without what the record says already (the values of a new client)."""

    action: Action
    client_id: ClientId | None = None
    changes: tuple[KeptChange, ...] = ()
    password: PasswordAction | None = None
    mark: str | None = None
    """The stored client's `password_mark`, where a password is to be set."""


class Decisions(InColumns[Decision]):
    """One decision for each row, kept as columns.

    Attributes:
        actions: As `Decision.action`, one for each row; so are the others.
        client_ids: As `Decision.client_id`.
        changes: As `Decision.changes`.
        passwords: As `Decision.password`.
        marks: As `Decision.mark`.
    """

    __slots__ = ("actions", "changes", "client_ids", "marks", "passwords")

    def __init__(
        self,
        actions: Iterable[Action],
        client_ids: Iterable[ClientId | None],
        changes: Iterable[tuple[KeptChange, ...]],
        passwords: Iterable[PasswordAction | None],
        marks: Iterable[str | None],
    ) -> None:
        self.actions = tuple(actions)
        self.client_ids = tuple(client_ids)
        self.changes = tuple(changes)
        self.passwords = tuple(passwords)
        self.marks = tuple(marks)
        super().__init__(Decision, self.actions, self.client_ids, self.changes, self.passwords, self.marks)


class DecisionsBuilder:
    """Decisions while they are made; it begins as if nobody were stored.

    Args:
        actions: What happens to each row.
        passwords: What happens to the password of each.
    """

    def __init__(self, actions: Iterable[Action], passwords: Iterable[PasswordAction | None]) -> None:
        self.actions = list(actions)
        self.changes: list[tuple[KeptChange, ...]] = [()] * len(self.actions)
        self._client_ids: list[ClientId | None] = [None] * len(self.actions)
        self._passwords = list(passwords)
        self._marks: list[str | None] = [None] * len(self.actions)

    def __setitem__(self, index: int, decision: Decision) -> None:
        (
            self.actions[index],
            self._client_ids[index],
            self.changes[index],
            self._passwords[index],
            self._marks[index],
        ) = decision

    def build(self) -> Decisions:
        """The decisions."""
        return Decisions(self.actions, self._client_ids, self.changes, self._passwords, self._marks)
