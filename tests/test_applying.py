"""Plan → repository → Report."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import bcrypt
import pytest

from client_import import (
    Client,
    ClientUpdate,
    Conflicts,
    Importer,
    ImportRules,
    NewClient,
    Outcome,
    PasswordOutcome,
    PasswordRules,
    PasswordsRemain,
    StalePlan,
    apply_plan,
    set_passwords,
)
from client_import.repositories.memory import MemoryClients
from client_import.repositories.sqlite import SqliteClients
from rosters import FORM, QUICK, plan, roster

HEADER = "Email,First Name,Last Name,Student ID,Major,Help with,Password\n"
ADA = Client(7, "ada@example.edu", "Ada", "Lovelace", {"sid": "1", "major": "Biology"})
STOP = ImportRules(conflicts=Conflicts.STOP, passwords=PasswordRules(cost=4))


def test_creates_updates_and_reports() -> None:
    """The report says for each row what happened, with the client's id and the changed fields."""
    store = MemoryClients([ADA])
    made = plan(HEADER + "ada@example.edu,Ada,King,,History,,\nbob@example.edu,Bob,B,2,,,\nx,X,X,,,,\n", ADA)
    report = apply_plan(made, store)
    assert [(row.line, row.outcome, row.client_id) for row in report.rows] == [
        (2, Outcome.UPDATED, 7),
        (3, Outcome.CREATED, 8),
        (4, Outcome.REJECTED, None),
    ]
    assert report.rows[0].changes == made.rows[0].changes
    clients = {client.id: client for client in store.all()}
    assert clients[7] == Client(7, "ada@example.edu", "Ada", "King", {"sid": "1", "major": "History"})
    assert clients[8] == Client(8, "bob@example.edu", "Bob", "B", {"sid": "2"})


def test_the_reviewed_plan_is_applied_and_no_other() -> None:
    """A fingerprint that is not the plan's raises StalePlan, and nothing is written."""
    store = MemoryClients()
    made = plan(HEADER + "bob@example.edu,Bob,B,,,,\n")
    with pytest.raises(StalePlan, match="reviewed"):
        apply_plan(made, store, reviewed="0" * 64)
    assert list(store.all()) == []
    apply_plan(made, store, reviewed=made.fingerprint)
    assert len(list(store.all())) == 1


@pytest.mark.parametrize("rules", [QUICK, STOP], ids=["skip", "stop"])
def test_conflicts_are_skipped_or_stop_everything(rules: ImportRules) -> None:
    """A changed, an appeared and a vanished client are left as they are; with `stop` nothing at all is written."""
    eve, mia = Client(8, "eve@example.edu", "Eve", "E"), Client(9, "mia@example.edu", "Mia", "M")
    store = MemoryClients([ADA, eve, mia])
    text = """ada@example.edu,Ada,King,,,,
eve@example.edu,Eve,F,,,,
bob@example.edu,Bob,B,,,,secret-1
mia@example.edu,Mia,N,,,,
"""
    made = plan(HEADER + text, ADA, eve, mia, rules=rules)
    with store.transaction() as transaction:
        transaction.update([ClientUpdate(7, last_name="Byron")])
        transaction.delete([8])
        transaction.create([NewClient("BOB@example.edu", "Own", "Account")])
    before = list(store.all())
    if rules is STOP:
        with pytest.raises(StalePlan, match=r"^3 clients changed after the preview \(line 2, 3, 4\)") as caught:
            apply_plan(made, store)
        assert caught.value.lines == (2, 3, 4)
        assert list(store.all()) == before
        return
    report = apply_plan(made, store)
    assert [row.outcome for row in report.rows] == ["conflicted", "conflicted", "conflicted", "updated"]
    assert [row.password for row in report.rows] == [None] * 4
    assert [(problem.line, problem.code) for problem in report.problems] == [
        (2, "conflicted"),
        (3, "conflicted"),
        (4, "conflicted"),
    ]
    assert sorted(client.last_name for client in store.all()) == ["Account", "Byron", "N"]


def test_a_field_the_plan_does_not_write_may_change() -> None:
    """A change elsewhere in the account is no conflict, and survives."""
    store = MemoryClients([ADA])
    made = plan(HEADER + "ada@example.edu,Ada,King,,,,\n", ADA)
    with store.transaction() as transaction:
        transaction.update([ClientUpdate(7, answers={"sid": "99"})])
    assert apply_plan(made, store).counts.updated == 1
    assert next(store.all()) == Client(7, "ada@example.edu", "Ada", "King", {"sid": "99", "major": "Biology"})


def test_a_second_client_with_the_address_is_a_conflict() -> None:
    """Where by now two stored clients have the address, neither is changed: nobody knows which one was meant."""
    twin = Client(12, "ADA@example.edu", "Ada", "Lovelace")
    for both in ([ADA, twin], [twin, ADA]):
        store = MemoryClients(both)
        report = apply_plan(plan(HEADER + "ada@example.edu,Ada,King,,,,\n", ADA), store)
        assert [row.outcome for row in report.rows] == ["conflicted"]
        assert list(store.all()) == both


def test_another_client_with_the_address_is_a_conflict() -> None:
    """Where the client went and somebody else with the same values came, the newcomer is left alone."""
    newcomer = Client(12, "ada@example.edu", "Ada", "Lovelace")
    store = MemoryClients([newcomer])
    report = apply_plan(plan(HEADER + "ada@example.edu,Ada,King,,,,\n", ADA), store)
    assert [row.outcome for row in report.rows] == ["conflicted"]
    assert list(store.all()) == [newcomer]


def test_progress_reaches_the_total() -> None:
    """Progress never goes back, and ends at the total: clients written and passwords set."""
    seen: list[tuple[int, int]] = []
    rows = "".join(
        f"c{number}@example.edu,C,{number},,,,{'secret-1' if number < 3 else ''}\n" for number in range(4500)
    )
    apply_plan(plan(HEADER + rows), MemoryClients(), progress=lambda done, total: seen.append((done, total)))
    assert seen == [*((done, 4503) for done in (1000, 2000, 3000, 4000, 4500)), (4503, 4503)]


def test_progress_reaches_the_total_whatever_happens() -> None:
    """With `later`, and where a row with a password is conflicted, progress ends at the total too."""
    text = HEADER + "bob@example.edu,Bob,B,,,,secret-1\neve@example.edu,Eve,E,,,,\n"
    seen: list[tuple[int, int]] = []
    made = plan(text)
    apply_plan(made, MemoryClients(), passwords="later", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2, 2)
    taken = MemoryClients([Client(1, "BOB@example.edu", "Own", "Account")])
    apply_plan(made, taken, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


def test_a_report_of_another_plan_is_refused() -> None:
    """Passwords are never set by a report that does not belong to the plan: they could reach the wrong clients."""
    one, other = "a@example.edu,A,A,,,,secret-1\n", "b@example.edu,B,B,,,,secret-2\n"
    store = MemoryClients()
    report = apply_plan(plan(HEADER + one + other), store, passwords="later")
    with pytest.raises(ValueError, match="not that of this plan"):
        set_passwords(plan(HEADER + other + one), report, store)
    assert [client.password_mark for client in store.all()] == [None, None]


def test_passwords_come_now_or_later() -> None:
    """Any other word is refused before anything is written."""
    store = MemoryClients()
    with pytest.raises(ValueError, match="'now' or 'later'"):
        apply_plan(plan(HEADER + "bob@example.edu,Bob,B,,,,\n"), store, passwords="Now")  # type: ignore[arg-type]
    assert list(store.all()) == []


def test_many_conflicts_are_cut_short() -> None:
    """`StalePlan` names ten lines in its message and all of them as data; one client is one client."""
    rows = [f"c{number}@example.edu,C,{number},,,,\n" for number in range(12)]
    made = plan(HEADER + "".join(rows), rules=STOP)
    store = MemoryClients()
    apply_plan(plan(HEADER + "".join(rows)), store)
    with pytest.raises(StalePlan, match=r"^12 clients changed .*, 11, …\)") as caught:
        apply_plan(made, store)
    assert len(caught.value.lines) == 12
    with pytest.raises(StalePlan, match=r"^1 client changed .*\(line 2\)"):
        apply_plan(plan(HEADER + rows[0], rules=STOP), store)


def test_passwords_can_wait_for_the_hosts_commit() -> None:
    """With `later` only profiles are written, and `set_passwords` does the rest from the report."""
    importer = Importer(form=FORM, clients=MemoryClients(), rules=QUICK)
    text = HEADER + "bob@example.edu,Bob,B,,,,secret-1\neve@example.edu,Eve,E,,,,\n"
    made = importer.plan(importer.read(roster(text)))
    report = importer.apply(made, passwords="later")
    assert [row.password for row in report.rows] == [PasswordOutcome.REMAINING, None]
    assert [client.password_mark for client in importer.clients.all()] == [None, None]
    done = importer.set_passwords(made, report)
    assert [row.password for row in done.rows] == [PasswordOutcome.SET, None]
    assert tuple(importer.set_passwords(made, done).results) == tuple(done.results)
    bob, eve = importer.clients.all()
    assert bob.password_is_placeholder
    assert eve.password_mark is None


class WaitingExecutor(Executor):
    """Hashes once it is told to."""

    def __init__(self) -> None:
        self.told = threading.Event()
        self.pool = ThreadPoolExecutor(2)

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        return self.pool.submit(lambda: self.told.wait(60) and fn(*args, **kwargs))


def test_profiles_are_visible_before_the_first_hash(tmp_path: Path) -> None:
    """Another connection sees every client, without a password, while no hash is done yet."""
    store, executor = SqliteClients(tmp_path / "clients.db"), WaitingExecutor()
    made = plan(HEADER + "".join(f"c{number}@example.edu,C,{number},,,,secret-{number}\n" for number in range(40)))
    with executor.pool, ThreadPoolExecutor(1) as background:
        applying = background.submit(apply_plan, made, store, executor=executor)
        while not store.path.exists() or not (seen := list(SqliteClients(store.path).all())):
            assert not applying.done()
        with closing(sqlite3.connect(store.path)) as connection:
            hashes = connection.execute("SELECT count(*), count(password_hash) FROM clients").fetchone()
        waiting = not executor.told.is_set() and not applying.done()
        executor.told.set()
        report = applying.result(60)
    assert waiting
    assert (len(seen), hashes) == (40, (40, 0))
    assert report.passwords[PasswordOutcome.SET] == 40
    assert all(client.password_mark for client in store.all())


class SpyExecutor(Executor):
    """Runs at once, and counts what it was given."""

    def __init__(self) -> None:
        self.calls = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        self.calls += 1
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_any_executor_hashes() -> None:
    """Passwords are hashed on the host's executor; a hash that came along is not hashed again."""
    executor = SpyExecutor()
    store = MemoryClients()
    given = bcrypt.hashpw(b"known-word", bcrypt.gensalt(4)).decode()
    text = f"""Email,First Name,Last Name,Password,Password Hash
a@example.edu,A,A,same-word,
b@example.edu,B,B,same-word,
c@example.edu,C,C,,{given}
"""
    importer = Importer(form=FORM, clients=store, rules=QUICK, executor=executor)
    report = importer.apply(importer.plan(importer.read(text.encode())))
    assert report.passwords[PasswordOutcome.SET] == 3
    assert executor.calls == 2
    hashes = [store.password_hash(client.id) for client in store.all()]
    assert hashes[2] == given
    assert hashes[0] != hashes[1]
    assert all(bcrypt.checkpw(b"same-word", (each or "").encode()) for each in hashes[:2])


def test_passwords_that_break_off_leave_the_profiles() -> None:
    """When storing passwords fails, the error carries the report, and a second run finishes the job."""
    store = MemoryClients()
    made = plan(HEADER + "".join(f"c{number}@example.edu,C,{number},,,,secret-{number}\n" for number in range(200)))
    with ThreadPoolExecutor(1) as closed:
        pass
    report = apply_plan(made, store, passwords="later")
    with pytest.raises(PasswordsRemain, match="200 passwords were not set") as caught:
        set_passwords(made, report, store, executor=closed)
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert caught.value.report.counts.created == 200
    assert caught.value.report.passwords[PasswordOutcome.REMAINING] == 200
    assert set_passwords(made, caught.value.report, store).passwords[PasswordOutcome.SET] == 200


def test_a_password_only_update_that_was_overtaken_is_unchanged() -> None:
    """A row that would only have set a password, and could not, has changed nothing and says so."""
    store = MemoryClients([ADA])
    made = plan(HEADER + "ada@example.edu,Ada,Lovelace,,,,secret-1\n", ADA)
    report = apply_plan(made, store, passwords="later")
    assert report.counts.updated == 1
    with store.transaction() as transaction:
        transaction.delete([7])
    report = set_passwords(made, report, store)
    assert (report.counts.updated, report.counts.unchanged) == (0, 1)
    assert report.passwords[PasswordOutcome.OVERTAKEN] == 1
    assert [problem.code for problem in report.problems] == ["password_overtaken"]


def test_an_error_while_writing_leaves_nothing() -> None:
    """An exception from the progress callback rolls every profile back and reaches the caller."""
    store = MemoryClients()

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply_plan(plan(HEADER + "bob@example.edu,Bob,B,,,,\n"), store, progress=stop)
    assert list(store.all()) == []


def test_a_password_only_reaches_the_account_of_its_address() -> None:
    """A report whose ids belong to other clients, as from another storage, gives nobody a wrong password."""
    staging, production = MemoryClients(), MemoryClients([Client(1, "victim@example.edu", "V", "V")])
    made = plan(HEADER + "bob@example.edu,Bob,B,,,,secret-1\n")
    report = apply_plan(made, staging, passwords="later")
    apply_plan(made, production, passwords="later")
    done = set_passwords(made, report, production)
    assert done.passwords[PasswordOutcome.OVERTAKEN] == 1
    assert [client.password_mark for client in production.all()] == [None, None]


def test_an_error_after_the_commit_carries_the_report() -> None:
    """A progress callback that fails once the profiles are stored ends in `PasswordsRemain`, never without a report."""
    text = HEADER + "bob@example.edu,Bob,B,,,,secret-1\neve@example.edu,Eve,E,,,,secret-2\n"
    calls: list[int] = []

    def fail_late(done: int, _total: int) -> None:
        calls.append(done)
        if len(calls) == 2:
            raise OSError

    taken = MemoryClients([Client(1, "BOB@example.edu", "Own", "Account")])
    with pytest.raises(PasswordsRemain) as caught:
        apply_plan(plan(text), taken, progress=fail_late)
    assert (caught.value.report.counts.created, caught.value.report.counts.conflicted) == (1, 1)
