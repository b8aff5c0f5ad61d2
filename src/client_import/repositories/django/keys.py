"""Every client's key, without which a client would be stored twice: looked at once, and `fill_keys`, which mends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connections, transaction
from django.db.models import Field, Model

from client_import.emails import email_key
from client_import.errors import StorageError
from client_import.lazy import batches
from client_import.repositories.django.client_model import ClientModel
from client_import.repositories.django.connecting import translated_errors
from client_import.repositories.django.fields import AnswersInFields, ClientFields

_AT_ONCE = 2000
_WRITTEN_AT_ONCE = 500


def check_keys(known: ClientModel) -> None:
    """See that the key of each client who has an address is that of the address.

    Raises:
        StorageError: With how many have none or another one.
    """
    without = other = 0
    for _, address, key in _addresses(known):
        without += bool(address) and not key
        other += bool(address and key) and key != email_key(address)
    faults = [f"{_count(without)} no key"] * (without > 0) + [f"{_count(other)} the key of another address"] * (
        other > 0
    )
    if faults:
        fields = known.fields
        mend = "Run fill_keys once, and merge the accounts whose addresses it names."
        if fields.email == fields.email_key:
            mend = "Store each address as its key, email_key(address), or give the key a field of its own."
        found = " and ".join(faults)
        raise StorageError(f"{fields.email_key}: {found}, and would be stored twice. {mend}")


def fill_keys(model: type[Model], fields: ClientFields, *, using: str = "default") -> list[str]:
    """Write the key of every client who has an address and not its key, all in one transaction.

    Args:
        model: The host's model of clients.
        fields: Which field is which, with one of its own for the key.
        using: The alias of the database.

    Returns:
        The addresses of those whose key another client has already: two accounts of one person, to be merged by
        hand. Their key stays as it is.

    Raises:
        StorageError: The key is the address itself, which is not rewritten, or what the database says.
    """
    if fields.email == fields.email_key:
        raise StorageError(f"{fields.email_key}: give the key a field of its own; an address is not rewritten.")
    known = ClientModel(model, fields, AnswersInFields(), using)
    with translated_errors(), transaction.atomic(using=using):
        while True:  # a key may have been another's by mistake: it is free once that one has its own
            waiting, doubles = _share_out(_addresses(known))
            for batch in batches(list(waiting.items()), _WRITTEN_AT_ONCE):
                _write(known, dict(batch))
            if not waiting or not doubles:
                return doubles


def _share_out(people: Iterable[tuple[Any, str | None, str | None]]) -> tuple[dict[Any, str], list[str]]:
    """Id -> key of those who get the key of their address, and the addresses of those for whom it is taken."""
    wanting: list[tuple[Any, str, str]] = []
    taken: set[str | None] = set()
    for client_id, address, key in people:
        taken.add(key)
        wanted = email_key(address or "")
        if address and wanted and key != wanted:
            wanting.append((client_id, address, wanted))
    waiting: dict[Any, str] = {}
    doubles: list[str] = []
    for client_id, address, wanted in wanting:
        if wanted in taken:
            doubles.append(address)
        else:
            taken.add(wanted)
            waiting[client_id] = wanted
    return waiting, doubles


def _write(known: ClientModel, keys: Mapping[Any, str]) -> None:
    """One call of the driver for all of these clients, or for their profiles, of which those that are missing are made.

    Django's bulk_update, whose statement holds a condition for each row, takes ten times as long.
    """
    relation, _, name = known.fields.email_key.rpartition("__")
    if not relation:
        _write_column(known.model, known.model._meta.pk, name, keys, known.using)
        return
    owner = known.profile_model._meta.get_field(known.owner)
    theirs = known.profiles.filter(**{f"{known.owner}__in": list(keys)})
    there = dict.fromkeys(theirs.values_list(owner.attname, flat=True))
    _write_column(known.profile_model, owner, name, {client_id: keys[client_id] for client_id in there}, known.using)
    missing = [client_id for client_id in keys if client_id not in there]
    known.profiles.bulk_create(
        [known.profile_model(**{owner.attname: client_id, name: keys[client_id]}) for client_id in missing]
    )


def _write_column(model: type[Model], where: Field, name: str, values: Mapping[Any, str], using: str) -> None:
    connection, column = connections[using], model._meta.get_field(name)
    table, changed, found = map(connection.ops.quote_name, (model._meta.db_table, column.column, where.column))
    rows = [
        (column.get_db_prep_save(value, connection), where.get_db_prep_save(client_id, connection))
        for client_id, value in values.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {changed} = %s WHERE {found} = %s", rows)  # noqa: S608 - Django's names


def _addresses(known: ClientModel) -> Iterator[tuple[Any, Any, Any]]:
    """Id, address and key of every client, page by page."""
    page = query = known.stored().order_by("pk").values_list("pk", known.fields.email, known.fields.email_key)
    while True:
        found = list(query[:_AT_ONCE])
        yield from found
        if len(found) < _AT_ONCE:
            return
        query = page.filter(pk__gt=found[-1][0])


def _count(clients: int) -> str:
    return "1 client has" if clients == 1 else f"{clients:,} clients have"
