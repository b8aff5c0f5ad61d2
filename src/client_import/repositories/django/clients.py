"""`DjangoClients`: clients as instances of the host's own model, by Django 5.2 and newer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.models import Model

from client_import.client import Client
from client_import.lazy import batches
from client_import.repositories.django.checking import check_model
from client_import.repositories.django.client_model import ClientModel
from client_import.repositories.django.connecting import translated_errors
from client_import.repositories.django.fields import AnswerFields, ClientFields
from client_import.repositories.django.keys import check_keys
from client_import.repositories.django.transaction import DjangoTransaction

_AT_ONCE = 500


class DjangoClients:
    """A `ClientRepository` on a model that the host has already, such as its user model.

    A transaction is `transaction.atomic`, so that inside the host's own it is part of that: apply with
    `passwords="later"` there, and set the passwords after the commit. Rows are written in bulk: Django sends no
    `pre_save` and `post_save` signals and calls no `save()` of the model; deleting sends its signals.

    Args:
        model: The host's model of clients.
        fields: Which field is which.
        answers: Where the answers are.
        using: The alias of the database.
        validate: Whether each client is checked by the model's `clean_fields` and `clean` before it is written;
            one that fails stops the import.

    Raises:
        StorageError: The model cannot be used, with all that is wrong with it; at the first use: clients without
            their key; from any method: what the database says.
    """

    def __init__(
        self,
        model: type[Model],
        fields: ClientFields,
        answers: AnswerFields,
        *,
        using: str = "default",
        validate: bool = False,
    ) -> None:
        self._known = ClientModel(model, fields, answers, using)
        self._validate = validate
        self._keys_are_right = False
        check_model(self._known)

    def __repr__(self) -> str:
        return f"DjangoClients({self._known.model.__name__})"

    def find(self, email_keys: Collection[str]) -> Iterator[Client]:
        """The clients that have one of these keys."""
        self._check_keys()
        for chunk in batches(sorted(set(email_keys)), self._known.keys_at_once):
            with translated_errors():
                found = self._known.read(self._known.query().filter(**{f"{self._known.fields.email_key}__in": chunk}))
            yield from found

    def all(self) -> Iterator[Client]:
        """Every client by id, page by page: nobody waits to write meanwhile."""
        self._check_keys()
        page = query = self._known.query().order_by("pk")
        while True:
            with translated_errors():
                found = self._known.read(query[:_AT_ONCE])
            yield from found
            if len(found) < _AT_ONCE:
                return
            query = page.filter(pk__gt=found[-1].id)

    @contextmanager
    def transaction(self) -> Iterator[DjangoTransaction]:
        """A transaction in which no other import writes."""
        self._check_keys()
        with translated_errors(), transaction.atomic(using=self._known.using):
            self._hold()
            yield DjangoTransaction(self._known, validate=self._validate)

    def _check_keys(self) -> None:
        """Once, and not while Django starts: the tables may still wait for their migration."""
        if not self._keys_are_right:
            with translated_errors():
                check_keys(self._known)
            self._keys_are_right = True

    def _hold(self) -> None:
        """Imports into one model follow one another; on SQLite nobody else writes at all meanwhile."""
        connection = connections[self._known.using]
        meta = self._known.model._meta
        table, primary = (connection.ops.quote_name(name) for name in (meta.db_table, meta.pk.column))
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"client_import {table}"])
            else:  # a write that changes nothing takes SQLite's lock
                cursor.execute(f"UPDATE {table} SET {primary} = {primary} WHERE 1 = 0")  # noqa: S608 - Django's names
