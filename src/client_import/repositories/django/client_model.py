"""The host's model, with the one model that may be one-to-one with it: where a field is, and how clients are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import is_password_usable
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import connections
from django.db.models import BooleanField, ExpressionWrapper, Field, Model, Q, QuerySet, Value

from client_import.client import Answer, Client, ClientId
from client_import.errors import StorageError
from client_import.passwords import password_mark
from client_import.repositories.django.fields import AnswerFields, ClientFields, Flag

BCRYPT = "bcrypt$"
"""What Django writes in front of a bcrypt hash."""


class ClientModel:
    """A model whose instances are clients; fields behind `__` are on its profile."""

    def __init__(self, model: type[Model], fields: ClientFields, answers: AnswerFields, using: str) -> None:
        self.model = model
        self.fields = fields
        self.answers = answers
        self.using = using
        self.profile = next((n.rpartition("__")[0] for n in (*fields.named(), *answers.fields()) if "__" in n), "")

    def find_field(self, name: str) -> Field:
        """The field of this name.

        Raises:
            FieldDoesNotExist: There is none.
        """
        relation, _, own_name = name.rpartition("__")
        if not relation:
            return self.model._meta.get_field(name)
        name = self.model.__name__
        found = self.model._meta.get_field(relation)
        if relation != self.profile or not found.one_to_one:
            raise FieldDoesNotExist(f"{relation} is not the one model that is one-to-one with {name}")
        if found.concrete:
            raise FieldDoesNotExist(
                f"{relation} is a OneToOneField of {name} itself, and a profile has to be made after its client. Put "
                f"the OneToOneField on {found.related_model.__name__}, pointing at {name}"
            )
        return self.profile_model._meta.get_field(own_name)

    @property
    def profile_model(self) -> type[Model]:
        """The model that is one-to-one with this one."""
        found: type[Model] = self.model._meta.get_field(self.profile).related_model
        return found

    def profile_of(self, client: Model) -> Model | None:
        """The profile of an instance, a new one where it has none yet; None where no field is on one."""
        if not self.profile:
            return None
        try:
            found: Model = getattr(client, self.profile)
        except ObjectDoesNotExist:
            found = self.profile_model(**{self.owner: client})
        return found

    @property
    def profiles(self) -> QuerySet[Any]:
        """Every profile."""
        return self.profile_model._base_manager.using(self.using)

    @property
    def owner(self) -> str:
        """The field of a profile that is its client."""
        name: str = self.model._meta.get_field(self.profile).field.name
        return name

    @property
    def keys_at_once(self) -> int:
        """How many clients can be asked for in one query, beside its other parameters."""
        return (connections[self.using].features.max_query_params or 10_000) // 3

    def stored(self) -> QuerySet[Any]:
        """Every instance, whatever the host's own manager leaves out."""
        return self.model._base_manager.using(self.using)

    def lock(self, clients: QuerySet[Any]) -> list[Any]:
        """Lock clients with their profiles until the transaction ends; only what is read afterwards stays as it is.

        Returns:
            Their ids.
        """
        ids = list(clients.select_for_update(of=("self",)).values_list("pk", flat=True))
        if self.profile:
            theirs = self.profiles.filter(**{f"{self.owner}__in": ids})
            list(theirs.select_for_update(of=("self",)).values_list("pk"))  # a query runs when it is read
        return ids

    def query(self) -> QuerySet[Any]:
        """What is read of a client; accounts without an address, or with an empty one, are none of ours."""
        fields = self.fields
        flags = {
            "_client_is_open": _flag(fields.active, default=True),
            "_client_completed": _flag(fields.registration_completed, default=False),
        }
        secrets = [name for name in (fields.password, fields.password_is_placeholder) if name]
        without = Q(**{f"{fields.email}__isnull": True}) | Q(**{fields.email: ""})
        rows = self.stored().exclude(without).annotate(**flags)
        names = (fields.email, fields.first_name, fields.last_name)
        return rows.values_list("pk", *names, *flags, *self.answers.fields(), *secrets)

    def read(self, rows: Iterable[Sequence[Any]]) -> list[Client]:
        """The clients in the rows of `query`."""
        return [self._to_client(row) for row in rows]

    def _to_client(self, row: Sequence[Any]) -> Client:
        client_id, email, first_name, last_name, active, completed, *values = row
        mark, placeholder = None, False
        if self.fields.password:
            *values, password, placeholder = values
            mark = mark_of(password)
        return Client(
            client_id,
            email,
            first_name or "",
            last_name or "",
            self._read_answers(client_id, values),
            bool(active),
            bool(completed),
            mark,
            mark is not None and bool(placeholder),
        )

    def _read_answers(self, client_id: ClientId, values: Sequence[Any]) -> dict[str, Answer]:
        try:
            return self.answers.read(values)
        except StorageError as error:
            raise StorageError(f"The client {client_id} cannot be read. {error}") from None


def mark_of(password: str | None) -> str | None:
    """The mark of a password as Django stores it; None where it lets nobody in."""
    return password_mark(password) if password and is_password_usable(password) else None


def assign(client: Model, profile: Model | None, values: Mapping[str, Any]) -> None:
    """Set fields of an instance and its profile."""
    for name, value in values.items():
        relation, _, own_name = name.rpartition("__")
        setattr(profile if relation else client, own_name, value)


def _flag(flag: Flag, *, default: bool) -> Any:  # noqa: ANN401 - an expression of Django
    condition = Q(**{flag: True}) if isinstance(flag, str) else flag
    return Value(default) if condition is None else ExpressionWrapper(condition, output_field=BooleanField())
