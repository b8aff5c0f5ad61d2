"""What the pages refuse, and what they make harmless."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message

import browsing
from browsing import ACTOR, WHOLE, Browser, Host
from client_import import Client, Importer, Question, RegistrationForm
from client_import.repositories.memory import MemoryClients
from client_import.web import FolderMappings
from client_import.web.app import _PAGES
from client_import.web.tokens import make_token
from client_import.web.uploads import Part, read_part
from rosters import QUICK

EVERY_PAGE = [(method, path) for method, path, _ in _PAGES]
OF_UPLOADS = [(method, path) for method, path in EVERY_PAGE if "{upload}" in path]
POSTS = [path for method, path in EVERY_PAGE if method == "POST"]
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture
def host() -> Host:
    return Host()


def token(host: Host, actor: str = ACTOR) -> str:
    return make_token(host.uploads.secret(), actor)


def send(host: Host, method: str, path: str, token: str, upload: str = "") -> Any:  # noqa: ANN401 - httpx's
    client = TestClient(host.app(), follow_redirects=False)
    fields = {"token": token, "reviewed": "x"}
    return client.request(method, path.format(upload=upload), data=fields if method == "POST" else None)


def keep_review(host: Host) -> str:
    return host.browser().upload(WHOLE).press("Continue").upload_id


def state_of(host: Host) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in host.folder.rglob("*") if path.is_file() and path.name != "used"}


@pytest.mark.parametrize(("method", "path"), EVERY_PAGE)
def test_nobody_gets_in_without_authorisation(host: Host, method: str, path: str) -> None:
    """Every page and action asks; nothing is shown or changed, though the token would be good."""
    upload, good = keep_review(host), token(host)
    before, host.actor = state_of(host), None
    response = send(host, method, path, good, upload)
    assert response.status_code == 403
    assert "Only a full administrator" in response.text
    assert "ada@example.edu" not in response.text
    assert state_of(host) == before


@pytest.mark.parametrize(("method", "path"), OF_UPLOADS)
def test_anothers_upload_does_not_exist(host: Host, method: str, path: str) -> None:
    """The answer is the same as for an upload that never was."""
    upload, host.actor = keep_review(host), "admin 8"
    before, good = state_of(host), token(host, "admin 8")
    theirs = send(host, method, path, good, upload)
    nobodys = send(host, method, path, good, "A" * 32)
    assert (theirs.status_code, theirs.text) == (404, nobodys.text)
    assert state_of(host) == before


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_done_without_a_token(host: Host, path: str) -> None:
    """Missing, made up, cut, or another actor's."""
    upload = keep_review(host)
    before, good = state_of(host), token(host)
    for bad in ("", "x", "a.b", good[:-1], good + "0", token(host, "admin 8")):
        response = send(host, "POST", path, bad, upload)
        assert response.status_code == 403, bad
        assert "Nothing was done" in response.text
    assert state_of(host) == before
    assert host.waiting == []
    assert list(host.clients.all()) == []


def test_a_file_without_a_token_is_not_kept(host: Host) -> None:
    """It came from no page of this actor's."""
    response = TestClient(host.app()).post("/", files={"file": ("roster.csv", WHOLE.encode())})
    assert response.status_code == 403
    assert list(host.uploads.uploads_of(ACTOR)) == []


async def _coroutine(_: Request) -> str | None:
    return None


def _hand_on(request: Request) -> Any:  # noqa: ANN401 - what a host forgot to await
    return _coroutine(request)


class _Asks:
    async def __call__(self, _: Request) -> str | None:
        return None


@pytest.mark.parametrize("authorize", [_coroutine, _Asks(), _hand_on, lambda _: ""])
def test_authorisation_may_be_a_coroutine(host: Host, authorize: Callable[..., Any]) -> None:
    """Whatever it looks like, its answer is awaited, never taken for an actor."""
    assert TestClient(host.app(authorize=authorize)).get("/").status_code == 403


def test_authorisation_may_lead_to_the_login(host: Host) -> None:
    """An answer of the host's goes out as it is, uncached."""
    app = host.app(authorize=lambda _: RedirectResponse("/login"))
    response = TestClient(app).get("/", follow_redirects=False)
    assert response.headers["location"] == "/login"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("answer", [True, 7, b"admin"])
def test_an_actor_has_a_name(host: Host, answer: object) -> None:
    """What is no text lets nobody in: all who are `True` would share their uploads."""
    assert TestClient(host.app(authorize=lambda _: answer)).get("/").status_code == 500


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd", "passwd"),
        ("..\\..\\clients.db", "clients.db"),
        ("/root/.ssh/authorized_keys", "authorized_keys"),
        ("roster", "roster"),
        ("..", ".."),
        ("x" * 900, "x" * 120),
    ],
)
def test_a_file_name_is_never_a_path(host: Host, name: str, shown: str) -> None:
    """It is shown without its folders; on the disk everything is where the store puts it."""
    browser = host.browser().upload(WHOLE, name)
    assert f"For each column of {shown}, choose" in browser.text
    written = {path.relative_to(host.folder).parts for path in host.folder.parent.rglob("*") if path.is_file()}
    names = {"about", "used", "roster"}
    assert written == {("secret",)} | {(browser.upload_id, each) for each in names}


@pytest.mark.parametrize("upload", ["..", "%2e%2e", "..%2fsecret", "%2fetc%2fpasswd", "secret", "A" * 31, "A" * 33])
def test_an_address_is_never_a_path(host: Host, upload: str) -> None:
    """Only ids lead to uploads."""
    for page in ("mapping", "review", "result", "progress"):
        assert TestClient(host.app()).get(f"/uploads/{upload}/{page}").status_code == 404


class _Danger(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        inline = any(name.startswith("on") or name == "style" for name in given)
        addresses = [given.get(name) or "" for name in ("href", "src", "action")]
        elsewhere = any(address and address[0] not in "/#" for address in addresses)
        if tag in {"img", "style", "iframe"} or inline or elsewhere or (tag == "script" and "src" not in given):
            self.found.append((tag, attributes))


def dangers(page: str) -> list[object]:
    reader = _Danger()
    reader.feed(page)
    return reader.found


def test_the_search_for_danger_finds_it() -> None:
    """Else the next test could not fail."""
    assert len(dangers(EVIL)) == 2
    assert len(dangers('<a href="javascript:x">')) == 1


def test_html_is_shown_and_never_run(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """In headers, cells, file names, labels, choices, stored clients and what is searched for."""
    form = RegistrationForm(
        questions=[
            Question("topic", f"Topic {EVIL}"),
            Question("level", f"Level {EVIL}", kind="choice", choices=[f"BA {EVIL}", "MA"]),
        ]
    )
    monkeypatch.setattr(browsing, "FORM", form)
    host.mappings = FolderMappings(host.folder.parent / "mappings")
    host.clients = MemoryClients([Client(1, "ada@example.edu", f"Old {EVIL}", "L")])
    quoted = '"' + EVIL.replace('"', '""') + '"'
    lines = [
        f"Email,First Name,Last Name,topic,level,{quoted}",
        f"ada@example.edu,{quoted},L,{quoted},{quoted},{quoted}",
        f"{quoted},No,Body,,,",
        f"new@example.edu,{quoted},L,{quoted},MA,",
    ]
    browser = host.browser().upload("\n".join(lines), f"a {EVIL}.csv")
    seen = [browser.response.text]

    def keep(after: Browser) -> None:
        seen.append(after.response.text)

    browser.press("Continue", column_4="=topic")
    keep(browser)
    browser.press("Continue", column_4="=level")
    keep(browser)
    keep(browser.press("Find", find=EVIL))
    keep(browser.press("Apply", answer_1=f"=BA {EVIL}"))
    browser.follow("Change the field mapping")
    keep(browser.press("Continue", value_0=EVIL, value_1=EVIL, keep_as=EVIL))
    keep(browser.press("Continue", value_0="", value_1="", whom_1="new", keep_as=EVIL))
    keep(browser.follow("Change the field mapping"))
    keep(browser.press("Continue").press("Import"))
    keep(browser.press("Review what that would do", report="report"))
    keep(browser.press("Take back"))
    keep(browser.open("/"))
    keep(browser.press("Download in this form", only=EVIL))
    keep(browser.upload(f"{EVIL}\n", f"{EVIL}.csv"))
    assert [dangers(page) for page in seen] == [[]] * len(seen)
    assert all("<script>alert" not in page for page in seen)
    assert sum("&lt;script&gt;alert" in page for page in seen) >= 10


def ask(app: ASGIApp, receive: Callable[[], Any], headers: dict[str, str]) -> tuple[int, str]:
    """Post to the first page as a server hands a request on, piece by piece."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }

    async def post() -> None:
        await app(scope, receive, send)

    asyncio.run(post())
    body = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], body.decode()


MULTIPART = {"content-type": "multipart/form-data; boundary=b"}
START = b'--b\r\nContent-Disposition: form-data; name="file"; filename="r.csv"\r\nContent-Type: text/csv\r\n\r\n'


class Flood:
    """A body that never ends, and counts how much of it was taken."""

    def __init__(self, piece: bytes, start: bytes) -> None:
        self.taken = 0
        self._pieces = self._flow(piece, start)

    async def _flow(self, piece: bytes, start: bytes) -> AsyncIterator[bytes]:
        yield start
        while self.taken < 300_000_000:  # so that the test ends where nobody cuts it off
            yield piece

    async def __call__(self) -> Message:
        body = await anext(self._pieces)
        self.taken += len(body)
        return {"type": "http.request", "body": body, "more_body": True}


@pytest.mark.parametrize(("headers", "start"), [(MULTIPART, START), ({}, b"token=")])
@pytest.mark.parametrize("announced", [{}, {"content-length": "200"}])
def test_an_upload_that_never_ends_is_cut_off(
    host: Host, headers: dict[str, str], start: bytes, announced: dict[str, str]
) -> None:
    """Also where it is larger than announced; no more of it is kept than the limit allows."""
    flood = Flood(b"x" * 65536, start)
    status, text = ask(host.app(), flood, headers | announced)
    assert status == 413
    assert "larger than 5 MB" in text
    assert flood.taken < 21 * (host.rules.max_bytes + 65536)
    assert list(host.uploads.uploads_of(ACTOR)) == []


def test_a_body_that_is_announced_too_large_is_not_read(host: Host) -> None:
    """Not a byte of it."""
    flood = Flood(b"x" * 65536, START)
    status, _ = ask(host.app(), flood, MULTIPART | {"content-length": "999999999"})
    assert (status, flood.taken) == (413, 0)


def test_a_file_just_over_the_limit_is_told_so(host: Host) -> None:
    """The page says the limit, and nothing is kept."""
    host.rules = QUICK
    browser = host.browser().upload(b"x" * (QUICK.max_bytes + 70_000))
    assert browser.response.status_code == 413
    assert "larger than 5 MB" in browser.text
    assert list(host.uploads.uploads_of(ACTOR)) == []


def test_a_file_at_the_limit_is_taken(host: Host) -> None:
    """What a form adds to it does not count."""
    rows = WHOLE.encode()
    filled = rows + b"x@example.edu,X,Y,," + b" " * (QUICK.max_bytes - len(rows) - 20) + b"\n"
    assert len(filled) == QUICK.max_bytes
    browser = host.browser().upload(filled)
    assert browser.response.status_code in {200, 422}
    assert "larger than 5 MB" not in browser.text


async def never() -> Message:
    await asyncio.Event().wait()
    raise AssertionError


def test_a_body_that_does_not_come_is_given_up(host: Host) -> None:
    """The request ends when its time is over."""
    status, text = ask(host.app(seconds=0), never, MULTIPART)
    assert status == 400
    assert "took too long" in text


async def gone() -> Message:
    return {"type": "http.disconnect"}


def test_a_sender_who_goes_away_leaves_nothing(host: Host) -> None:
    """Nothing of the upload is kept."""
    assert ask(host.app(), gone, MULTIPART)[0] == 400
    assert list(host.uploads.uploads_of(ACTOR)) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", START * 2 + b"\r\n--b\r\n" + START),
        ("application/x-www-form-urlencoded", b"\xff=x"),
        ("application/x-www-form-urlencoded", b"a=1&" * 11_000),
        ("application/json", b"{}"),
    ],
)
def test_what_is_no_form_is_refused(host: Host, kind: str, body: bytes) -> None:
    """No page of the host's debugger comes of it."""
    response = TestClient(host.app()).post("/", content=body, headers={"content-type": kind})
    assert response.status_code in {400, 403}
    assert "Nothing was done" in response.text


def test_twenty_uploads_at_once(host: Host) -> None:
    """Each has its own id, and its content is what came."""
    app, start = host.app(), threading.Barrier(20)
    addresses: dict[int, str] = {}

    def upload(number: int) -> None:
        client = TestClient(app, follow_redirects=False)
        content = f"Email,First Name,Last Name\nc{number}@example.edu,C,D\n".encode()
        start.wait()
        answer = client.post("/", data={"token": token(host)}, files={"file": ("r.csv", content)})
        addresses[number] = answer.headers["location"].split("/")[2]

    threads = [threading.Thread(target=upload, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(addresses.values())) == 20
    for number, upload_id in addresses.items():
        assert f"c{number}@".encode() in (read_part(host.uploads, upload_id, Part.ROSTER) or b"")


@pytest.mark.parametrize(("method", "path"), EVERY_PAGE)
def test_every_answer_has_its_headers(host: Host, method: str, path: str) -> None:
    """Nothing is cached, framed, sniffed, or run inline, refusals included."""
    upload = keep_review(host)
    for good in (token(host), ""):
        headers = send(host, method, path, good, upload).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


def test_a_page_that_breaks_shows_nothing_of_it(host: Host, caplog: pytest.LogCaptureFixture) -> None:
    """The reason is in the log, without what the error quotes."""
    word = "-".join(["cnry", "word", "1"])  # the log quotes lines of code, such as the next but one

    def importer(_: Request) -> Importer:
        raise RuntimeError(word)

    response = TestClient(host.app(importer=importer)).get("/")
    assert response.status_code == 500
    assert "Something went wrong here" in response.text
    assert response.headers["cache-control"] == "no-store"
    assert "RuntimeError" in caplog.text
    assert word not in caplog.text + response.text
