"""The contract notices repositories that break it, and names the rule."""

from __future__ import annotations

import json
import subprocess
import sys
import unittest
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import attrs
import pytest

from client_import import (
    Answers,
    Client,
    ClientId,
    ClientRepository,
    ClientUpdate,
    NewClient,
    NewPassword,
    Question,
    RegistrationForm,
    StorageError,
    email_key,
)
from client_import.repositories.memory import MemoryClients
from client_import.repository import OneAtATime
from client_import.testing import RepositoryContract
from client_import.testing.changing import ChangingRules
from client_import.testing.expecting import Broken
from client_import.testing.transactions import BreaksOff
from hosts import MemoryHost, in_memory


class Wrong:
    """A transaction that passes everything on, but for what a subclass does wrong."""

    def __init__(self, inner: Any) -> None:  # noqa: ANN401 - the memory repository's own transaction
        self.inner = inner

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.inner, name)


class NeverFree(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        self.inner.create(clients)
        return [None] * len(clients)


class Reversed(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        return list(reversed(self.inner.create(clients)))


class CrashesOnDoubles(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        ids = list(self.inner.create(clients))
        if None in ids:
            raise RuntimeError("UNIQUE constraint failed: clients.email_key")
        return ids


class PoisonedByDoubles(Wrong):
    poisoned = False

    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        ids = list(self.inner.create(clients))
        self.poisoned = self.poisoned or None in ids
        return ids

    def update(self, updates: Sequence[ClientUpdate]) -> None:
        if self.poisoned:
            raise RuntimeError("current transaction is aborted")
        self.inner.update(updates)


class StoresDoubles(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        self.inner._keys.clear()
        return list(self.inner.create(clients))


class StoresKeys(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        return list(self.inner.create([attrs.evolve(new, email=email_key(new.email)) for new in clients]))


class EmptyForAbsent(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        filled = [attrs.evolve(new, answers={"note": "", **new.answers}) for new in clients]
        return list(self.inner.create(filled))


class CutsTexts(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        return list(self.inner.create([attrs.evolve(new, first_name=new.first_name[:255]) for new in clients]))


class CutsAtNul(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        return list(self.inner.create([attrs.evolve(n, first_name=n.first_name.split("\0")[0]) for n in clients]))


class DriverErrorAtNul(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        if any("\0" in new.first_name for new in clients):
            raise ValueError("A string literal cannot contain NUL (0x00) characters.")
        return list(self.inner.create(clients))


class JoinsChoices(Wrong):
    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        return list(self.inner.create([attrs.evolve(new, answers=rejoin(new.answers)) for new in clients]))


def rejoin(answers: Answers) -> Answers:
    """Choices as they come back from a column in which they were separated by `|`."""
    return {
        question: tuple("|".join(answer).split("|")) if isinstance(answer, tuple) else answer
        for question, answer in answers.items()
    }


class UpdatesTheFirst(Wrong):
    def update(self, updates: Sequence[ClientUpdate]) -> None:
        self.inner.update(updates[:1])


class ReplacesAnswers(Wrong):
    def update(self, updates: Sequence[ClientUpdate]) -> None:
        for update in updates:
            if update.client_id in self.inner.clients:
                self.inner.clients[update.client_id] = attrs.evolve(self.inner.clients[update.client_id], answers={})
        self.inner.update(updates)


class NeverClears(Wrong):
    def update(self, updates: Sequence[ClientUpdate]) -> None:
        kept = [{q: a for q, a in update.answers.items() if a is not None} for update in updates]
        self.inner.update([attrs.evolve(u, answers=answers) for u, answers in zip(updates, kept, strict=True)])


class CreatesWhoIsGone(Wrong):
    def update(self, updates: Sequence[ClientUpdate]) -> None:
        for update in updates:
            if update.client_id not in self.inner.clients:
                self.inner.clients[update.client_id] = Client(update.client_id, "gone@example.edu", "Other", "Name")
        self.inner.update(updates)


class IgnoresMarks(Wrong):
    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        marks = {client.id: client.password_mark for client in self.inner.clients.values()}
        return list(
            self.inner.set_passwords(
                [NewPassword(each.client_id, each.hash, marks.get(each.client_id)) for each in passwords]
            )
        )


class AnswersReversed(Wrong):
    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        stored = self.inner.set_passwords(passwords)
        return [not stored[0], *stored[1:]] if len(stored) > 1 else list(stored)


class SaysNo(Wrong):
    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        self.inner.set_passwords(passwords)
        return [False] * len(passwords)


class NoPlaceholder(Wrong):
    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        done = self.inner.set_passwords(passwords)
        for client in self.inner.clients.values():
            self.inner.clients[client.id] = attrs.evolve(client, password_is_placeholder=False)
        return list(done)


class NeedsPasswords(Wrong):
    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        if not passwords:
            raise RuntimeError("executemany() without parameters")
        return list(self.inner.set_passwords(passwords))


class WithoutPasswords(Wrong):
    """Right, where the storage has no place for them."""

    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:  # noqa: ARG002
        raise StorageError("There is no place for passwords.")


class RefusesToDelete(Wrong):
    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        return list(client_ids)


class DeletesAnybody(Wrong):
    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        for client_id in client_ids:
            client = self.inner.clients.pop(client_id, None)
            if client:
                self.inner._keys[email_key(client.email)].remove(client_id)
        return []


class SaysGoneStays(Wrong):
    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        gone = [client_id for client_id in client_ids if client_id not in self.inner.clients]
        return [*gone, *self.inner.delete(client_ids)]


class WrongClients(MemoryClients):
    """Memory with a wrong transaction."""

    wrong: Callable[[Any], Wrong]

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            yield type(self).wrong(inner)


class ReusesIds(MemoryClients):
    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            inner.last_id = max((int(str(client_id)) for client_id in inner.clients), default=0)
            yield inner


class SwallowsErrors(MemoryClients):
    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            try:
                yield inner
            except Exception:  # noqa: BLE001 - that is what it does wrong
                return


class CommitsAnyway(MemoryClients):
    @contextmanager
    def transaction(self) -> Iterator[Any]:
        error: BaseException | None = None
        with super().transaction() as inner:
            try:
                yield inner
            except Exception as raised:  # noqa: BLE001 - that is what it does wrong
                error = raised
        if error:
            raise error


class ShowsTooEarly(MemoryClients):
    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            before, self._state = self._state, inner
            try:
                yield inner
            except BaseException:
                self._state = before
                raise


class LastOneWins(MemoryClients):
    """Two transactions at once each work on a copy, and who commits last throws the other's work away."""

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        alone = MemoryClients()
        alone._state = self._state
        with alone.transaction() as inner:
            yield inner
        self._state = alone._state


class RemembersClients(MemoryClients):
    """Gives inside a transaction what it gave outside, as an identity map does."""

    remembered: tuple[Client, ...] = ()

    def find(self, email_keys: Collection[str]) -> list[Client]:
        found = super().find(email_keys)
        self.remembered = (*self.remembered, *found)
        return found

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            yield Remembering(inner, {email_key(client.email): client for client in self.remembered})


class Remembering(Wrong):
    def __init__(self, inner: Any, remembered: dict[str, Client]) -> None:  # noqa: ANN401
        super().__init__(inner)
        self.remembered = remembered

    def find(self, email_keys: Collection[str]) -> list[Client]:
        found = {email_key(client.email): client for client in self.inner.find(email_keys)}
        return [self.remembered.get(key, client) for key, client in found.items()]


class FindsBySpelling(MemoryClients):
    def find(self, email_keys: Collection[str]) -> list[Client]:
        return [client for client in self.all() if client.email in email_keys]


class FoldsAccents(MemoryClients):
    def find(self, email_keys: Collection[str]) -> list[Client]:
        wanted = {key.replace("ü", "u") for key in email_keys}
        return [client for client in self.all() if email_key(client.email).replace("ü", "u") in wanted]


class TakesFewKeys(MemoryClients):
    def find(self, email_keys: Collection[str]) -> list[Client]:
        if len(email_keys) > 65_535:
            raise RuntimeError("too many SQL variables")
        return super().find(email_keys)


class FindsTwice(MemoryClients):
    def find(self, email_keys: Collection[str]) -> list[Client]:
        return [client for key in email_keys for client in super(FindsTwice, self).find([key])]


class FindsTheLast(MemoryClients):
    def find(self, email_keys: Collection[str]) -> list[Client]:
        return list({email_key(client.email): client for client in super().find(email_keys)}.values())


class AllActive(MemoryClients):
    def find(self, email_keys: Collection[str]) -> list[Client]:
        return [attrs.evolve(client, active=True) for client in super().find(email_keys)]


class NobodyCompleted(MemoryClients):
    def all(self) -> Iterator[Client]:
        return (attrs.evolve(client, registration_completed=False) for client in super().all())


class GivesAllTwice(MemoryClients):
    def all(self) -> Iterator[Client]:
        yield from super().all()
        yield from super().all()


class GivesAList(MemoryClients):
    def all(self) -> Any:  # noqa: ANN401 - that is what it does wrong
        return list(super().all())


class OneReaderAtOnce(MemoryClients):
    reading: Iterator[Client] = iter(())

    def all(self) -> Iterator[Client]:
        self.reading = super().all()
        while (client := next(self.reading, None)) is not None:
            yield client


class InnerIsLost(MemoryClients):
    @contextmanager
    def transaction(self) -> Iterator[Any]:
        self._guard = OneAtATime()
        self._lock = type("NoLock", (), {"__enter__": lambda _: None, "__exit__": lambda *_: None})()
        with super().transaction() as inner:
            yield inner


WRONG: list[tuple[type[MemoryClients | Wrong], str]] = [
    (FindsBySpelling, "find: by e-mail key"),
    (FoldsAccents, "find: international addresses"),
    (FindsBySpelling, "find: no-break spaces are no part of the key"),
    (TakesFewKeys, "find: any number of keys"),
    (FindsTwice, "find: each client once"),
    (FindsTheLast, "find: both clients with one key"),
    (FindsTheLast, "import: a second client with the same key is reported"),
    (AllActive, "find: deactivated accounts"),
    (NobodyCompleted, "find: completed registrations"),
    (GivesAllTwice, "all: every client once"),
    (GivesAList, "all: an iterator"),
    (OneReaderAtOnce, "all: two readers at once"),
    (NeverFree, "create: an address that was free is taken"),
    (Reversed, "create: ids in order"),
    (CrashesOnDoubles, "create: None where the address is taken"),
    (PoisonedByDoubles, "create: a taken address spoils no transaction"),
    (StoresDoubles, "create: None where the address is taken"),
    (StoresKeys, "create: the spelling of the address"),
    (EmptyForAbsent, "create: absent is not empty"),
    (CutsTexts, "create: every text survives"),
    (CutsAtNul, "texts: NUL is refused whole"),
    (DriverErrorAtNul, "texts: NUL is refused whole"),
    (JoinsChoices, "create: every choice survives"),
    (UpdatesTheFirst, "update: each its own client"),
    (ReplacesAnswers, "update: only named answers"),
    (NeverClears, "update: None clears"),
    (CreatesWhoIsGone, "update: a client who is gone"),
    (IgnoresMarks, "set_passwords: only where the mark matches"),
    (IgnoresMarks, "set_passwords: a chosen password stays"),
    (NeedsPasswords, "set_passwords: nothing"),
    (AnswersReversed, "set_passwords: said in order"),
    (SaysNo, "set_passwords: done"),
    (NoPlaceholder, "set_passwords: a placeholder"),
    (RefusesToDelete, "delete: refuses no imported client"),
    (DeletesAnybody, "delete: completed registrations stay"),
    (DeletesAnybody, "delete: who chose a password stays"),
    (SaysGoneStays, "delete: a client who is gone"),
    (ReusesIds, "delete: an id is never used again"),
    (SwallowsErrors, "transaction: the exception reaches the caller"),
    (CommitsAnyway, "transaction: rolled back"),
    (CommitsAnyway, "transaction: nothing of half a batch"),
    (ShowsTooEarly, "transaction: others see what is committed"),
    (InnerIsLost, "transaction: one inside another is refused or kept"),
    (LastOneWins, "race: one creates, the other gets None"),
    (LastOneWins, "race: free when looked up, taken when created"),
    (LastOneWins, "race: no update is lost"),
    (LastOneWins, "race: nobody changes an answer between the look and the write"),
    (RemembersClients, "import: an answer that changed from outside is noticed"),
    (ReplacesAnswers, "import: an answer beside it stays"),
    (EmptyForAbsent, "create: who answers nothing has no answer"),
]


def contract_for(make: Callable[[], MemoryClients]) -> type[RepositoryContract]:
    class Contract(MemoryHost):
        pause = 0.02

        def make_repository(self) -> MemoryClients:
            return make()

    return Contract


def test_names(contract: type[RepositoryContract]) -> list[str]:
    return [name for name in dir(contract) if name.startswith("test_") and callable(getattr(contract, name))]


test_names.__test__ = False  # type: ignore[attr-defined] # it is none


def complaints_about(make: Callable[[], MemoryClients]) -> Iterator[str]:
    """What the contract says about a repository, test by test."""
    contract = contract_for(make)
    for name in test_names(contract):
        try:
            getattr(contract(), name)()
        except AssertionError as error:
            yield str(error)
        except Exception:  # noqa: BLE001 - a wrong repository may break in other ways as well
            pass


def test_a_right_repository_gives_no_complaint() -> None:
    """The contract finds nothing in the memory repository, and no test of it raises."""
    for name in test_names(contract_for(MemoryClients)):
        getattr(contract_for(MemoryClients)(), name)()


@pytest.mark.parametrize("wrong", dict(WRONG), ids=lambda wrong: wrong.__name__)
def test_a_wrong_repository_is_told_the_rule(wrong: type[Any]) -> None:
    """Each wrong repository fails, with a message that names the rule."""
    make = type(wrong.__name__, (WrongClients,), {"wrong": wrong}) if issubclass(wrong, Wrong) else wrong
    unseen = {rule for known, rule in WRONG if known is wrong}
    complaints = complaints_about(make)
    while unseen:
        complaint = next(complaints)  # the contract ends without a complaint that names the rule
        unseen = {rule for rule in unseen if f"“{rule}" not in complaint}


class WritesFirst(Wrong):
    """Has no place for passwords, and says so when the profiles are stored."""

    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        if passwords:
            raise StorageError("There is no place for passwords.")
        return []


class RefusesNone(MemoryClients):
    """Refuses passwords at once, but for the import of a roster."""

    transactions = 0

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        self.transactions += 1
        with super().transaction() as inner:
            yield WithoutPasswords(inner) if self.transactions == 1 else inner


def test_a_storage_without_passwords_says_so_before_anything_is_written() -> None:
    """Where the host says that there is no place for passwords, whoever takes them or refuses them late is told."""
    rule = "set_passwords: a storage without passwords refuses before anything is written"
    for wrong in (WritesFirst, RefusesNone, MemoryClients):
        make = type("Late", (WrongClients,), {"wrong": wrong}) if issubclass(wrong, Wrong) else wrong
        contract = contract_for(make)
        contract.keeps_passwords = False
        with pytest.raises(AssertionError, match=rule):
            contract().test_says_at_once_whether_it_keeps_passwords()
    right = contract_for(type("Right", (WrongClients,), {"wrong": WithoutPasswords}))
    right.keeps_passwords = False
    right().test_says_at_once_whether_it_keeps_passwords()


def test_messages_say_what_was_wanted_and_what_came() -> None:
    """A complaint holds the rule, what the contract wants and what it got."""
    with pytest.raises(AssertionError) as raised:
        contract_for(GivesAllTwice)().test_gives_all()
    assert str(raised.value).splitlines()[0] == "The contract's rule “all: every client once” is broken."
    assert [line.split(":")[0] for line in str(raised.value).splitlines()[1:]] == ["Wanted", "Got"]


def test_the_repository_must_be_given() -> None:
    """Without `make_repository` the contract says what to write."""
    with pytest.raises(NotImplementedError, match="make_repository"):
        RepositoryContract().make_repository()


MORE = {"choose_password": 2, "change_answer": 3}


@pytest.mark.parametrize(
    "hook",
    [
        "change_answer",
        "complete_registration",
        "choose_password",
        "deactivate",
        "refer_to",
        "store_second",
        "stored_hash",
    ],
)
def test_optional_hooks_do_nothing_unless_written(hook: str) -> None:
    """A hook that a host did not write raises instead of letting a rule pass."""
    with pytest.raises(NotImplementedError):
        getattr(RepositoryContract(), hook)(MemoryClients(), *["ada@example.edu", "x", "x"][: MORE.get(hook, 1)])


def test_a_broken_batch_breaks_however_it_is_read() -> None:
    """The batch that breaks in the middle does so by index, by slice and by iteration, and knows its length."""
    batch = BreaksOff([NewClient("ada@example.edu", "A", "B"), NewClient("bob@example.edu", "A", "B")])
    assert (len(batch), batch[0].email) == (2, "ada@example.edu")
    for read in (lambda: batch[1], lambda: batch[-1], lambda: batch[:1], lambda: list(batch)):
        with pytest.raises(Broken):
            read()


def test_rules_that_need_a_hook_are_tests_only_with_it() -> None:
    """A host that cannot complete registrations has no such test; one that can has it."""

    class Bare(RepositoryContract):
        keeps_passwords = False

        def make_repository(self) -> MemoryClients:
            return MemoryClients()

    left_out = set(test_names(contract_for(MemoryClients))) - set(test_names(Bare))
    assert left_out == {
        "test_finds_both_with_one_key",
        "test_tells_who_is_deactivated",
        "test_tells_who_completed_the_registration",
        "test_sets_a_placeholder",
        "test_sets_many_passwords_at_once",
        "test_respects_the_mark",
        "test_touches_nothing_but_the_password",
        "test_stores_the_hash_itself",
        "test_keeps_a_chosen_password",
        "test_keeps_who_completed_the_registration",
        "test_keeps_who_chose_a_password",
        "test_reports_two_clients_with_one_key",
        "test_sees_an_answer_changed_from_outside",
        "test_race_with_a_client_who_answers",
    }
    assert "test_keeps_who_is_referred_to" not in test_names(contract_for(MemoryClients))


def test_a_rule_comes_back_with_its_hook() -> None:
    """A class that adds what its base has not gets the rule that the base was without."""

    class Bare(RepositoryContract):
        def make_repository(self) -> MemoryClients:
            return MemoryClients()

    class Fuller(Bare):
        def stored_hash(self, repository: ClientRepository, client_id: ClientId) -> str | None:
            return in_memory(repository).password_hash(client_id)

    assert set(test_names(Fuller)) - set(test_names(Bare)) == {"test_stores_the_hash_itself"}
    assert "test_stores_the_hash_itself" in dir(RepositoryContract)


def test_a_host_names_its_own_form_and_limits() -> None:
    """The contract answers the host's own questions only, and its names are no longer than the host takes."""
    seen: list[NewClient] = []

    class Watching(Wrong):
        def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
            seen.extend(clients)
            return list(self.inner.create(clients))

    make: Callable[[], MemoryClients] = type("Watched", (WrongClients,), {"wrong": Watching})
    questions = [
        Question("sid", "Student ID", max_length=8),
        Question("code", "Code", pattern="[0-9]+"),
        Question("campus", "Campus", kind="choice", choices=["North", "South"]),
    ]

    class Contract(contract_for(make)):  # type: ignore[misc]
        form, longest_name = RegistrationForm(questions=questions), 40

        def answers_for(self, question: Question) -> Sequence[str]:
            return ["007", "12", "4"] if question.id == "code" else list(super().answers_for(question))

    for name in test_names(Contract):
        getattr(Contract(), name)()
    assert {question for new in seen for question in new.answers} == {"sid", "code", "campus"}
    assert {new.answers["code"] for new in seen if "code" in new.answers} <= {"007", "12", "4", "a\0b"}
    assert max(len(str(new.answers.get("sid", ""))) for new in seen) == 8
    assert max(max(len(new.first_name), len(new.last_name)) for new in seen) == 40


def test_a_question_with_a_pattern_is_left_out_unless_answers_are_known() -> None:
    """Without answers from the host the others are asked; where nothing is left to ask, the contract fails."""
    code, note = Question("code", "Code", pattern="[0-9]+"), Question("note", "Note")
    contract = contract_for(MemoryClients)
    contract.form = RegistrationForm(questions=[code, note])
    assert contract().asked() == [note]
    contract.form = RegistrationForm(questions=[code])
    with pytest.raises(AssertionError, match=r"can ask none .* write answers_for\(question\)"):
        contract().test_updates_only_what_is_named()
    contract.form = RegistrationForm(questions=[])
    for name in set(test_names(contract)) - {name for name in dir(ChangingRules) if name.startswith("test_")}:
        getattr(contract(), name)()


@pytest.mark.parametrize("answer", ["seven", "12345", " "])
def test_an_answer_that_does_not_fit_its_question_is_refused(answer: str) -> None:
    """What the host says fits must match the pattern, be short enough and not be blank."""
    contract = contract_for(MemoryClients)
    contract.form = RegistrationForm(questions=[Question("code", "Code", pattern="[0-9 ]+", max_length=4)])
    contract.answers_for = lambda *_: ["1", answer]  # type: ignore[method-assign]
    with pytest.raises(AssertionError, match="does not answer “code” as the form has it"):
        contract().test_updates_only_what_is_named()


def test_changing_answers_needs_a_question_with_two_answers() -> None:
    """Where no question takes a text, or one takes a single answer only, the host is told."""
    contract = contract_for(MemoryClients)
    contract.form = RegistrationForm(questions=[Question("help", "Help", kind="choices", choices=["Essays", "CVs"])])
    with pytest.raises(AssertionError, match="leave that method out"):
        contract().test_sees_an_answer_changed_from_outside()
    contract.form = RegistrationForm(questions=[Question("level", "Level", kind="choice", choices=["BA"])])
    with pytest.raises(AssertionError, match="two different answers to “level”"):
        contract().test_race_with_a_client_who_answers()
    contract.form = RegistrationForm(questions=[Question("level", "Level", kind="choice", choices=["BA", "MA"])])
    contract().test_sees_an_answer_changed_from_outside()
    contract().test_race_with_a_client_who_answers()


def test_works_with_unittest() -> None:
    """The contract runs under unittest with the same tests, and its failures are failures there."""

    class Fine(contract_for(MemoryClients), unittest.TestCase):  # type: ignore[misc]
        pass

    class Bad(contract_for(GivesAllTwice), unittest.TestCase):  # type: ignore[misc]
        pass

    fine, bad = (unittest.TestResult() for _ in range(2))
    unittest.defaultTestLoader.loadTestsFromTestCase(Fine).run(fine)
    unittest.defaultTestLoader.loadTestsFromTestCase(Bad).run(bad)
    assert (fine.testsRun, fine.wasSuccessful()) == (len(test_names(contract_for(MemoryClients))), True)
    assert any("all: every client once" in trace for _, trace in bad.failures)


def test_imports_without_pytest_and_hypothesis() -> None:
    """The kit brings neither pytest nor hypothesis, nor any database library."""
    code = "import json, sys, client_import.testing; print(json.dumps(list(sys.modules)))"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(finished.stdout)}
    assert not loaded & {"pytest", "hypothesis", "sqlalchemy", "django", "sqlite3"}
