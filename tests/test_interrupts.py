"""Signals are put off until everything that was done is stored and counted."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest

from client_import import PasswordOutcome, PasswordsRemain, apply_plan, set_passwords
from client_import.interrupts import Interrupts
from client_import.repositories.memory import MemoryClients
from rosters import plan

SIGNALS = [signal.SIGINT, signal.SIGTERM]
HEADER = "Email,First Name,Last Name,Password\n"
NUMBER = 60
ROSTER = HEADER + "".join(f"c{number}@example.edu,C,{number},secret-{number}\n" for number in range(NUMBER))


@pytest.fixture(autouse=True)
def _usual_handlers() -> Iterator[None]:
    """As in a program of its own, wherever the tests run."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def usual(number: signal.Signals) -> object:
    return signal.default_int_handler if number is signal.SIGINT else signal.SIG_DFL


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_signal_waits_and_the_second_does_not(number: signal.Signals) -> None:
    """The first one is noted, the second one raises where it strikes; afterwards all is as it was."""
    with pytest.raises(KeyboardInterrupt), Interrupts() as interrupts:  # noqa: PT012 - it is raised at the second only
        assert interrupts.asked is None
        signal.raise_signal(number)
        assert interrupts.asked == number
        signal.raise_signal(number)
    assert [signal.getsignal(each) for each in SIGNALS] == [usual(each) for each in SIGNALS]


def test_ctrl_c_too_late_is_dropped() -> None:
    """Ctrl-C after the last moment at which it could stop anything takes nothing away from what was done."""
    with Interrupts():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_sigterm_too_late_is_passed_on() -> None:
    """A process that was told to end, and had nothing left to put off, ends as it would have."""
    with Interrupts():
        signal.raise_signal(signal.SIGTERM)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    pending = signal.sigpending()
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # takes it away again
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    assert signal.SIGTERM in pending


def test_sigterm_ends_a_process_that_only_put_it_off() -> None:
    """The same, of a real process."""
    code = """
import os, signal
from client_import.interrupts import Interrupts
with Interrupts():
    os.kill(os.getpid(), signal.SIGTERM)
print("alive")
"""
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (finished.returncode, finished.stdout) == (-signal.SIGTERM, b"")


@pytest.mark.parametrize("number", SIGNALS)
def test_a_hosts_own_handler_is_left_alone(number: signal.Signals) -> None:
    """Who has a handler of their own keeps it; also who ignores a signal."""

    def own(_number: int, _frame: FrameType | None) -> None:
        raise AssertionError

    for handler in (own, signal.SIG_IGN):
        signal.signal(number, handler)
        with Interrupts():
            assert signal.getsignal(number) is handler
        assert signal.getsignal(number) is handler


def test_only_the_main_thread_takes_signals_over() -> None:
    """In another thread nothing is touched, and nothing fails."""
    seen: list[object] = []

    def enter() -> None:
        with Interrupts():
            seen.extend(signal.getsignal(number) for number in SIGNALS)

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    assert seen == [usual(number) for number in SIGNALS]


class SignallingExecutor(Executor):
    """Runs at once, and gets a signal at some of its calls."""

    def __init__(self, number: signal.Signals, *at: int) -> None:
        self.number, self.at = number, at
        self.calls = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        self.calls += 1
        if self.calls in self.at:
            signal.raise_signal(self.number)
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def without_password(store: MemoryClients) -> int:
    return sum(client.password_mark is None for client in store.all())


@pytest.mark.parametrize("number", SIGNALS)
def test_hashing_ends_after_the_batch_at_hand(number: signal.Signals) -> None:
    """A signal while the first batch is hashed: that batch is stored, and the report counts the rest exactly."""
    store = MemoryClients()
    with pytest.raises(PasswordsRemain) as caught:
        apply_plan(plan(ROSTER), store, executor=SignallingExecutor(number, 3))
    assert isinstance(caught.value.__cause__, KeyboardInterrupt)
    report = caught.value.report
    assert report.counts.created == NUMBER
    assert report.passwords[PasswordOutcome.SET] == 8
    assert report.passwords[PasswordOutcome.REMAINING] == without_password(store) == NUMBER - 8
    assert set_passwords(plan(ROSTER), report, store).passwords[PasswordOutcome.SET] == NUMBER
    assert without_password(store) == 0


def test_a_second_signal_gives_the_batch_up() -> None:
    """Two signals while the first batch is hashed: nothing of it is stored, and the report says so."""
    store = MemoryClients()
    with pytest.raises(PasswordsRemain) as caught:
        apply_plan(plan(ROSTER), store, executor=SignallingExecutor(signal.SIGINT, 3, 5))
    assert caught.value.report.passwords[PasswordOutcome.REMAINING] == without_password(store) == NUMBER


def test_set_passwords_puts_signals_off_as_well() -> None:
    """After the host's own commit a signal is treated in the same way."""
    store = MemoryClients()
    made = plan(ROSTER)
    report = apply_plan(made, store, passwords="later")
    with pytest.raises(PasswordsRemain) as caught:
        set_passwords(made, report, store, executor=SignallingExecutor(signal.SIGTERM, 1))
    assert caught.value.report.passwords[PasswordOutcome.SET] == 8


def test_a_signal_in_the_last_batch_stops_nothing() -> None:
    """Where the batch at hand is the last one, the report is that of a finished import."""
    store = MemoryClients()
    few = "".join(ROSTER.splitlines(keepends=True)[:6])
    report = apply_plan(plan(few), store, executor=SignallingExecutor(signal.SIGINT, 5))
    assert report.passwords[PasswordOutcome.SET] == 5
    assert without_password(store) == 0


@pytest.mark.parametrize(("rows", "stored"), [(4_100, 0), (1_000, 1_000)])
def test_a_signal_while_profiles_are_written(rows: int, stored: int) -> None:
    """With more profiles to come it rolls them all back; when they were the last thing to do, they are stored."""
    store = MemoryClients()
    text = "Email,First Name,Last Name\n" + "".join(f"c{number}@example.edu,C,{number}\n" for number in range(rows))

    def interrupt(done: int, _total: int) -> None:
        if done <= 2_000:
            signal.raise_signal(signal.SIGINT)

    try:
        report = apply_plan(plan(text), store, progress=interrupt)
    except KeyboardInterrupt:
        assert stored == 0
    else:
        assert report.counts.created == stored
    assert len(list(store.all())) == stored


class SignallingClients(MemoryClients):
    """Gets Ctrl-C when a transaction has been committed."""

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        with super().transaction() as inner:
            yield inner
        signal.raise_signal(signal.SIGINT)


def test_a_signal_between_profiles_and_passwords() -> None:
    """Where it came when the profiles were just stored, they are reported, and no password is hashed any more."""
    store, executor = SignallingClients(), SignallingExecutor(signal.SIGINT)
    with pytest.raises(PasswordsRemain) as caught:
        apply_plan(plan(ROSTER), store, executor=executor)
    assert caught.value.report.counts.created == NUMBER
    assert caught.value.report.passwords[PasswordOutcome.REMAINING] == without_password(store) == NUMBER
    assert executor.calls == 0
