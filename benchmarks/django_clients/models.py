"""The clients, as a platform on Django has them; the tables are made by the stores themselves."""

from __future__ import annotations

from django.db import models


class ClientAccount(models.Model):
    """A client."""

    email_key = models.CharField(max_length=254, unique=True)
    email = models.CharField(max_length=254)
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150)
    answers = models.JSONField(default=dict)

    class Meta:
        """The table is there."""

        app_label = "django_clients"
        managed = False
        db_table = "clients"

    def __str__(self) -> str:
        return self.email
