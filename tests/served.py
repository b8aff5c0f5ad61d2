"""The commands `serve` and `demo` as processes of their own: `serving`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs


@attrs.define
class Served:
    """A server of the pages.

    Attributes:
        process: With pipes for what it says.
        temporary: The folder for its temporary files.
        said: What it has said so far.
    """

    process: subprocess.Popen[str]
    temporary: Path
    said: str = ""

    def read_address(self) -> str:
        """The next address that it tells."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.said += line
            if "http://" in line:
                return line.strip()
        raise AssertionError(self.process.communicate())

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal: the exit status, and what was said on standard error."""
        self.process.send_signal(number)
        _, error = self.process.communicate(timeout=30)
        return self.process.returncode, error


@contextmanager
def serving(*arguments: str, temporary: Path) -> Iterator[Served]:
    """The command, which does not outlive the test."""
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "client_import.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONUNBUFFERED": "1"},
        preexec_fn=_hear_signals,  # noqa: PLW1509 - nothing that a thread could hold is used
    )
    with process:
        try:
            yield Served(process, temporary)
        finally:
            process.kill()


def _hear_signals() -> None:
    """They count in the command even where the tests run without a terminal, which often ignores them."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
