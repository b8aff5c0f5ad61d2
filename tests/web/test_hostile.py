"""What somebody tries who means harm: odd methods, hosts, encodings, mounts and values, at the app and at a server."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlencode

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from browsing import ACTOR, WHOLE, Browser, Host
from client_import import Client, dump_json, load_mapping
from client_import.repositories.memory import MemoryClients
from client_import.web import FolderUploads, Look, Part, Stage
from client_import.web.tokens import make_token
from client_import.web.uploads import read_part
from page_server import MOUNTED, PageServer
from test_canary import CANARY, ROSTERS, FailingClients

EVIL = "evil.example.com"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def client(host: Host) -> TestClient:
    return TestClient(host.app(), headers={"host": EVIL}, follow_redirects=False)


def token(host: Host) -> str:
    return make_token(host.uploads.secret(), ACTOR)


@pytest.mark.parametrize(
    "path", ["/template.csv/", f"//{EVIL}/", f"//{EVIL}/..", f"/\\{EVIL}/", f"/uploads/{'A' * 32}/review/", "//", "/x/"]
)
def test_no_answer_leads_to_another_host(client: TestClient, path: str) -> None:
    """Whatever host the request names, and however its path looks."""
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        response = client.request(method, path)
        assert EVIL not in response.headers.get("location", "")
        assert EVIL not in response.text


def test_ways_on_stay_on_this_host(host: Host, client: TestClient) -> None:
    """They are paths, so that the browser stays where it is."""
    upload = host.browser().upload(WHOLE).press("Continue").upload_id
    for path in ("", "/result", "/import"):
        assert client.get(f"/uploads/{upload}{path}").headers["location"].startswith(f"/uploads/{upload}/")


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "FOO"])
@pytest.mark.parametrize("path", ["/", "/backup.csv", "/uploads/{upload}/mapping", "/uploads/{upload}/forget", "/x"])
def test_other_methods_do_nothing(host: Host, method: str, path: str) -> None:
    """What they are answered is as guarded as a page, and nothing changes."""
    upload = host.browser().upload(WHOLE).press("Continue").upload_id
    before = {each: each.read_bytes() for each in host.folder.rglob("*") if each.is_file()}
    response = TestClient(host.app()).request(method, path.format(upload=upload))
    assert response.status_code in ({200, 404, 405} if method == "HEAD" else {404, 405})
    assert response.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "ada@example.edu" not in response.text
    assert {each: each.read_bytes() for each in host.folder.rglob("*") if each.is_file()} == before


@pytest.mark.parametrize("charset", ["unicode_escape", "punycode", "utf-16", "utf-8"])
def test_a_form_in_an_encoding_of_its_own_is_refused(host: Host, charset: str) -> None:
    """Some encodings take minutes to read, and some make text that cannot be written again."""
    body = b'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\nx.\\ud800\r\n--b--\r\n'
    kind = f"multipart/form-data; boundary=b; charset={charset}"
    assert TestClient(host.app()).post("/", content=body, headers={"content-type": kind}).status_code == 400


@pytest.mark.parametrize("path", ["/a%b", "/a?b", "/a#b", "/a\\b", "/a;b=c", "/a&b", "/'\"<b>", "/ü/ /x"])
def test_odd_places_to_be_mounted_at(host: Host, path: str) -> None:
    """Links, forms and answers stay within them, whatever characters they have."""
    browser = Browser(Starlette(routes=[Mount(path, host.app())]), mounted=quote(path))
    browser.upload(WHOLE)
    assert unquote(browser.response.url.raw_path.decode()).startswith(f"{path}/uploads/")
    browser.press("Continue").press("Import")
    assert browser.counts["created"] == 2


CHOICES = st.sampled_from(
    [
        "",
        "-",
        "=",
        "=email",
        "=nonsense",
        "=password",
        "=full_name",
        "=\0",
        "=Biology",
        "Bio",
        "major",
        "{0}",
        "%s",
        "٣",
    ]
)
NAMES = st.builds(
    "{}{}".format,
    st.sampled_from(["column-", "answer-", "question-", "value-", "drop-", "reviewed", "allow"]),
    st.sampled_from(["", "0", "1", "3", "4", "9", "x", "d1"]),
)
STEPS = st.tuples(
    st.sampled_from(["mapping", "answers", "review", "import", "reopen"]), st.dictionaries(NAMES, CHOICES, max_size=5)
)


@settings(max_examples=40)
@given(steps=st.lists(STEPS, max_size=6), asked=st.dictionaries(st.sampled_from(["show", "find", "page"]), CHOICES))
def test_no_value_breaks_a_page(steps: list[tuple[str, dict[str, str]]], asked: dict[str, str]) -> None:
    """Whatever comes where a page would send a choice."""
    host = Host()
    browser = host.browser().upload(WHOLE)
    client, upload = TestClient(host.app(), follow_redirects=False), browser.upload_id
    for page, fields in steps:
        answer = client.post(f"/uploads/{upload}/{page}", data=fields | {"token": token(host)})
        assert answer.status_code in {303, 404}, answer.text
    for page in ("", "/mapping", "/review", "/import", "/progress", "/result"):
        assert client.get(f"/uploads/{upload}{page}", params=asked).status_code < 500


def test_thousands_of_decided_values_can_still_be_sent(host: Host) -> None:
    """A form that grows with the work that was done is never refused for its size."""
    browser = host.browser().upload(WHOLE).press("Continue")
    mapping = load_mapping(read_part(host.uploads, browser.upload_id, Part.MAPPING) or b"")
    decided = {"major": {f"A rather long major, no. {number}": "Biology" for number in range(3_000)}}
    document = dump_json(attrs.evolve(mapping, answers=decided)).encode()
    host.uploads.write(browser.upload_id, Part.MAPPING, [document])
    browser.open(f"/uploads/{browser.upload_id}/review").press("Apply", answer_1="=Biology")
    assert "“Bio” (Major) means “Biology”" in browser.text


class Meeting(FolderUploads):
    """Where all who look how far an upload is wait for each other, so that all see the same."""

    at = threading.Barrier(16)

    def stage(self, upload_id: str) -> Stage:
        seen = super().stage(upload_id)
        self.at.wait(timeout=60)
        return seen


def test_many_workers_start_one_import(host: Host) -> None:
    """Sixteen presses at one moment, at apps of their own over one folder, of which each sees that nobody was first."""
    host.at_once = False
    browser = host.browser().upload(WHOLE).press("Continue")
    fields, path = browser.form("Import").fields, f"/uploads/{browser.upload_id}/import"
    apps = [host.app(uploads=Meeting(host.folder)) for _ in range(Meeting.at.parties)]

    def press(app: ASGIApp) -> None:
        client = TestClient(app, follow_redirects=False)
        assert client.post(path, data=fields).headers["location"] == path

    threads = [threading.Thread(target=press, args=[app]) for app in apps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(host.waiting) == 1


class FullDisk(FolderUploads):
    """Has no room left when an import has ended."""

    def write(self, upload_id: str, part: Part, content: Iterable[bytes]) -> None:
        if part is Part.OUTCOME:
            raise OSError(28, "No space left on device")
        super().write(upload_id, part, content)


class Quoting(MemoryClients):
    """Its errors quote a password."""

    def find(self, email_keys: Any) -> list[Client]:  # noqa: ANN401, ARG002
        raise RuntimeError("-".join(["Kanarienvogel", "77"]))


@pytest.mark.parametrize("breaks", [Quoting(), FailingClients("set_passwords"), FailingClients("create")])
def test_errors_on_top_of_errors_show_no_password(
    host: Host, breaks: MemoryClients, caplog: pytest.LogCaptureFixture
) -> None:
    """Where the storage fails and then the disk is full, the log has the chain of errors, but no password."""
    uploads = FullDisk(host.folder)
    host.at_once = False
    browser = Browser(host.app(uploads=uploads)).upload(ROSTERS["mapped"]).press("Continue")
    host.clients = breaks
    browser.press("Import")
    with pytest.raises(OSError, match="No space left") as caught:
        host.run_waiting()
    assert CANARY not in "".join(chain(caught.value)) + caplog.text


def test_a_broken_template_of_the_hosts_shows_no_password(host: Host, tmp_path: Path) -> None:
    """Its error, which the server logs, is not chained to the one that it was to tell of."""
    (tmp_path / "client_import").mkdir()
    (tmp_path / "client_import" / "refused.html").write_text("{{ nothing.like_it }}")
    app = host.app(importer=lambda _: host.importer.read(CANARY), look=Look(templates=tmp_path))
    with pytest.raises(UndefinedError) as caught:
        TestClient(app).get("/")
    assert CANARY not in "".join(chain(caught.value))


def chain(error: BaseException | None) -> Iterator[str]:
    """What a log tells of an error and of those it came from."""
    while error is not None:
        yield repr(error)
        error = error.__cause__ or error.__context__


@pytest.fixture
def server() -> Iterator[PageServer]:
    server = PageServer()
    server.start()
    yield server
    server.stop()


def connect(server: PageServer) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=60)


def talk(server: PageServer, sent: bytes) -> bytes:
    """What comes back for some bytes, until the server hangs up."""
    with connect(server) as line:
        line.sendall(sent)
        return b"".join(iter(lambda: line.recv(65536), b""))


def make_request(method: str, path: str, body: str = "", kind: str = "multipart/form-data; boundary=b") -> bytes:
    head = f"{method} {MOUNTED}{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


STOPPED = make_request("POST", "/", "--b").replace(b"Length: 3", b"Length: 9999")


def test_a_body_larger_than_announced_at_a_server(host: Host, server: PageServer) -> None:
    """What is too much is no part of the form, and what it says is not done."""
    server.serve(host.app())
    browser = host.browser().upload(WHOLE)
    hidden = f"token={token(host)}"
    whole = make_request("POST", f"/uploads/{browser.upload_id}/forget", hidden, FORM)
    cut = whole.replace(f"Length: {len(hidden)}".encode(), b"Length: 6")
    assert talk(server, cut).startswith(b"HTTP/1.1 403")
    assert host.uploads.find(browser.upload_id, ACTOR)
    assert talk(server, whole).startswith(b"HTTP/1.1 303")


def test_bodies_that_stop_at_a_server(host: Host, server: PageServer) -> None:
    """Sixty of them hold nobody up."""
    server.serve(host.app())
    with ExitStack() as lines:
        for _ in range(60):
            lines.enter_context(connect(server)).sendall(STOPPED)
        assert talk(server, make_request("GET", "/")).startswith(b"HTTP/1.1 200")


def test_a_body_that_stops_is_given_up_at_a_server(host: Host, server: PageServer) -> None:
    """Its time comes to an end."""
    server.serve(host.app(seconds=0.1))
    assert talk(server, STOPPED).startswith(b"HTTP/1.1 400")


def test_a_servers_log_shows_no_password(
    host: Host, server: PageServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Though it logs all it can, an import breaks, and a page ends by an error that quotes it."""
    caplog.set_level(logging.DEBUG)
    server.serve(host.app())
    browser = host.browser().upload(ROSTERS["mapped"]).press("Continue")
    pages, fields = f"/uploads/{browser.upload_id}", browser.form("Import").fields
    host.clients = FailingClients("set_passwords")
    pressed = make_request("POST", f"{pages}/import", urlencode(fields), FORM)
    assert talk(server, pressed).startswith(b"HTTP/1.1 303")
    again = make_request("POST", f"{pages}/reopen", urlencode(fields), FORM)
    assert talk(server, again).startswith(b"HTTP/1.1 303")
    host.clients = Quoting()
    assert talk(server, make_request("GET", f"{pages}/review")).startswith(b"HTTP/1.1 500")
    assert "a page ended by RuntimeError" in caplog.text
    assert CANARY not in caplog.text + "".join(capfd.readouterr())
