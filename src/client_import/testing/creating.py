"""The contract's rules of creating and updating clients."""

from __future__ import annotations

from types import MappingProxyType

from client_import import Client, ClientUpdate, NewClient, email_key
from client_import.testing.expecting import (
    by_id,
    create,
    create_known,
    emails_of,
    expect,
    keeping,
    new,
    only,
    sorted_answers,
)
from client_import.testing.hooks import ContractHooks


class CreatingRules(ContractHooks):
    """What `create` and `update` store."""

    def test_creates_in_order(self) -> None:
        """`create` gives the ids in the order of the clients, each that of its own client."""
        repository = self.make_repository()
        emails = [f"{name}@example.edu" for name in ("zoe", "ada", "mia", "bob")]
        emails += [f"client{(number * 7919) % 1_201}@example.edu" for number in range(1_201)]
        ids = create_known(repository, *map(new, emails))
        stored = {client.id: client.email for client in repository.all()}
        expect("create: ids in order", [stored.get(client_id) for client_id in ids], emails)

    def test_creates_a_fresh_account(self) -> None:
        """A new client is active, has no password and has not completed the registration."""
        repository = self.make_repository()
        answers = self.answers_to(self.asked(), 0)
        (client_id,) = create_known(repository, new("ada@example.edu", answers))
        client = only(repository)
        wanted = Client(client_id, "ada@example.edu", "Ada", "Lovelace", client.answers)
        expect("create: a fresh account", client, wanted)
        expect("create: the answers", sorted_answers(client.answers), sorted_answers(answers))

    def test_has_no_answer_of_who_gave_none(self) -> None:
        """A client who answers nothing has no answer at all, also after another change; whatever the form asks."""
        repository = self.make_repository()
        (client_id,) = create_known(repository, NewClient("ada@example.edu", "Ada", "Lovelace"))
        with repository.transaction() as transaction:
            transaction.update([ClientUpdate(client_id, last_name="King")])
            found = [client.answers for client in transaction.find(["ada@example.edu"])]
        found += [client.answers for client in repository.find(["ada@example.edu"])]
        expect("create: who answers nothing has no answer", [*found, only(repository).answers], [{}, {}, {}])

    def test_absent_is_not_empty(self) -> None:
        """A question without an answer is absent from the answers; it is no empty text and no empty tuple."""
        repository = self.make_repository()
        for number, question in enumerate(self.asked()):
            answers = self.answers_to([question], 0)
            create(repository, new(f"client{number}@example.edu", answers))
            (client,) = repository.find([f"client{number}@example.edu"])
            expect("create: absent is not empty", sorted_answers(client.answers), sorted_answers(answers))

    def test_refuses_a_taken_address(self) -> None:
        """`create` gives None for an address that is taken, also within one call, and stores the others."""
        repository = self.make_repository()
        create(repository, new("ada@example.edu"))
        with keeping("create: None where the address is taken"):
            ids = create(repository, new("ADA@example.edu"), new("bob@example.edu"), new("Bob@Example.edu"))
        taken = [client_id is None for client_id in ids]
        expect("create: None where the address is taken", taken, [True, False, True])
        expect("create: a taken address changes nothing", emails_of(repository), ["ada@example.edu", "bob@example.edu"])

    def test_goes_on_after_a_taken_address(self) -> None:
        """A taken address spoils nothing: the transaction goes on and everything else in it is stored."""
        repository = self.make_repository()
        (ada,) = create_known(repository, new("ada@example.edu"))
        with keeping("create: a taken address spoils no transaction"), repository.transaction() as transaction:
            transaction.create([new("ada@example.edu")])
            transaction.create([new("bob@example.edu")])
            transaction.update([ClientUpdate(ada, first_name="Augusta")])
            found = {client.first_name for client in transaction.find(["ada@example.edu"])}
        expect("create: a taken address spoils no transaction", found, {"Augusta"})
        stored = sorted((client.email, client.first_name) for client in repository.all())
        wanted = [("ada@example.edu", "Augusta"), ("bob@example.edu", "Ada")]
        expect("create: a taken address spoils no transaction", stored, wanted)

    def test_updates_only_what_is_named(self) -> None:
        """`update` changes the named fields and touches no other field and no other client."""
        repository = self.make_repository()
        questions = self.asked()
        before = self.answers_to(questions, 0)
        ids = create_known(repository, new("ada@example.edu", before), new("bob@example.edu", before))
        wanted = dict(before)
        for question in questions:
            changed = self.answers_to([question], 1)
            with repository.transaction() as transaction:
                transaction.update([ClientUpdate(ids[0], answers=changed)])
            wanted |= changed
            got = by_id(repository)[ids[0]]
            expect("update: only named answers", sorted_answers(got.answers), sorted_answers(wanted))
        with repository.transaction() as transaction:
            transaction.update([ClientUpdate(ids[0], last_name="King")])
        ada, bob = (by_id(repository)[client_id] for client_id in ids)
        expect("update: only named names", (ada.first_name, ada.last_name), ("Ada", "King"))
        expect("update: a name alone keeps the answers", sorted_answers(ada.answers), sorted_answers(wanted))
        expect("update: the address stays", ada.email, "ada@example.edu")
        untouched = (bob.last_name, sorted_answers(bob.answers))
        expect("update: no other client", untouched, ("Lovelace", sorted_answers(before)))

    def test_updates_many_at_once(self) -> None:
        """Each update of a batch reaches its own client, whatever fields the others name."""
        repository = self.make_repository()
        emails = ["ada@example.edu", "bob@example.edu", "eve@example.edu", "mia@example.edu"]
        ids = create_known(repository, *map(new, emails))
        first, rest = self.answers_to(self.asked()[:1], 2), self.answers_to(self.asked()[1:], 2)
        with repository.transaction() as transaction:
            transaction.update(
                [
                    ClientUpdate(ids[2], answers=rest),
                    ClientUpdate(ids[0], first_name="Augusta"),
                    ClientUpdate(ids[1], last_name="King", answers=first),
                ]
            )
        stored = {
            client.email: (client.first_name, client.last_name, sorted_answers(client.answers))
            for client in repository.all()
        }
        wanted: dict[str, object] = {
            "ada@example.edu": ("Augusta", "Lovelace", {}),
            "bob@example.edu": ("Ada", "King", sorted_answers(first)),
            "eve@example.edu": ("Ada", "Lovelace", sorted_answers(rest)),
            "mia@example.edu": ("Ada", "Lovelace", {}),
        }
        expect("update: each its own client", stored, wanted)

    def test_clears_an_answer(self) -> None:
        """`update` with None takes the answer away and leaves the others; an empty text would be something else."""
        repository = self.make_repository()
        questions = self.asked()
        answers = self.answers_to(questions, 0)
        (client_id,) = create_known(repository, new("ada@example.edu", answers))
        for question in questions:
            del answers[question.id]
            for _ in range(2):  # an answer that is not there is cleared as well
                with repository.transaction() as transaction:
                    transaction.update([ClientUpdate(client_id, answers={question.id: None})])
            expect("update: None clears", sorted_answers(only(repository).answers), sorted_answers(answers))

    def test_takes_any_mapping_of_answers(self) -> None:
        """Answers may come in any mapping, not in a dict only."""
        repository = self.make_repository()
        first, rest = self.answers_to(self.asked()[:1], 0), self.answers_to(self.asked()[1:], 0)
        (client_id,) = create_known(repository, new("ada@example.edu", MappingProxyType(first)))
        with repository.transaction() as transaction:
            transaction.update([ClientUpdate(client_id, answers=MappingProxyType(rest))])
        expect("answers: any mapping", sorted_answers(only(repository).answers), sorted_answers({**first, **rest}))

    def test_updates_nobody_who_is_gone(self) -> None:
        """`update` of a client who is not there does nothing, and creates nobody."""
        repository = self.make_repository()
        gone, stays = create_known(repository, new("ada@example.edu"), new("bob@example.edu"))
        with repository.transaction() as transaction:
            transaction.delete([gone])
        with keeping("update: a client who is gone"), repository.transaction() as transaction:
            transaction.update(
                [
                    ClientUpdate(gone, first_name="Other", answers=self.answers_to(self.asked(), 0)),
                    ClientUpdate(stays, first_name="Bob"),
                ]
            )
        stored = {client.email: client.first_name for client in repository.all()}
        expect("update: a client who is gone", stored, {"bob@example.edu": "Bob"})

    def test_takes_empty_batches(self) -> None:
        """Nothing to do is no error."""
        repository = self.make_repository()
        with keeping("empty batches are no error"), repository.transaction() as transaction:
            transaction.update([])
            expect("create: nothing", list(transaction.create([])), [])
            expect("delete: nothing", list(transaction.delete([])), [])
            expect("find: no key, no client", list(transaction.find([])), [])
        expect("empty batches store nothing", list(repository.all()), [])

    def test_stores_the_spelling_and_not_the_key(self) -> None:
        """The address comes back as it was given, unless the storage holds every address as its key."""
        repository = self.make_repository()
        email = "Zoë.O'Neil+x@Example.EDU"
        create(repository, new(email))
        expect("create: the spelling of the address", only(repository).email, self.spelled(email))
        expect("create: the key of the address", email_key(only(repository).email), email_key(email))
