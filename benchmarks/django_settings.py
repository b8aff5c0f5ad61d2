"""The settings under which the Django systems run: those of a small platform, on the database of the job at hand."""

from __future__ import annotations

import os
from urllib.parse import parse_qs, unquote, urlsplit


def _name_database(place: str) -> dict[str, object]:
    """What Django wants to know of an SQLite file, or of a PostgreSQL URL, whose host may be a folder's socket."""
    if "://" not in place:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": place}
    url = urlsplit(place)
    host = parse_qs(url.query).get("host", [url.hostname or ""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.removeprefix("/"),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": host,
        "PORT": str(url.port or ""),
    }


DATABASES = {"default": _name_database(os.environ["BENCHMARK_DATABASE"])}
INSTALLED_APPS = ["import_export", "benchmarks.django_clients"]
USE_TZ = True
