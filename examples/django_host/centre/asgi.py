"""The centre with the pages of an import, for a server that speaks ASGI, such as uvicorn with `centre.asgi:application`."""

from django.conf import settings
from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount

if not settings.configured:
    import manage  # noqa: F401 - for its settings

django = get_asgi_application()

from centre.pages import pages  # noqa: E402 - its models need what stands above

application = Starlette(routes=[Mount("/roster", pages), Mount("/", django)])
