"""Which column of the host's table is which: `ClientColumns`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import attrs
from sqlalchemy import ColumnElement, Table, false, inspect, null, true

from client_import.errors import StorageError
from client_import.frozen import FrozenMapping

Flag: TypeAlias = str | ColumnElement[bool] | None
"""A column, an expression over the table such as `accounts.c.closed_at.is_(None)`, or None."""


def _freeze(values: Mapping[str, object]) -> Mapping[str, object]:
    return FrozenMapping(values)


@attrs.frozen
class ClientColumns:
    """The host's name for each column.

    Attributes:
        id: The primary key, of one column.
        email: The address as the client spells it.
        email_key: The key, unique; the adapter writes it for those it creates. The same as `email` where the
            host stores every address as its key, `client_import.email_key(address)`.
        first_name: As on the form.
        last_name: Likewise.
        active: Where the account is open; None: every account is.
        registration_completed: Where the client has saved the registration form; None: nobody has.
        password_hash: The bcrypt hash or NULL; None: the table has no passwords.
        password_is_placeholder: Whether that hash came by import and was not replaced since; needed with the hash.
        new: Column -> its value for each client who is created, where a default of the table will not do.
    """

    id: str = "id"
    email: str = "email"
    email_key: str = "email_key"
    first_name: str = "first_name"
    last_name: str = "last_name"
    active: Flag = None
    registration_completed: Flag = None
    password_hash: str | None = None
    password_is_placeholder: str | None = None
    new: Mapping[str, object] = attrs.field(factory=dict, converter=_freeze)

    def named(self) -> Iterator[tuple[str, str]]:
        """Our name and the host's, for each that is a column by name."""
        for field in attrs.fields(type(self)):
            name = getattr(self, field.name)
            if isinstance(name, str):
                yield field.name, name

    def select_list(self, table: Table) -> list[ColumnElement[Any]]:
        """What is read of a client: id, email, names, the two flags, the hash, whether it is a placeholder."""
        return [
            *(table.c[name] for name in (self.id, self.email, self.first_name, self.last_name)),
            _flag(table, self.active, default=True),
            _flag(table, self.registration_completed, default=False),
            table.c[self.password_hash] if self.password_hash else null(),
            _flag(table, self.password_is_placeholder, default=False),
        ]

    def values_of_new(self) -> dict[str, object]:
        """What each new client gets beside its profile: open, registration not completed, no password."""
        flags = {self.active: True, self.registration_completed: False, self.password_is_placeholder: False}
        return {**{name: value for name, value in flags.items() if isinstance(name, str)}, **self.new}


def to_table(table: Table | type) -> Table:
    """The table, or the one a class of the ORM is mapped to."""
    mapped = table if isinstance(table, Table) else getattr(inspect(table, raiseerr=False), "local_table", None)
    if not isinstance(mapped, Table):
        raise StorageError(f"{table!r} is neither a Table nor a class that is mapped to one.")
    return mapped


def _flag(table: Table, flag: Flag, *, default: bool) -> ColumnElement[bool]:
    if isinstance(flag, str):
        return table.c[flag]
    if flag is not None:
        return flag
    return true() if default else false()
