"""Keys for clients who were stored before there was a column for them: `fill_keys`, run once."""

from __future__ import annotations

from sqlalchemy import Engine, Table, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from client_import.emails import email_key
from client_import.repositories.sqlalchemy.columns import ClientColumns

_AT_ONCE = 1000


def fill_keys(engine: Engine, table: Table, columns: ClientColumns) -> list[str]:
    """Write the key of every client who has an address and none yet.

    Args:
        engine: The host's.
        table: Its table of clients, with a unique column for the key.
        columns: Which column is which.

    Returns:
        The addresses of those whose key another client has already: two accounts of one person, to be merged by
        hand. Their key stays empty.
    """
    primary, email, key = (table.c[name] for name in (columns.id, columns.email, columns.email_key))
    write = update(table).where(primary == bindparam("this_id")).values({key: bindparam("new_key")})
    doubles: list[str] = []
    with engine.connect() as connection:
        waiting = connection.execute(select(primary, email).where(key.is_(None), email.is_not(None)).order_by(primary))
        people = [(client_id, address) for client_id, address in waiting]
        connection.rollback()
        for client_id, address in people:
            try:
                with connection.begin():
                    connection.execute(write, {"this_id": client_id, "new_key": email_key(address)})
            except IntegrityError:
                doubles.append(address)
    return doubles
