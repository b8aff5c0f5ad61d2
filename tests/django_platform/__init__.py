"""A platform on Django: set up once for the test run, with an SQLite file and the PostgreSQL server of `databases`."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from sqlalchemy import URL, make_url

from databases import postgres_url


@functools.cache
def set_up() -> None:
    """Configure Django and make the tables of both databases; afterwards `django_platform.models` can be imported."""
    sqlite = make_url(f"sqlite:///{Path(tempfile.mkdtemp()) / 'platform.db'}")
    _configure({"default": to_database(sqlite), "postgresql": to_database(postgres_url())})
    for alias in settings.DATABASES:
        call_command("migrate", run_syncdb=True, verbosity=0, database=alias)


@functools.cache
def set_up_at(url: str) -> None:
    """Configure Django for one database, as SQLAlchemy names it, whose tables somebody else makes."""
    _configure({"default": to_database(make_url(url))})


def to_database(url: URL) -> dict[str, Any]:
    """Django's words for a database."""
    if url.get_backend_name() == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": url.database, "OPTIONS": {"timeout": 20}}
    options = {"options": url.query["options"]} if "options" in url.query else {}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database,
        "USER": url.username,
        "HOST": url.query["host"],
        "OPTIONS": options,
    }


def _configure(databases: dict[str, Any]) -> None:
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django_platform"],
        MIGRATION_MODULES={"contenttypes": None, "auth": None},  # tables as the models say, at once
        AUTH_USER_MODEL="django_platform.Account",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=[
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
            "client_import.repositories.django.ImportedPasswordHasher",
        ],
        USE_TZ=True,
        DATABASES=databases,
    )
    django.setup()
