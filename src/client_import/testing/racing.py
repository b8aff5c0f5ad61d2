"""The contract's rules of two transactions at the same moment, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from client_import import ClientId, ClientUpdate
from client_import.testing.expecting import (
    LONGEST_SECONDS,
    create_known,
    emails_of,
    expect,
    keeping,
    new,
    only,
    start,
)
from client_import.testing.hooks import ContractHooks


class RacingRules(ContractHooks):
    """What two administrators, or an administrator and a client who signs up, may do to one another: nothing."""

    def test_race_for_an_address(self) -> None:
        """Of two who create the same address at once one gets None; nothing breaks and nobody is stored twice."""
        repository = self.make_repository()
        other = self.open_again(repository)
        created, over = threading.Event(), threading.Event()
        rule = "race: one creates, the other gets None"

        def first() -> list[ClientId | None]:
            with repository.transaction() as transaction:
                ids = list(transaction.create([new("ada@example.edu"), new("eve@example.edu")]))
                created.set()
                over.wait(self.pause)
            return ids

        def second() -> tuple[list[ClientId | None], int]:
            created.wait(LONGEST_SECONDS)
            with other.transaction() as transaction:
                ids = list(transaction.create([new("bob@example.edu"), new("ADA@example.edu"), new("mia@example.edu")]))
                found = len(list(transaction.find(["ada@example.edu"])))
                transaction.update([ClientUpdate(ids[0], first_name="Later")] if ids[0] is not None else [])
            over.set()
            return ids, found

        ids, (later_ids, found) = self._run_both(rule, first, second)
        taken = ([each is None for each in ids], [each is None for each in later_ids])
        expect(rule, taken, ([False, False], [False, True, False]))
        expect("race: who came second sees the first", found, 1)
        names = {client.email: client.first_name for client in repository.all()}
        expect("race: nobody is stored twice and nobody lost", sorted(names), emails_of(repository))
        wanted = {f"{name}@example.edu": "Ada" for name in ("ada", "eve", "mia")} | {"bob@example.edu": "Later"}
        expect("race: nobody is stored twice and nobody lost", names, wanted)

    def test_race_after_a_look(self) -> None:
        """An address that was free when it was looked up, and is taken when it is created, gives None."""
        repository = self.make_repository()
        other = self.open_again(repository)
        looked, over = threading.Event(), threading.Event()
        rule = "race: free when looked up, taken when created"

        def first() -> list[ClientId | None]:
            with repository.transaction() as transaction:
                list(transaction.find(["ada@example.edu"]))
                looked.set()
                over.wait(self.pause)
                return list(transaction.create([new("ada@example.edu"), new("eve@example.edu")]))

        def second() -> list[ClientId | None]:
            looked.wait(LONGEST_SECONDS)
            with other.transaction() as transaction:
                ids = list(transaction.create([new("Ada@example.edu")]))
            over.set()
            return ids

        ids, later_ids = self._run_both(rule, first, second)
        taken = sorted([ids[0] is None, later_ids[0] is None])
        expect(rule, taken, [False, True])
        stored = [email.lower() for email in emails_of(repository)]
        expect("race: nobody is stored twice and nobody lost", stored, ["ada@example.edu", "eve@example.edu"])

    def test_race_for_a_client(self) -> None:
        """Two who change different fields of one client at once both get their way."""
        repository = self.make_repository()
        other = self.open_again(repository)
        (client_id,) = create_known(repository, new("ada@example.edu"))
        one, another = self.asked()[:1], self.asked()[1:2]
        looked, over = threading.Event(), threading.Event()
        rule = "race: no update is lost"

        def first() -> None:
            with repository.transaction() as transaction:
                list(transaction.find(["ada@example.edu"]))
                looked.set()
                over.wait(self.pause)
                transaction.update([ClientUpdate(client_id, first_name="First", answers=self.answers_to(one, 0))])

        def second() -> None:
            looked.wait(LONGEST_SECONDS)
            with other.transaction() as transaction:
                list(transaction.find(["ada@example.edu"]))
                transaction.update([ClientUpdate(client_id, last_name="Second", answers=self.answers_to(another, 0))])
            over.set()

        self._run_both(rule, first, second)
        client = only(repository)
        names, answered = (client.first_name, client.last_name), set(client.answers)
        expect(rule, (names, answered), (("First", "Second"), set(self.answers_to([*one, *another], 0))))

    def _run_both(self, rule: str, first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
        """What both gave, each as a request of its own; whatever one raises, or a wait without end, breaks the rule."""
        running = [start(partial(self.run_request, act)) for act in (first, second)]
        with keeping(rule):
            return running[0].result(LONGEST_SECONDS), running[1].result(LONGEST_SECONDS)
