"""One request of one actor: `Visit`, and what the pages have in common: texts, addresses, answers to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

import attrs
import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from client_import import Catalogue, Importer, Problem
from client_import.web.receiving import Posted
from client_import.web.saved_mappings import SavedMappings
from client_import.web.texts import Texts
from client_import.web.tokens import make_token
from client_import.web.uploads import Stage, Upload, UploadStore

Job: TypeAlias = Callable[[], None]

_NOT_IN_PATHS = "/:@!$&'()*+,;="

PAGE_OF = {
    Stage.OPEN: "review",
    Stage.CLAIMED: "import",
    Stage.RUNNING: "import",
    Stage.BROKEN_OFF: "import",
    Stage.FINISHED: "result",
}
"""Where an upload is; a review without a mapping leads on to that."""


class Refused(Exception):
    """This request gets no page but a reason.

    Attributes:
        status: Of HTTP.
        key: Of the text that says why.
    """

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


class Moved(Exception):
    """What was asked for is at another address of the pages by now."""

    def __init__(self, *steps: str) -> None:
        super().__init__(*steps)
        self.steps = steps


@attrs.frozen(repr=False)
class Site:
    """What all visits share.

    Attributes:
        uploads: Where rosters wait.
        texts: Of the pages.
        messages: About rows and files.
        templates: Of the pages.
        secret: Signs the tokens of forms.
        start: Starts an import outside the request: given what runs it, and the id of the upload.
        stylesheets: Addresses of the host's own.
    """

    uploads: UploadStore
    texts: Texts
    messages: Catalogue
    templates: jinja2.Environment
    secret: bytes
    start: Callable[[Job, str], None]
    stylesheets: tuple[str, ...]


@attrs.frozen(repr=False)
class Visit:
    """One request of an actor who may make it.

    Attributes:
        site: What all visits share.
        request: As Starlette has it.
        actor: Who.
        importer: For this request.
        mappings: Where mappings are kept for the next file; None: nowhere.
        posted: What came with it.
    """

    site: Site
    request: Request
    actor: str
    importer: Importer
    mappings: SavedMappings | None
    posted: Posted

    @property
    def t(self) -> Texts:
        """The texts of the pages."""
        return self.site.texts

    @property
    def uploads(self) -> UploadStore:
        """Where rosters wait."""
        return self.site.uploads

    def upload(self, *stages: Stage) -> Upload:
        """The upload that the address names, used by that.

        Args:
            stages: Those in which this page is about it; all if absent.

        Raises:
            Refused: There is none of this id for this actor.
            Moved: It has come to another stage.
        """
        upload = self.uploads.find(self.request.path_params["upload"], self.actor)
        if upload is None:
            raise Refused(404, "refused.no_upload")
        stage = self.uploads.stage(upload.id)
        if stages and stage not in stages:
            raise Moved("uploads", upload.id, PAGE_OF[stage])
        return upload

    def url(self, *steps: str, **query: object) -> str:
        """The address of a page, wherever the pages are mounted."""
        return page_url(self.request, *steps, **query)

    def go(self, *steps: str, **query: object) -> Response:
        """On to another page, by GET."""
        return RedirectResponse(self.url(*steps, **query), status_code=303)

    def page(self, name: str, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 - for the template
        """A page from its template."""
        return render(self.site, self.request, name, status, visit=self, actor=self.actor, **context)

    def message(self, problem: Problem) -> str:
        """What is said of a problem."""
        return problem.message_in(self.site.messages)

    def token(self) -> str:
        """For a form of this page."""
        return make_token(self.site.secret, self.actor)


def page_url(request: Request, *steps: str, **query: object) -> str:
    """The address of a page: of an upload, where the first step is its id."""
    mounted = quote(str(request.scope.get("root_path", "")).strip("/"), safe=_NOT_IN_PATHS)
    path = "/".join([mounted, *(quote(step, safe="") for step in steps or ("",))])
    asked = urlencode({key: value for key, value in query.items() if value not in {None, ""}})
    return f"/{path.lstrip('/')}" + (f"?{asked}" if asked else "")


def render(site: Site, request: Request, name: str, status: int, **context: Any) -> Response:  # noqa: ANN401
    """A page from its template."""
    template = site.templates.get_template(f"client_import/{name}")

    def url(*steps: str, **query: object) -> str:
        return page_url(request, *steps, **query)

    shared: Mapping[str, object] = {"t": site.texts, "url": url, "stylesheets": site.stylesheets}
    return HTMLResponse(template.render(**shared, **context), status)
