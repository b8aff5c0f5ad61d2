"""Keys as the host's table has them: which are wrong, and `fill_keys`, which writes the right ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, Table, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from client_import.client import ClientId
from client_import.emails import email_key
from client_import.errors import StorageError
from client_import.lazy import batches
from client_import.repositories.sqlalchemy.columns import ClientColumns, to_table

_AT_ONCE = 1000


class StoredKey(NamedTuple):
    """A client's id and address, the key in the table, and the one it must be."""

    client_id: ClientId
    address: str
    stored: str | None
    wanted: str


def read_keys(connection: Connection, table: Table, columns: ClientColumns) -> Iterator[StoredKey]:
    """Everybody who has an address, by id, page by page."""
    primary, email, key = (table.c[name] for name in (columns.id, columns.email, columns.email_key))
    page = select(primary, email, key).where(email.is_not(None), email != "")
    page = query = page.order_by(primary).limit(_AT_ONCE)
    while True:
        rows = connection.execute(query).fetchall()
        yield from (StoredKey(client_id, address, stored, email_key(address)) for client_id, address, stored in rows)
        if len(rows) < _AT_ONCE:
            return
        query = page.where(primary > rows[-1][0])


def fill_keys(engine: Engine, table: Table | type, columns: ClientColumns) -> list[str]:
    """Write the key of every client who has an address and none yet, or another key than that of the address.

    Args:
        engine: The host's.
        table: Its table of clients, or the class mapped to it, with a unique column for the key.
        columns: Which column is which.

    Returns:
        The addresses of those whose key another client has already: two accounts of one person, to be merged by
        hand. Their key stays as it was.

    Raises:
        StorageError: The address is its own key, and is not rewritten here.
    """
    if columns.email == columns.email_key:
        raise StorageError("There is one column for the address and its key: give the key a column of its own.")
    known = to_table(table)
    with engine.connect() as connection:
        people = list(read_keys(connection, known, columns))
        connection.rollback()
        waiting, doubles = _share_out(people)
        doubles += _write_all(connection, known, columns, waiting)
    return [each.address for each in doubles]


def _share_out(people: Sequence[StoredKey]) -> tuple[list[StoredKey], list[StoredKey]]:
    """Those who get the key of their address, and those for whom it is taken; the first comes first."""
    taken = {each.wanted for each in people if each.stored == each.wanted}
    waiting: list[StoredKey] = []
    doubles: list[StoredKey] = []
    for each in people:
        if each.stored != each.wanted:
            (doubles if each.wanted in taken else waiting).append(each)
            taken.add(each.wanted)
    return waiting, doubles


def _write_all(
    connection: Connection, table: Table, columns: ClientColumns, waiting: Sequence[StoredKey]
) -> Sequence[StoredKey]:
    """Write, and write again who was refused as long as it helps: a key may have been another's by mistake."""
    while True:
        refused = [each for batch in batches(waiting, _AT_ONCE) for each in _write(connection, table, columns, batch)]
        if len(refused) in {0, len(waiting)}:
            return refused
        waiting = refused


def _write(
    connection: Connection, table: Table, columns: ClientColumns, batch: Sequence[StoredKey]
) -> Sequence[StoredKey]:
    """Write a batch in one transaction, or, where the table refuses one of them, each in its own; who is refused."""
    write = update(table).where(table.c[columns.id] == bindparam("this_id"))
    write = write.values({table.c[columns.email_key]: bindparam("new_key")})
    try:
        with connection.begin():
            connection.execute(write, [{"this_id": each.client_id, "new_key": each.wanted} for each in batch])
    except IntegrityError:
        if len(batch) == 1:
            return batch
        return [refused for each in batch for refused in _write(connection, table, columns, [each])]
    return []
