"""The pages as an ASGI app: `create_app`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.resources import files
from pathlib import Path

import attrs
import jinja2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from client_import import ENGLISH, Catalogue
from client_import.web.downloads import (
    download_backup,
    download_chosen,
    download_corrections,
    download_report,
    download_template,
)
from client_import.web.english import ENGLISH_PAGES
from client_import.web.gate import Authorize, Gate, ImporterFor, Page, make_headers
from client_import.web.import_pages import reopen, show_import, show_result, start_import, tell_progress
from client_import.web.jobs import run_in_thread
from client_import.web.mapping_page import decide_mapping, forget_mapping, show_mapping
from client_import.web.review_page import check_again, decide_answers, show_review
from client_import.web.saved_mappings import MappingsFor
from client_import.web.texts import PageTexts, Texts
from client_import.web.undo_page import start_undo, take_report
from client_import.web.upload_page import forget_upload, go_on, show_upload, take_upload
from client_import.web.uploads import UploadStore
from client_import.web.visits import Job, Site, page_url

_UPLOAD = "/uploads/{upload}"

_PAGES: Sequence[tuple[str, str, Page]] = (
    ("GET", "/", show_upload),
    ("POST", "/", take_upload),
    ("GET", "/template.csv", download_template),
    ("GET", "/backup.csv", download_backup),
    ("POST", "/backup.csv", download_chosen),
    ("POST", "/undo", take_report),
    ("GET", _UPLOAD, go_on),
    ("GET", f"{_UPLOAD}/mapping", show_mapping),
    ("POST", f"{_UPLOAD}/mapping", decide_mapping),
    ("POST", f"{_UPLOAD}/forget-mapping", forget_mapping),
    ("GET", f"{_UPLOAD}/review", show_review),
    ("POST", f"{_UPLOAD}/review", check_again),
    ("POST", f"{_UPLOAD}/answers", decide_answers),
    ("GET", f"{_UPLOAD}/import", show_import),
    ("POST", f"{_UPLOAD}/import", start_import),
    ("GET", f"{_UPLOAD}/progress", tell_progress),
    ("GET", f"{_UPLOAD}/result", show_result),
    ("GET", f"{_UPLOAD}/corrections.csv", download_corrections),
    ("GET", f"{_UPLOAD}/report.json", download_report),
    ("GET", f"{_UPLOAD}/first-report.json", download_report),
    ("POST", f"{_UPLOAD}/undo", start_undo),
    ("POST", f"{_UPLOAD}/reopen", reopen),
    ("POST", f"{_UPLOAD}/forget", forget_upload),
)

_STATIC = {
    "pages.css": "text/css; charset=utf-8",
    "pages.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@attrs.frozen(kw_only=True)
class Look:
    """How the pages look and speak in a host.

    Attributes:
        texts: Of the pages; what is not there is said in English.
        messages: About rows and files.
        templates: A folder with `client_import/….html`, for pages or blocks that look otherwise.
        stylesheets: Addresses of style sheets on the same host, which come after the pages' own.
        frame_ancestors: Who may show the pages in a frame, as the Content-Security-Policy says it.
    """

    texts: PageTexts = ENGLISH_PAGES
    messages: Catalogue = ENGLISH
    templates: Path | None = None
    stylesheets: tuple[str, ...] = ()
    frame_ancestors: str = "'none'"


def create_app(
    *,
    importer: ImporterFor,
    authorize: Authorize,
    uploads: UploadStore,
    mappings: MappingsFor | None = None,
    look: Look | None = None,
    start: Callable[[Job, str], None] = run_in_thread,
    seconds: float = 300,
) -> Starlette:
    """The pages of an import, to be mounted under any path.

    Args:
        importer: For all requests, or a callable that gives one for each, such as the centre's that is asked for.
        authorize: Asked for each page and action; let only full administrators in. It may be a coroutine function.
        uploads: Where rosters wait between one page and the next.
        mappings: Where an administrator can keep a mapping for the next file, or a callable that gives the place for
            each request. Nobody is offered to keep one if absent.
        look: Texts, templates and style sheets of the host.
        start: Starts an import outside the request: it is given what runs it, and the id of the upload, for a queue
            whose worker calls `run_import`. A thread if absent.
        seconds: How long a request's body may take.
    """
    dress = look or Look()
    site = Site(
        uploads=uploads,
        texts=Texts(dress.texts),
        messages=dress.messages,
        templates=_load_templates(dress.templates),
        secret=uploads.secret(),
        start=start,
        stylesheets=dress.stylesheets,
    )
    gate = Gate(site, importer, mappings, authorize, make_headers(dress.frame_ancestors), seconds)
    routes = [Route(path, partial(gate.enter, page), methods=[method]) for method, path, page in _PAGES]
    static = (_serve_file(name, kind) for name, kind in _STATIC.items())
    app = Starlette(routes=[*routes, *static], exception_handlers={HTTPException: gate.turn_away})
    app.router.redirect_slashes = False  # it would lead to whichever host the request names
    app.router.default = _lead_in(app.router.default)
    return app


def _lead_in(otherwise: ASGIApp) -> ASGIApp:
    """Leads from where the pages are mounted to the first of them, as `/roster` to `/roster/`."""

    async def lead(scope: Scope, receive: Receive, send: Send) -> None:
        is_entrance = scope["type"] == "http" and scope["path"] == scope.get("root_path")
        answer = RedirectResponse(page_url(Request(scope))) if is_entrance else otherwise
        await answer(scope, receive, send)

    return lead


@cache
def _load_templates(folder: Path | None) -> jinja2.Environment:
    """The templates, the host's first; a host's may extend `client_import_default/….html`."""
    own = jinja2.PackageLoader("client_import.web", "templates")
    loaders: list[jinja2.BaseLoader] = [jinja2.PrefixLoader({"client_import": own, "client_import_default": own})]
    if folder:
        loaders.insert(0, jinja2.FileSystemLoader(folder))
    return jinja2.Environment(
        loader=jinja2.ChoiceLoader(loaders), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )


def _serve_file(name: str, kind: str) -> Route:
    content = files("client_import.web").joinpath("static", name).read_bytes()

    async def serve(_: Request) -> Response:
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache", "Content-Type": kind}
        return Response(content, headers=headers)

    return Route(f"/static/{name}", serve)
