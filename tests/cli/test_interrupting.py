"""The command told to stop, by Ctrl-C at a terminal or by a signal, while passwords are hashed and before."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from client_import.repositories.sqlite import SqliteClients

EXAMPLES = Path(__file__).parents[2] / "examples"
FORM = str(EXAMPLES / "registration-form.json")
NUMBER = 40
STOPS = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    """The command that imports forty people with passwords, which takes some five seconds."""
    roster = tmp_path / "roster.csv"
    rows = "".join(f"c{number}@example.edu,C,{number},password-{number}\n" for number in range(NUMBER))
    roster.write_text(f"Email,First Name,Last Name,Password\n{rows}", encoding="utf-8")
    where = ["--form", FORM, "--clients", str(tmp_path / "clients.db"), "--yes"]
    return [sys.executable, "-m", "client_import.cli", "apply", str(roster), *where]


def hear(number: signal.Signals) -> Callable[[], None]:
    """A signal counts in the command even where the tests run without a terminal, which often ignores it."""

    def reset() -> None:
        signal.signal(number, signal.SIG_DFL)

    return reset


def start(arguments: list[str], number: signal.Signals) -> subprocess.Popen[str]:
    return subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear(number),  # noqa: PLW1509 - the tests have no threads of their own
    )


def count_passwords(database: Path) -> int:
    return sum(client.password_mark is not None for client in SqliteClients(database).all())


def wait_for(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("number", STOPS)
def test_it_ends_after_the_batch_at_hand(arguments: list[str], tmp_path: Path, number: signal.Signals) -> None:
    """One signal keeps all that was done, says exactly how many passwords remain, and a second run sets them."""
    database = tmp_path / "clients.db"
    with start(arguments, number) as child:
        wait_for(lambda: count_passwords(database) > 0)
        before = count_passwords(database)
        child.send_signal(number)
        output, errors = child.communicate(timeout=60)
    assert child.returncode == 1
    done = count_passwords(database)
    assert before <= done < NUMBER
    assert f"{NUMBER - done} passwords were not set. Import the file again" in errors
    assert "Traceback" not in errors
    assert output.splitlines()[-1] == f"{NUMBER} created, 0 updated, 0 unchanged, 0 rejected."
    assert f"Passwords: {done} set, {NUMBER - done} not set yet." in output
    again = subprocess.run(arguments, capture_output=True, text=True, check=True)
    assert f"{NUMBER - done} updated, {done} unchanged" in again.stdout
    assert count_passwords(database) == NUMBER


@pytest.mark.parametrize("number", STOPS)
def test_a_second_signal_ends_it_at_once(arguments: list[str], tmp_path: Path, number: signal.Signals) -> None:
    """Two signals give up the batch at hand; what was stored before it is kept and reported."""
    database = tmp_path / "clients.db"
    with start(arguments, number) as child:
        wait_for(lambda: count_passwords(database) > 0)
        child.send_signal(number)
        time.sleep(0.1)
        child.send_signal(number)
        output, errors = child.communicate(timeout=60)
    assert child.returncode == 1
    done = count_passwords(database)
    assert f"{NUMBER - done} passwords were not set" in errors
    assert f"Passwords: {done} set, {NUMBER - done} not set yet." in output
    assert "Traceback" not in errors


@pytest.mark.parametrize("number", STOPS)
def test_before_anything_is_written(arguments: list[str], tmp_path: Path, number: signal.Signals) -> None:
    """While the roster is still being read the command stops, writes nothing, and says so with status 2."""
    roster = tmp_path / "roster.csv"
    roster.unlink()
    os.mkfifo(roster)
    with start(arguments, number) as child, roster.open("wb"):  # opened once the command reads it
        child.send_signal(number)
        _, errors = child.communicate(timeout=60)
    assert (child.returncode, errors) == (2, "Error: Stopped. Nothing was written.\n")
    assert not (tmp_path / "clients.db").exists()


def test_the_terminal_shows_the_time_left(arguments: list[str]) -> None:
    """A bar of its own for passwords tells the time left from the passwords alone; Ctrl-C ends it as anywhere."""
    child = pexpect.spawn(
        arguments[0],
        arguments[1:],
        encoding="utf-8",
        timeout=60,
        env={"TERM": "xterm", "COLUMNS": "100"},
        preexec_fn=hear(signal.SIGINT),
    )
    child.expect(rf"Clients[^\r\n]*{NUMBER}/{NUMBER}")
    child.expect(rf"Passwords[^\r\n]*[1-9]/{NUMBER}[^\r\n]*0:00:\d\d")
    left = int(str(child.after)[-2:])
    child.sendintr()
    output = child.read()
    child.close()
    assert 1 <= left < 60  # hashes of a quarter of a second each, on two cores or so: never none, never hours
    assert child.exitstatus == 1
    assert "Traceback" not in output
    assert re.search(r"\d+ passwords were not set. Import the file again", output)
