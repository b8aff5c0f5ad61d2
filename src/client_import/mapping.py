"""Headers → fields: which column goes where, by header and never by position.

`suggest_mapping` takes only what is certain: a header that is a field's id, label, `label (id)` or a
known alias, without regard to case, spaces and punctuation. A header that fits two fields, and two
headers that fit one field equally well, are offered and left to a person.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping

import attrs

from client_import.errors import BadMapping
from client_import.form import (
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    PASSWORD,
    PASSWORD_HASH,
    REQUIRED_FIELDS,
    SECRET_FIELDS,
    STANDARD_FIELDS,
    RegistrationForm,
)
from client_import.frozen import FrozenMapping
from client_import.headers import looks_like_password, normalise_header
from client_import.reading import Column, Table

_USUAL_ALIASES: AnyMapping[str, tuple[str, ...]] = {
    EMAIL: (
        "Email Address",
        "Mail",
        "Mail Address",
        "Email ID",
        "Student Email",
        "Student Email Address",
        "Client Email",
        "University Email",
    ),
    FIRST_NAME: (
        "First",
        "Given Name",
        "Given Names",
        "Forename",
        "Fname",
        "Student First Name",
        "Client First Name",
    ),
    LAST_NAME: ("Last", "Surname", "Family Name", "Lname", "Student Last Name", "Client Last Name"),
    PASSWORD: ("PW", "PWD", "Pass", "Passwd", "Initial Password", "Temporary Password", "Temp Password"),
    PASSWORD_HASH: ("Hashed Password", "PW Hash", "bcrypt", "bcrypt Hash"),
}

MASK = "••••••"
"""What is shown in place of a password."""


class Reason(enum.StrEnum):
    """Why a column went where it did, the stronger the earlier."""

    CHOSEN = "chosen"
    """A person said so."""
    EXACT_ID = "exact_id"
    """The header is the field's id, letter by letter."""
    ID = "id"
    """The header is the field's id but for case, spaces and punctuation."""
    LABEL = "label"
    """The header is the field's label."""
    LABEL_AND_ID = "label_and_id"
    """The header is `label (id)`, as exports write it."""
    ALIAS = "alias"
    """The header is another known name of the field."""


_STRENGTH = {reason: strength for strength, reason in enumerate(Reason)}


@attrs.frozen
class Assignment:
    """Where a column goes, and why."""

    field: str
    reason: Reason


def _freeze(mapping: AnyMapping[str, Assignment]) -> AnyMapping[str, Assignment]:
    return FrozenMapping(mapping)


def _freeze_offers(mapping: AnyMapping[str, Iterable[str]]) -> AnyMapping[str, tuple[str, ...]]:
    return FrozenMapping({header: tuple(fields) for header, fields in mapping.items()})


@attrs.frozen
class Mapping:
    """Column → field, for the headers of one file. Changing it gives a new one.

    Attributes:
        headers: All headers of the file, in its order.
        assignments: Header -> where it goes.
        ignored: The headers that a person left out.
        offers: Header -> fields it may mean; nothing is done about them.
        secret: Headers that are a password's by the form's own words, whatever becomes of their columns.
    """

    headers: tuple[str, ...]
    assignments: AnyMapping[str, Assignment] = attrs.field(factory=dict, converter=_freeze)
    ignored: frozenset[str] = frozenset()
    offers: AnyMapping[str, tuple[str, ...]] = attrs.field(factory=dict, converter=_freeze_offers)
    secret: frozenset[str] = frozenset()

    @property
    def fields(self) -> dict[str, str]:
        """Header -> field id, for the columns that are imported, in the file's order."""
        return {header: self.assignments[header].field for header in self.headers if header in self.assignments}

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The headers that go nowhere and that nobody decided to leave out."""
        return tuple(header for header in self.headers if header not in self.assignments and header not in self.ignored)

    def assign(self, header: str, field: str) -> Mapping:
        """Send a column to a field. A column that was only suggested for that field is freed.

        Raises:
            BadMapping: The file has no such header. Whether the field exists is checked when planning.
        """
        self._require(header)
        assignments = {
            other: assignment
            for other, assignment in self.assignments.items()
            if assignment.field != field or assignment.reason is Reason.CHOSEN
        }
        assignments[header] = Assignment(field, Reason.CHOSEN)
        return attrs.evolve(self, assignments=assignments, ignored=self.ignored - {header})

    def ignore(self, header: str) -> Mapping:
        """Leave a column out.

        Raises:
            BadMapping: The file has no such header.
        """
        self._require(header)
        assignments = {other: kept for other, kept in self.assignments.items() if other != header}
        return attrs.evolve(self, assignments=assignments, ignored=self.ignored | {header})

    def _require(self, header: str) -> None:
        if header not in self.headers:
            raise BadMapping(f"There is no column “{header}”. {_list_headers(self.headers)}", self.headers)


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
    secret = frozenset(header for header, fitting in claims.items() if any(field in SECRET_FIELDS for field in fitting))
    return Mapping(table.header, assignments, offers=offers, secret=secret)


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
        for alias in (label, *_USUAL_ALIASES[field], *form.aliases.get(field, ())):
            yield alias, field, Reason.ALIAS
    for question in form.questions:
        for alias in question.aliases:
            yield alias, question.id, Reason.ALIAS


def _claims_of(
    column: Column, names: AnyMapping[str, AnyMapping[str, Reason]], form: RegistrationForm
) -> AnyMapping[str, Reason]:
    """The fields that a column's header can mean. A password's column can mean no question."""
    if column.text in form.fields:
        return {column.text: Reason.EXACT_ID}
    fitting = names.get(normalise_header(column.text), {}) if column.text else {}
    if looks_like_password(column.text):
        return {field: reason for field, reason in fitting.items() if field in SECRET_FIELDS}
    return fitting


def check_mapping(mapping: Mapping, table: Table, form: RegistrationForm) -> None:
    """Nothing, where this table can be imported under this mapping.

    Raises:
        BadMapping: A required field has no column, a field or header does not exist, two columns go to
            one field, or a column of passwords goes to another field. The message lists the headers.
    """
    headers = table.header
    columns: dict[str, list[str]] = defaultdict(list)
    for header, assignment in mapping.assignments.items():
        columns[assignment.field].append(header)
    faults = [
        *_unknown_names(mapping, headers, form),
        *_shared_fields(columns, form),
        *_exposed_passwords(mapping),
        *_missing_fields(columns, form),
    ]
    if faults:
        raise BadMapping(f"{' '.join(faults)} {_list_headers(headers)}", headers)


def _unknown_names(mapping: Mapping, headers: tuple[str, ...], form: RegistrationForm) -> Iterable[str]:
    for header, assignment in mapping.assignments.items():
        if header not in headers:
            yield f"There is no column “{header}”."
        if assignment.field not in form.fields:
            known = ", ".join(form.fields)
            yield f"“{header}” is mapped to “{assignment.field}”, which is no field of this form ({known})."


def _shared_fields(columns: AnyMapping[str, list[str]], form: RegistrationForm) -> Iterable[str]:
    for field, headers in columns.items():
        if len(headers) > 1:
            named = " and ".join(f"“{header}”" for header in sorted(headers))
            yield f"{named} are both mapped to {form.fields.get(field, field)}. Choose one."


def _exposed_passwords(mapping: Mapping) -> Iterable[str]:
    for header, assignment in mapping.assignments.items():
        named_so = looks_like_password(header) or header in mapping.secret
        if named_so and assignment.field not in SECRET_FIELDS:
            yield (
                f"“{header}” looks like a column of passwords and cannot be mapped to “{assignment.field}”, "
                "where everybody could read them. If it holds none, give the column another name in the file."
            )


def _missing_fields(columns: AnyMapping[str, list[str]], form: RegistrationForm) -> Iterable[str]:
    missing = [form.fields[field] for field in REQUIRED_FIELDS if field not in columns]
    if missing:
        yield f"No column is mapped to {' and '.join(missing)}."


def _list_headers(headers: Iterable[str]) -> str:
    return "The file has the columns " + ", ".join(f"“{header}”" for header in headers) + "."


def secret_headers(table: Table, mapping: Mapping) -> frozenset[str]:
    """The columns whose cells are shown to nobody: mapped to a password field, or named like a password."""
    named_so = {header for header in table.header if looks_like_password(header)}
    mapped = {header for header, field in mapping.fields.items() if field in SECRET_FIELDS}
    return frozenset(named_so | mapped | mapping.secret)


def sample_values(table: Table, mapping: Mapping, most: int = 3) -> dict[str, tuple[str, ...]]:
    """For each header the first distinct values that are not empty, for a person to recognise the column.

    A column of passwords gives `MASK`. In a file that has one, rows of another width than the header's
    are passed over, for there a password may stand under any header.
    """
    secret = secret_headers(table, mapping)
    passed_over = table.odd_widths if secret else {}
    samples = {}
    for index, header in enumerate(table.header):
        values = dict[str, None]()
        for row, cells in enumerate(table.cells):
            value = cells[index].strip()
            if value and row not in passed_over:
                values[MASK if header in secret else value] = None
                if len(values) == most or header in secret:
                    break
        samples[header] = tuple(values)
    return samples
