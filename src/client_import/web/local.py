"""The pages for one administrator on their own machine: `LocalAdministrator`.

Any page in the same browser can send requests to this machine, and a name that somebody else owns can be made to
point at it (DNS rebinding). So the Host and Origin of each request are checked, and a key that is printed in the
terminal opens the pages once; from then on a cookie does that no script can read. Whoever comes without it, such as
the same person after their browser was closed, needs another key, which is printed then.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_ACTOR = "local administrator"
_KEY = "key"


class LocalAdministrator:
    """Who holds the key.

    Args:
        port: On which the pages are served.
        tell: Shows the person at the terminal an address that opens the pages once.
    """

    def __init__(self, port: int, tell: Callable[[str], None]) -> None:
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._cookie = f"client_import_{port}"
        self._session = secrets.token_urlsafe(32)
        self._key: str | None = None
        self._tell = tell
        self._telling = threading.Lock()

    def invite(self) -> None:
        """Tell an address, unless one was told that nobody has opened yet."""
        with self._telling:
            if self._key is None:
                self._key = secrets.token_urlsafe(32)
                self._tell(f"http://{self._hosts[0]}/?{_KEY}={self._key}")

    def authorize(self, request: Request) -> str | None:
        """The actor, where the request brings the cookie; else whoever sits at the terminal is invited."""
        cookie = request.cookies.get(self._cookie, "")
        if hmac.compare_digest(cookie.encode(), self._session.encode()):
            return _ACTOR
        self.invite()
        return None

    def guard(self, app: ASGIApp) -> ASGIApp:
        """The app, behind these checks."""

        async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
            elif not self._comes_from_here(Headers(scope=scope), scope["method"]):
                await PlainTextResponse("This is not the address of these pages.", 421)(scope, receive, send)
            elif scope["method"] == "GET" and self._takes_key(HTTPConnection(scope)):
                response = RedirectResponse("/", 303, {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
                response.set_cookie(self._cookie, self._session, httponly=True, samesite="strict")
                await response(scope, receive, send)
            else:
                await app(scope, receive, send)

        return guarded

    def _comes_from_here(self, headers: Headers, method: str) -> bool:
        if headers.get("host") not in self._hosts:
            return False
        origin = headers.get("origin")
        own = [f"http://{host}" for host in self._hosts]
        return origin in own if method not in {"GET", "HEAD"} else origin is None or origin in own

    def _takes_key(self, connection: HTTPConnection) -> bool:
        """Whether the key was brought for the first time."""
        given = connection.query_params.get(_KEY, "")  # not of the url, which cannot be read where a byte is no text
        if self._key is None or not hmac.compare_digest(given.encode(), self._key.encode()):
            return False
        self._key = None
        return True
