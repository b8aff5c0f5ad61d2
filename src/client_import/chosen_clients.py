"""Addresses → the clients who have them, in the order of the addresses: `find_chosen`."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from client_import.client import Client
from client_import.emails import email_key
from client_import.errors import UnknownClients
from client_import.repository import ClientRepository
from client_import.texts.spaces import is_whole

TellUnknown: TypeAlias = Callable[[str], object]
"""Takes an address that no client has."""

_ADDRESSES_AT_ONCE = 500


def find_chosen(
    emails: Iterable[str], clients: ClientRepository, tell_unknown: TellUnknown | None = None
) -> Iterator[Client]:
    """The clients who have these addresses, in their order, looked up some hundred at a time.

    Args:
        emails: In any spelling. One that comes again, in whatever spelling, gives no client twice.
        clients: The host's storage.
        tell_unknown: Called with each address that no client has; without it such an address is an error.

    Raises:
        UnknownClients: When it gets there, and nobody is told. It carries the addresses.
    """
    seen = set[str]()
    remaining = iter(emails)
    while batch := list(itertools.islice(remaining, _ADDRESSES_AT_ONCE)):
        wanted: dict[str, str] = {}
        for address in batch:
            wanted.setdefault(email_key(address), address)
        new = {key: address for key, address in wanted.items() if key not in seen}
        seen |= new.keys()
        yield from _look_up(new, clients, tell_unknown)


def _look_up(
    wanted: Mapping[str, str], clients: ClientRepository, tell_unknown: TellUnknown | None
) -> Iterator[Client]:
    found: dict[str, list[Client]] = defaultdict(list)
    for client in clients.find([key for key in wanted if is_whole(key) and "\0" not in key]):  # no others are stored
        found[email_key(client.email)].append(client)
    unknown = [address for key, address in wanted.items() if key not in found]
    if unknown:
        if tell_unknown is None:
            raise UnknownClients(unknown)
        for address in unknown:
            tell_unknown(address)
    for key in wanted:
        yield from found.get(key, ())
