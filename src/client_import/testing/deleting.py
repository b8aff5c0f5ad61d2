"""The contract's rules of `delete`, which takes an import back and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Collection

from client_import import ClientId, ClientRepository
from client_import.testing.expecting import (
    HASH,
    OTHER_HASH,
    by_id,
    create,
    create_known,
    emails_of,
    expect,
    keeping,
    new,
    set_password,
)
from client_import.testing.hooks import ContractHooks, needs


class DeletingRules(ContractHooks):
    """Who is deleted, and who has to stay."""

    def test_deletes(self) -> None:
        """`delete` removes clients who only ever were imported, frees their address, and refuses none of them."""
        repository = self.make_repository()
        people = [new(f"{name}@example.edu", self.answers_to(self.asked(), 0)) for name in ("eve", "bob", "ada")]
        ids = create_known(repository, *people)
        if self.keeps_passwords:
            set_password(repository, ids[1], HASH, None)
        with repository.transaction() as transaction:
            refused: Collection[ClientId] = transaction.delete([ids[1], ids[2]])
        expect("delete: refuses no imported client", list(refused), [])
        expect("delete: the others stay", emails_of(repository), ["eve@example.edu"])
        again = create(repository, new("ada@example.edu"))
        expect("delete: the address is free", again[0] is not None, wanted=True)
        expect("delete: an id is never used again", again[0] in ids, wanted=False)
        (client,) = repository.find(["ada@example.edu"])
        expect("delete: the answers go with the client", dict(client.answers), {})

    def test_frees_an_address_at_once(self) -> None:
        """An address is free as soon as its client is deleted, in the same transaction already."""
        repository = self.make_repository()
        (client_id,) = create_known(repository, new("ada@example.edu"))
        with repository.transaction() as transaction:
            transaction.delete([client_id])
            ids = transaction.create([new("ada@example.edu")])
        expect("delete: the address is free at once", [each is None for each in ids], [False])

    def test_deletes_nobody_twice(self) -> None:
        """A client who is gone already is not among those who had to stay."""
        repository = self.make_repository()
        gone, stays = create_known(repository, new("ada@example.edu"), new("bob@example.edu"))
        for _ in range(2):
            with keeping("delete: a client who is gone"), repository.transaction() as transaction:
                expect("delete: a client who is gone", list(transaction.delete([gone])), [])
        expect("delete: the others stay", list(by_id(repository)), [stays])

    @needs("complete_registration")
    def test_keeps_who_completed_the_registration(self) -> None:
        """A client who saved the registration form has to stay."""
        self._expect_to_stay("delete: completed registrations stay", self.complete_registration)

    @needs("choose_password")
    def test_keeps_who_chose_a_password(self) -> None:
        """A client who chose a password has to stay."""

        def choose(repository: ClientRepository, client_id: ClientId) -> None:
            set_password(repository, client_id, HASH, None)
            self.choose_password(repository, client_id, OTHER_HASH)

        self._expect_to_stay("delete: who chose a password stays", choose)

    @needs("refer_to")
    def test_keeps_who_is_referred_to(self) -> None:
        """A client to whom something else refers has to stay, and so has what refers to it."""
        self._expect_to_stay("delete: who is referred to stays", self.refer_to)

    def _expect_to_stay(self, rule: str, make_stay: Callable[[ClientRepository, ClientId], None]) -> None:
        repository = self.make_repository()
        answers = self.answers_to(self.asked(), 0)
        ids = create_known(repository, *(new(f"{name}@example.edu", answers) for name in ("ada", "bob", "eve")))
        make_stay(repository, ids[1])
        before = by_id(repository)[ids[1]]
        with keeping(rule), repository.transaction() as transaction:
            refused = list(transaction.delete(ids))
            transaction.create([new("mia@example.edu")])
        expect(rule, refused, [ids[1]])
        expect(rule, by_id(repository).get(ids[1]), before)
        expect("delete: the others go", emails_of(repository), ["bob@example.edu", "mia@example.edu"])
