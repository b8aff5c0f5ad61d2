"""Every client's key, without which a client would be stored twice: looked at once, and `fill_keys`, which mends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model

from client_import.emails import email_key
from client_import.errors import StorageError
from client_import.repositories.django.client_model import ClientModel
from client_import.repositories.django.connecting import translated_errors
from client_import.repositories.django.fields import AnswersInFields, ClientFields

_AT_ONCE = 2000


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
    doubles: list[str] = []
    with translated_errors(), transaction.atomic(using=using):
        people = list(_addresses(known))
        taken = {key for _, _, key in people}
        for client_id, address, key in people:
            wanted = email_key(address or "")
            if not wanted or key == wanted:
                continue
            if wanted in taken:
                doubles.append(address)
            else:
                taken.add(wanted)
                _write(known, client_id, wanted)
    return doubles


def _write(known: ClientModel, client_id: Any, key: str) -> None:  # noqa: ANN401 - the host's
    relation, _, name = known.fields.email_key.rpartition("__")
    if not relation:
        known.stored().filter(pk=client_id).update(**{name: key})
    elif not known.profiles.filter(**{known.owner: client_id}).update(**{name: key}):
        known.profiles.create(**{f"{known.owner}_id": client_id, name: key})


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
