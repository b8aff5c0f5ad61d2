"""Every code block in README.md and docs/ is a test: Python runs, and a console shows what it prints.

Each document runs from top to bottom in a folder of its own with `examples/` in it. What varies from run
to run stands as `…` in the text.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parent

# How fast examples are made says something of the machine only; speed is measured in benchmarks/. One state of the
# code always meets the same examples; `--hypothesis-profile search` draws new ones. Where the code is broken on purpose
# (`tests/break_laws.py`) nobody reads the example that shows it, and none is made smaller.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("tests", settings.get_profile("search"), derandomize=True)
settings.register_profile("breaks", settings.get_profile("tests"), phases=[Phase.explicit, Phase.generate])
settings.load_profile("tests")


class ConsoleParser(CodeBlockParser):
    """Runs the lines that start with `$` and compares what they print with the lines below."""

    language = "console"

    def evaluate(self, example: Example) -> str | None:
        """None where the console shows what the document says, else both."""
        printed = ""
        for line in str(example.parsed).splitlines():
            if line.startswith("$ "):
                printed += f"{line}\n{_run(line[2:])}"
        wanted = ".*?".join(re.escape(part) for part in str(example.parsed).strip().split("…"))
        if re.fullmatch(wanted, printed.strip(), re.DOTALL):
            return None
        return f"The document says:\n{example.parsed}\nIt prints:\n{printed}"


_LONGEST = frozenset(
    {
        "test_corrections.py",
        "test_decoding.py",
        "test_django.py",
        "test_examples.py",
        "test_interrupting.py",
        "test_laws.py",
        "test_sqlalchemy.py",
        "test_trouble.py",
        "test_undo.py",
    }
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, or one process would work alone at the end."""
    items.sort(key=lambda item: item.path.name not in _LONGEST)


def pytest_configure(config: pytest.Config) -> None:
    """Coverage measures the tests' own processes, and not every command that they run."""
    if hasattr(config, "workerinput"):
        os.environ.pop("COVERAGE_PROCESS_START", None)


def _run(command: str) -> str:
    program, *arguments = shlex.split(command)
    if program == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in arguments)
    module = {"client-import": ["-m", "client_import.cli"], "python": []}[program]
    finished = subprocess.run(
        [sys.executable, *module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100"},
    )
    return "".join(line.rstrip() + "\n" for line in (finished.stdout + finished.stderr).splitlines())


def _enter_folder(namespace: dict[str, Any]) -> None:
    folder = tempfile.mkdtemp()
    shutil.copytree(ROOT / "examples", Path(folder) / "examples")
    namespace["_folder"], namespace["_left"] = folder, Path.cwd()
    os.chdir(folder)


def _leave_folder(namespace: dict[str, Any]) -> None:
    os.chdir(namespace["_left"])
    shutil.rmtree(namespace["_folder"])


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE), ConsoleParser()],
    patterns=["*.md"],
    setup=_enter_folder,
    teardown=_leave_folder,
).pytest()
