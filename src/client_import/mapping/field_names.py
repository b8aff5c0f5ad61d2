"""Every name under which a field of a form is known, each with what it says: `known_names`."""

from __future__ import annotations

from collections.abc import Iterator

from client_import.aliases import USUAL_ALIASES
from client_import.form import RegistrationForm
from client_import.mapping.mapping import Reason
from client_import.questions import STANDARD_FIELDS


def known_names(form: RegistrationForm) -> Iterator[tuple[str, str, Reason]]:
    """Name, field and what it is to the field: its id, label, both together, or an alias."""
    for field, label in form.fields.items():
        yield field, field, Reason.ID
        yield label, field, Reason.LABEL
        yield f"{label} ({field})", field, Reason.LABEL_AND_ID
    for field, label in STANDARD_FIELDS.items():
        for alias in (label, *USUAL_ALIASES[field], *form.aliases.get(field, ())):
            yield alias, field, Reason.ALIAS
    for question in form.questions:
        for alias in question.aliases:
            yield alias, question.id, Reason.ALIAS
