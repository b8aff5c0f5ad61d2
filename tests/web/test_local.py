"""`client_import.web.local`: one administrator on their own machine."""

from __future__ import annotations

import asyncio

import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from browsing import Host
from client_import.web.local import LocalAdministrator

HERE = "http://127.0.0.1:8000"


class Told(LocalAdministrator):
    """Remembers what was told at the terminal."""

    told: list[str]


@pytest.fixture
def administrator() -> Told:
    told: list[str] = []
    administrator = Told(8000, told.append)
    administrator.told = told
    administrator.invite()
    return administrator


@pytest.fixture
def client(administrator: Told) -> TestClient:
    app = administrator.guard(Host().app(authorize=administrator.authorize))
    return TestClient(app, base_url=HERE, follow_redirects=False)


def key_of(administrator: Told) -> str:
    return administrator.told[-1].removeprefix(HERE)


def test_the_key_opens_the_pages_once(administrator: Told, client: TestClient) -> None:
    """It becomes a cookie that no script reads and no other site sends; a second browser gets nothing for it."""
    address = key_of(administrator)
    assert client.get("/").status_code == 403
    opened = client.get(address)
    assert (opened.status_code, opened.headers["location"]) == (303, "/")
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/").status_code == 200
    client.cookies.clear()
    assert client.get(address).status_code == 403


def test_whoever_closed_the_browser_is_invited_again(administrator: Told, client: TestClient) -> None:
    """By another address at the terminal, which is told once however often they try, and works once."""
    client.get(key_of(administrator))
    client.cookies.clear()
    assert [client.get("/").status_code for _ in range(3)] == [403] * 3
    assert len(administrator.told) == len(set(administrator.told)) == 2
    assert client.get(administrator.told[0].removeprefix(HERE)).status_code == 403
    assert client.get(key_of(administrator)).status_code == 303
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_looking_at_an_address_does_not_use_it_up(administrator: Told, client: TestClient, method: str) -> None:
    """As programs do that show what a link leads to."""
    client.request(method, key_of(administrator), headers={"origin": HERE})
    assert client.get(key_of(administrator)).status_code == 303


@pytest.mark.parametrize("key", ["", "x", "None", "ä"])
def test_another_key_opens_nothing(administrator: Told, client: TestClient, key: str) -> None:
    """And does not use the right one up."""
    assert client.get("/", params={"key": key}).status_code == 403
    assert client.get(key_of(administrator)).status_code == 303


@pytest.mark.parametrize("host", ["evil.example.com", "127.0.0.1", "127.0.0.1:8001", ""])
def test_another_name_is_not_answered(administrator: Told, client: TestClient, host: str) -> None:
    """A name that was made to point at this machine gets no page, and the key stays unused."""
    assert client.get(key_of(administrator), headers={"host": host}).status_code == 421
    assert client.get(key_of(administrator)).status_code == 303


def test_other_sites_cannot_act(administrator: Told, client: TestClient) -> None:
    """A request that changes something comes from these pages; one that looks, not from another site."""
    client.get(key_of(administrator))
    for origin in ({"origin": "http://evil.example.com"}, {"origin": "null"}):
        assert client.get("/", headers=origin).status_code == 421
        assert client.post("/", headers=origin).status_code == 421
    assert client.post("/").status_code == 421
    assert client.get("/", headers={"origin": HERE}).status_code == 200
    assert client.post("/", headers={"origin": HERE}).status_code == 403  # no token


def test_what_is_no_request_is_handed_on(administrator: Told) -> None:
    """Such as the start of the server."""
    seen: list[str] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        seen.append(scope["type"])

    async def receive() -> dict[str, str]:
        raise AssertionError

    async def send(_: object) -> None:
        raise AssertionError

    asyncio.run(administrator.guard(app)({"type": "lifespan"}, receive, send))  # type: ignore[arg-type]
    assert seen == ["lifespan"]


def test_a_byte_that_is_no_text_opens_nothing(administrator: Told) -> None:
    """Some servers pass it on as it came."""
    answers: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        answers.append(message.get("status", 0))

    app = administrator.guard(Host().app(authorize=administrator.authorize))
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": b"key=\xff",
        "headers": [(b"host", b"127.0.0.1:8000")],
    }

    async def ask() -> None:
        await app(scope, receive, send)

    asyncio.run(ask())
    assert answers[0] == 403
