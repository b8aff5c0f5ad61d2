"""What can be done inside a transaction on the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence

from client_import.client import (
    ChosenPassword,
    Client,
    ClientId,
    ClientUpdate,
    CompletedRegistration,
    NewClient,
    NewPassword,
)
from client_import.emails import email_key
from client_import.passwords import password_mark
from client_import.repositories.sqlite.answers import encode_answers
from client_import.repositories.sqlite.rows import find_clients


class SqliteTransaction:
    """A `ClientTransaction` on a connection whose transaction somebody else begins and ends."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def find(self, email_keys: Collection[str]) -> Iterable[Client]:
        """The clients that have one of these keys; the whole file is locked already."""
        return find_clients(self._connection, email_keys)

    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        """Store those whose address is free."""
        given = list(clients)
        answers = encode_answers(given)
        last = self._connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence").fetchone()[0]
        rows = [
            (
                last + place,
                email_key(new.email),
                new.email,
                new.first_name,
                new.last_name,
                encoded,
            )
            for place, (new, encoded) in enumerate(zip(given, answers, strict=True), start=1)
        ]
        self._connection.executemany(
            "INSERT INTO clients (id, email_key, email, first_name, last_name, answers) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (email_key) DO NOTHING",
            rows,
        )
        stored = {row[0] for row in self._connection.execute("SELECT id FROM clients WHERE id > ?", (last,))}
        return [row[0] if row[0] in stored else None for row in rows]

    def update(self, updates: Sequence[ClientUpdate]) -> None:
        """Change the named fields of those who are there."""
        answers = encode_answers(updates)
        self._connection.executemany(
            "UPDATE clients SET first_name = coalesce(?, first_name), last_name = coalesce(?, last_name), "
            "answers = json_patch(answers, ?) WHERE id = ?",
            [
                (update.first_name, update.last_name, encoded, update.client_id)
                for update, encoded in zip(updates, answers, strict=True)
            ],
        )

    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        """Store the hash where the mark is still the expected one."""
        return [self._set_password(password, placeholder=True) for password in passwords]

    def save_password(self, chosen: ChosenPassword) -> bool:
        """Store what a client chose, where the mark still matches; whether it was done."""
        return self._set_password(chosen, placeholder=False)

    def save_registration(self, completed: CompletedRegistration) -> bool:
        """Store a saved form; False where the client is not at the form any more, or the mark is another."""
        client_id = completed.update.client_id
        at_the_form = "SELECT 1 FROM clients WHERE id = ? AND active AND NOT registration_completed"
        if self._connection.execute(at_the_form, (client_id,)).fetchone() is None:
            return False
        if completed.password and not self.save_password(completed.password):
            return False
        self.update([completed.update])
        self._connection.execute("UPDATE clients SET registration_completed = 1 WHERE id = ?", (client_id,))
        return True

    def _set_password(self, password: NewPassword | ChosenPassword, *, placeholder: bool) -> bool:
        row = self._connection.execute(
            "SELECT password_hash FROM clients WHERE id = ?", (password.client_id,)
        ).fetchone()
        if row is None or password_mark(row[0]) != password.expected_mark:
            return False
        self._connection.execute(
            "UPDATE clients SET password_hash = ?, password_is_placeholder = ? WHERE id = ?",
            (password.hash.reveal(), placeholder, password.client_id),
        )
        return True

    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        """Delete those who have not begun to use their accounts; the ids of the others."""
        self._connection.executemany(
            "DELETE FROM clients WHERE id = ? AND NOT registration_completed "
            "AND (password_hash IS NULL OR password_is_placeholder)",
            [(client_id,) for client_id in client_ids],
        )
        return [client_id for client_id in client_ids if self._exists(client_id)]

    def _exists(self, client_id: ClientId) -> bool:
        return self._connection.execute("SELECT 1 FROM clients WHERE id = ?", (client_id,)).fetchone() is not None
