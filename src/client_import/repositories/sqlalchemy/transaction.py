"""What can be done inside a transaction on the host's table: batches of clients become batches of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, update

from client_import.client import Client, ClientId, ClientUpdate, NewClient, NewPassword
from client_import.emails import email_key
from client_import.errors import StorageError
from client_import.lazy import batches
from client_import.passwords import password_mark
from client_import.repositories.sqlalchemy.client_table import ClientTable
from client_import.repositories.sqlalchemy.layouts import ToValues
from client_import.repositories.sqlalchemy.references import find_referred
from client_import.repositories.sqlalchemy.statements import alike
from client_import.repository import first_places, refuse_nul


class SqlAlchemyTransaction:
    """A `ClientTransaction` on a connection whose transaction somebody else begins and ends."""

    def __init__(self, clients: ClientTable, connection: Connection) -> None:
        self._clients = clients
        self._connection = connection
        self._statements = clients.statements

    def find(self, email_keys: Collection[str]) -> Iterable[Client]:
        """The clients that have one of these keys, locked."""
        clients = self._clients
        chunks = batches(sorted(set(email_keys)), self._statements.keys_at_once)
        queries = [clients.select().where(self._statements.is_among(clients.key, chunk)) for chunk in chunks]
        # all are locked here, and each is made a client when it is asked for
        return chain.from_iterable([clients.read(self._connection, query, locking=True) for query in queries])

    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        """Store those whose address is free."""
        given = list(clients)
        refuse_nul(given)
        keys = [email_key(new.email) for new in given]
        first = first_places(keys)
        known = self._clients
        beside = known.columns.values_of_new()
        to_values = known.answers.to_values(known.table, new=True)
        rows = [self._to_row(given[place], key, to_values, beside) for key, place in sorted(first.items())]
        ids: dict[str, Any] = {}
        for group in alike(rows):
            ids |= self._statements.insert_new(self._connection, known.table, known.key, known.primary, group)
        stored = [ids.get(key) if first[key] == place else None for place, key in enumerate(keys)]
        answered = [(made, new.answers) for made, new in zip(stored, given, strict=True) if made is not None]
        known.answers.store(self._connection, self._statements, answered, new=True)
        return stored

    def update(self, updates: Sequence[ClientUpdate]) -> None:
        """Change the named fields of those who are there."""
        refuse_nul(updates)
        known = self._clients
        to_values = known.answers.to_values(known.table, new=False)
        rows = [self._to_changes(each, to_values) for each in updates]
        removes = any(answer is None for each in updates for answer in each.answers.values())
        merge = partial(self._merge, removes=removes)
        self._statements.update(self._connection, known.table, known.primary, rows, merge)
        if known.answers.tables():
            there = {row[0] for row in self._rows_of([each.client_id for each in updates])}
            answered = [(each.client_id, each.answers) for each in updates if each.client_id in there]
            known.answers.store(self._connection, self._statements, answered, new=False)

    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        """Store the hash where the mark is still the expected one."""
        hash_name, flag = self._clients.columns.password_hash, self._clients.columns.password_is_placeholder
        if hash_name is None or flag is None:
            raise StorageError(
                f"The table {self._clients.table.fullname} has no column for passwords: ignore that column of the "
                "file, or name password_hash and password_is_placeholder in ClientColumns."
            )
        if not passwords:
            return []
        stored = [self._is_as_expected(each) for each in self._with_marks(passwords)]
        fresh = [each for each, matches in zip(passwords, stored, strict=True) if matches]
        if fresh:
            changed = update(self._clients.table).where(self._clients.primary == bindparam("this_id"))
            self._connection.execute(
                changed.values({hash_name: bindparam("new_hash"), flag: True}),
                [{"this_id": each.client_id, "new_hash": each.hash.reveal()} for each in fresh],
            )
        return stored

    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        """Delete those to whom nothing holds, and their answers."""
        known = self._clients
        rows = self._rows_of(list(client_ids))
        stays = {row[0] for row in rows if row[1] or (row[2] and not row[3])}
        own = [table for table, _ in known.answers.tables()]
        stays |= find_referred(self._connection, known, [row[0] for row in rows], own)
        going = [row[0] for row in rows if row[0] not in stays]
        known.answers.forget(self._connection, self._statements, going)
        for chunk in batches(going, self._statements.keys_at_once):
            self._connection.execute(delete(known.table).where(self._statements.is_among(known.primary, chunk)))
        return [client_id for client_id in client_ids if client_id in stays]

    def _to_row(self, new: NewClient, key: str, to_values: ToValues, beside: dict[str, Any]) -> dict[str, Any]:
        columns = self._clients.columns
        row = to_values(new.answers)
        row[columns.email] = new.email
        row[columns.email_key] = key  # instead of the address, where both are one column
        row[columns.first_name] = new.first_name
        row[columns.last_name] = new.last_name
        row.update(beside)
        return row

    def _to_changes(self, changed: ClientUpdate, to_values: ToValues) -> dict[str, Any]:
        columns = self._clients.columns
        try:
            row = to_values(changed.answers)
        except StorageError as error:
            raise StorageError(f"Client {changed.client_id}: {error}") from None
        if changed.first_name is not None:
            row[columns.first_name] = changed.first_name
        if changed.last_name is not None:
            row[columns.last_name] = changed.last_name
        row[columns.id] = changed.client_id
        return row

    def _merge(self, name: str, incoming: ColumnElement[Any], *, removes: bool) -> ColumnElement[Any]:
        if self._clients.answers.merges and name in self._clients.answers.columns():
            return self._statements.merge_json(self._clients.table.c[name], incoming, removes=removes)
        return incoming

    def _rows_of(self, client_ids: Sequence[ClientId]) -> list[Any]:
        """Id, whether the registration is completed, hash, and whether it is a placeholder, of who is there; locked."""
        known = self._clients
        shown = known.columns.select_list(known.table)
        query = select(shown[0], *shown[5:]).with_for_update(of=known.table)
        rows: list[Any] = []
        for chunk in batches(client_ids, self._statements.keys_at_once):
            rows += self._connection.execute(query.where(self._statements.is_among(known.primary, chunk))).fetchall()
        return rows

    def _with_marks(self, passwords: Sequence[NewPassword]) -> list[tuple[NewPassword, bool, str | None]]:
        hashes = {row[0]: row[2] for row in self._rows_of([each.client_id for each in passwords])}
        return [(each, each.client_id in hashes, password_mark(hashes.get(each.client_id))) for each in passwords]

    def _is_as_expected(self, found: tuple[NewPassword, bool, str | None]) -> bool:
        password, is_there, mark = found
        return is_there and mark == password.expected_mark
