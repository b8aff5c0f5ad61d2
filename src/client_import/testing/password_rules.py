"""The contract's rules of passwords: only where the mark is still what the plan saw."""

from __future__ import annotations

from client_import import Importer, NewPassword, Secret
from client_import.testing.expecting import (
    HASH,
    OTHER_HASH,
    by_id,
    create_known,
    emails_of,
    expect,
    keeping,
    new,
    only,
    refused_as,
    set_password,
)
from client_import.testing.hooks import ContractHooks, needs


class PasswordKeepingRules(ContractHooks):
    """What `set_passwords` writes, and where it writes nothing."""

    def test_says_at_once_whether_it_keeps_passwords(self) -> None:
        """Asked to store no password, a storage gives none back; one without a place for them refuses already."""
        repository = self.make_repository()
        rule = "set_passwords: a storage without passwords refuses before anything is written"
        if self.keeps_passwords:
            with keeping("set_passwords: nothing"), repository.transaction() as transaction:
                expect("set_passwords: nothing", list(transaction.set_passwords([])), [])
            return
        with refused_as(rule), repository.transaction() as transaction:
            transaction.set_passwords([])
        importer = Importer(form=self.form, clients=repository)
        header = b"email,first_name,last_name,password\n"
        plan = importer.plan(importer.read(header + b"ada@example.edu,Ada,Lovelace,a placeholder\n"))
        with refused_as(rule):
            importer.apply(plan)
        expect(rule, emails_of(repository), [])

    @needs("keeps_passwords")
    def test_sets_a_placeholder(self) -> None:
        """`set_passwords` gives the client a placeholder, a new mark, and says that it did."""
        repository = self.make_repository()
        (client_id,) = create_known(repository, new("ada@example.edu"))
        expect("set_passwords: done", set_password(repository, client_id, HASH, None), [True])
        client = only(repository)
        expect("set_passwords: a placeholder", client.password_is_placeholder, wanted=True)
        first = client.password_mark
        expect("set_passwords: a mark", first is not None, wanted=True)
        expect("set_passwords: the mark tells no hash", HASH in str(first), wanted=False)
        expect("set_passwords: with the mark", set_password(repository, client_id, OTHER_HASH, first), [True])
        expect("set_passwords: another mark", only(repository).password_mark not in {None, first}, wanted=True)

    @needs("keeps_passwords")
    def test_sets_many_passwords_at_once(self) -> None:
        """Of a batch those are written whose mark still matches, each to its own client, and said in order."""
        repository = self.make_repository()
        emails = ["ada@example.edu", "bob@example.edu", "eve@example.edu", "mia@example.edu"]
        ids = create_known(repository, *map(new, emails))
        set_password(repository, ids[1], HASH, None)
        with repository.transaction() as transaction:
            transaction.delete([ids[2]])
        before = {client.email: client.password_mark for client in repository.all()}
        passwords = [NewPassword(ids[place], Secret(f"{HASH[:-1]}{place}"), None) for place in (3, 1, 2, 0)]
        with repository.transaction() as transaction:
            stored = list(transaction.set_passwords(passwords))
        marks = {client.email: client.password_mark for client in repository.all()}
        expect("set_passwords: said in order", stored, [True, False, False, True])
        bob = "bob@example.edu"
        expect("set_passwords: only where the mark matches", marks.get(bob), before.get(bob))
        set_now = {marks.get("ada@example.edu"), marks.get("mia@example.edu")}
        expect("set_passwords: each its own hash", len(set_now - {None}), 2)

    @needs("keeps_passwords")
    def test_respects_the_mark(self) -> None:
        """`set_passwords` writes nothing where the mark is another by now, or the client is gone."""
        repository = self.make_repository()
        (client_id,) = create_known(repository, new("ada@example.edu"))
        with_mark = set_password(repository, client_id, HASH, "a mark that nobody has")
        expect("set_passwords: only where the mark matches", with_mark, [False])
        set_password(repository, client_id, HASH, None)
        before = only(repository)
        again = set_password(repository, client_id, OTHER_HASH, None)
        expect("set_passwords: only where the mark matches", again, [False])
        expect("set_passwords: only where the mark matches", only(repository), before)
        with repository.transaction() as transaction:
            transaction.delete([client_id])
        with keeping("set_passwords: no client"):
            expect("set_passwords: no client", set_password(repository, client_id, HASH, None), [False])

    @needs("keeps_passwords")
    def test_touches_nothing_but_the_password(self) -> None:
        """A password changes neither the names nor the state of the account, nor another client."""
        repository = self.make_repository()
        ids = create_known(repository, new("ada@example.edu"), new("bob@example.edu"))
        before = by_id(repository)
        set_password(repository, ids[0], HASH, None)
        after = by_id(repository)
        ada = after[ids[0]]
        state = (ada.first_name, ada.active, ada.registration_completed)
        expect("set_passwords: nothing but the password", state, ("Ada", True, False))
        expect("set_passwords: no other client", after[ids[1]], before[ids[1]])

    @needs("stored_hash")
    def test_stores_the_hash_itself(self) -> None:
        """The login finds the very hash that was handed in, and none where none was."""
        repository = self.make_repository()
        ids = create_known(repository, new("ada@example.edu"), new("bob@example.edu"))
        expect("set_passwords: a new client has none", self.stored_hash(repository, ids[0]), None)
        set_password(repository, ids[0], HASH, None)
        hashes = [self.stored_hash(repository, client_id) for client_id in ids]
        expect("set_passwords: the hash itself", hashes, [HASH, None])

    @needs("choose_password")
    def test_keeps_a_chosen_password(self) -> None:
        """A password that the client chose is no placeholder, has another mark, and is never overwritten unseen."""
        repository = self.make_repository()
        (client_id,) = create_known(repository, new("ada@example.edu"))
        set_password(repository, client_id, HASH, None)
        placeholder = only(repository).password_mark
        self.choose_password(repository, client_id, OTHER_HASH)
        chosen = only(repository)
        expect("set_passwords: a chosen password is no placeholder", chosen.password_is_placeholder, wanted=False)
        expect("set_passwords: a chosen password has its own mark", chosen.password_mark == placeholder, wanted=False)
        overwritten = set_password(repository, client_id, HASH, placeholder)
        expect("set_passwords: a chosen password stays", overwritten, [False])
        expect("set_passwords: a chosen password stays", only(repository), chosen)
