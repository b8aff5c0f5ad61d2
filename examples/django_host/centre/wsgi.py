"""The centre with the pages of an import, for a server that speaks WSGI, such as gunicorn with `centre.wsgi`."""

from collections.abc import Callable, Iterable
from typing import Any

from a2wsgi import ASGIMiddleware
from django.conf import settings
from django.core.wsgi import get_wsgi_application

if not settings.configured:
    import manage  # noqa: F401 - for its settings

django = get_wsgi_application()

from centre.pages import pages  # noqa: E402 - its models need what stands above

roster: Any = ASGIMiddleware(pages)  # type: ignore[arg-type]  # the two describe ASGI in other words


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The pages where the address begins so, and Django elsewhere."""
    first, slash, rest = environ["PATH_INFO"].removeprefix("/").partition("/")
    if first != "roster":
        return django(environ, start_response)
    moved = {**environ, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "") + "/roster", "PATH_INFO": slash + rest}
    return roster(moved, start_response)
