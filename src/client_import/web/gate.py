"""Who may, what may come in, and what goes out with every answer: `Gate`."""

from __future__ import annotations

import inspect
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TypeAlias

import attrs
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from client_import import Importer
from client_import.web.receiving import BadBody, BodyTooLarge, Posted, read_posted
from client_import.web.saved_mappings import MappingsFor
from client_import.web.tokens import FIELD, is_token
from client_import.web.undo_page import take_report
from client_import.web.upload_page import name_limit, show_upload
from client_import.web.visits import Moved, Refused, Site, Visit, render

Answered: TypeAlias = str | Response | None
Authorize: TypeAlias = Callable[[Request], Answered | Awaitable[Answered]]
"""Gives the actor, who must be a full administrator; or None: refused; or an answer, such as the way to the login."""

ImporterFor: TypeAlias = Importer | Callable[[Request], Importer]
"""An importer for all requests, or what gives one for each, in the thread in which it is used."""

Page: TypeAlias = Callable[[Visit], Response]

_log = logging.getLogger("client_import.web")

_LARGEST_FORM = 1024 * 1024
_REPORT_TIMES = 8
"""So many times as large as a roster may a report be: it holds the form and the old values as well."""

_ENVELOPE = 16 * 1024
"""What may come beside the file itself: the token, the names of fields and of the file."""


@attrs.frozen
class Gate:
    """Lets a request in, or says why not.

    Attributes:
        site: What all visits share.
        importer: For a request.
        mappings: The place for them, for a request; None: nowhere.
        authorize: Says who makes it.
        headers: That every answer has.
        seconds: How long a request's body may take.
    """

    site: Site
    importer: ImporterFor
    mappings: MappingsFor | None
    authorize: Authorize
    headers: Mapping[str, str]
    seconds: float

    async def enter(self, page: Page, request: Request) -> Response:
        """The answer to a request, with the headers that every answer has."""
        response = await self._try(page, request)
        if response is None:  # rendered only now: an error in a host's template is not chained to what it may quote
            response = self._refuse(request, Refused(500, "refused.broken"))
        return self._dress(response)

    async def turn_away(self, request: Request, error: Exception) -> Response:
        """The answer to a request for no page, or by a method that a page does not know."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        return self._dress(self._refuse(request, Refused(status, "refused.no_page")))

    def _dress(self, response: Response) -> Response:
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response

    async def _try(self, page: Page, request: Request) -> Response | None:
        try:
            return await self._answer(page, request)
        except Exception as error:  # noqa: BLE001 - a page of a host's debugger would show locals
            frames = "".join(traceback.format_tb(error.__traceback__))
            _log.error("a page ended by %s\n%s", type(error).__name__, frames)
            return None

    async def _answer(self, page: Page, request: Request) -> Response:
        actor = await _ask(self.authorize, request)
        if isinstance(actor, Response):
            return actor
        if not actor:
            return self._refuse(request, Refused(403, "refused.not_authorized"))
        meet = partial(self._meet, request, actor)
        try:
            posted = Posted()
            if request.method == "POST":
                posted = await self._receive(page, await run_in_threadpool(meet, posted))
            return await run_in_threadpool(_show, page, meet, posted)
        except BodyTooLarge:
            too_large = _say_report_too_large if page is take_report else _say_too_large
            return await run_in_threadpool(_show, too_large, meet, Posted())
        except BadBody:
            return self._refuse(request, Refused(400, "refused.bad_body"))
        except Refused as refused:
            return self._refuse(request, refused)

    def _meet(self, request: Request, actor: str, posted: Posted) -> Visit:
        """The visit of an actor, with what the host has for it."""
        importer, mappings = self.importer, self.mappings
        chosen = importer if isinstance(importer, Importer) else importer(request)
        place = mappings(request) if callable(mappings) else mappings
        return Visit(self.site, request, actor, chosen, place, posted)

    async def _receive(self, page: Page, visit: Visit) -> Posted:
        """What came, once it is certain that it came from a page of this actor's."""
        is_file = visit.request.headers.get("content-type", "").startswith("multipart/")
        largest = visit.importer.rules.max_bytes * (_REPORT_TIMES if page is take_report else 1)
        most = largest + _ENVELOPE if is_file else _LARGEST_FORM
        posted = await read_posted(visit.request, most=most, seconds=self.seconds)
        if not is_token(posted.fields.get(FIELD, ""), self.site.secret, visit.actor):
            posted.close()
            raise Refused(403, "refused.bad_token")
        return posted

    def _refuse(self, request: Request, refused: Refused) -> Response:
        return render(self.site, request, "refused.html", refused.status, reason=refused.key)


def _show(page: Page, meet: Callable[[Posted], Visit], posted: Posted) -> Response:
    """A page, all in one thread: what the host opens for it belongs to the thread, such as Django's connections."""
    try:
        visit = meet(posted)
        try:
            return page(visit)
        except Moved as moved:
            return visit.go(*moved.steps)
    finally:
        posted.close()


def _say_too_large(visit: Visit) -> Response:
    return show_upload(visit, visit.t("upload.too_large", limit=name_limit(visit)), 413)


def _say_report_too_large(visit: Visit) -> Response:
    too_large = visit.t("upload.report_too_large", limit=name_limit(visit, _REPORT_TIMES))
    return show_upload(visit, too_large, 413, about="report")


async def _ask(authorize: Authorize, request: Request) -> Answered:
    if inspect.iscoroutinefunction(authorize):
        answer = await authorize(request)
    else:
        answer = await run_in_threadpool(authorize, request)
    if inspect.isawaitable(answer):  # of a callable that does not look like a coroutine function
        answer = await answer
    if answer is not None and not isinstance(answer, str | Response):  # True, for one, names nobody
        raise TypeError("authorize gives the actor as text, None, or a response.")
    return answer


def make_headers(frame_ancestors: str) -> Mapping[str, str]:
    """What every answer has (OWASP, HTTP Headers): nothing inline, nothing from elsewhere, nothing kept or framed."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors {frame_ancestors}"
    )
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return headers | ({"X-Frame-Options": "DENY"} if frame_ancestors == "'none'" else {})
