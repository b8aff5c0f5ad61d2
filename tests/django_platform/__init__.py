"""A platform on Django: set up once for the test run, with an SQLite file and the PostgreSQL server of `databases`."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from databases import postgres_url


@functools.cache
def set_up() -> None:
    """Configure Django and make the tables of both databases; afterwards `django_platform.models` can be imported."""
    url = postgres_url()
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
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(Path(tempfile.mkdtemp()) / "platform.db"),
                "OPTIONS": {"timeout": 20},
            },
            "postgresql": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": url.database,
                "USER": url.username,
                "HOST": url.query["host"],
            },
        },
    )
    django.setup()
    for alias in settings.DATABASES:
        call_command("migrate", run_syncdb=True, verbosity=0, database=alias)
