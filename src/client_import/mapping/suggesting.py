"""The mapping that headers alone make certain, and offers for the other columns: `suggest_mapping`.

Taken is a header that is a field's id, label, `label (id)` or a known alias, without regard to case, spaces
and punctuation. A header that fits two fields, and two headers that fit one field equally well, are offered
and left to a person. So is a column whose header only resembles a name, or whose cells look like a field's values.

A column of full names is taken where no column is called a first or a last name; beside such a one it is offered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from typing import TypeAlias

import attrs

from client_import.form import RegistrationForm
from client_import.headers import normalise_header
from client_import.mapping.field_names import known_names
from client_import.mapping.labelled import labelled_headers
from client_import.mapping.mapping import STRENGTH, Assignment, Mapping, Offer, Reason
from client_import.mapping.offering import offer_fields, sort_offers
from client_import.questions import FIRST_NAME, FULL_NAME, LAST_NAME, SECRET_FIELDS
from client_import.reading import Column, Table

_OPEN, _WEAKER = 0.5, 0.3
"""How sure a name is that fits several fields or columns, and one that another column fits better."""

_PARTS = frozenset({FIRST_NAME, LAST_NAME})

Claims: TypeAlias = AnyMapping[str, AnyMapping[str, Reason]]
"""Header -> the fields that it is a name of, each with the strongest reason."""


def suggest_mapping(table: Table, form: RegistrationForm) -> Mapping:
    """The mapping that the headers alone make certain, with offers; it depends on no order of columns or questions."""
    names, labelled = _name_fields(form), {header: field for field, header in labelled_headers(form).items()}
    everything = {column.header: _claims_of(column, names, labelled, form) for column in table.columns}
    has_parts = any(_PARTS & set(fitting) for fitting in everything.values())
    claims = _without_full_names(everything) if has_parts else everything
    mapping = Mapping(table.header, _assign(claims))
    offers: dict[str, list[Offer]] = defaultdict(list)
    for header, offer in (*_open_claims(claims, mapping), *_offer_full_names(everything, mapping, has_parts=has_parts)):
        offers[header].append(offer)
    given = set(mapping.fields.values())
    out = _PARTS if FULL_NAME in given else {FULL_NAME} if has_parts else frozenset[str]()
    for header, found in offer_fields(table, form, mapping, out).items():
        offers[header].extend(found)
    return attrs.evolve(
        mapping, offers={header: sort_offers(offers[header]) for header in table.header if offers[header]}
    )


def _name_fields(form: RegistrationForm) -> dict[str, dict[str, Reason]]:
    """Normalised name -> the fields it can mean, each with the strongest reason."""
    names: dict[str, dict[str, Reason]] = defaultdict(dict)
    for name, field, reason in known_names(form):
        fitting = names[normalise_header(name)]
        fitting[field] = min(reason, fitting.get(field, reason), key=STRENGTH.__getitem__)
    return names


def _claims_of(
    column: Column,
    names: AnyMapping[str, AnyMapping[str, Reason]],
    labelled: AnyMapping[str, str],
    form: RegistrationForm,
) -> AnyMapping[str, Reason]:
    """The fields that a column's header can mean. A password's column can mean no question.

    A header that an export of this form writes means the one field that it was written for, whatever else it is like.
    """
    fitting = names.get(normalise_header(column.text), {}) if column.text else {}
    secret = {field: reason for field, reason in fitting.items() if field in SECRET_FIELDS}
    if secret or form.names_password(column.text):
        return secret
    if column.text in form.fields:
        return {column.text: Reason.EXACT_ID}
    return {labelled[column.text]: Reason.LABEL_AND_ID} if column.text in labelled else fitting


def _without_full_names(claims: Claims) -> Claims:
    return {
        header: {field: reason for field, reason in fitting.items() if field != FULL_NAME}
        for header, fitting in claims.items()
    }


def _assign(claims: Claims) -> dict[str, Assignment]:
    """The headers that fit one field only, and that no other header fits as well or better."""
    claimants: dict[str, list[int]] = defaultdict(list)
    for fitting in claims.values():
        for field, reason in fitting.items():
            claimants[field].append(STRENGTH[reason])
    best = {field: min(strengths) for field, strengths in claimants.items()}
    assignments = {}
    for header, fitting in claims.items():
        for field, reason in fitting.items() if len(fitting) == 1 else ():
            if STRENGTH[reason] == best[field] and claimants[field].count(best[field]) == 1:
                assignments[header] = Assignment(field, reason)
    return assignments


def _open_claims(claims: Claims, mapping: Mapping) -> Iterator[tuple[str, Offer]]:
    """An offer for each name that made nothing certain."""
    assigned = set(mapping.fields.values())
    for header, fitting in claims.items():
        if header not in mapping.assignments:
            for field, reason in fitting.items():
                yield header, Offer(field, reason, _WEAKER if field in assigned else _OPEN)


def _offer_full_names(claims: Claims, mapping: Mapping, *, has_parts: bool) -> Iterator[tuple[str, Offer]]:
    """Offers for columns of full names in a file that has a first or a last name, but not both.

    Where only the last name is missing, the column may well hold just that (`Name, Vorname`).
    """
    given = _PARTS & set(mapping.fields.values())
    for header, fitting in claims.items() if has_parts and given != _PARTS else ():
        if FULL_NAME in fitting and header not in mapping.assignments:
            if given == {FIRST_NAME}:
                yield header, Offer(LAST_NAME, Reason.SIMILAR, _OPEN + 0.1)
            yield header, Offer(FULL_NAME, fitting[FULL_NAME], _OPEN)
