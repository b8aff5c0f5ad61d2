"""An advising centre on Django that imports rosters: upload, look, confirm.

pip install 'client_import[django,web]' a2wsgi
python manage.py migrate --run-syncdb && python manage.py createsuperuser && python manage.py runserver
"""

import sys

from django.conf import settings
from django.core.management import execute_from_command_line

settings.configure(
    SECRET_KEY="for trying it out only",
    DEBUG=True,
    ROOT_URLCONF="centre.views",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "centre"],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    AUTH_USER_MODEL="centre.Student",
    PASSWORD_HASHERS=[  # the first for passwords that students choose, the last for imported ones
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "client_import.repositories.django.ImportedPasswordHasher",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "centre.db", "TEST": {"NAME": "tests.db"}}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
