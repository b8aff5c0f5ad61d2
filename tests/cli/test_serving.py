"""The commands `serve` and `demo`, as real servers that a browser asks."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import attrs
import httpx2 as httpx
import pytest

from browsing import WHOLE, Form, read_page
from client_import import load_mapping, load_report
from client_import.repositories.sqlite import SqliteClients
from commands import EXAMPLES, FORM, run

DEMO = Path(__file__).parents[2] / "src" / "client_import" / "cli" / "demo"


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@attrs.define
class Served:
    """A server of these pages, and a browser."""

    process: subprocess.Popen[str]
    said: str
    address: str
    browser: httpx.Client

    def form(self, page: str, button: str) -> Form:
        return next(form for form in read_page(page).forms if any(each.startswith(button) for each in form.buttons))

    def press(self, page: str, button: str, **filled: str) -> str:
        """Press a button of a page; the page that follows, once an import has ended."""
        form = self.form(page, button)
        fields = form.fields | {name.replace("_", "-"): value for name, value in filled.items()}
        return self._wait(self.browser.post(form.action, data=fields))

    def upload(self, content: str) -> str:
        """Choose a file, and press Upload."""
        form = self.form(self.browser.get("/").text, "Upload")
        files = {"file": ("roster.csv", content.encode())}
        return self._wait(self.browser.post(form.action, data=form.fields, files=files))

    def _wait(self, answer: httpx.Response) -> str:
        while re.search(r"/import$", answer.url.path):
            time.sleep(0.05)
            answer = self.browser.get(str(answer.url))
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    def stop(self) -> int:
        """Ctrl-C; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@contextmanager
def serving(*arguments: str | Path, folder: Path) -> Iterator[Served]:
    """A server that ends with the test; temporary files are in a folder of its own."""
    command = [sys.executable, "-m", "client_import.cli", *map(str, arguments)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
        preexec_fn=_hear_ctrl_c,  # noqa: PLW1509 - the tests have no threads of their own
    )
    with process:
        said = ""
        assert process.stdout
        while "http://" not in said:
            line = process.stdout.readline()
            assert line, process.communicate()
            said += line
        address = said.split()[-1]
        origin = address.partition("/?")[0]
        with httpx.Client(base_url=origin, headers={"Origin": origin}, follow_redirects=True) as browser:
            try:
                yield Served(process, said, address, browser)
            finally:
                with suppress(ProcessLookupError):
                    process.kill()


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    return tmp_path / "centre.db"


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    (tmp_path / "temporary").mkdir()
    return tmp_path / "temporary"


def test_the_pages_are_served_to_one_person(clients: Path, temporary: Path) -> None:
    """The address opens them once; after Ctrl-C nothing that was uploaded is left."""
    with serving("serve", "--form", FORM, "--clients", clients, folder=temporary) as served:
        assert served.browser.get(served.address).status_code == 200
        with httpx.Client(follow_redirects=True) as stranger:
            assert stranger.get(served.address).status_code == 403
        assert served.upload(WHOLE)
        assert list(temporary.rglob("roster"))
        assert served.stop() == 0
    assert list(temporary.iterdir()) == []


def test_what_is_imported_is_stored_and_can_be_taken_back(clients: Path, temporary: Path) -> None:
    """The report is saved beside the clients, as by `apply`, and the mapping that was to be kept as well."""
    with serving("serve", "--form", FORM, "--clients", clients, folder=temporary) as served:
        served.browser.get(served.address)
        review = served.press(served.upload(WHOLE), "Continue", keep_as="Registrar")
        assert "Imported roster.csv" in served.press(review, "Import")
        assert served.stop() == 0
        assert served.process.stderr
        assert f"client-import undo {clients.parent}/centre.reports/" in served.process.stderr.read()
    (path,) = (clients.parent / "centre.reports").iterdir()
    report = load_report(path.read_bytes())
    assert (report.counts.created, report.occasion.actor) == (2, "local administrator")
    assert load_mapping((clients.parent / "centre.mappings" / "Registrar.json").read_bytes()).fields["Email"] == "email"
    assert len(list(SqliteClients(clients).all())) == 2
    assert run("undo", path, "--clients", clients, "--yes").returncode == 0


def test_the_demo_has_all_it_needs(temporary: Path) -> None:
    """A roster to upload and a form; at the end they are gone, with the clients."""
    with serving("demo", folder=temporary) as served:
        served.browser.get(served.address)
        roster = Path(served.said.splitlines()[0].removeprefix("A roster to upload: "))
        page = served.press(served.press(served.upload(roster.read_text(encoding="utf-8")), "Continue"), "Import")
        assert re.search(r"<strong>54</strong>\s*created", page)
        assert served.stop() == 0
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("name", ["roster.csv", "registration-form.json"])
def test_the_demo_shows_the_examples(name: str) -> None:
    """What is installed with the command is what stands in `examples/`."""
    assert (DEMO / name).read_bytes() == (EXAMPLES / name).read_bytes()


def test_a_port_that_is_taken(clients: Path) -> None:
    """The command says so, and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        finished = run("serve", "--form", FORM, "--clients", clients, "--port", port)
    assert finished.returncode == 2
    assert f"Port {port} cannot be used" in finished.stderr
    assert "Choose another with --port, or none." in finished.stderr


def test_the_extra_that_is_missing_is_named(clients: Path) -> None:
    """With what to install."""
    blocked = "import sys; sys.modules['uvicorn'] = None; from client_import.cli import main; main()"
    arguments = ["serve", "--form", FORM, "--clients", str(clients)]
    finished = subprocess.run([sys.executable, "-c", blocked, *arguments], capture_output=True, text=True, check=False)
    assert finished.returncode == 2
    assert "pip install 'client_import[serve]'" in finished.stderr


def test_the_demo_promises_nothing_without_the_extra() -> None:
    """It names no roster, which would be gone by the time that somebody looks for it."""
    blocked = "import sys; sys.modules['uvicorn'] = None; from client_import.cli import main; main()"
    finished = subprocess.run([sys.executable, "-c", blocked, "demo"], capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "pip install 'client_import[serve]'" in finished.stderr
