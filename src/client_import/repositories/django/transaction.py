"""What can be done inside a transaction on the host's model: batches of clients become bulk statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from client_import.client import Client, ClientId, ClientUpdate, NewClient, NewPassword
from client_import.emails import email_key
from client_import.errors import StorageError
from client_import.lazy import batches
from client_import.repositories.django.client_model import BCRYPT, ClientModel, assign, mark_of
from client_import.repository import first_places, refuse_nul

Pair: TypeAlias = tuple[Model, Model | None]
"""An instance and its profile."""

_AT_ONCE = 500
_ATTEMPTS = 10


class DjangoTransaction:
    """A `ClientTransaction` inside `transaction.atomic`."""

    def __init__(self, known: ClientModel, *, validate: bool) -> None:
        self._known = known
        self._fields = known.fields
        self._validate = validate

    def find(self, email_keys: Collection[str]) -> Iterable[Client]:
        """The clients that have one of these keys, locked."""
        found: list[Client] = []
        for chunk in batches(sorted(set(email_keys)), self._known.keys_at_once):
            wanted = {f"{self._fields.email_key}__in": chunk}
            ids = self._known.lock(self._known.stored().filter(**wanted))
            found += self._known.read(self._known.query().filter(pk__in=ids, **wanted))
        return found

    def create(self, clients: Sequence[NewClient]) -> list[ClientId | None]:
        """Store those whose address is free; one that is taken at the same moment is left out at the next attempt."""
        given = list(clients)
        refuse_nul(given)
        keys = [email_key(new.email) for new in given]
        places = first_places(keys)
        for _ in range(_ATTEMPTS):
            for key in self._taken(list(places)):
                del places[key]
            in_order = sorted(places.items())
            try:
                ids = self._insert([(given[place], key) for key, place in in_order])
            except IntegrityError:
                if not self._taken(list(places)):
                    raise  # another rule of the model does not let them in
            else:
                made = dict(zip((place for _, place in in_order), ids, strict=True))
                return [made.get(place) for place in range(len(given))]
        raise StorageError("Clients of this import are signing up at the same moment; try again.")

    def update(self, updates: Sequence[ClientUpdate]) -> None:
        """Change the named fields of those who are there."""
        refuse_nul(updates)
        for batch in batches(updates, _AT_ONCE):
            stored = self._locked([each.client_id for each in batch])
            groups: dict[tuple[str, ...], dict[Any, Pair]] = {}
            for each in batch:
                if each.client_id in stored:
                    pair = stored[each.client_id]
                    values = self._changes(pair, each)
                    assign(*pair, values)
                    groups.setdefault(tuple(values), {})[each.client_id] = pair
            for names, pairs in groups.items():
                self._write(names, list(pairs.values()))

    def set_passwords(self, passwords: Sequence[NewPassword]) -> list[bool]:
        """Store the hash, as Django's BCryptPasswordHasher does, where the mark is still the expected one."""
        password, flag = self._fields.password, self._fields.password_is_placeholder
        if password is None or flag is None:
            raise StorageError(
                f"The model {self._known.model.__name__} has no field for passwords: ignore that column of the file, "
                "or name password and password_is_placeholder in ClientFields."
            )
        if not passwords:
            return []
        stored = self._locked([each.client_id for each in passwords])
        done: list[bool] = []
        changed: list[Pair] = []
        for each in passwords:
            pair = stored.get(each.client_id)
            done.append(pair is not None and mark_of(getattr(pair[0], password)) == each.expected_mark)
            if pair is not None and done[-1]:
                assign(*pair, {password: BCRYPT + each.hash.reveal(), flag: True})
                changed.append(pair)
        self._write((password, flag), changed)
        return done

    def delete(self, client_ids: Collection[ClientId]) -> list[ClientId]:
        """Delete those to whom nothing holds, with their profile."""
        there = list(self._locked(list(client_ids)))
        stays: set[Any] = set()
        for chunk in batches(there, self._known.keys_at_once):
            for client in self._known.read(self._known.query().filter(pk__in=chunk)):
                if client.registration_completed or (client.password_mark and not client.password_is_placeholder):
                    stays.add(client.id)
            stays.update(self._referred(chunk))
            going = [client_id for client_id in chunk if client_id not in stays]
            self._known.stored().filter(pk__in=going).delete()
        return [client_id for client_id in client_ids if client_id in stays]

    def _taken(self, keys: Sequence[str]) -> set[str]:
        key = self._fields.email_key
        taken: set[str] = set()
        for chunk in batches(keys, self._known.keys_at_once):
            taken.update(self._known.stored().filter(**{f"{key}__in": chunk}).values_list(key, flat=True))
        return taken

    def _insert(self, people: Sequence[tuple[NewClient, str]]) -> list[ClientId]:
        pairs = [self._build(new, key) for new, key in people]
        self._check(pairs)
        with transaction.atomic(using=self._known.using):
            self._known.stored().bulk_create([client for client, _ in pairs], _AT_ONCE)
            self._save_profiles(pairs, ())
        return [client.pk for client, _ in pairs]

    def _build(self, new: NewClient, key: str) -> Pair:
        fields = self._fields
        client = self._known.model()
        client._state.db = self._known.using  # or its profile would be one of the default database
        pair = client, self._known.profile_of(client)
        values: dict[str, Any] = {
            fields.email: new.email,
            fields.email_key: key,
        }  # the key alone, where both are one field
        values |= {fields.first_name: new.first_name, fields.last_name: new.last_name}
        flags = {fields.active: True, fields.registration_completed: False, fields.password_is_placeholder: False}
        values |= {name: value for name, value in flags.items() if isinstance(name, str)}
        if fields.password:
            values[fields.password] = make_password(None)  # lets nobody in
        values |= {name: value(new) if callable(value) else value for name, value in fields.new.items()}
        assign(*pair, values)
        assign(*pair, self._known.answers.changed(new.answers, self._stored_answers(pair), self._known.find_field))
        return pair

    def _changes(self, pair: Pair, changed: ClientUpdate) -> dict[str, Any]:
        names = {self._fields.first_name: changed.first_name, self._fields.last_name: changed.last_name}
        stored = self._stored_answers(pair)
        try:
            answers = self._known.answers.changed(changed.answers, stored, self._known.find_field)
        except StorageError as error:
            raise StorageError(f"The client {changed.client_id} cannot be changed. {error}") from None
        return {**{field: name for field, name in names.items() if name is not None}, **answers}

    def _stored_answers(self, pair: Pair) -> dict[str, Any]:
        client, profile = pair
        parts = ((name, *name.rpartition("__")) for name in self._known.answers.fields())
        return {name: getattr(profile if relation else client, own) for name, relation, _, own in parts}

    def _locked(self, client_ids: Sequence[ClientId]) -> dict[Any, Pair]:
        found: dict[Any, Pair] = {}
        for chunk in batches(client_ids, self._known.keys_at_once):
            ids = self._known.lock(self._known.stored().filter(pk__in=chunk))
            rows = self._known.stored().filter(pk__in=ids)
            for client in rows.select_related(self._known.profile) if self._known.profile else rows:
                found[client.pk] = client, self._known.profile_of(client)
        return found

    def _write(self, names: Sequence[str], pairs: Sequence[Pair]) -> None:
        """Store these fields of instances and profiles that are there already."""
        if not names or not pairs:
            return
        self._check(pairs)
        own = [name for name in names if "__" not in name]
        if own:
            self._known.stored().bulk_update([client for client, _ in pairs], own, _AT_ONCE)
        self._save_profiles(pairs, [name.rpartition("__")[2] for name in names if "__" in name])

    def _save_profiles(self, pairs: Sequence[Pair], names: Sequence[str]) -> None:
        profiles = [profile for _, profile in pairs if profile is not None]
        if not profiles:
            return
        stored = self._known.profiles
        if names:
            stored.bulk_update([profile for profile in profiles if not profile._state.adding], names, _AT_ONCE)
        stored.bulk_create([profile for profile in profiles if profile._state.adding], _AT_ONCE)

    def _check(self, pairs: Sequence[Pair]) -> None:
        """What the host's own validation says of what is filled, where it is asked; the rest the database says."""
        parts = ((pair, part) for pair in pairs for part in pair if part is not None and self._validate)
        for pair, each in parts:
            fields = [field for field in each._meta.fields if not field.is_relation]
            blank = [field.name for field in fields if getattr(each, field.attname) in field.empty_values]
            try:
                each.clean_fields(exclude=[*blank, *(field.name for field in each._meta.fields if field.is_relation)])
                each.clean()
            except ValidationError as error:
                who = "a new client" if pair[0]._state.adding else f"the client {pair[0].pk}"
                raise StorageError(f"The model does not take {who}: {_without_values(error)}") from None

    def _referred(self, client_ids: Sequence[ClientId]) -> Iterator[Any]:
        """Those of the clients to whom, or to whose profile, another model refers."""
        models: list[tuple[type[Model], str]] = [(self._known.model, "")]
        if self._known.profile:
            models.append((self._known.profile_model, f"{self._known.owner}__"))
        for model, prefix in models:
            for relation in model._meta.get_fields(include_hidden=True):
                if not (
                    relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
                ):
                    continue
                if prefix == "" and relation.name == self._known.profile:
                    continue
                other = relation.related_model._base_manager.using(self._known.using)
                path = f"{relation.field.name}__{prefix}pk"
                yield from other.filter(**{f"{path}__in": client_ids}).values_list(path, flat=True)


def _without_values(error: ValidationError) -> str:
    """What the host's validation says, field by field; a message that would quote what was filled in does not."""
    has_fields = hasattr(error, "error_dict")
    by_field: dict[str, list[ValidationError]] = error.error_dict if has_fields else {"": error.error_list}
    said: list[str] = []
    for field, errors in by_field.items():
        words = [str(each.message % {**each.params, "value": "…"} if each.params else each.message) for each in errors]
        said.append(f"{field}: {' '.join(words)}" if field else " ".join(words))
    return "; ".join(said)
