"""The contract's rules of finding clients: `find` and `all`."""

from __future__ import annotations

from collections.abc import Iterator

from client_import import email_key
from client_import.testing.expecting import by_id, create, create_known, emails_of, expect, keeping, new
from client_import.testing.hooks import ContractHooks, needs

MORE_KEYS_THAN_ANY_DRIVER_TAKES = 70_000
"""PostgreSQL and MySQL take 65,535 parameters in one statement, SQLite 32,766."""


class FindingRules(ContractHooks):
    """What `find` and `all` give."""

    def test_finds_by_key(self) -> None:
        """`find` gives the clients whose address has one of the keys, however it is spelled."""
        repository = self.make_repository()
        create(repository, new("Ada@Example.EDU"), new("jürgen@münchen.example"), new("eve@example.edu"))
        keys = [email_key("ada@example.edu"), email_key("JÜRGEN@xn--mnchen-3ya.example"), "nobody@example.edu"]
        found = sorted(client.email for client in repository.find(keys))
        wanted = sorted(map(self.spelled, ["Ada@Example.EDU", "jürgen@münchen.example"]))
        expect("find: by e-mail key", found, wanted)

    def test_tells_international_addresses_apart(self) -> None:
        """Addresses that differ in an accent, or in a letter of another script, are different clients."""
        repository = self.make_repository()
        emails = [
            "jurgen@example.edu",
            "jürgen@example.edu",
            "иван@почта.example",
            "ivan@почта.example",
            "ß@example.edu",
        ]
        with keeping("find: international addresses"):
            create_known(repository, *map(new, [*emails, "ss@example.edu"]))
        for email in emails:
            found = [client.email for client in repository.find([email_key(email)])]
            expect("find: international addresses", found, [self.spelled(email)])

    def test_finds_addresses_with_spaces_around(self) -> None:
        """An address stored with a no-break space around it, as old storages hold them, is found by its key."""
        repository = self.make_repository()
        stored = "\u00a0Ada@Example.EDU\u00a0"
        create(repository, new(stored))
        expect(
            "find: no-break spaces are no part of the key",
            [client.email for client in repository.find(["ada@example.edu"])],
            [self.spelled(stored)],
        )
        taken = create(repository, new("ada@example.edu"))
        expect("create: no-break spaces make no other client", list(taken), [None])

    def test_finds_inside_a_transaction(self) -> None:
        """`find` of a transaction sees stored clients and those the transaction has created."""
        repository = self.make_repository()
        create(repository, new("ada@example.edu"))
        with repository.transaction() as transaction:
            transaction.create([new("Bob@Example.edu"), new("jürgen@münchen.example")])
            spellings = ("ADA@example.edu", "bob@example.edu", "Jürgen@xn--mnchen-3ya.example")
            found = sorted(client.email for client in transaction.find([email_key(email) for email in spellings]))
        wanted = sorted(map(self.spelled, ["ada@example.edu", "Bob@Example.edu", "jürgen@münchen.example"]))
        expect("find: inside a transaction", found, wanted)

    def test_finds_any_number_of_keys(self) -> None:
        """`find` takes more keys at once than a driver takes parameters, and none at all."""
        repository = self.make_repository()
        emails = [f"client{number}@example.edu" for number in range(2_500)]
        create(repository, *map(new, emails))
        others = [f"other{number}@example.edu" for number in range(MORE_KEYS_THAN_ANY_DRIVER_TAKES)]
        with keeping("find: any number of keys"):
            found = list(repository.find([*emails, *others]))
            with repository.transaction() as transaction:
                found_inside = list(transaction.find([*others, *emails]))
        expect("find: any number of keys", (len(found), len(found_inside)), (2_500, 2_500))
        expect("find: no key, no client", list(repository.find([])), [])

    def test_finds_each_client_once(self) -> None:
        """A key asked for twice gives its client once."""
        repository = self.make_repository()
        create(repository, new("ada@example.edu"))
        found = list(repository.find(["ada@example.edu", "ada@example.edu"]))
        expect("find: each client once", len(found), 1)

    @needs("store_second")
    def test_finds_both_with_one_key(self) -> None:
        """Two stored clients with one key are both found, so that the dry run can report them."""
        repository = self.make_repository()
        create(repository, new("ada@example.edu"))
        self.store_second(repository, "ADA@Example.edu")
        found = sorted(client.email for client in repository.find(["ada@example.edu"]))
        expect("find: both clients with one key", found, ["ADA@Example.edu", "ada@example.edu"])

    @needs("deactivate")
    def test_tells_who_is_deactivated(self) -> None:
        """A deactivated account is found as one, and only that."""
        repository = self.make_repository()
        ids = create_known(repository, new("ada@example.edu"), new("bob@example.edu"))
        self.deactivate(repository, ids[0])
        active = {client.id: client.active for client in repository.find(["ada@example.edu", "bob@example.edu"])}
        expect("find: deactivated accounts", active, {ids[0]: False, ids[1]: True})

    @needs("complete_registration")
    def test_tells_who_completed_the_registration(self) -> None:
        """A client who saved the registration form is found as one who did, and only that one."""
        repository = self.make_repository()
        ids = create_known(repository, new("ada@example.edu"), new("bob@example.edu"))
        self.complete_registration(repository, ids[0])
        completed = {client.id: client.registration_completed for client in repository.all()}
        expect("find: completed registrations", completed, {ids[0]: True, ids[1]: False})

    def test_gives_all(self) -> None:
        """`all` gives every client once, one after the other."""
        repository = self.make_repository()
        emails = [f"client{number}@example.edu" for number in range(1_300)]
        create(repository, *map(new, emails))
        clients = repository.all()
        expect("all: an iterator, so that nothing has to fit in memory", isinstance(clients, Iterator), wanted=True)
        expect("all: every client once", sorted(client.email for client in clients), sorted(emails))

    def test_agrees_with_itself(self) -> None:
        """`find` and `all` give the same clients."""
        repository = self.make_repository()
        create(repository, *(new(f"client{number}@example.edu") for number in range(3)))
        found = {client.id: client for client in repository.find(emails_of(repository))}
        expect("find: the same clients as all", found, by_id(repository))
