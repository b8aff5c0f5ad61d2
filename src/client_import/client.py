"""An account as this library sees it: `Client`, and the changes a repository is asked to make."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TypeAlias

import attrs

from client_import.passwords import Secret

ClientId: TypeAlias = str | int | uuid.UUID
"""The host's own id of a client."""

Answer: TypeAlias = str | tuple[str, ...]
"""Text, or the chosen choices of a `choices` question."""

Answers: TypeAlias = Mapping[str, Answer]
"""Question id -> answer. A question without an answer is absent."""


@attrs.frozen
class Client:
    """A stored client.

    Attributes:
        id: The host's id.
        email: As the host spells it.
        first_name: As stored.
        last_name: As stored.
        answers: Question id -> answer.
        active: False for a deactivated account.
        registration_completed: Whether the client has saved the registration form once.
        password_mark: Opaque; None: no password; changes when the password does.
        password_is_placeholder: Whether the password came by import and was not replaced since.
    """

    id: ClientId
    email: str
    first_name: str
    last_name: str
    answers: Answers = attrs.field(factory=dict)
    active: bool = True
    registration_completed: bool = False
    password_mark: str | None = None
    password_is_placeholder: bool = False

    @property
    def has_own_password(self) -> bool:
        """Whether the client chose the password that is stored."""
        return self.password_mark is not None and not self.password_is_placeholder


@attrs.frozen
class NewClient:
    """A client to create: active, without a password, registration not completed."""

    email: str
    first_name: str
    last_name: str
    answers: Answers = attrs.field(factory=dict)


@attrs.frozen
class ClientUpdate:
    """The changed fields of a stored client, and nothing else.

    Attributes:
        client_id: Whom to change.
        first_name: The new one, or None: untouched (a name is never cleared).
        last_name: Likewise.
        answers: Only the touched questions; None clears the stored answer, an absent question is untouched.
    """

    client_id: ClientId
    first_name: str | None = None
    last_name: str | None = None
    answers: Mapping[str, Answer | None] = attrs.field(factory=dict)


@attrs.frozen
class NewPassword:
    """A placeholder password to store.

    Attributes:
        client_id: Whose.
        hash: The bcrypt hash.
        expected_mark: The `password_mark` the client must still have for the hash to be written.
    """

    client_id: ClientId
    hash: Secret
    expected_mark: str | None


@attrs.frozen
class ChosenPassword:
    """A password that the client chose, to store in place of what was there; it is no placeholder.

    Attributes:
        client_id: Whose.
        hash: The bcrypt hash.
        expected_mark: The `password_mark` the client must still have for the hash to be written.
    """

    client_id: ClientId
    hash: Secret
    expected_mark: str | None


@attrs.frozen
class CompletedRegistration:
    """A client has saved the registration form: what to store, all of it in one transaction or nothing.

    With it `registration_completed` becomes true.

    Attributes:
        update: The names and answers that changed; also where none did, for its `client_id`.
        password: The password that was chosen with it; None: the stored one stays.
    """

    update: ClientUpdate
    password: ChosenPassword | None = None


def read_answer(stored: object) -> Answer | None:
    """An answer out of a JSON document of a storage: a text, a list of texts, or a whole number as its digits.

    Returns:
        None where there is no answer: null, an empty text, an empty list, and whatever else a host keeps there.
    """
    if isinstance(stored, str):
        return stored or None
    if isinstance(stored, list) and all(isinstance(choice, str) for choice in stored):
        return tuple(stored) or None
    return str(stored) if type(stored) is int else None


def same_answer(stored: Answer | None, other: Answer | None) -> bool:
    """Whether two answers say the same; the order in which choices are stored says nothing."""
    if isinstance(stored, tuple) and isinstance(other, tuple):
        return set(stored) == set(other)
    return stored == other
