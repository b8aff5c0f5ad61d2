"""The command, run as a person runs it: with its output caught, or at a terminal."""

from __future__ import annotations

import functools
import os
import signal
import subprocess
import sys
from pathlib import Path

import pexpect

from warm_command import WarmCommand

EXAMPLES = Path(__file__).parents[1] / "examples"
FORM = str(EXAMPLES / "registration-form.json")


def run(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """The finished command, its output as text; in a process of its own that need not load it first."""
    return _warm().run([str(each) for each in arguments], stdin, {**os.environ, "COLUMNS": "100"})


_warm = functools.cache(WarmCommand)


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def at_a_terminal(*arguments: str | Path, timeout: int = 30) -> pexpect.spawn[str]:
    """The command at a terminal of its own, where Ctrl-C counts even if it does not where the tests run."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "client_import.cli", *map(str, arguments)],
        encoding="utf-8",
        timeout=timeout,
        dimensions=(50, 200),
        env={**os.environ, "TERM": "xterm"},
        preexec_fn=_hear_ctrl_c,
    )
