"""The contract of a `ClientRepository`, as a class of tests to inherit; for pytest and for unittest alike.

    class TestMyClients(RepositoryContract):
        def make_repository(self):
            return MyClients(an_empty_database())

For unittest, name `unittest.TestCase` as the second base.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from types import MappingProxyType
from typing import NoReturn

from client_import import (
    Answers,
    Client,
    ClientId,
    ClientRepository,
    ClientUpdate,
    NewClient,
    NewPassword,
    Secret,
    email_key,
)

_HASH = "$2b$04$" + "a" * 53
_OTHER_HASH = "$2b$04$" + "b" * 53

_TEXTS = (
    'O\'Brien "Bob" `x`',
    "'; DROP TABLE clients; --",
    "a\\b %s ? :name {brace}",
    "line\nbreak\r\nand\ttab",
    "Łukasz 王小明 مريم 𝔘𝔫𝔦 🐤",
    "e\u0301 is not \u00e9",
    " spaces around ",
    "null",
    "0012",
    "x" * 10_000,
)


class RepositoryContract:
    """The rules that every repository keeps, a test for each. Inherit and say how to make an empty one."""

    def make_repository(self) -> ClientRepository:
        """A repository without clients, unlike any that was made before."""
        raise NotImplementedError("Return a new, empty repository from make_repository.")

    def test_finds_by_key(self) -> None:
        """`find` gives the clients whose address has one of the keys, however it is spelled."""
        repository = self.make_repository()
        _create(repository, _new("Ada@Example.EDU"), _new("jürgen@münchen.example"), _new("eve@example.edu"))
        keys = [email_key("ada@example.edu"), email_key("JÜRGEN@xn--mnchen-3ya.example"), "nobody@example.edu"]
        found = sorted(client.email for client in repository.find(keys))
        _expect("find: by e-mail key", found, ["Ada@Example.EDU", "jürgen@münchen.example"])

    def test_finds_inside_a_transaction(self) -> None:
        """`find` of a transaction sees stored clients and those the transaction has created."""
        repository = self.make_repository()
        _create(repository, _new("ada@example.edu"))
        with repository.transaction() as transaction:
            transaction.create([_new("Bob@Example.edu"), _new("jürgen@münchen.example")])
            keys = [
                email_key(email) for email in ("ADA@example.edu", "bob@example.edu", "Jürgen@xn--mnchen-3ya.example")
            ]
            found = sorted(client.email for client in transaction.find(keys))
            outside = sorted(client.email for client in repository.find(keys))
        _expect("find: inside a transaction", found, ["Bob@Example.edu", "ada@example.edu", "jürgen@münchen.example"])
        _expect("find: others see what is committed", outside, ["ada@example.edu"])

    def test_finds_any_number_of_keys(self) -> None:
        """`find` takes more keys at once than a driver takes parameters, and none at all."""
        repository = self.make_repository()
        emails = [f"client{number}@example.edu" for number in range(2_500)]
        _create(repository, *map(_new, emails))
        asked = [*emails, *(f"other{number}@example.edu" for number in range(40_000))]
        _expect("find: any number of keys", len(list(repository.find(asked))), len(emails))
        _expect("find: no key, no client", list(repository.find([])), [])

    def test_finds_each_client_once(self) -> None:
        """A key asked for twice gives its client once."""
        repository = self.make_repository()
        _create(repository, _new("ada@example.edu"))
        found = list(repository.find(["ada@example.edu", "ada@example.edu"]))
        _expect("find: each client once", len(found), 1)

    def test_creates_in_order(self) -> None:
        """`create` gives the ids in the order of the clients, each that of its own client."""
        repository = self.make_repository()
        emails = [f"{name}@example.edu" for name in ("zoe", "ada", "mia", "bob")]
        ids = _create(repository, *map(_new, emails))
        stored = {client.id: client.email for client in repository.all()}
        _expect("create: ids in order", [stored.get(client_id) for client_id in ids if client_id is not None], emails)

    def test_creates_a_fresh_account(self) -> None:
        """A new client is active, has no password and has not completed the registration."""
        repository = self.make_repository()
        (client_id,) = _create(repository, _new("ada@example.edu", {"major": "History", "help": ("CVs", "Essays")}))
        client = _only(repository)
        wanted = Client(
            client_id or "", "ada@example.edu", "Ada", "Lovelace", {"major": "History", "help": ("CVs", "Essays")}
        )
        _expect("create: a fresh account", client, wanted)

    def test_refuses_a_taken_address(self) -> None:
        """`create` gives None for an address that is taken, also within one call, and stores the others."""
        repository = self.make_repository()
        _create(repository, _new("ada@example.edu"))
        ids = _create(repository, _new("ADA@example.edu"), _new("bob@example.edu"), _new("Bob@Example.edu"))
        taken = [client_id is None for client_id in ids]
        _expect("create: None where the address is taken", taken, [True, False, True])
        emails = sorted(client.email for client in repository.all())
        _expect("create: a taken address changes nothing", emails, ["ada@example.edu", "bob@example.edu"])

    def test_updates_only_what_is_named(self) -> None:
        """`update` changes the named fields and touches no other field and no other client."""
        repository = self.make_repository()
        answers = {"major": "History", "year": "2029"}
        ids = _create(repository, _new("ada@example.edu", answers), _new("bob@example.edu", answers))
        with repository.transaction() as transaction:
            transaction.update([ClientUpdate(_known(ids[0]), last_name="King", answers={"year": "2030"})])
        stored = {client.email: client for client in repository.all()}
        ada, bob = stored["ada@example.edu"], stored["bob@example.edu"]
        _expect("update: names", (ada.first_name, ada.last_name), ("Ada", "King"))
        _expect("update: only named answers", dict(ada.answers), {"major": "History", "year": "2030"})
        _expect("update: no other client", (bob.last_name, dict(bob.answers)), ("Lovelace", answers))

    def test_updates_many_at_once(self) -> None:
        """Each update of a batch reaches its own client, whatever fields the others name."""
        repository = self.make_repository()
        emails = ["ada@example.edu", "bob@example.edu", "eve@example.edu"]
        ids = [_known(client_id) for client_id in _create(repository, *map(_new, emails))]
        updates = [
            ClientUpdate(ids[0], first_name="Augusta"),
            ClientUpdate(ids[1], last_name="King", answers={"major": "History"}),
            ClientUpdate(ids[2], answers={"major": "Biology"}),
        ]
        with repository.transaction() as transaction:
            transaction.update(updates)
        stored = {
            client.email: (client.first_name, client.last_name, dict(client.answers)) for client in repository.all()
        }
        wanted: dict[str, object] = {
            "ada@example.edu": ("Augusta", "Lovelace", {}),
            "bob@example.edu": ("Ada", "King", {"major": "History"}),
            "eve@example.edu": ("Ada", "Lovelace", {"major": "Biology"}),
        }
        _expect("update: each its own client", stored, wanted)

    def test_takes_any_mapping_of_answers(self) -> None:
        """Answers may come in any mapping, not in a dict only."""
        repository = self.make_repository()
        (client_id,) = _create(repository, _new("ada@example.edu", MappingProxyType({"major": "History"})))
        with repository.transaction() as transaction:
            transaction.update([ClientUpdate(_known(client_id), answers=MappingProxyType({"year": "2030"}))])
        _expect("answers: any mapping", dict(_only(repository).answers), {"major": "History", "year": "2030"})

    def test_writes_while_reading(self) -> None:
        """Writing need not wait for somebody who has not read `all` or `find` to the end."""
        repository = self.make_repository()
        _create(repository, _new("ada@example.edu"), _new("bob@example.edu"))
        reading = [iter(repository.all()), iter(repository.find(["ada@example.edu", "bob@example.edu"]))]
        for clients in reading:
            next(clients)
        _create(repository, _new("eve@example.edu"))
        _expect("all: nobody waits for a reader", len(list(repository.all())), 3)

    def test_clears_an_answer(self) -> None:
        """`update` with None takes the answer away; an empty text would be something else."""
        repository = self.make_repository()
        (client_id,) = _create(repository, _new("ada@example.edu", {"major": "History", "help": ("CVs",)}))
        with repository.transaction() as transaction:
            transaction.update([ClientUpdate(_known(client_id), answers={"major": None, "help": None, "none": None})])
        _expect("update: None clears", dict(_only(repository).answers), {})

    def test_updates_nobody_who_is_gone(self) -> None:
        """`update` of a client who is not there does nothing, and creates nobody."""
        repository = self.make_repository()
        (client_id,) = _create(repository, _new("ada@example.edu"))
        with repository.transaction() as transaction:
            transaction.delete([_known(client_id)])
            transaction.update([ClientUpdate(_known(client_id), first_name="Other")])
        _expect("update: a client who is gone", list(repository.all()), [])

    def test_keeps_every_text(self) -> None:
        """Every text comes back as it was stored."""
        repository = self.make_repository()
        for number, text in enumerate(_TEXTS):
            answers: Answers = {"text": text, "chosen": (text, "other")}
            new = NewClient(f"client{number}@example.edu", text, text, answers)
            (client_id,) = _create(repository, new)
            (client,) = repository.find([new.email])
            _expect("create: every text survives", (client.first_name, dict(client.answers)), (text, answers))
            with repository.transaction() as transaction:
                transaction.update(
                    [ClientUpdate(_known(client_id), last_name=text + "!", answers={"text": text + "!"})]
                )
            (client,) = repository.find([new.email])
            changed: Answers = {"text": text + "!", "chosen": (text, "other")}
            _expect("update: every text survives", (client.last_name, dict(client.answers)), (text + "!", changed))

    def test_takes_empty_batches(self) -> None:
        """Nothing to do is no error."""
        repository = self.make_repository()
        with repository.transaction() as transaction:
            transaction.update([])
            _expect("create: nothing", list(transaction.create([])), [])
            _expect("set_passwords: nothing", list(transaction.set_passwords([])), [])
            _expect("delete: nothing", list(transaction.delete([])), [])
        _expect("empty batches store nothing", list(repository.all()), [])

    def test_rolls_back(self) -> None:
        """An exception inside a transaction leaves the storage as it was, and reaches the caller."""
        repository = self.make_repository()
        (client_id,) = _create(repository, _new("ada@example.edu"))
        before = _only(repository)
        try:
            with repository.transaction() as transaction:
                transaction.create([_new("bob@example.edu")])
                transaction.update([ClientUpdate(_known(client_id), first_name="Other")])
                transaction.set_passwords([NewPassword(_known(client_id), Secret(_HASH), None)])
                _break()
        except _Broken:
            pass
        else:
            raise AssertionError("transaction: the exception must reach the caller")
        _expect("transaction: rolled back", list(repository.all()), [before])

    def test_sets_a_placeholder(self) -> None:
        """`set_passwords` gives the client a placeholder, a new mark, and says that it did."""
        repository = self.make_repository()
        (client_id,) = _create(repository, _new("ada@example.edu"))
        _expect("set_passwords: done", _set_password(repository, client_id, _HASH, None), [True])
        client = _only(repository)
        _expect("set_passwords: a placeholder", client.password_is_placeholder, wanted=True)
        first = client.password_mark
        _expect("set_passwords: a mark", first is not None, wanted=True)
        _expect("set_passwords: with the mark", _set_password(repository, client_id, _OTHER_HASH, first), [True])
        _expect("set_passwords: another mark", _only(repository).password_mark not in {None, first}, wanted=True)

    def test_sets_many_passwords_at_once(self) -> None:
        """Of a batch those are written whose mark still matches, each to its own client, and said in order."""
        repository = self.make_repository()
        emails = ["ada@example.edu", "bob@example.edu", "eve@example.edu", "mia@example.edu"]
        ids = [_known(client_id) for client_id in _create(repository, *map(_new, emails))]
        _set_password(repository, ids[1], _HASH, None)
        with repository.transaction() as transaction:
            transaction.delete([ids[2]])
        before = {client.email: client.password_mark for client in repository.all()}
        passwords = [
            NewPassword(client_id, Secret(f"{_HASH[:-1]}{place}"), None) for place, client_id in enumerate(ids)
        ]
        with repository.transaction() as transaction:
            stored = list(transaction.set_passwords(passwords))
        marks = {client.email: client.password_mark for client in repository.all()}
        _expect("set_passwords: said in order", stored, [True, False, False, True])
        _expect(
            "set_passwords: only where the mark matches", marks.get("bob@example.edu"), before.get("bob@example.edu")
        )
        set_now = {marks.get("ada@example.edu"), marks.get("mia@example.edu")}
        _expect("set_passwords: each its own hash", len(set_now - {None}), 2)

    def test_respects_the_mark(self) -> None:
        """`set_passwords` writes nothing where the mark is another by now, or the client is gone."""
        repository = self.make_repository()
        (client_id,) = _create(repository, _new("ada@example.edu"))
        _set_password(repository, client_id, _HASH, None)
        before = _only(repository)
        _expect("set_passwords: another mark", _set_password(repository, client_id, _OTHER_HASH, None), [False])
        _expect("set_passwords: left as it was", _only(repository), before)
        with repository.transaction() as transaction:
            transaction.delete([_known(client_id)])
        _expect("set_passwords: no client", _set_password(repository, client_id, _HASH, None), [False])

    def test_deletes(self) -> None:
        """`delete` removes clients who only ever were imported, frees their address, and refuses none of them."""
        repository = self.make_repository()
        ids = _create(repository, _new("eve@example.edu"), _new("bob@example.edu"), _new("ada@example.edu"))
        _set_password(repository, ids[1], _HASH, None)
        with repository.transaction() as transaction:
            refused: Collection[ClientId] = transaction.delete([_known(ids[1]), _known(ids[2])])
        _expect("delete: refuses no imported client", list(refused), [])
        _expect("delete: the others stay", [client.email for client in repository.all()], ["eve@example.edu"])
        again = _create(repository, _new("ada@example.edu"))
        _expect("delete: the address is free", again[0] is not None, wanted=True)
        _expect("delete: an id is never used again", again[0] in ids, wanted=False)

    def test_frees_an_address_at_once(self) -> None:
        """An address is free as soon as its client is deleted, in the same transaction already."""
        repository = self.make_repository()
        (client_id,) = _create(repository, _new("ada@example.edu"))
        with repository.transaction() as transaction:
            transaction.delete([_known(client_id)])
            ids = transaction.create([_new("ada@example.edu")])
        _expect("delete: the address is free at once", [each is None for each in ids], [False])

    def test_gives_all(self) -> None:
        """`all` gives every client once."""
        repository = self.make_repository()
        emails = [f"client{number}@example.edu" for number in range(300)]
        _create(repository, *map(_new, emails))
        _expect("all: every client", sorted(client.email for client in repository.all()), sorted(emails))


class _Broken(Exception):
    """Raised to break a transaction."""


def _break() -> NoReturn:
    raise _Broken


def _new(email: str, answers: Answers | None = None) -> NewClient:
    return NewClient(email, "Ada", "Lovelace", answers or {})


def _create(repository: ClientRepository, *clients: NewClient) -> Sequence[ClientId | None]:
    with repository.transaction() as transaction:
        return transaction.create(clients)


def _known(client_id: ClientId | None) -> ClientId:
    if client_id is None:
        raise AssertionError("create: gave None for an address that was free")
    return client_id


def _only(repository: ClientRepository) -> Client:
    clients = list(repository.all())
    if len(clients) != 1:
        raise AssertionError(f"all: wanted exactly one client, got {clients!r}")
    return clients[0]


def _set_password(
    repository: ClientRepository, client_id: ClientId | None, password_hash: str, mark: str | None
) -> list[bool]:
    with repository.transaction() as transaction:
        return list(transaction.set_passwords([NewPassword(_known(client_id), Secret(password_hash), mark)]))


def _expect(rule: str, got: object, wanted: object) -> None:
    if got != wanted:
        raise AssertionError(f"The contract's rule “{rule}” is broken.\nWanted: {wanted!r}\nGot:    {got!r}")
