"""The mapping that headers alone make certain: `suggest_mapping`.

Taken is a header that is a field's id, label, `label (id)` or a known alias, without regard to case, spaces
and punctuation. A header that fits two fields, and two headers that fit one field equally well, are offered
and left to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping

from client_import.aliases import USUAL_ALIASES
from client_import.form import RegistrationForm
from client_import.headers import normalise_header
from client_import.mapping import Assignment, Mapping, Reason
from client_import.questions import SECRET_FIELDS, STANDARD_FIELDS
from client_import.reading import Column, Table

_STRENGTH = {reason: strength for strength, reason in enumerate(Reason)}


def suggest_mapping(table: Table, form: RegistrationForm) -> Mapping:
    """The mapping that the headers alone make certain; it depends on no order of columns or questions."""
    names = _name_fields(form)
    claims = {column.header: _claims_of(column, names, form) for column in table.columns}
    assignments = {}
    for header, fitting in claims.items():
        for field, reason in fitting.items():
            rivals = [other[field] for rival, other in claims.items() if rival != header and field in other]
            if len(fitting) == 1 and all(_STRENGTH[reason] < _STRENGTH[rival] for rival in rivals):
                assignments[header] = Assignment(field, reason)
    offers = {header: sorted(fitting) for header, fitting in claims.items() if fitting and header not in assignments}
    return Mapping(table.header, assignments, offers=offers)


def _name_fields(form: RegistrationForm) -> dict[str, dict[str, Reason]]:
    """Normalised name -> the fields it can mean, each with the strongest reason."""
    names: dict[str, dict[str, Reason]] = defaultdict(dict)
    for name, field, reason in _known_names(form):
        fitting = names[normalise_header(name)]
        fitting[field] = min(reason, fitting.get(field, reason), key=_STRENGTH.__getitem__)
    return names


def _known_names(form: RegistrationForm) -> Iterator[tuple[str, str, Reason]]:
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


def _claims_of(
    column: Column, names: AnyMapping[str, AnyMapping[str, Reason]], form: RegistrationForm
) -> AnyMapping[str, Reason]:
    """The fields that a column's header can mean. A password's column can mean no question."""
    fitting = names.get(normalise_header(column.text), {}) if column.text else {}
    secret = {field: reason for field, reason in fitting.items() if field in SECRET_FIELDS}
    if secret or form.names_password(column.text):
        return secret
    return {column.text: Reason.EXACT_ID} if column.text in form.fields else fitting
