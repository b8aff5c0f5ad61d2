"""What is wrong with a host's model, said at once and before anything is imported: `check_model`."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.hashers import BCryptPasswordHasher, identify_hasher
from django.core.exceptions import FieldDoesNotExist
from django.db.models import NOT_PROVIDED, CharField, Field, TextField

from client_import.errors import StorageError
from client_import.repositories.django.client_model import BCRYPT, ClientModel

_OURS = "client_import.repositories.django.ImportedPasswordHasher"


def check_model(known: ClientModel) -> None:
    """See that the model can be used.

    Raises:
        StorageError: With everything that is wrong with it.
    """
    faults = list(_missing(known)) or [
        *_parents(known),
        *_key_faults(known),
        *_unfilled(known),
        *_password_faults(known),
    ]
    if faults:
        name = known.model.__name__
        raise StorageError(f"The model {name} cannot be used:\n" + "\n".join(f"  {fault}" for fault in faults))


def _missing(known: ClientModel) -> Iterator[str]:
    for name in dict.fromkeys([*known.fields.named(), *known.answers.fields()]):
        try:
            known.find_field(name)
        except FieldDoesNotExist as error:
            yield f"{name}: {error}."


def _parents(known: ClientModel) -> Iterator[str]:
    for model in (known.model, *([known.profile_model] if known.profile else [])):
        parents = [
            each.__name__ for each in model._meta.all_parents if each._meta.concrete_model != model._meta.concrete_model
        ]
        if parents:
            yield (
                f"{model.__name__}: inherits the table of {' and '.join(parents)}, and Django writes no such model in "
                "bulk. Name the parent, or make the child's fields a profile, by a OneToOneField without parent_link."
            )


def _key_faults(known: ClientModel) -> Iterator[str]:
    key = known.fields.email_key
    field = known.find_field(key)
    constraints = field.model._meta.total_unique_constraints
    if not field.unique and not any(each.fields == (field.name,) and not each.deferrable for each in constraints):
        yield f"{key}: is not unique, so that two clients could get the same address. Make it unique=True."


def _unfilled(known: ClientModel) -> Iterator[str]:
    """Fields that must have a value and get none, neither from us nor from a default."""
    ours = {*known.fields.named(), *known.answers.fields()}
    models = [("", known.model)] + ([(f"{known.profile}__", known.profile_model)] if known.profile else [])
    for prefix, model in models:
        for field in model._meta.concrete_fields:
            if not (_fills_itself(field) or prefix + field.name in ours or (prefix and field.one_to_one)):
                name = prefix + field.name
                yield f"{name}: has no default. Give new clients a value: ClientFields(new={{'{name}': …}})."


def _fills_itself(field: Field) -> bool:
    """Whether a new instance has a value there without our help; a text is empty then, which must not repeat."""
    has_default = field.has_default() or getattr(field, "db_default", NOT_PROVIDED) is not NOT_PROVIDED
    is_moment = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    is_empty_text = isinstance(field, CharField | TextField) and not field.unique
    return field.primary_key or field.null or has_default or is_moment or is_empty_text


def _password_faults(known: ClientModel) -> Iterator[str]:
    password = known.fields.password
    if (password is None) != (known.fields.password_is_placeholder is None):
        yield "password and password_is_placeholder: name both, or none where the model has no passwords."
    if password is not None:
        try:
            hasher = identify_hasher(f"{BCRYPT}$2b$12$")
        except ValueError:
            yield f"password: add {_OURS} to PASSWORD_HASHERS, at its end."
            return
        if type(hasher) is BCryptPasswordHasher:
            yield (
                f"password: put {_OURS} in the place of Django's BCryptPasswordHasher in PASSWORD_HASHERS, "
                "which fails where somebody types more than 72 bytes."
            )
