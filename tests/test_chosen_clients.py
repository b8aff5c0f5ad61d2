"""Addresses → the clients who have them."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client_import import (
    Client,
    ClientImportError,
    Importer,
    NewClient,
    RegistrationForm,
    UnknownClients,
    email_key,
    find_chosen,
)
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlite import SqliteClients
from worlds import ADDRESSES

STORED = [Client(number, spellings[0], "A", "B") for number, spellings in enumerate(ADDRESSES)]
SPELLINGS = [spelling for spellings in ADDRESSES for spelling in spellings]
NOBODY = ("nobody@example.edu", "no address", "", "ada@example.com")


class CountingClients(MemoryClients):
    """Memory that keeps how many keys it was asked for each time."""

    def __init__(self, clients: Iterable[Client]) -> None:
        super().__init__(clients)
        self.asked: list[int] = []

    def find(self, email_keys: Collection[str]) -> list[Client]:
        self.asked.append(len(email_keys))
        return super().find(email_keys)


@given(addresses=st.lists(st.sampled_from([*SPELLINGS, *NOBODY]), max_size=12))
def test_clients_come_in_the_order_of_the_addresses(addresses: list[str]) -> None:
    """Each client comes where its address, in any spelling, stands first; each address of nobody is told once."""
    unknown: list[str] = []
    found = find_chosen(addresses, MemoryClients(STORED), unknown.append)
    keys = list(dict.fromkeys(map(email_key, addresses)))
    stored = {email_key(client.email): client for client in STORED}
    assert list(found) == [stored[key] for key in keys if key in stored]
    assert list(map(email_key, unknown)) == [key for key in keys if key not in stored]
    assert set(unknown) <= set(addresses)


def test_an_address_of_nobody_is_an_error_where_nobody_is_told() -> None:
    """Without somebody to tell, no client is left out in silence."""
    with pytest.raises(UnknownClients) as caught:
        list(find_chosen(["ada@example.edu", *NOBODY[:2]], MemoryClients(STORED)))
    assert caught.value.emails == NOBODY[:2]
    assert str(caught.value) == "No client has the address “nobody@example.edu”, “no address”."
    assert isinstance(caught.value, ClientImportError)


def test_addresses_are_taken_and_looked_up_in_batches() -> None:
    """Any number of addresses streams: some hundred at a time are looked up, and a key is looked up once."""
    clients = CountingClients(Client(number, f"c{number}@example.edu", "A", "B") for number in range(1_200))
    taken: list[str] = []

    def addresses() -> Iterable[str]:
        for number in range(1_200):
            taken.append(f"C{number}@example.edu")
            yield taken[-1]
        yield "c0@EXAMPLE.edu"

    found = iter(find_chosen(addresses(), clients))
    assert next(found).id == 0
    assert len(taken) == 500
    assert [client.id for client in found] == list(range(1, 1_200))
    assert clients.asked == [500, 500, 200]


def test_two_clients_with_one_address_both_come() -> None:
    """Where a storage holds an address twice, nobody is left out."""
    doubled = [Client(1, "Ada@example.edu", "A", "B"), Client(2, "ada@example.edu", "A", "B")]
    found = find_chosen(["ada@example.edu"], MemoryClients(doubled))
    assert {client.id for client in found} == {1, 2}


def test_an_importer_exports_those_who_were_chosen() -> None:
    """`only` gives the chosen clients in their order, and `tell_unknown` is told of the others."""
    unknown: list[str] = []
    importer = Importer(form=RegistrationForm(), clients=MemoryClients(STORED))
    pieces = importer.export(only=["MIA@example.edu", "x@example.edu", "bob@example.edu"], tell_unknown=unknown.append)
    rows = list(csv.reader(io.StringIO("".join(pieces), newline="")))
    assert [row[0] for row in rows] == ["email", "mia@example.edu", "bob@example.edu"]
    assert unknown == ["x@example.edu"]
    assert "".join(importer.export(only=[])) == "email,first_name,last_name\r\n"
    with pytest.raises(UnknownClients):
        list(importer.export(only=["x@example.edu"]))


@pytest.mark.parametrize("address", ["a\0b@example.edu", "a\udcff@example.edu"])
def test_what_no_storage_can_hold_is_not_looked_up(tmp_path: Path, address: str) -> None:
    """A text with NUL or half a character in it is nobody's address, and no error of the database."""
    store = SqliteClients(tmp_path / "clients.db")
    with store.transaction() as transaction:
        transaction.create([NewClient("ada@example.edu", "Ada", "Lovelace")])
    unknown: list[str] = []
    assert [client.email for client in find_chosen([address, "ada@example.edu"], store, unknown.append)] == [
        "ada@example.edu"
    ]
    assert unknown == [address]
    counting = CountingClients([])
    list(find_chosen([address], counting, unknown.append))
    assert counting.asked == [0]
