"""Each example host passes its own tests, as somebody who copied its folder would run them, and is small."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from databases import postgres_engine

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PYTEST = ["-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"]


@pytest.mark.parametrize(
    ("host", "command"),
    [("flask_host", PYTEST), ("fastapi_host", PYTEST), ("django_host", ["-W", "error", "manage.py", "test"])],
)
def test_example_hosts_pass_their_own_tests(tmp_path: Path, host: str, command: list[str]) -> None:
    """The host's tests, the contract among them, pass in a copy of its folder."""
    folder = shutil.copytree(EXAMPLES / host, tmp_path / host)
    with postgres_engine() as engine:
        url = engine.url.render_as_string(hide_password=False)
        environment = {**os.environ, "DATABASE_URL": url if host == "fastapi_host" else "sqlite:///host.db"}
        run = [sys.executable, *command]
        finished = subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr


PAGES = {"app_pages.py", "api_pages.py", "pages.py", "asgi.py", "wsgi.py"}


@pytest.mark.parametrize("host", ["flask_host", "fastapi_host", "django_host"])
def test_example_hosts_are_small(host: str) -> None:
    """A platform needs fewer than 150 lines, its own tables among them, and a file of fewer than 70 has the pages."""
    files = [file for file in (EXAMPLES / host).rglob("*.py") if "test" not in file.name]
    lines = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    mounting = PAGES & lines.keys()
    assert 0 < sum(count for name, count in lines.items() if name not in mounting) < 150
    assert 0 < max(lines[name] for name in mounting) < 70
