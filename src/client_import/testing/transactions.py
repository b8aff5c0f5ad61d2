"""The contract's rules of transactions: all of it is stored, or none, and nobody sees a half."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from client_import import ClientUpdate, Importer, NewClient, NewPassword, Outcome, Secret
from client_import.testing.expecting import (
    HASH,
    LONGEST_SECONDS,
    Broken,
    break_off,
    by_id,
    create,
    create_known,
    emails_of,
    expect,
    keeping,
    new,
    start,
)
from client_import.testing.hooks import ContractHooks, needs


class BreaksOff(Sequence[NewClient]):
    """A batch of clients that raises when it is asked for the last one."""

    def __init__(self, clients: Sequence[NewClient]) -> None:
        self._clients = clients

    def __len__(self) -> int:
        return len(self._clients)

    @overload
    def __getitem__(self, place: int) -> NewClient: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[NewClient]: ...
    def __getitem__(self, place: int | slice) -> NewClient | Sequence[NewClient]:
        if isinstance(place, slice) or place in {-1, len(self._clients) - 1}:
            break_off()
        return self._clients[place]

    def __iter__(self) -> Iterator[NewClient]:
        yield from self._clients[:-1]
        break_off()


class TransactionRules(ContractHooks):
    """What is stored when, and what others see of it."""

    def test_rolls_back(self) -> None:
        """An exception inside a transaction leaves the storage as it was, and reaches the caller."""
        repository = self.make_repository()
        ada, eve = create_known(repository, new("ada@example.edu"), new("eve@example.edu"))
        before = by_id(repository)
        try:
            with repository.transaction() as transaction:
                transaction.create([new("bob@example.edu", self.answers_to(self.asked(), 0))])
                transaction.update([ClientUpdate(ada, first_name="Other", answers=self.answers_to(self.asked(), 1))])
                if self.keeps_passwords:
                    transaction.set_passwords([NewPassword(ada, Secret(HASH), None)])
                transaction.delete([eve])
                break_off()
        except Broken:
            pass
        else:
            expect("transaction: the exception reaches the caller", "no exception", "the exception")
        expect("transaction: rolled back", by_id(self.open_again(repository)), before)
        create(repository, new("bob@example.edu"))
        wanted = ["ada@example.edu", "bob@example.edu", "eve@example.edu"]
        expect("transaction: another one after a rollback", emails_of(repository), wanted)

    def test_leaves_nothing_of_half_a_batch(self) -> None:
        """A batch that breaks in the middle leaves nothing, neither of itself nor of the batches before it."""
        repository = self.make_repository()
        clients = [new(f"client{number}@example.edu") for number in range(700)]
        try:
            with repository.transaction() as transaction:
                transaction.create([new("ada@example.edu")])
                transaction.create(BreaksOff(clients))
        except Broken:
            pass
        expect("transaction: nothing of half a batch", emails_of(self.open_again(repository)), [])

    def test_shows_others_what_is_committed(self) -> None:
        """What a transaction does is seen by others after it, and not before."""
        repository = self.make_repository()
        (client_id,) = create_known(repository, new("ada@example.edu"))

        def look() -> list[tuple[str, str]]:
            clients = self.run_request(lambda: list(self.open_again(repository).all()))
            return sorted((client.email, client.first_name) for client in clients)

        with repository.transaction() as transaction:
            transaction.create([new("bob@example.edu")])
            transaction.update([ClientUpdate(client_id, first_name="Augusta")])
            with keeping("transaction: reading waits for no writer"):
                seen = start(look).result(LONGEST_SECONDS)
        expect("transaction: others see what is committed", seen, [("ada@example.edu", "Ada")])
        wanted = [("ada@example.edu", "Augusta"), ("bob@example.edu", "Ada")]
        expect("transaction: committed on a clean exit", start(look).result(LONGEST_SECONDS), wanted)

    def test_writes_while_reading(self) -> None:
        """Writing need not wait for somebody who has not read `all` or `find` to the end."""
        repository = self.make_repository()
        create(repository, new("ada@example.edu"), new("bob@example.edu"))
        reading = [iter(repository.all()), iter(repository.find(["ada@example.edu", "bob@example.edu"]))]
        for clients in reading:
            next(clients)
        with keeping("all: nobody waits for a reader"):
            create(repository, new("eve@example.edu"))
        expect("all: nobody waits for a reader", len(list(repository.all())), 3)

    def test_reads_side_by_side(self) -> None:
        """Two who read `all` at once, and look clients up meanwhile, do not disturb one another."""
        repository = self.make_repository()
        emails = [f"client{number}@example.edu" for number in range(40)]
        create(repository, *map(new, emails))
        pairs = []
        with keeping("all: two readers at once"):
            for one, other in zip(repository.all(), repository.all(), strict=True):
                (found,) = repository.find([one.email])
                pairs.append((one.email, other.email, found.email))
        expect("all: two readers at once", sorted(pairs), sorted((email, email, email) for email in emails))

    def test_loses_nothing_of_a_transaction_inside_another(self) -> None:
        """A transaction opened inside another is refused with an error, or nothing of it is lost."""
        repository = self.make_repository()
        wanted = ["ada@example.edu", "bob@example.edu"]
        with repository.transaction() as outer:
            outer.create([new("ada@example.edu")])
            try:
                with repository.transaction() as inner:
                    inner.create([new("bob@example.edu")])
            except Exception:  # noqa: BLE001 - any refusal will do
                wanted = ["ada@example.edu"]
        expect("transaction: one inside another is refused or kept", emails_of(repository), wanted)

    def test_sees_a_change_from_outside(self) -> None:
        """What another one changed, created or deleted after the dry run is noticed, left as it is and reported."""
        repository = self.make_repository()
        create(repository, *(new(f"{name}@example.edu") for name in ("ada", "bob", "eve")))
        ids = {client.email: client.id for client in repository.all()}
        importer = Importer(form=self.form, clients=repository)
        names = "".join(f"{name}@example.edu,New,Name\n" for name in ("ada", "bob", "eve", "mia", "zoe"))
        plan = importer.plan(importer.read(f"email,first_name,last_name\n{names}".encode()))

        def change() -> None:
            with self.open_again(repository).transaction() as transaction:
                transaction.update([ClientUpdate(ids["ada@example.edu"], first_name="Outside")])
                transaction.delete([ids["bob@example.edu"]])
                transaction.create([new("mia@example.edu")])

        start(lambda: self.run_request(change)).result(LONGEST_SECONDS)
        report = importer.apply(plan)
        conflicted = [row.email for row in report.rows if row.outcome is Outcome.CONFLICTED]
        wanted = ["ada@example.edu", "bob@example.edu", "mia@example.edu"]
        expect("import: a change from outside is noticed", conflicted, wanted)
        left = sorted((client.email, client.first_name, client.last_name) for client in repository.all())
        expect(
            "import: what was changed from outside stays",
            left,
            [
                ("ada@example.edu", "Outside", "Lovelace"),
                ("eve@example.edu", "New", "Name"),
                ("mia@example.edu", "Ada", "Lovelace"),
                ("zoe@example.edu", "New", "Name"),
            ],
        )

    @needs("store_second")
    def test_reports_two_clients_with_one_key(self) -> None:
        """A row that meets two stored clients is rejected as ambiguous, and both stay as they are."""
        repository = self.make_repository()
        create(repository, new("ada@example.edu"))
        self.store_second(repository, "ADA@Example.edu")
        before = by_id(repository)
        importer = Importer(form=self.form, clients=repository)
        plan = importer.plan(importer.read(b"email,first_name,last_name\nada@example.edu,New,Name\n"))
        codes = [problem.code.value for problem in plan.problems if problem.line == 2]
        expect("import: a second client with the same key is reported", codes, ["ambiguous_client"])
        importer.apply(plan)
        expect("import: two clients with one key stay as they are", by_id(repository), before)

    def test_imports_a_roster(self) -> None:
        """A small roster goes in as the dry run shows, and the same roster again changes nobody."""
        repository = self.make_repository()
        importer = Importer(form=self.form, clients=repository)
        roster = b"email,first_name,last_name\nAda@Example.edu,Ada,Lovelace\nbob@example.edu,Bob,B\n"
        for created in (2, 0):
            report = importer.apply(importer.plan(importer.read(roster)))
            expect("import: twice is once", report.counts.created, created)
            expect("import: twice is once", report.counts.unchanged, 2 - created)
        (client,) = repository.find(["bob@example.edu"])
        expect("import: what is filled is stored", (client.first_name, client.last_name), ("Bob", "B"))
        expect("import: nobody else is stored", len(list(repository.all())), 2)
